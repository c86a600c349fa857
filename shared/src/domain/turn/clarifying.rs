//! Asking what it is about, once, when a visitor wants a person and has said nothing else.
//!
//! What they write next goes to people with the hand-off, whatever it is. That it was asked is not kept anywhere: the
//! conversation shows it, and the record knows the words of the agent's newest answer, should a reading lag.

use super::machine::Turn;
use crate::domain::answer::Answer;
use crate::domain::digest::Digest;
use crate::domain::ending::Ending;
use crate::domain::html::Html;
use crate::domain::part::{Part, Voice};
use crate::domain::routing::Mode;

/// The most words of a visitor that are taken for a wish and a greeting: a wish for a person takes up to eight of them (“can I
/// please talk to a real person”), and four more tell nothing.
const FEW: usize = 12;

impl Turn {
    /// Whether the visitor is asked what it is about instead of getting a person at once.
    pub(super) fn clarifies(&self, answer: &Answer, mode: Mode) -> bool {
        let summary = answer.summary.as_deref().unwrap_or_default();
        mode == Mode::Reply
            && answer.wants_person
            && self.brief.config.hand_off.when.asked_for_person
            && answer.intent.is_none()
            && summary.trim().is_empty()
            && self.wording().clarify.texts().next().is_some()
            && self.is_first()
            && self.words_of_visitor() <= FEW
    }

    /// What they are asked; none where there is no text in their language.
    pub(super) fn clarification(&self) -> Option<Html> {
        let text = self.in_their_language(self.wording().clarify)?;
        Some(posted(text))
    }

    /// Whether the visitor was asked what it is about, and nobody has come to them since.
    pub(super) fn has_asked_back(&self) -> bool {
        let texts = || self.brief.config.clarifications();
        let lines = &self.read_transcript().lines;
        let asked: Vec<_> = texts().map(Digest::of_words).collect();
        let newest = lines.iter().rposition(|line| {
            line.part.voice(&self.brief.us) == Voice::Us
                && line.part.is_visible()
                && asked.contains(&Digest::of_words(&line.text))
        });
        let since = match (newest, self.record.last_words) {
            (Some(newest), _) => &lines[newest + 1..],
            (None, Some(words))
                if texts().any(|text| Digest::of_words(posted(text).as_str()) == words) =>
            {
                lines
            }
            (None, _) => return false,
        };
        !since.iter().any(|line| self.is_of_the_house(&line.part))
    }

    /// Whether neither the agent nor a person has said anything yet, nor given the conversation to anybody.
    fn is_first(&self) -> bool {
        let lines = &self.read_transcript().lines;
        let ended = self.record.ended.as_ref().map(|ended| ended.ending);
        self.record.last_words.is_none()
            && ended != Some(Ending::HandedOff)
            && !lines.iter().any(|line| self.is_of_the_house(&line.part))
    }

    /// Whether the visitor sees something of a person or the agent in this part, or the agent gives the conversation away
    /// with it.
    fn is_of_the_house(&self, part: &Part) -> bool {
        match part.voice(&self.brief.us) {
            Voice::Us => part.is_visible() || part.assigned_to.is_some(),
            Voice::Teammate(_) => part.is_visible(),
            Voice::Visitor | Voice::Bot | Voice::System => false,
        }
    }

    /// How many words the visitor has written, up to what this turn covers.
    fn words_of_visitor(&self) -> usize {
        let lines = self.read_transcript().lines.iter();
        let written = lines.filter(|line| {
            let part = &line.part;
            part.voice(&self.brief.us) == Voice::Visitor
                && !part.redacted
                && Some(&part.stamp) <= self.cover.as_ref()
        });
        written.map(|line| words(&line.text)).sum()
    }
}

/// A text as it is posted.
fn posted(text: &str) -> Html {
    let mut html = Html::default();
    html.paragraphs(text);
    html
}

/// How many words a text has. Where no spaces part them, each character counts as one.
fn words(text: &str) -> usize {
    let of_one = |word: &str| {
        let unparted = word.chars().filter(|letter| is_unparted(*letter)).count();
        let parted = word
            .chars()
            .any(|letter| letter.is_alphanumeric() && !is_unparted(letter));
        unparted + usize::from(parted)
    };
    text.split_whitespace().map(of_one).sum()
}

/// Whether a character is of a script that has no spaces between words: Thai, Lao, Khmer, Burmese, Chinese and Japanese.
const fn is_unparted(letter: char) -> bool {
    matches!(
        letter,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_as_they_are_told_apart() {
        let counted = [
            "",
            "Hi! — 👋",
            "Can I please talk to a real person?",
            "我想和真人说话",
            "LINE で人と話したい",
        ]
        .map(words);
        assert_eq!(counted, [0, 1, 8, 7, 8]);
    }
}
