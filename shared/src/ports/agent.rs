//! The agent that thinks. It says; what is sent is decided elsewhere.

use std::time::Duration;

use async_trait::async_trait;

use super::knowledge::Knowledge;
use crate::domain::answer::{Answer, Question};

/// Why the agent gives no answer. Each leads to a hand-off.
#[derive(Debug, thiserror::Error)]
pub enum GaveUp {
    /// It took longer than its budget.
    #[error("no answer within the budget")]
    TooSlow,
    /// What it answers from could not be read.
    #[error("the knowledge it answers from could not be read")]
    NoKnowledge(#[source] super::intercom::Error),
    /// It failed.
    #[error("the agent failed")]
    Failed(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// A brain.
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
