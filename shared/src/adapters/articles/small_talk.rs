//! What is answered without looking anything up.

use bm25::Language;

use super::pattern::{Choice, clauses, is_of};
use super::wish::{asks_who_speaks, offers_a_person};
use crate::domain::answer::{Answer, Gist};

mod replies;
mod vocabulary;

/// What a message without a question says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SmallTalk {
    /// “Thank you!”, “Perfect, that worked”.
    Thanks,
    /// “See you”.
    Goodbye,
    /// “Hello”.
    Greeting,
    /// “No thanks”, “That's all”.
    Declined,
    /// “Ok”, “I see”.
    Agreed,
    /// “Are you a bot?”
    WhoSpeaks,
    /// Nothing that could be looked up.
    Unclear,
}

impl SmallTalk {
    /// Reads a message of which every word is small talk. [`SmallTalk::Unclear`] is left to the reader of questions,
    /// except where there are no words at all, or only a “yes”: one to an offer of a person is read as a wish before.
    pub(super) fn read(text: &str) -> Option<Self> {
        let clauses = clauses(text);
        if clauses.is_empty() {
            let grateful = text.chars().any(|character| GRATEFUL.contains(&character));
            return Some(if grateful {
                Self::Thanks
            } else {
                Self::Unclear
            });
        }
        if clauses.iter().any(|clause| asks_who_speaks(clause))
            && clauses.len() <= MOST_CLAUSES_WITH_WHO
        {
            return Some(Self::WhoSpeaks);
        }
        let words = clauses.concat();
        let kind = vocabulary::KINDS
            .iter()
            .find(|kind| kind.is_all_of(&words))
            .map(|kind| kind.says)?;
        let thanks =
            |word: &String| is_of(word, vocabulary::GRATEFUL) && !is_of(word, vocabulary::WORKED);
        if kind == Self::Thanks && text.contains('?') && !words.iter().any(thanks) {
            // “Funktioniert das?”
            return None;
        }
        let bare_yes =
            kind == Self::Agreed && words.iter().all(|word| is_of(word, vocabulary::BARE_YES));
        Some(if bare_yes { Self::Unclear } else { kind })
    }

    /// What the reply to it does for the visitor who wrote `text`. `said_before` is the agent's line right before it, if the
    /// agent spoke last: who was asked something and goes without an answer has not said that this was it.
    pub(super) fn gist(self, text: &str, said_before: Option<&str>) -> Gist {
        let is_open = said_before.is_some_and(asks_back);
        match self {
            Self::Thanks | Self::Goodbye if !is_open => Gist::Closes,
            Self::Declined if !is_open && says_that_is_all(text) => Gist::Closes,
            Self::Agreed if !is_open => Gist::Answers,
            Self::Thanks
            | Self::Goodbye
            | Self::Declined
            | Self::Agreed
            | Self::Greeting
            | Self::WhoSpeaks
            | Self::Unclear => Gist::AsksBack,
        }
    }

    /// What is said to it. In English where the language has no text.
    pub(super) fn reply(self, language: &Language) -> &'static str {
        replies::reply(self, language)
    }
}

/// Whether a line of the agent asks something or offers a person. One with a source answers, whatever the article asks.
fn asks_back(line: &str) -> bool {
    !line.contains(Answer::SOURCE) && (offers_a_person(line) || line.trim_end().ends_with('?'))
}

/// “No, that's all” is told from a “no” that may mean the answer.
fn says_that_is_all(text: &str) -> bool {
    let words = clauses(text).concat();
    let has = |choice: Choice| words.iter().any(|word| is_of(word, choice));
    let for_nothing = words
        .windows(2)
        .any(|two| two[0] == "for" && two[1] == "nothing");
    has(vocabulary::ALL) && !has("not") && !for_nothing
}

/// Hearts, thumbs up, folded hands and smiles.
const GRATEFUL: &[char] = &[
    '\u{2764}',
    '\u{1f44d}',
    '\u{1f64f}',
    '\u{1f60a}',
    '\u{1f600}',
    '\u{1f642}',
    '\u{1f389}',
];

/// “Hi, are you a bot?” is about us; with more clauses there is a question beside it.
const MOST_CLAUSES_WITH_WHO: usize = 2;

/// The words of one kind of small talk.
struct Kind {
    says: SmallTalk,
    /// One of these makes it this kind.
    core: Choice,
    /// These may stand around.
    around: Choice,
}

impl Kind {
    fn is_all_of(&self, words: &[String]) -> bool {
        words.iter().any(|word| is_of(word, self.core))
            && words
                .iter()
                .all(|word| is_of(word, self.core) || is_of(word, self.around))
    }
}

/// The line that tells what of a message could not be answered, where the rest was.
pub(super) fn other_question(language: &Language) -> &'static str {
    replies::other_question(language)
}

