use super::{Desk, Draft};
use crate::conversation::part::Author;
use crate::conversation::{Fin, Later};
use crate::refusal::Refusal;

/// What a bot says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BotPart {
    /// The Messenger's own words, for instance the expected reply time. Fin has no part in it.
    Boilerplate,
    /// A comment by a workflow.
    Workflow,
    /// An answer by Fin.
    FinAnswer,
    /// Fin's own words that are no answer, for instance that it brings in the team.
    FinComment,
}

impl Desk<'_> {
    pub(crate) fn bot_says(
        &mut self,
        conversation_id: &str,
        what: BotPart,
        body: &str,
    ) -> Result<String, Refusal> {
        let id_code = &self.workspace.id_code;
        let (part_type, author) = match what {
            BotPart::Boilerplate => ("channel_and_reply_time_expectation", self.bot()),
            BotPart::Workflow => ("comment", self.bot()),
            BotPart::FinAnswer => ("comment", Author::fin(id_code)),
            BotPart::FinComment => (
                "comment",
                Author {
                    is_ai_answer: false,
                    ..Author::fin(id_code)
                },
            ),
        };
        match what {
            BotPart::Boilerplate | BotPart::Workflow => {}
            BotPart::FinComment => {
                self.fin(conversation_id)?;
            }
            BotPart::FinAnswer => {
                let fin = self.fin(conversation_id)?;
                fin.last_answer_type = Some("ai_answer".to_owned());
                // It is at it again, whatever came of its last answer.
                fin.resolution_state = None;
                fin.later = None;
            }
        }
        let part = self.write(
            conversation_id,
            Draft::new(part_type, author).with_body(Some(body.to_owned())),
        )?;
        self.notify(
            "conversation.operator.replied",
            conversation_id,
            Some(&part),
        );
        Ok(part)
    }

    /// Fin is to answer, and has not said anything yet.
    pub(crate) fn fin_joins(&mut self, conversation_id: &str) -> Result<(), Refusal> {
        self.fin(conversation_id).map(drop)
    }

    /// Fin comes to a state in `after` seconds: nothing is said, and nobody is notified.
    pub(crate) fn fin_comes_to(
        &mut self,
        conversation_id: &str,
        state: &'static str,
        after: i64,
    ) -> Result<(), Refusal> {
        let at = self.now + after;
        self.fin(conversation_id)?.later = Some(Later {
            at,
            state: state.to_owned(),
        });
        self.fin_moves_on();
        Ok(())
    }

    /// Every state that is due by now is there.
    pub(super) fn fin_moves_on(&mut self) {
        for conversation in &mut self.workspace.conversations {
            let Some(fin) = &mut conversation.fin else {
                continue;
            };
            if let Some(later) = fin.later.take_if(|later| later.at <= self.now) {
                fin.resolution_state = Some(later.state);
                fin.updated_at = later.at;
                conversation.updated_at = conversation.updated_at.max(later.at);
            }
        }
    }

    fn fin(&mut self, conversation_id: &str) -> Result<&mut Fin, Refusal> {
        let now = self.now;
        let conversation = self.workspace.conversation_mut(conversation_id)?;
        let none = Fin {
            last_answer_type: None,
            resolution_state: None,
            created_at: now,
            updated_at: now,
            later: None,
        };
        let fin = conversation.fin.get_or_insert(none);
        fin.updated_at = now;
        Ok(fin)
    }
}
