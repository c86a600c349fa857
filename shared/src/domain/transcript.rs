//! A conversation as a turn reads it from Intercom: with its text, and forgotten with the turn.

use crate::domain::assignee::Assignee;
pub use crate::domain::bot::Bot;
use crate::domain::bot::is_of_bot;
use crate::domain::ending::Rating;
use crate::domain::part::{Part, Voice};
use crate::domain::stamp::Stamp;
use crate::id::{AdminId, CompanyId, ContactId, ConversationId, PartId, TeamId};

/// A part and its plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Who, when, what kind.
    pub part: Part,
    /// The text as a person reads it; links are written `label (url)`.
    pub text: String,
}

/// The company a conversation or a contact belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Company {
    /// Intercom's id of it.
    pub id: CompanyId,
    /// Its name.
    pub name: Option<String>,
    /// Its plan's name.
    pub plan: Option<String>,
    /// The names of its segments; none where the answer does not say.
    pub segments: Option<Vec<String>>,
    /// The names of its tags; none where the answer does not say.
    pub tags: Option<Vec<String>>,
    /// Its custom attributes, as text.
    pub attributes: Vec<(String, String)>,
}

/// A conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transcript {
    /// Which.
    pub id: ConversationId,
    /// Whether it is open, closed or snoozed, as Intercom says.
    pub state: String,
    /// The teammate it is assigned to.
    pub admin: Option<AdminId>,
    /// The team it is assigned to.
    pub team: Option<TeamId>,
    /// The contact that takes part in it.
    pub contact: Option<ContactId>,
    /// The company the conversation itself names.
    pub company: Option<Company>,
    /// The page it started on. Empty for e-mail, social channels and bots.
    pub url: Option<String>,
    /// The channel: `conversation` is the Messenger.
    pub channel: String,
    /// How far Intercom's own AI agent is in it.
    pub bot: Bot,
    /// Since when the visitor has waited, by Intercom's reckoning, in Unix seconds.
    pub waiting_since: Option<i64>,
    /// Until when it is snoozed, in Unix seconds.
    pub snoozed_until: Option<i64>,
    /// Its custom attributes, as text.
    pub attributes: Vec<(String, String)>,
    /// Its tags' names.
    pub tags: Vec<String>,
    /// What the visitor gave it.
    pub rated: Option<Rating>,
    /// Everything written, oldest first, part zero included.
    pub lines: Vec<Line>,
}

impl Transcript {
    /// A conversation of which nothing else is known.
    #[must_use]
    pub const fn begun(id: ConversationId) -> Self {
        Self {
            id,
            state: String::new(),
            admin: None,
            team: None,
            contact: None,
            company: None,
            url: None,
            channel: String::new(),
            bot: Bot::Absent,
            waiting_since: None,
            snoozed_until: None,
            attributes: Vec::new(),
            tags: Vec::new(),
            rated: None,
            lines: Vec::new(),
        }
    }

    /// Who has it: a teammate before a team.
    #[must_use]
    pub fn assignee(&self) -> Assignee {
        match (&self.admin, &self.team) {
            (Some(admin), _) => Assignee::Admin(admin.clone()),
            (None, Some(team)) => Assignee::Team(team.clone()),
            (None, None) => Assignee::Nobody,
        }
    }

    /// The visitor's lines newer than `horizon` that still have a text.
    pub fn unanswered<'t>(
        &'t self,
        horizon: Option<&'t Stamp>,
        us: &'t AdminId,
    ) -> impl Iterator<Item = &'t Line> {
        self.visitors(us)
            .filter(move |line| Some(&line.part.stamp) > horizon && !line.part.redacted)
    }

    /// The newest line of the visitor's, redacted ones included.
    #[must_use]
    pub fn newest_of_visitor<'t>(&'t self, us: &'t AdminId) -> Option<&'t Stamp> {
        self.visitors(us).map(|line| &line.part.stamp).max()
    }

    /// The newest answer of Intercom's own AI agent.
    #[must_use]
    pub fn newest_of_bot(&self) -> Option<&Stamp> {
        let parts = self.lines.iter().map(|line| &line.part);
        parts
            .filter(|part| is_of_bot(part))
            .map(|part| &part.stamp)
            .max()
    }

    /// The value of one of its custom attributes.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let known = self.attributes.iter().find(|(key, _)| key == name);
        known.map(|(_, value)| value.as_str())
    }

    /// Whether it has this tag. Intercom takes two tags that differ in case alone for one.
    #[must_use]
    pub fn is_tagged(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        self.tags.iter().any(|tag| tag.to_lowercase() == name)
    }

    /// Whether a part is there to be read.
    #[must_use]
    pub fn shows(&self, part: &PartId) -> bool {
        self.lines.iter().any(|line| line.part.stamp.id == *part)
    }

    fn visitors<'t>(&'t self, us: &'t AdminId) -> impl Iterator<Item = &'t Line> {
        self.lines.iter().filter(|line| {
            line.part.voice(us) == Voice::Visitor && (line.part.has_body || line.part.redacted)
        })
    }
}
