//! What a visitor wants, in their own words.

use super::asked::told_and_asked;
use super::text::{plain, sentences, shortened};
use super::wish;
use super::words::Words;
use super::{language, small_talk::SmallTalk};
use crate::domain::answer::{Question, Speaker};

/// The longest summary, in characters.
const LONGEST: usize = 200;

/// The longest question the visitor asked, or the longest thing they told where they asked none.
///
/// Small talk and the wish for a person are no summary: the team sees those anyway.
pub(super) fn of(question: &Question) -> Option<String> {
    let visitor = question
        .discussion
        .iter()
        .filter(|said| said.by == Speaker::Visitor);
    let texts: Vec<String> = visitor.map(|said| plain(&said.text)).collect();
    let words = Words::new(language::of(&texts.join("\n")));
    let telling = |sentence: &&str| {
        SmallTalk::read(sentence).is_none()
            && !wish::is_for_a_person(sentence, None)
            && words.read(sentence).iter().any(super::words::Word::is_full)
    };
    let sentences: Vec<&str> = texts
        .iter()
        .flat_map(|text| sentences(text))
        .filter(telling)
        .collect();
    // The earliest of equals: what came first is what brought them here.
    let longest = |asking: bool| {
        let of_kind = sentences
            .iter()
            .filter(|sentence| told_and_asked(sentence).is_some() == asking);
        of_kind
            .rev()
            .max_by_key(|sentence| sentence.chars().count())
    };
    longest(true)
        .or_else(|| longest(false))
        .map(|sentence| shortened(sentence, LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::answer::Said;
    use crate::domain::hand_off::Language;

    fn summary(lines: &[(Speaker, &str)]) -> Option<String> {
        let discussion = lines
            .iter()
            .map(|(by, text)| Said {
                by: *by,
                text: (*text).to_owned(),
                unanswered: false,
            })
            .collect();
        of(&Question {
            discussion,
            guidance: String::new(),
            intents: Vec::new(),
            summary_in: Language::En,
        })
    }

    #[test]
    fn a_summary_is_the_longest_question() {
        let lines = [
            (
                Speaker::Visitor,
                "Hi! My last parcel never arrived although the tracking says so. Where is it?",
            ),
            (
                Speaker::Agent,
                "Which order number does the parcel have that you are waiting for?",
            ),
            (
                Speaker::Visitor,
                "Can I get a refund for order 1234?\nCan I please speak to a real human being about that order right now?",
            ),
        ];
        assert_eq!(
            summary(&lines).as_deref(),
            Some("Can I get a refund for order 1234?")
        );
        assert_eq!(
            summary(&lines[..1]).as_deref(),
            Some("My last parcel never arrived although the tracking says so.")
        );
    }

    #[test]
    fn small_talk_and_a_wish_alone_have_no_summary() {
        assert_eq!(
            summary(&[
                (Speaker::Visitor, "Hello!"),
                (Speaker::Visitor, "talk to a human")
            ]),
            None
        );
    }

    #[test]
    fn a_long_summary_is_cut_between_words() {
        let long = format!("Why {}?", "does my account ".repeat(30));
        let cut = summary(&[(Speaker::Visitor, &long)]).unwrap();
        assert!(
            cut.chars().count() <= LONGEST && cut.ends_with('…'),
            "{cut}"
        );
    }
}
