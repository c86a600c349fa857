//! What is put aside until a time.
//!
//! Known from Intercom's part types: `snoozed`, `unsnoozed`, `timer_unsnooze`, `assign_and_unsnooze`, `note_and_unsnooze`; and from a
//! recorded notification: `unsnoozed` by a teammate, on `conversation.admin.unsnoozed`. Inferred here: that opening over REST
//! leaves `unsnoozed`, that the timer's part is the workspace's bot's and has the same topic, that an assignment which wakes has the
//! topic of one that opens, and that every note and comment wakes. One report says that a note by the assignee does not.

use super::{Desk, Draft};
use crate::conversation::Status;
use crate::refusal::Refusal;

impl Desk<'_> {
    /// Puts it aside until `until`, in Unix seconds, also when it is put aside already. Whoever waits goes on waiting.
    pub(crate) fn admin_snoozes(
        &mut self,
        conversation_id: &str,
        admin_id: &str,
        until: i64,
    ) -> Result<String, Refusal> {
        let author = self.seated(admin_id)?;
        if until <= self.now {
            return Err(Refusal::invalid(
                "snoozed_until",
                "snoozed_until must be in the future",
            ));
        }
        let conversation = self.workspace.conversation_mut(conversation_id)?;
        conversation.status = Status::Snoozed;
        conversation.snoozed_until = Some(until);
        self.tell(
            "snoozed",
            "conversation.admin.snoozed",
            conversation_id,
            author,
            None,
        )
    }

    pub(crate) fn admin_unsnoozes(
        &mut self,
        conversation_id: &str,
        admin_id: &str,
    ) -> Result<String, Refusal> {
        let author = self.seated(admin_id)?;
        self.wake(conversation_id)?;
        self.tell(
            "unsnoozed",
            "conversation.admin.unsnoozed",
            conversation_id,
            author,
            None,
        )
    }

    /// Whether it was asleep. The part that wakes it says so itself.
    pub(super) fn wake(&mut self, conversation_id: &str) -> Result<bool, Refusal> {
        let conversation = self.workspace.conversation_mut(conversation_id)?;
        let slept = conversation.status == Status::Snoozed;
        if slept {
            conversation.status = Status::Open;
        }
        conversation.snoozed_until = None;
        Ok(slept)
    }

    /// Every snooze whose time has come ends, at that time, whenever it is looked at.
    pub(super) fn snoozes_end(&mut self) {
        let now = self.now;
        for (until, id) in self.workspace.snoozes_that_are_over(now) {
            self.now = until;
            let bot = self.bot();
            let woken = self
                .wake(&id)
                .and_then(|_| self.write(&id, Draft::new("timer_unsnooze", bot)));
            let part = woken.expect("it was found a moment ago");
            self.notify("conversation.admin.unsnoozed", &id, Some(&part));
        }
        self.now = now;
    }
}
