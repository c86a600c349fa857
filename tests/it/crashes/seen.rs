//! What everybody sees when everything has settled.

use super::scenario::Stage;

/// What came of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    /// Messages of the agent that the visitor sees.
    pub(crate) answers: usize,
    /// Notes of the agent.
    pub(crate) notes: usize,
    /// Assignments by the agent that took.
    pub(crate) assignments: usize,
    /// Messages of the agent that the visitor sees after a teammate's words.
    pub(crate) talked_over: usize,
    /// Who has it, and how it is marked.
    pub(crate) left: String,
    /// What is not as it should be when nothing is on its way any more.
    pub(crate) loose_ends: Vec<String>,
}

impl Seen {
    pub(crate) async fn of(stage: &Stage) -> Self {
        let view = stage.view();
        let mut seen = Self::default();
        let mut person = false;
        for part in &view.parts {
            let says = part.body.as_deref().is_some_and(|body| !body.is_empty());
            match (part.by_app, part.is_note) {
                (true, true) => seen.notes += 1,
                (true, false) if part.assigned_to.is_some() => {
                    seen.assignments += usize::from(part.assigned_to.as_deref() != Some("Nobody"));
                }
                (true, false) if says => {
                    seen.answers += 1;
                    seen.talked_over += usize::from(person);
                }
                (false, false) if says && part.author.kind == "admin" => person = true,
                _ => {}
            }
        }
        let with = view.admin_assignee.or(view.team_assignee);
        let attributes = view
            .custom_attributes
            .iter()
            .filter(|(name, _)| name.starts_with("Nexora"))
            .map(|(name, value)| format!("{name}: {}", value.as_str().unwrap_or_default()));
        let tags = view.tags.iter().map(|tag| format!("#{tag}"));
        let marks: Vec<_> = attributes.chain(tags).collect();
        seen.left = format!(
            "with {}; {}",
            with.as_deref().unwrap_or("nobody"),
            marks.join(", ")
        );
        seen.loose_ends = loose_ends(stage).await;
        seen
    }

    /// Only what came after an earlier look.
    pub(crate) fn since(self, earlier: &Self) -> Self {
        Self {
            answers: self.answers - earlier.answers,
            notes: self.notes - earlier.notes,
            assignments: self.assignments - earlier.assignments,
            talked_over: self.talked_over - earlier.talked_over,
            ..self
        }
    }

    /// Whether the conversation was handed over as a whole: what the visitor is told, one note, one assignment.
    pub(crate) fn is_handed_over(&self) -> bool {
        self.answers == 1 && self.notes == 1 && self.is_with_people()
    }

    /// Whether it was handed over without the sentence for the visitor, or without the note.
    pub(crate) fn is_cut_short(&self) -> bool {
        self.answers + self.notes == 1 && self.is_with_people()
    }

    fn is_with_people(&self) -> bool {
        self.assignments == 1 && self.left.starts_with("with Support") && self.loose_ends.is_empty()
    }
}

async fn loose_ends(stage: &Stage) -> Vec<String> {
    let mut loose = Vec::new();
    let dead = stage.pump.dead_letters().await;
    if dead > 0 {
        loose.push(format!("{dead} dead letters"));
    }
    let us = stage.pump.admin(harness::shop::NEXORA);
    let us = us.as_str().try_into().unwrap();
    let now = stage.pump.now().as_second();
    if stage.view().state == "snoozed" {
        loose.push("it is snoozed, and nobody sees it".to_owned());
    }
    if let Some(record) = stage.pump.record(&stage.talk).await {
        if record.is_due(&us) {
            loose.push("something waits for the agent".to_owned());
        }
        if record.owes_confirmation() {
            loose.push("a teammate's command waits for its confirmation".to_owned());
        }
        if let Some(reminder) = record
            .reminder
            .filter(|reminder| reminder.time() <= stage.pump.now())
        {
            loose.push(format!("nobody came for it: {reminder}"));
        }
        if let Some(step) = &record.step {
            loose.push(format!("an open step: {:?}", step.kind));
        }
        if record.lease.is_some_and(|lease| lease.bars(0, now)) {
            loose.push("a live lease".to_owned());
        }
    }
    loose
}
