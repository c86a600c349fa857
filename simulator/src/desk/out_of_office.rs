//! What the Messenger says by itself to who writes while nobody is there.

use super::{BotPart, Desk};
use crate::html;
use crate::office_hours::OfficeHoursSchedule;
use crate::refusal::Refusal;
use crate::state::OutOfOffice;

impl Desk<'_> {
    /// Whether the Messenger has something to say because nobody is there.
    pub(super) fn is_out_of_office(&self) -> bool {
        self.out_of_office().is_some()
    }

    /// Says so, unless it was said here since somebody was there last. How often Intercom says it is not known.
    pub(super) fn says_out_of_office(&mut self, conversation_id: &str) -> Result<(), Refusal> {
        let Some((schedule, away)) = self.out_of_office() else {
            return Ok(());
        };
        let text = html::from_text(&away.text);
        let conversation = self.workspace.conversation(conversation_id)?;
        let said = conversation.parts.iter().rev();
        let mut said = said.filter(|part| part.body.as_deref() == Some(&text));
        let is_told = said
            .next()
            .is_some_and(|part| !schedule.has_opened_between(part.created_at, self.now));
        if !is_told {
            self.bot_says(conversation_id, BotPart::Boilerplate, &text)?;
        }
        Ok(())
    }

    fn out_of_office(&self) -> Option<(&OfficeHoursSchedule, &OutOfOffice)> {
        let away = self.workspace.workflows.out_of_office.as_ref()?;
        let mut schedules = self.workspace.schedules.iter();
        let schedule = schedules.find(|schedule| schedule.name == away.schedule)?;
        (!schedule.is_open(self.now)).then_some((schedule, away))
    }
}
