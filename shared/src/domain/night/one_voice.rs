//! Whether Intercom has told the visitor the hours itself: its Messenger, or a workflow of the workspace's. What we say beside
//! it must not tell them a second time, perhaps otherwise.

use jiff::Timestamp;

use super::hours;
use crate::domain::config::OutOfHours;
use crate::domain::part::Voice;
use crate::domain::transcript::Transcript;
use crate::id::AdminId;

impl Transcript {
    /// Whether Intercom, and no AI agent, has told the visitor the hours during this night. `is_this_night` says of a moment
    /// whether what was true of the hours then is true now: closed, until the same opening.
    #[must_use]
    pub fn told_hours(
        &self,
        us: &AdminId,
        night: &OutOfHours,
        is_this_night: impl Fn(Timestamp) -> bool,
    ) -> bool {
        self.lines.iter().rev().any(|line| {
            let part = &line.part;
            let told = part.voice(us) == Voice::Bot
                && part.is_visible()
                && !part.from_ai
                && !part.redacted
                && hours::are_told(&line.text, &night.intercom_says);
            told && Timestamp::from_second(part.stamp.at).is_ok_and(&is_this_night)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::part::{Author, Part};
    use crate::domain::stamp::Stamp;
    use crate::domain::transcript::Line;
    use crate::id::ConversationId;

    const BACK: &str = "We'll be back online tomorrow.";

    fn us() -> AdminId {
        AdminId::try_from("814").unwrap()
    }

    fn line(at: i64, author: Author, text: &str) -> Line {
        Line {
            part: Part {
                stamp: Stamp::new(at, at.to_string().as_str().try_into().unwrap()),
                kind: "comment".to_owned(),
                author,
                has_body: !text.is_empty(),
                assigned_to: None,
                app_package_code: None,
                from_ai: false,
                redacted: false,
                command: None,
            },
            text: text.to_owned(),
        }
    }

    /// Whether it is told, where the night began at 1,000.
    fn is_told(line: Line) -> bool {
        let mut transcript = Transcript::begun(ConversationId::try_from("1").unwrap());
        transcript.lines = vec![self::line(1_500, Author::Visitor(None), "Hello?"), line];
        let since = |at: Timestamp| at.as_second() >= 1_000;
        transcript.told_hours(&us(), &OutOfHours::default(), since)
    }

    #[test]
    fn intercoms_own_words_of_this_night_are_heard_and_nobody_elses() {
        let bot = |at| line(at, Author::Bot, BACK);
        assert!(is_told(bot(1_510)));
        // A workflow greets before the visitor has written.
        assert!(is_told(bot(1_400)));
        assert!(!is_told(bot(900)), "it was another night");
        let others = [
            Author::Visitor(None),
            Author::Admin(us()),
            Author::Admin(AdminId::try_from("815").unwrap()),
            Author::Other,
        ];
        for author in others {
            assert!(!is_told(line(1_510, author.clone(), BACK)), "{author:?}");
        }
        let mut answer = bot(1_510);
        answer.part.from_ai = true;
        assert!(
            !is_told(answer),
            "an AI agent's answer may be about anything"
        );
        let mut removed = bot(1_510);
        removed.part.redacted = true;
        assert!(!is_told(removed));
        let mut note = bot(1_510);
        note.part.kind = "note".to_owned();
        assert!(!is_told(note));
        assert!(!is_told(line(
            1_510,
            Author::Bot,
            "You'll get replies here and in your email"
        )));
    }
}
