//! Asking for turns, so that no workspace fills the lane in which all of them wait.

use std::sync::Mutex;

use jiff::Timestamp;

use super::Workspace;
use crate::domain::conversation::Errand;
use crate::domain::fairness::{Fairness, share};
use crate::domain::turn::{Asked, TurnRequest};
use crate::id::WorkspaceId;
use crate::ports::journal::Entry;
use crate::ports::queue::{self, Lane, Letter};

/// What this process asked for lately, for every workspace it asked for.
pub struct Shares(Mutex<Fairness>);

impl Shares {
    /// What was asked for is sent to the bulk lane because the workspace's share of the live one is used up.
    pub const OVER: &'static str = "over_share";

    /// With the share that follows from how many turns run at once, and from how many processes ask for turns.
    #[must_use]
    pub fn of(turns_at_once: u32, processes: u32) -> Self {
        Self(Mutex::new(Fairness::new(share(turns_at_once, processes))))
    }

    /// Without a limit, where nobody waits.
    #[must_use]
    pub fn unlimited() -> Self {
        Self(Mutex::new(Fairness::new(usize::MAX)))
    }

    fn admits(&self, workspace: &WorkspaceId, now: Timestamp) -> bool {
        let mut fairness = self.0.lock().expect("no holder of this lock panics");
        fairness.admits(workspace, now)
    }
}

impl Workspace {
    /// Asks for a turn: in the lane where visitors wait, or behind those of its own workspace that were too many.
    ///
    /// # Errors
    ///
    /// When the queue did not confirm.
    pub(super) async fn ask(&self, request: &TurnRequest) -> Result<(), queue::Error> {
        let live = Letter::turn(request);
        let now = self.clock.now();
        if live.lane != Lane::Turns || self.shares.admits(self.id(), now) {
            return self.queue.send(&live).await;
        }
        let what =
            "the workspace asks for more turns than its share; this one waits in the bulk lane";
        let entry = Entry::new("lane", Shares::OVER, what);
        self.journal
            .enter(entry.at(self.id(), Some(&request.conversation)));
        self.queue.send(&Letter::turn_behind(request, now)).await
    }
}

impl Letter {
    /// A turn's request, in its conversation's group.
    ///
    /// One for looks at a bot goes to the lane nobody waits in, in a group of its own: looks take a minute, and a visitor's message
    /// must not stand behind them. What a sweep found goes there too: after an outage it may be thousands at once.
    #[must_use]
    pub fn turn(request: &TurnRequest) -> Self {
        let (lane, group) = match request.errand {
            Errand::Answer | Errand::HandOver(_) => (Lane::Turns, request.group()),
            Errand::Due | Errand::Look => (Lane::TurnsBulk, request.group()),
            Errand::Watch => (Lane::TurnsBulk, request.dedup()),
        };
        Self {
            lane,
            group,
            dedup: Some(request.dedup()),
            body: serde_json::to_string(request).expect("a request has only texts in it"),
        }
    }

    /// A turn's request in the bulk lane, asked for at `now`. That lane has no quiet window, so the request brings its own.
    #[must_use]
    pub fn turn_behind(request: &TurnRequest, now: Timestamp) -> Self {
        let asked = Asked {
            request: request.clone(),
            quiet_until: now.checked_add(Lane::Turns.delay()).ok(),
        };
        Self {
            lane: Lane::TurnsBulk,
            group: request.group(),
            dedup: Some(request.dedup()),
            body: serde_json::to_string(&asked).expect("a request has only texts in it"),
        }
    }
}
