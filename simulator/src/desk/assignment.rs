use serde::{Deserialize, Serialize};

use super::{Desk, Draft};
use crate::conversation::Status;
use crate::conversation::part::{Author, Reference};
use crate::refusal::Refusal;

/// Who gets a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Assignee {
    /// A teammate, by id; a team stays assigned beside them.
    Admin(String),
    /// A team, by id; a teammate stays assigned beside it.
    Team(String),
    /// Neither a teammate nor a team.
    Nobody,
}

/// What `type` and `assignee_id` of a request mean.
pub(crate) fn into_assignee(kind: &str, id: String) -> Result<Assignee, Refusal> {
    match (kind, id.as_str()) {
        ("admin" | "team", "0") => Ok(Assignee::Nobody),
        ("admin", _) => Ok(Assignee::Admin(id)),
        ("team", _) => Ok(Assignee::Team(id)),
        _ => Err(Refusal::invalid(
            "type",
            "type must be either admin or team",
        )),
    }
}

impl Desk<'_> {
    pub(crate) fn admin_assigns(
        &mut self,
        conversation_id: &str,
        admin_id: &str,
        assignee: &Assignee,
        body: Option<String>,
    ) -> Result<String, Refusal> {
        let author = self.seated(admin_id)?;
        let before = self.workspace.conversation(conversation_id)?;
        let before = (before.admin_assignee.clone(), before.team_assignee.clone());
        let part = self.assign(conversation_id, author, assignee, body)?;
        if self.token.is_some() && self.workspace.workflows.undo_assignments > 0 {
            self.workspace.workflows.undo_assignments -= 1;
            self.move_back(conversation_id, before)?;
        }
        Ok(part)
    }

    /// A message and an assignment made together are one part.
    pub(super) fn assign(
        &mut self,
        conversation_id: &str,
        author: Author,
        assignee: &Assignee,
        body: Option<String>,
    ) -> Result<String, Refusal> {
        match assignee {
            Assignee::Admin(id) => drop(self.seated(id)?),
            Assignee::Team(id) => drop(self.workspace.team(id)?),
            Assignee::Nobody => {}
        }
        let now = self.now;
        let conversation = self.workspace.conversation_mut(conversation_id)?;
        match assignee {
            Assignee::Admin(id) => conversation.admin_assignee = Some(id.clone()),
            Assignee::Team(id) => conversation.team_assignee = Some(id.clone()),
            Assignee::Nobody => {
                conversation.admin_assignee = None;
                conversation.team_assignee = None;
            }
        }
        conversation.statistics.assigned(now);
        let (part_type, opens) = match conversation.status {
            Status::Closed => ("assign_and_reopen", true),
            Status::Snoozed => ("assign_and_unsnooze", true),
            Status::Open => ("assignment", false),
        };
        if conversation.status == Status::Closed {
            conversation.statistics.reopened();
        }
        conversation.status = Status::Open;
        conversation.snoozed_until = None;
        if let Assignee::Admin(id) = assignee
            && !conversation.teammates.contains(id)
        {
            conversation.teammates.push(id.clone());
        }
        let speaks = body.is_some();
        if speaks && author.kind == "admin" {
            self.admin_was_visible(conversation_id)?;
        }
        let mut draft = Draft::new(part_type, author).with_body(body);
        draft.assigned_to = Some(reference(assignee));
        let part = self.write(conversation_id, draft)?;
        let topic = if opens || speaks {
            "conversation.admin.open.assigned"
        } else {
            "conversation.admin.assigned"
        };
        self.notify(topic, conversation_id, Some(&part));
        Ok(part)
    }

    /// One part reports one assignee only, even if both change.
    fn move_back(
        &mut self,
        conversation_id: &str,
        before: (Option<String>, Option<String>),
    ) -> Result<(), Refusal> {
        let assignee = match &before {
            (Some(admin), _) => Assignee::Admin(admin.clone()),
            (None, Some(team)) => Assignee::Team(team.clone()),
            (None, None) => Assignee::Nobody,
        };
        let workflow = self.bot();
        self.assign(conversation_id, workflow, &assignee, None)?;
        let conversation = self.workspace.conversation_mut(conversation_id)?;
        (conversation.admin_assignee, conversation.team_assignee) = before;
        Ok(())
    }
}

fn reference(assignee: &Assignee) -> Reference {
    let (kind, id) = match assignee {
        Assignee::Admin(id) => ("admin", Some(id.clone())),
        Assignee::Team(id) => ("team", Some(id.clone())),
        Assignee::Nobody => ("nobody_admin", None),
    };
    Reference {
        kind: kind.to_owned(),
        id,
    }
}
