//! The request for a turn, as it travels through the `turns` queue.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::domain::conversation::Errand;
use crate::domain::digest::Digest;
use crate::domain::queued::{Place, Tier};
use crate::id::{ConversationId, WorkspaceId};

/// Asks for one turn of one conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TurnRequest {
    /// Where.
    pub workspace: WorkspaceId,
    /// Of which conversation.
    pub conversation: ConversationId,
    /// What asked for it. Within five minutes one cause asks for one turn.
    pub cause: Digest,
    /// What for.
    pub errand: Errand,
    /// Its place among those that wait for people to open, as its follow-up had it; none where it is looked at for another reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// The others that are given to people with it; only with the first of a team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beside: Option<Beside>,
}

/// What is given to one team of one workspace at the same time as a conversation: ids, times and tiers, so that a message stays a few
/// kilobytes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beside {
    /// The highest tier first, then who has waited longest; at most [`Beside::MOST`].
    pub others: Vec<Other>,
    /// How many there are beyond these.
    #[serde(default, skip_serializing_if = "is_none")]
    pub more: u32,
}

/// A conversation that waits as well.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Other {
    /// Which.
    pub conversation: ConversationId,
    /// Its customer's tier.
    pub tier: Tier,
    /// Since when its visitor has waited, in Unix seconds.
    pub since: i64,
}

impl Beside {
    /// How many are named.
    pub const MOST: usize = 50;

    /// Of these, in their order.
    #[must_use]
    pub fn of(all: impl ExactSizeIterator<Item = Other>) -> Self {
        let more = all.len().saturating_sub(Self::MOST);
        Self {
            others: all.take(Self::MOST).collect(),
            more: u32::try_from(more).unwrap_or(u32::MAX),
        }
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde lends what it asks about"
)]
const fn is_none(more: &u32) -> bool {
    *more == 0
}

/// A request with the quiet window that its lane does not have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// What is asked for.
    #[serde(flatten)]
    pub request: TurnRequest,
    /// Until when nothing is read, so that a burst gathers; none where the lane itself waited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiet_until: Option<Timestamp>,
}

impl TurnRequest {
    /// The message group: one turn of a conversation at a time. A digest, because ids may be longer than a group's name may be.
    #[must_use]
    pub fn group(&self) -> String {
        let digest = Digest::of([self.workspace.as_str(), self.conversation.as_str()]);
        format!(
            "{}-{digest}",
            self.workspace
                .as_str()
                .get(..64)
                .unwrap_or(self.workspace.as_str())
        )
    }

    /// What makes it the same request as another.
    #[must_use]
    pub fn dedup(&self) -> String {
        let ids = [self.workspace.as_str(), self.conversation.as_str()];
        format!("{}-{}", Digest::of(ids), self.cause)
    }
}
