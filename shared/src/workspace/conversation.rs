//! A handle on one conversation of one workspace.

use super::Workspace;
use super::phases::Phases;
use crate::domain::conversation::decide::Desk;
use crate::domain::conversation::{Action, Cause, Errand, Event, Record, decide};
use crate::domain::digest::Digest;
use crate::domain::ending::Tally;
use crate::domain::notification::Signal;
use crate::domain::outcome::Outcome;
use crate::domain::turn::TurnRequest;
use crate::error::Error;
use crate::id::ConversationId;
use crate::ports::journal::Entry;
use crate::ports::queue::{Lane, Letter};
use crate::ports::store::SaveError;

/// A conversation, lent with its workspace.
///
/// It belongs to the workspace it was lent with, and cannot be pointed at another one. The first example must not compile; its twin
/// differs in one line:
///
/// ```compile_fail,E0451
/// # use shared::Workspace;
/// # use shared::workspace::Conversation;
/// fn mix<'w>(here: Conversation<'w>, there: &'w Workspace) -> Conversation<'w> {
///     Conversation { workspace: there, ..here }
/// }
/// ```
///
/// ```
/// # use shared::Workspace;
/// # use shared::workspace::Conversation;
/// fn mix<'w>(here: Conversation<'w>, there: &'w Workspace) -> Conversation<'w> {
///     here
/// }
/// ```
///
/// Nor can it be kept for another delivery:
///
/// ```compile_fail,E0521
/// # use std::sync::OnceLock;
/// # use shared::Workspace;
/// # use shared::id::ConversationId;
/// # use shared::workspace::Conversation;
/// static KEPT: OnceLock<Conversation> = OnceLock::new();
///
/// fn handle(workspace: &Workspace, id: &ConversationId) {
///     let _ = KEPT.set(workspace.conversation(id));
/// }
/// ```
///
/// ```
/// # use std::sync::OnceLock;
/// # use shared::Workspace;
/// # use shared::id::ConversationId;
/// # use shared::workspace::Conversation;
/// static KEPT: OnceLock<Conversation> = OnceLock::new();
///
/// fn handle(workspace: &Workspace, id: &ConversationId) {
///     let _ = workspace.conversation(id);
/// }
/// ```
#[derive(Clone, Copy)]
pub struct Conversation<'w> {
    workspace: &'w Workspace,
    id: &'w ConversationId,
}

impl<'w> Conversation<'w> {
    /// How often a record is written anew when others write at the same time.
    const ATTEMPTS: u8 = 8;

    pub(super) const fn new(workspace: &'w Workspace, id: &'w ConversationId) -> Self {
        Self { workspace, id }
    }

    /// Takes what a signal says: one conditional write if it is news, then the request for a turn if one is due.
    ///
    /// The request is made whether or not there was anything to write, so that a crash between the two loses nothing.
    ///
    /// # Errors
    ///
    /// When the store or the queue fails, or the record is written too often at once. Nothing is lost: the signal stays in its queue.
    pub async fn take(self, signal: &Signal, events: Vec<Event>) -> Result<Outcome, Error> {
        let mut phases = Phases::new(&*self.workspace.clock);
        let cause = phases.time("write", self.write(&events)).await?;
        if events.contains(&Event::Deleted) {
            let Workspace {
                tenant, decisions, ..
            } = self.workspace;
            // After the record, which no turn writes any more then. A signal that comes again does both again.
            let forgotten = decisions.forget(tenant, self.id);
            phases.time("forget", forgotten).await?;
        }
        let turn = cause.is_some();
        if let Some(cause) = cause {
            let request = self.request(signal, &cause);
            let asked = self.workspace.ask(&request);
            phases.time("request", asked).await?;
        }
        let outcome = Outcome::Noted { turn };
        let mut entry = Entry::new(
            "topic",
            outcome.name(),
            format!("{}: {outcome}", signal.topic),
        )
        .at(self.workspace.id(), Some(self.id))
        .with(
            "events",
            events
                .iter()
                // Beside what a teammate did, that they dealt with it says nothing more.
                .filter(|event| !matches!(event, Event::Dealt(_)) || events.len() == 1)
                .map(Event::name)
                .collect::<Vec<_>>()
                .join(", "),
        );
        entry.phases = phases.taken();
        self.workspace.journal.conclude(entry);
        Ok(outcome)
    }

    /// Folds events into the record; what asks for a turn, if anything does.
    async fn write(self, events: &[Event]) -> Result<Option<Cause>, Error> {
        let Workspace { tenant, store, .. } = self.workspace;
        let mut stored = store
            .conversation(tenant, self.id)
            .await?
            .unwrap_or_default();
        for _ in 0..Self::ATTEMPTS {
            let (record, cause) = self.decide(&stored, events);
            if record == stored {
                return Ok(cause);
            }
            let tally = Tally::between(stored.counted().as_ref(), record.counted().as_ref());
            match store.save(tenant, self.id, &record, &tally).await {
                Ok(_) => return Ok(cause),
                Err(SaveError::Conflict(current)) => {
                    stored = current.map(|record| *record).unwrap_or_default();
                }
                Err(SaveError::Store(error)) => return Err(error.into()),
            }
        }
        Err(Error::Contended)
    }

    fn decide(self, record: &Record, events: &[Event]) -> (Record, Option<Cause>) {
        let desk = Desk {
            us: self.workspace.us(),
        };
        let mut record = record.clone();
        let mut cause = None;
        for event in events {
            let decision = decide(&record, event, desk);
            record = decision.record;
            for Action::RequestTurn(asked) in decision.actions {
                cause = Some(asked);
            }
        }
        (record, cause)
    }

    fn request(self, signal: &Signal, cause: &Cause) -> TurnRequest {
        let cause = match (cause, &signal.notification) {
            (Cause::Part(part), _) => Digest::of([part.id.as_str()]),
            (Cause::Notification, Some(id)) => Digest::of([id.as_str()]),
            (Cause::Notification, None) => {
                Digest::of([signal.topic.as_str(), &signal.at.to_string()])
            }
        };
        TurnRequest {
            workspace: self.workspace.id().clone(),
            conversation: self.id.clone(),
            cause,
            errand: Errand::Answer,
            place: None,
            beside: None,
        }
    }
}

impl Letter {
    /// A signal, in its workspace's group.
    #[must_use]
    pub fn signal(signal: &Signal) -> Self {
        Self {
            lane: Lane::Topic(signal.topic),
            group: signal.workspace.to_string(),
            dedup: None,
            body: serde_json::to_string(signal).expect("a signal has only texts in it"),
        }
    }
}
