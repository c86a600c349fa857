//! The agent that thinks. It says; what is sent is decided elsewhere.

use std::time::Duration;

use async_trait::async_trait;

use super::knowledge::Knowledge;
use crate::domain::answer::{Answer, Question};
use crate::domain::hand_off::Reason;

/// Why the agent gives no answer. Each leads to a hand-off, whose note says which it was.
#[derive(Debug, thiserror::Error)]
pub enum GaveUp {
    /// It took longer than its budget.
    #[error("no answer within the budget")]
    TooSlow,
    /// It is not there: no connection, or an answer that says that it is down.
    #[error("the agent could not be reached")]
    Unreachable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// It answered, and not as it should. The text names the place, never a value.
    #[error("what the agent said cannot be read at {path}")]
    Unreadable {
        /// The path in what it said.
        path: String,
    },
    /// What it answers from could not be read.
    #[error("the knowledge it answers from could not be read")]
    NoKnowledge(#[source] super::intercom::Error),
    /// It failed.
    #[error("the agent failed")]
    Failed(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Its code panicked. What it said by that is in the process's own output alone.
    #[error("the agent panicked")]
    Panicked,
}

impl GaveUp {
    /// What the team is told.
    #[must_use]
    pub const fn reason(&self) -> Reason {
        match self {
            Self::TooSlow => Reason::AgentSlow,
            Self::Unreachable(_) => Reason::AgentUnreachable,
            Self::Unreadable { .. } => Reason::AgentUnreadable,
            Self::NoKnowledge(_) => Reason::NoKnowledge,
            Self::Failed(_) | Self::Panicked => Reason::AgentFailed,
        }
    }
}

/// A brain.
///
/// One brain serves every workspace of a process, so it must not keep what it is lent of one. The first example must not compile; its
/// twin differs in one line:
///
/// ```compile_fail,E0521
/// # use std::sync::Mutex;
/// # use std::time::Duration;
/// # use async_trait::async_trait;
/// # use shared::domain::answer::{Answer, Question};
/// # use shared::ports::agent::{Agent, GaveUp};
/// # use shared::ports::Knowledge;
/// struct Hoarder(Mutex<Vec<&'static dyn Knowledge>>);
///
/// #[async_trait]
/// impl Agent for Hoarder {
///     async fn answer(
///         &self,
///         _: &Question,
///         knowledge: &dyn Knowledge,
///         _: Duration,
///     ) -> Result<Answer, GaveUp> {
///         self.0.lock().unwrap().push(knowledge);
///         Err(GaveUp::TooSlow)
///     }
/// }
/// ```
///
/// ```
/// # use std::sync::Mutex;
/// # use std::time::Duration;
/// # use async_trait::async_trait;
/// # use shared::domain::answer::{Answer, Question};
/// # use shared::ports::agent::{Agent, GaveUp};
/// # use shared::ports::Knowledge;
/// struct Hoarder(Mutex<Vec<&'static dyn Knowledge>>);
///
/// #[async_trait]
/// impl Agent for Hoarder {
///     async fn answer(
///         &self,
///         _: &Question,
///         knowledge: &dyn Knowledge,
///         _: Duration,
///     ) -> Result<Answer, GaveUp> {
///         self.0.lock().unwrap().clear();
///         Err(GaveUp::TooSlow)
///     }
/// }
/// ```
///
/// Nor can it say anything to a visitor by itself, or read another's conversation: it is lent what is written down, and no more.
///
/// ```compile_fail,E0599
/// # use shared::id::ConversationId;
/// # use shared::ports::{Intercom, Knowledge};
/// async fn think(knowledge: &dyn Knowledge, id: &ConversationId) {
///     let _ = knowledge.conversation(id).await;
/// }
/// ```
///
/// ```
/// # use shared::id::ConversationId;
/// # use shared::ports::{Intercom, Knowledge};
/// async fn think(knowledge: &dyn Knowledge, id: &ConversationId) {
///     let _ = knowledge.search(id.as_str()).await;
/// }
/// ```
#[async_trait]
pub trait Agent: Send + Sync {
    /// Answers what is unanswered in `question`, from `knowledge`, within `budget`.
    ///
    /// # Errors
    ///
    /// When it cannot. "I don't know" is an answer, not an error.
    async fn answer(
        &self,
        question: &Question,
        knowledge: &dyn Knowledge,
        budget: Duration,
    ) -> Result<Answer, GaveUp>;
}
