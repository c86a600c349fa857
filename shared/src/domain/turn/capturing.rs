//! Asking for what people will need when they are back: one thing at a time, only what is not known, and no more once the
//! visitor does not give one.
//!
//! What was asked is kept nowhere: the conversation shows our questions, and the record knows the words of the newest one,
//! should a reading lag.

use jiff::Timestamp;

use super::effect::Effect;
use super::machine::Turn;
use crate::domain::capture::Form;
use crate::domain::digest::Digest;
use crate::domain::html::Html;
use crate::domain::part::Voice;
use crate::domain::routing::Mode;
use crate::domain::stamp::Stamp;
use crate::domain::transcript::Line;

impl Turn {
    /// The field the visitor is asked for next. None where everything is known or was asked, or they were told already, or have
    /// not given what they were asked for.
    pub(super) fn field_to_ask(&self) -> Option<&str> {
        if self.is_told() {
            return None;
        }
        let given = self.captured_fields();
        let asked = self.asked();
        if asked.last().is_some_and(|field| !self.knows(field, &given)) {
            return None;
        }
        let mut fields = self.out_of_hours()?.capture.iter().map(String::as_str);
        fields.find(|field| {
            self.brief.config.captures.form(field).is_some()
                && !asked.contains(field)
                && !self.knows(field, &given)
        })
    }

    /// The question for it, in the visitor's language.
    pub(super) fn question_to_ask(&self) -> Option<Html> {
        let field = self.field_to_ask()?;
        let text = self.night_wording()?.ask(field, self.locale())?;
        Some(posted(&text))
    }

    /// Where the visitor has given what they were asked for: the next question, or the text, without asking the agent.
    pub(super) fn given_what_was_asked(&mut self, cover: &Stamp, now: Timestamp) -> Option<Effect> {
        let (_, queued) = self.waiting().filter(|(_, queued)| !queued.told)?;
        if self.mode != Some(Mode::Reply) {
            return None;
        }
        let field = (*self.asked().last()?).to_owned();
        if !self.captured_fields().contains(&field) {
            return None;
        }
        self.trace.note(
            "out of hours",
            format!("the visitor has given the “{field}” they were asked for"),
        );
        let config = self.brief.config.clone();
        let rule = self.rule_of_record().map(|rule| rule.name.clone());
        self.found.intent = queued.intent(&config).map(str::to_owned);
        self.found.confidence = queued.intent.map(|(_, sure)| sure);
        let reason = queued.reason(rule.as_deref(), &config);
        Some(self.hand_over(reason, cover.clone(), now))
    }

    /// The fields that the conversation shows a value of.
    fn captured_fields(&self) -> Vec<String> {
        self.captured_in(&self.read_transcript().lines)
    }

    /// The same of some of its lines.
    fn captured_in(&self, lines: &[Line]) -> Vec<String> {
        let captures = &self.brief.config.captures;
        let found = captures.found_in_lines(lines, &self.brief.us);
        found.into_iter().map(|(field, _)| field).collect()
    }

    /// Whether a field need not be asked for: the conversation shows it, or Intercom knows it of the contact.
    fn knows(&self, field: &str, given: &[String]) -> bool {
        let contact = self.facts.contact.have();
        let has = |of: fn(&crate::domain::routing::Contact) -> bool| contact.is_some_and(of);
        let of_contact = match self.brief.config.captures.form(field) {
            Some(Form::Email) => has(|contact| contact.has_email),
            Some(Form::Phone) => has(|contact| contact.has_phone),
            Some(Form::Pattern(_)) | None => false,
        };
        of_contact || given.iter().any(|given| given == field)
    }

    /// The fields the visitor was asked for since they wait, oldest first.
    fn asked(&self) -> Vec<&str> {
        let Some((reminder, _)) = self.waiting() else {
            return Vec::new();
        };
        let questions = self.brief.config.questions_at_night();
        let lines = &self.read_transcript().lines;
        let mut asked = Vec::new();
        for (nth, line) in lines.iter().enumerate() {
            let part = &line.part;
            let is_ours = part.voice(&self.brief.us) == Voice::Us && part.is_visible();
            if !is_ours || part.stamp.at < reminder.since {
                continue;
            }
            let words = Digest::of_words(&line.text);
            let mut of_text = questions
                .iter()
                .filter(|(field, text)| Digest::of_words(text) == words && !asked.contains(field))
                .map(|(field, _)| *field);
            // Where a text does not name what it asks for, it stands for one field after the other that was not known then.
            let first = of_text.next();
            let others: Vec<_> = of_text.collect();
            let field = if others.is_empty() {
                first
            } else {
                let given = self.captured_in(&lines[..nth]);
                let mut all = first.into_iter().chain(others);
                all.find(|field| !self.knows(field, &given)).or(first)
            };
            asked.extend(field);
        }
        let newest: Vec<_> = questions
            .iter()
            .filter(|(_, text)| {
                self.record.last_words == Some(Digest::of_words(posted(text).as_str()))
            })
            .map(|(field, _)| *field)
            .collect();
        let unknown = newest.iter().find(|field| !self.knows(field, &[]));
        if let Some(field) = unknown
            .or(newest.first())
            .filter(|field| !asked.contains(field))
        {
            asked.push(field);
        }
        asked
    }
}

/// A text as it is posted.
fn posted(text: &str) -> Html {
    let mut html = Html::default();
    html.paragraphs(text);
    html
}
