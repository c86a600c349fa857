//! One conversation, from both sides.

use simulator::{Assignee, ConversationView, PartView, Workspace};

use crate::desk::Desk;

/// A conversation somebody began.
pub struct Talk<'d> {
    /// Its id.
    pub id: String,
    desk: &'d Desk,
    workspace: Workspace,
    visitor: String,
}

impl<'d> Talk<'d> {
    pub(crate) fn begin(
        desk: &'d Desk,
        workspace: Workspace,
        visitor: &str,
        page: &str,
        text: &str,
    ) -> Self {
        let visitor = named(&workspace, visitor);
        let page = Some(page).filter(|page| !page.is_empty());
        let id = workspace
            .visitor(&visitor)
            .starts(text, page)
            .expect("the Messenger takes it");
        Self {
            id,
            desk,
            workspace,
            visitor,
        }
    }

    pub(crate) fn begin_after(
        desk: &'d Desk,
        workspace: Workspace,
        welcome: &str,
        visitor: &str,
        text: &str,
    ) -> Self {
        let visitor = named(&workspace, visitor);
        let id = workspace
            .visitor(&visitor)
            .answers_a_welcome(welcome, text)
            .expect("the Messenger takes it");
        Self {
            id,
            desk,
            workspace,
            visitor,
        }
    }

    /// The visitor goes on.
    ///
    /// # Panics
    ///
    /// When the Messenger refuses, as in every method here.
    pub fn says(&self, text: &str) {
        self.workspace
            .visitor(&self.visitor)
            .replies(&self.id, text)
            .expect("the Messenger takes it");
    }

    /// The visitor rates it, or changes what they gave it.
    pub fn rates(&self, score: u8, remark: &str) {
        self.workspace
            .visitor(&self.visitor)
            .rates(&self.id, score, remark)
            .expect("the Messenger takes it");
    }

    /// A teammate in the Inbox.
    #[must_use]
    pub fn teammate(&self, name: &str) -> simulator::Teammate {
        self.workspace.teammate(&self.admin(name))
    }

    /// A teammate writes to the visitor.
    pub fn replies(&self, name: &str, text: &str) {
        self.teammate(name)
            .replies(&self.id, text)
            .expect("the Inbox takes it");
    }

    /// A teammate writes a note.
    pub fn notes(&self, name: &str, text: &str) {
        self.teammate(name)
            .notes(&self.id, text)
            .expect("the Inbox takes it");
    }

    /// A teammate assigns it to another.
    pub fn assigns(&self, name: &str, to: &str) {
        let to = Assignee::Admin(self.admin(to));
        self.teammate(name)
            .assigns(&self.id, &to)
            .expect("the Inbox takes it");
    }

    /// A teammate writes and assigns in one action.
    pub fn replies_and_assigns(&self, name: &str, text: &str, to: &str) {
        let to = Assignee::Admin(self.admin(to));
        self.teammate(name)
            .replies_and_assigns(&self.id, text, &to)
            .expect("the Inbox takes it");
    }

    /// Waits until nothing is on its way.
    pub async fn settled(&self) {
        self.desk.settled().await;
    }

    /// What the visitor sees.
    #[must_use]
    pub fn messenger(&self) -> String {
        self.told(|part| !part.is_note && part.body.as_deref().is_some_and(|body| !body.is_empty()))
    }

    /// What the team sees.
    #[must_use]
    pub fn inbox(&self) -> String {
        let view = self.view();
        let team = view.team_assignee.iter().map(|name| format!("team {name}"));
        let assignees: Vec<_> = view.admin_assignee.iter().cloned().chain(team).collect();
        let assignees = if assignees.is_empty() {
            "nobody".to_owned()
        } else {
            assignees.join(" and ")
        };
        let ours = view
            .custom_attributes
            .iter()
            .filter(|(name, _)| name.starts_with("Nexora"));
        let attributes: Vec<_> = ours
            .map(|(name, value)| format!("{name}: {}", value.as_str().unwrap_or_default()))
            .collect();
        format!(
            "{}\n[{}, with {assignees}; {}]",
            self.told(|_| true),
            view.state,
            attributes.join(", ")
        )
    }

    /// How many messages of the agent the visitor sees.
    #[must_use]
    pub fn answers(&self) -> usize {
        crate::visit::answers(&self.view())
    }

    /// Who has it, by name; the teammate before the team.
    #[must_use]
    pub fn assignee(&self) -> String {
        let view = self.view();
        view.admin_assignee
            .or(view.team_assignee)
            .unwrap_or_else(|| "nobody".to_owned())
    }

    /// The conversation as it is now.
    #[must_use]
    pub fn view(&self) -> ConversationView {
        let conversations = self.workspace.view().conversations;
        conversations
            .into_iter()
            .find(|conversation| conversation.id == self.id)
            .expect("it was not deleted")
    }

    fn admin(&self, name: &str) -> String {
        let view = self.workspace.view();
        let admin = view.admins.iter().find(|admin| admin.name == name);
        admin
            .unwrap_or_else(|| panic!("no teammate {name}"))
            .id
            .clone()
    }

    fn told(&self, shows: impl Fn(&PartView) -> bool) -> String {
        let view = self.view();
        let first = format!(
            "{}: {}",
            view.source_author.name.as_deref().unwrap_or("a lead"),
            view.source_body
        );
        let rest = view.parts.iter().filter(|part| shows(part)).map(told);
        std::iter::once(first)
            .chain(rest)
            .collect::<Vec<_>>()
            .join("\n")
    }
}

/// The id of a visitor by name.
fn named(workspace: &Workspace, visitor: &str) -> String {
    let contacts = workspace.view().contacts;
    let contact = contacts
        .into_iter()
        .find(|contact| contact.name.as_deref() == Some(visitor));
    contact.unwrap_or_else(|| panic!("no visitor {visitor}")).id
}

fn told(part: &PartView) -> String {
    let who = part.author.name.as_deref().unwrap_or("a lead");
    let body = part.body.clone().unwrap_or_default();
    let words = match (&part.assigned_to, part.is_note) {
        (Some(to), _) => format!("{who} → {to}: {body}"),
        (None, true) => format!("{who} notes: {body}"),
        (None, false) if body.is_empty() => format!("{who} ({})", part.part_type),
        (None, false) => format!("{who}: {body}"),
    };
    words.trim_end_matches([' ', ':']).to_owned()
}
