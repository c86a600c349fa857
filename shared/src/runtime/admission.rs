//! The bulk lane asks before it calls Intercom, and whoever waits for the rate limit waits for as long as it takes.
//!
//! SQS counts how often a message was received and says after ten times that it failed. Waiting is no failure. So a message that has
//! waited for [`RENEWED_AFTER`] windows is sent once more, as one that was never received, and the old one is done; a look at a
//! bot at once, since its receives say which look it is. Whatever fails for another reason is still tried seven times at least.

use crate::domain::conversation::Errand;
use crate::domain::digest::Digest;
use crate::domain::outcome::Outcome;
use crate::domain::turn::{TurnRequest, budget};
use crate::error::Error;
use crate::id::WorkspaceId;
use crate::ports::allowance::{Share, Taken};
use crate::ports::journal::Entry;
use crate::ports::queue::{Lane, Letter};
use crate::runtime::Ports;
use crate::workspace::{Delivery, Tenant};

/// How often a message may be received before one that waits for the rate limit is sent anew: less than half of the ten times after
/// which it would be a dead letter.
pub const RENEWED_AFTER: u32 = 4;

impl Ports {
    /// Asks for a turn's calls, where nobody waits for it. In the live lane nothing is asked, so it costs nothing there.
    ///
    /// # Errors
    ///
    /// [`Error::RateLimited`] when the workspace has little left, or the lane's share of this window is used up.
    pub(super) async fn admit(
        &self,
        workspace: &WorkspaceId,
        errand: Option<&Errand>,
        delivery: Delivery,
    ) -> Result<(), Error> {
        let calls = calls(errand, delivery);
        if delivery.lane != Lane::TurnsBulk || calls == 0 {
            return Ok(());
        }
        let tenant = Tenant::verified(workspace.clone());
        let until = match self.allowance.held(&tenant).await? {
            Some(until) => Some(until),
            None => match self.allowance.take(Share::Bulk, calls).await? {
                Taken::Yes => None,
                Taken::UsedUp(until) => Some(until),
            },
        };
        until.map_or(Ok(()), |until| {
            let after = budget::until_then(until, self.clock.now(), delivery.worker);
            Err(Error::RateLimited { after })
        })
    }

    /// Sends a request anew that was received too often while it waited for the rate limit.
    ///
    /// # Errors
    ///
    /// The same again, if it is not time yet, or the queue does not take it.
    pub(super) async fn wait_on(
        &self,
        request: &TurnRequest,
        delivery: Delivery,
        limited: Error,
    ) -> Result<Outcome, Error> {
        // A look is one of three by how often it was received: one that was not made is made all the same.
        if delivery.receive_count < RENEWED_AFTER && request.errand != Errand::Watch {
            return Err(limited);
        }
        // Another cause, or the queue would take it for the one that is there.
        let cause = Digest::of([
            &request.cause.to_string(),
            "postponed",
            &delivery.worker.to_string(),
        ]);
        let renewed = TurnRequest {
            cause,
            ..request.clone()
        };
        let letter = Letter {
            lane: delivery.lane,
            ..Letter::turn(&renewed)
        };
        match self.queue.send(&letter).await {
            Ok(()) => {
                let outcome = Outcome::Postponed;
                let entry = Entry::new("turn", outcome.name(), outcome.to_string());
                let about = (&request.workspace, Some(&request.conversation));
                self.journal.conclude(entry.at(about.0, about.1));
                Ok(outcome)
            }
            // It is there as it was, and has some receipts left.
            Err(_) => Err(limited),
        }
    }
}

/// How many calls a delivery makes at most, on the normal path. Without an errand it is a dead letter, which is handed over.
fn calls(errand: Option<&Errand>, delivery: Delivery) -> u32 {
    match errand {
        // It only waits for the first time.
        Some(Errand::Watch) if delivery.receive_count <= 1 => 0,
        Some(Errand::Watch) => 1,
        Some(_) | None => budget::CALLS,
    }
}
