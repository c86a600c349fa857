//! What is answered without looking anything up.

use bm25::Language;

use super::pattern::{Choice, clauses, is_of};
use super::wish::asks_who_speaks;

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
        let bare_yes =
            kind == Self::Agreed && words.iter().all(|word| is_of(word, vocabulary::BARE_YES));
        Some(if bare_yes { Self::Unclear } else { kind })
    }

    /// What is said to it. In English where the language has no text.
    pub(super) fn reply(self, language: &Language) -> &'static str {
        replies::reply(self, language)
    }
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
        ] {
            assert_eq!(SmallTalk::read(text), says, "{text}");
        }
    }
}
