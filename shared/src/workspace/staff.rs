//! Teammates who came, went, or switched to away.

use super::{Notice, Workspace};
use crate::domain::notification::StaffChange;
use crate::domain::outcome::Outcome;
use crate::error::Error;
use crate::ports::journal::Entry;
use crate::ports::queue::{Lane, Letter};
use crate::topic::Topic;

impl Workspace {
    /// Notes that what was read of the people no longer holds. Whoever needs to know them next reads them anew.
    ///
    /// # Errors
    ///
    /// When the store fails. The message stays in its queue.
    pub async fn staff_changed(&self, change: &StaffChange) -> Result<Outcome, Error> {
        let now = self.clock.now();
        self.readings.people_changed(&self.tenant, now).await?;
        if change.topic == Topic::AdminRemovedFromWorkspace && change.teammate == *self.us() {
            let what = "the agent's teammate was removed: nothing can be said or assigned as them";
            self.enter(Notice::SeatLost, what, &[]);
        }
        let outcome = Outcome::Noted { turn: false };
        let what = format!("{}: people changed", change.topic);
        let entry = Entry::new("topic", outcome.name(), what).at(self.id(), None);
        self.journal.conclude(entry);
        Ok(outcome)
    }
}

impl Letter {
    /// A teammate's change, in its workspace's group.
    #[must_use]
    pub fn staff_change(change: &StaffChange) -> Self {
        Self {
            lane: Lane::Topic(change.topic),
            group: change.workspace.to_string(),
            dedup: None,
            body: serde_json::to_string(change).expect("a change has only texts in it"),
        }
    }
}
