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
