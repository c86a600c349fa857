//! What is asked, read from a discussion.

use bm25::Language;

use super::language;
use super::pattern::{Choice, clauses, is_of};
use super::text::plain;
use super::words::Words;
use crate::domain::answer::{Question, Said, Speaker};

mod sentence;
mod topic;

pub(super) use sentence::told_and_asked;
pub(super) use topic::Topic;

/// The longest text that is read, in characters, from its end: what is pasted above a question matters less than it.
const LONGEST: usize = 2_000;

/// A burst of messages, and what it hangs on.
#[derive(Debug)]
pub(super) struct Asked {
    /// What waits for an answer, one message a line.
    pub(super) text: String,
    /// What the visitor wrote before, the newest first.
    pub(super) earlier: Vec<String>,
    /// What the agent wrote so far, the newest first.
    pub(super) answered: Vec<String>,
    /// The line right before, if the agent wrote it.
    pub(super) said_before: Option<String>,
    /// The visitor's language.
    pub(super) language: Language,
}

impl Asked {
    pub(super) fn read(question: &Question) -> Self {
        let waits = |said: &&Said| said.unanswered && said.by == Speaker::Visitor;
        let lines = |by: Speaker, unanswered: bool| -> Vec<String> {
            let of = question.discussion.iter().filter(|said| {
                said.by == by && (said.unanswered && by == Speaker::Visitor) == unanswered
            });
            of.map(|said| plain(&said.text))
                .filter(|text| !text.is_empty())
                .collect()
        };
        let newest_first = |mut lines: Vec<String>| {
            lines.reverse();
            lines
        };
        let text = ending(&lines(Speaker::Visitor, true).join("\n"));
        let earlier = newest_first(lines(Speaker::Visitor, false));
        let first = question
            .discussion
            .iter()
            .position(|said| waits(&said))
            .unwrap_or(question.discussion.len());
        let before = question.discussion[..first]
            .last()
            .filter(|said| said.by == Speaker::Agent);
        let language = language::of(&format!("{text}\n{}", earlier.join("\n")));
        Self {
            text,
            earlier,
            answered: newest_first(lines(Speaker::Agent, false)),
            said_before: before.map(|said| plain(&said.text)),
            language,
        }
    }

    /// Whether the agent said `text` before. Blanks do not count: what was sent comes back through HTML.
    pub(super) fn was_said(&self, text: &str) -> bool {
        let letters = |text: &str| -> String {
            text.chars()
                .filter(|character| character.is_alphanumeric())
                .collect()
        };
        let text = letters(text);
        self.answered
            .iter()
            .any(|line| letters(line).contains(&text))
    }

    /// Whether the visitor says that what the agent answered is no answer, and nothing else.
    pub(super) fn complains(&self) -> bool {
        let complaining = |word: &str| is_of(word, COMPLAINING);
        let words = Words::new(self.language.clone()).read(&self.text);
        !self.answered.is_empty()
            && clauses(&self.text)
                .concat()
                .iter()
                .any(|word| complaining(word))
            && words.iter().all(|word| {
                !word.is_full() || complaining(&word.folded) || is_of(&word.folded, COMPLAINED_OF)
            })
    }
}

/// Words of who is not content.
const COMPLAINING: Choice = "
        not no wrong useless nothing nonsense incorrect nicht falsch kein keine pas faux inutile
        nada mal
    ";

/// What they are not content with.
const COMPLAINED_OF: Choice = "
    answer answered ask asked asking correct helpful helped mean meant solve solved true
    understand understood antwort hilfreich geholfen gefragt hilft richtig aide reponse sirve
    respuesta
";

/// The last [`LONGEST`] characters.
fn ending(text: &str) -> String {
    let surplus = text.chars().count().saturating_sub(LONGEST);
    text.chars().skip(surplus).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::hand_off::Language;

    fn said(by: Speaker, text: &str, unanswered: bool) -> Said {
        Said {
            by,
            text: text.to_owned(),
            unanswered,
        }
    }

    #[test]
    fn a_burst_is_one_question() {
        let discussion = vec![
            said(Speaker::Visitor, "Do you ship to France?", false),
            said(Speaker::Agent, "Yes.\n It takes 4 days.", false),
            said(Speaker::Visitor, "great", true),
            said(Speaker::Visitor, "and\u{200b} how much is it?", true),
        ];
        let asked = Asked::read(&Question {
            discussion,
            guidance: String::new(),
            intents: Vec::new(),
            summary_in: Language::En,
        });
        insta::assert_debug_snapshot!(asked, @r#"
        Asked {
            text: "great\nand how much is it?",
            earlier: [
                "Do you ship to France?",
            ],
            answered: [
                "Yes.\nIt takes 4 days.",
            ],
            said_before: Some(
                "Yes.\nIt takes 4 days.",
            ),
            language: English,
        }
        "#);
        assert!(asked.was_said("It takes\n4 days"));
        assert!(!asked.was_said("It takes 5 days"));
    }

    #[test]
    fn a_pasted_text_is_read_from_its_end() {
        assert_eq!(
            ending(&format!("{}refund?", "x".repeat(LONGEST))).len(),
            LONGEST
        );
        assert!(ending(&format!("{}refund?", "x".repeat(LONGEST))).ends_with("refund?"));
    }
}