#[cfg(test)]
mod tests {
    use super::SmallTalk::{Agreed, Declined, Goodbye, Greeting, Thanks, Unclear, WhoSpeaks};
    use super::*;
    use crate::domain::answer::Gist::{Answers, AsksBack, Closes};

    #[test]
    fn small_talk_is_told_from_questions() {
        for (text, says) in [
            ("Thanks!", Some(Thanks)),
            ("ok great, thank you so much 🙏", Some(Thanks)),
            ("Perfect, that worked", Some(Thanks)),
            ("Vielen Dank", Some(Thanks)),
            ("merci beaucoup", Some(Thanks)),
            ("muchas gracias", Some(Thanks)),
            ("👍", Some(Thanks)),
            ("Hi", Some(Greeting)),
            ("Hello there, good morning!", Some(Greeting)),
            ("Guten Tag", Some(Greeting)),
            ("Bonjour", Some(Greeting)),
            ("¡Hola! Buenos días", Some(Greeting)),
            ("hey, how are you?", Some(Greeting)),
            ("ok", Some(Agreed)),
            ("I see, makes sense", Some(Agreed)),
            ("alles klar", Some(Agreed)),
            ("Bye, have a nice day", Some(Goodbye)),
            ("thanks, bye!", Some(Goodbye)),
            ("no thanks", Some(Declined)),
            ("No, that's all", Some(Declined)),
            ("nein danke", Some(Declined)),
            ("Are you a bot?", Some(WhoSpeaks)),
            ("Hi, am I talking to a real person?", Some(WhoSpeaks)),
            ("", Some(Unclear)),
            ("???", Some(Unclear)),
            ("🤷", Some(Unclear)),
            ("yes", Some(Unclear)),
            ("Thanks, and how do I cancel?", None),
            ("that was not helpful", None),
            ("Hi, I want a refund", None),
            ("ok but where is my parcel", None),
            ("nothing arrived", None),
            ("Funktioniert das?", None),
            ("Does that work?", None),
        ] {
            assert_eq!(SmallTalk::read(text), says, "{text}");
        }
    }

    #[test]
    fn who_says_that_this_was_it_is_told_from_who_does_not() {
        let answer = "Two minutes at 70 °C.\nRead more: Is tea good? (https://help.example/1)";
        let offer = "I don't have an answer to that. Shall I bring in a colleague? Just say “yes, a person please”.";
        let gist =
            |text: &str, before: Option<&str>| Some(SmallTalk::read(text)?.gist(text, before));
        for (text, does) in [
            ("Thanks!", Some(Closes)),
            ("that worked", Some(Closes)),
            ("It worked, thank you", Some(Closes)),
            ("Bye, have a nice day", Some(Closes)),
            ("No, that's all", Some(Closes)),
            ("no thanks", Some(Closes)),
            ("👍", Some(Closes)),
            ("Danke, das hat geholfen", Some(Closes)),
            ("Hat geklappt!", Some(Closes)),
            ("Es funktioniert jetzt", Some(Closes)),
            ("Auf Wiedersehen", Some(Closes)),
            ("nein danke, das war alles", Some(Closes)),
            ("Merci, ça marche", Some(Closes)),
            ("Ça a marché !", Some(Closes)),
            ("au revoir", Some(Closes)),
            ("Gracias, ya funciona", Some(Closes)),
            ("¡Funcionó!", Some(Closes)),
            ("adiós", Some(Closes)),
            ("ok", Some(Answers)),
            ("alles klar", Some(Answers)),
            ("Hello", Some(AsksBack)),
            ("Guten Tag", Some(AsksBack)),
            ("Bonjour", Some(AsksBack)),
            ("Buenos días", Some(AsksBack)),
            ("Are you a bot?", Some(AsksBack)),
            ("???", Some(AsksBack)),
            ("no", Some(AsksBack)),
            ("Nein", Some(AsksBack)),
            ("no that was not it", Some(AsksBack)),
            ("No, that's not all", Some(AsksBack)),
            ("thanks for nothing", Some(AsksBack)),
            ("No, that did not help", None),
            ("no, it didn't work", None),
            ("Thanks, but that did not help", None),
            ("Nein, das hat nicht geholfen", None),
            ("Es funktioniert nicht", None),
            ("Danke, aber das hat nicht geklappt", None),
            ("Non, ça ne marche pas", None),
            ("Merci mais ça n'a pas marché", None),
            ("No, no funciona", None),
            ("Gracias, pero no me sirvió", None),
        ] {
            assert_eq!(gist(text, Some(answer)), does, "{text}");
            // Who was offered a person and says nothing to it has no answer yet.
            let open = does.map(|_| AsksBack);
            assert_eq!(gist(text, Some(offer)), open, "{text}");
        }
        assert_eq!(gist("Thanks!", None), Some(Closes));
    }
}
