//! What was kept of a conversation's turns in a stack.

use std::fmt;

use jiff::Timestamp;
use serde_json::{Value, json};
use shared::domain::decision::Decision;
use shared::id::{ConversationId, WorkspaceId};
use shared::install::hindsight::{self, Unread};

use super::steps::Steps;
use crate::aws_region::AwsRegion;
use crate::deployment::Deployment;
use crate::failure::Failure;
use crate::stack::Stack;

/// What is asked for.
pub(super) struct Asked {
    pub(super) stack: Stack,
    pub(super) workspace: WorkspaceId,
    pub(super) region: Option<AwsRegion>,
    pub(super) conversation: ConversationId,
    pub(super) most: usize,
}

/// The decisions, the newest first.
pub(super) struct Kept {
    stack: Stack,
    workspace: WorkspaceId,
    conversation: ConversationId,
    decisions: Vec<Decision>,
}

impl Asked {
    pub(super) async fn read(self) -> Result<Kept, Failure> {
        let Self {
            stack,
            workspace,
            region,
            conversation,
            most,
        } = self;
        let deployment = Deployment::find(stack, region).await?;
        let decided = hindsight::decided(
            deployment.place(),
            &deployment.rows,
            &workspace,
            &conversation,
            most,
        );
        let decisions = decided.await.map_err(|error| match error {
            Unread::Registry(error) => Failure::of_the_store(error, &deployment),
            Unread::Decisions(error) => Failure::of_the_decisions(error, &deployment),
        })?;
        let Some(decisions) = decisions else {
            return Err(Failure::Absent {
                workspace,
                stack: deployment.stack.to_string(),
            });
        };
        Ok(Kept {
            stack: deployment.stack,
            workspace,
            conversation,
            decisions,
        })
    }
}

impl Kept {
    /// A list of decisions, each with the rule that applied.
    pub(super) fn json(&self) -> Value {
        let decisions = self.decisions.iter().map(|decision| {
            let mut value = json!(decision);
            value["rule"] = json!(decision.trace.matched().map(|rule| &rule.name));
            value
        });
        decisions.collect()
    }
}

impl fmt::Display for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            stack,
            workspace,
            conversation,
            decisions,
        } = self;
        if decisions.is_empty() {
            return writeln!(
                f,
                "Nothing is kept of conversation {conversation} of {workspace} in {stack}: no turn of it was over in the last 90 days, or it was deleted.\nCompare its number with its address in the Inbox. If the number is right, the agent was never asked about it: `nexora doctor` says whether notifications arrive."
            );
        }
        let turns = match decisions.len() {
            1 => "1 turn".to_owned(),
            many => format!("{many} turns, the newest first"),
        };
        writeln!(
            f,
            "Conversation {conversation} of {workspace} in {stack}: {turns}."
        )?;
        for decision in decisions {
            let Decision {
                at,
                configuration,
                outcome,
                what,
                trace,
                ..
            } = decision;
            writeln!(f, "\n{}  {outcome}", second(*at))?;
            writeln!(f, "  {what}")?;
            let rule = trace.matched().map(|rule| format!("rule “{}”", rule.name));
            let rule = rule.unwrap_or_else(|| "no rule".to_owned());
            writeln!(f, "  by {rule}, configuration {configuration}")?;
            if !trace.0.is_empty() {
                write!(f, "\n{}", Steps(trace))?;
            }
        }
        Ok(())
    }
}

fn second(at: Timestamp) -> impl fmt::Display {
    at.strftime("%Y-%m-%d %H:%M:%S UTC")
}
