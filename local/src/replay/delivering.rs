//! Deliveries, one after the other, as the event source mappings make them.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use shared::domain::turn::budget;
use shared::error::Disposition;
use shared::id::{ConversationId, WorkspaceId};
use shared::ports::Mailbox as _;
use shared::ports::queue::{self, Lane};
use shared::workspace::Delivery;

use super::ledger::Fate;
use super::scene::{Act, Ending};
use super::{Error, Replay};
use crate::functions;

/// How often a message is delivered that could not be.
const TRIES: u32 = 3;
/// What is longer in coming is not waited for.
const PATIENCE: Duration = Duration::from_secs(30);

impl Replay {
    /// Delivers what is in a lane, and what comes into it meanwhile.
    pub(super) async fn deliver_all(
        &mut self,
        lane: Lane,
        acts: &mut Vec<Act>,
    ) -> Result<(), Error> {
        while let Some(message) = self.bundle.queue.receive(lane, 1).await?.pop() {
            let act = self.deliver(lane, &message).await?;
            let (queue, receipt) = (&self.bundle.queue, &message.receipt);
            match act.ending {
                Ending::Again(after) => {
                    queue.hide(lane, receipt, after).await?;
                    self.pass(after).await;
                }
                Ending::Done | Ending::Failed => queue.delete(lane, receipt).await?,
            }
            acts.push(act);
        }
        Ok(())
    }

    async fn deliver(&mut self, lane: Lane, message: &queue::Delivery) -> Result<Act, Error> {
        self.deliveries += 1;
        let about = About::read(&message.body);
        let before = self.record(&about).await?;
        let timeout = SignedDuration::try_from(budget::FUNCTION).unwrap_or(SignedDuration::ZERO);
        let deadline = self.now().checked_add(timeout);
        let delivery = Delivery {
            worker: self.deliveries,
            lane,
            receive_count: message.receive_count,
            deadline: deadline.unwrap_or(Timestamp::MAX),
        };
        let ports = &self.bundle.ports;
        let result = functions::deliver(ports, lane, &message.body, delivery).await;
        let written = self.ledger.news();
        let refused = written.iter().any(|w| w.fate == Fate::NotApproved);
        let ending = match &result {
            Ok(_) => Ending::Done,
            Err(error) => match error.disposition(message.receive_count) {
                Disposition::Retry(after)
                    if message.receive_count < TRIES && after <= PATIENCE && !refused =>
                {
                    Ending::Again(after)
                }
                Disposition::Retry(_) | Disposition::Discard => Ending::Failed,
            },
        };
        Ok(Act {
            lane,
            said: match &result {
                Ok(outcome) => outcome.to_string(),
                Err(error) => error.to_string(),
            },
            ending,
            entries: self.notebook.take(),
            before,
            after: self.record(&about).await?,
            written,
        })
    }

    /// What is kept of the conversation a message is about.
    async fn record(&self, about: &Option<About>) -> Result<Value, Error> {
        let Some(About {
            workspace,
            conversation,
        }) = about
        else {
            return Ok(Value::Null);
        };
        let record = self.bundle.ports.record(workspace, conversation).await?;
        Ok(record.map_or(Value::Null, |record| {
            serde_json::to_value(record).expect("a record is stored as such a value")
        }))
    }

    /// Lets time go by.
    pub(super) async fn pass(&self, duration: Duration) {
        match &self.clock {
            Some(clock) => clock.pass(duration),
            None => self.bundle.ports.clock.sleep(duration).await,
        }
    }
}

/// The conversation a message is about.
#[derive(serde::Deserialize)]
struct About {
    workspace: WorkspaceId,
    conversation: ConversationId,
}

impl About {
    /// Nothing for a message that is about something else.
    fn read(body: &str) -> Option<Self> {
        serde_json::from_str(body).ok()
    }
}
