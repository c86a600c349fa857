use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::conversation::Conversation;
use crate::conversation::part::{Author, Part};
use crate::region::Region;
use crate::state::WorkspaceState;

/// A workspace for a page to draw: names instead of ids wherever a person reads.
#[derive(Debug, Clone, Serialize)]
pub struct WorkspaceView {
    /// The `id_code`.
    pub id: String,
    /// As people call it.
    pub name: String,
    /// Where it is kept.
    pub region: Region,
    /// An IANA zone name.
    pub time_zone: String,
    /// Teammates.
    pub admins: Vec<AdminView>,
    /// Teams.
    pub teams: Vec<TeamView>,
    /// Users and leads.
    pub contacts: Vec<ContactView>,
    /// Companies.
    pub companies: Vec<CompanyView>,
    /// The one changed last comes first.
    pub conversations: Vec<ConversationView>,
}

/// A teammate.
#[derive(Debug, Clone, Serialize)]
pub struct AdminView {
    /// Decimal digits.
    pub id: String,
    /// As the Inbox shows it.
    pub name: String,
    /// The address they log in with.
    pub email: String,
    /// Away mode.
    pub away: bool,
    /// Whether they may work in the Inbox.
    pub has_inbox_seat: bool,
    /// The names of their teams.
    pub teams: Vec<String>,
}

/// A team.
#[derive(Debug, Clone, Serialize)]
pub struct TeamView {
    /// Decimal digits.
    pub id: String,
    /// As the Inbox shows it.
    pub name: String,
    /// The names of its teammates.
    pub admins: Vec<String>,
}

/// A user or a lead.
#[derive(Debug, Clone, Serialize)]
pub struct ContactView {
    /// 24 hexadecimal digits.
    pub id: String,
    /// A lead may have none.
    pub name: Option<String>,
    /// A lead may have none.
    pub email: Option<String>,
    /// `user` or `lead`.
    pub role: String,
    /// The plan of their first company.
    pub plan: Option<String>,
    /// The names of their companies.
    pub companies: Vec<String>,
    /// The ids of their companies, in the same order.
    pub company_ids: Vec<String>,
    /// The names of their segments.
    pub segments: Vec<String>,
    /// The name of the teammate who owns them.
    pub owner: Option<String>,
    /// As they are stored.
    pub custom_attributes: BTreeMap<String, Value>,
    /// The names of those that an app wrote last.
    pub written_by_app: Vec<String>,
}

/// A company.
#[derive(Debug, Clone, Serialize)]
pub struct CompanyView {
    /// 24 hexadecimal digits.
    pub id: String,
    /// As the workspace calls it.
    pub name: String,
    /// The name of its plan.
    pub plan: Option<String>,
    /// As they are stored.
    pub custom_attributes: BTreeMap<String, Value>,
    /// The names of those that an app wrote last.
    pub written_by_app: Vec<String>,
}

/// A conversation with all its parts.
#[derive(Debug, Clone, Serialize)]
pub struct ConversationView {
    /// Decimal digits.
    pub id: String,
    /// Who it is with.
    pub contact_id: String,
    /// The company it belongs to.
    pub company_id: Option<String>,
    /// `open`, `closed` or `snoozed`.
    pub state: String,
    /// Unix seconds.
    pub created_at: i64,
    /// Unix seconds.
    pub updated_at: i64,
    /// Unix seconds; none when the visitor does not wait.
    pub waiting_since: Option<i64>,
    /// Unix seconds.
    pub snoozed_until: Option<i64>,
    /// The teammate's name.
    pub admin_assignee: Option<String>,
    /// The team's name.
    pub team_assignee: Option<String>,
    /// The page it started on.
    pub source_url: Option<String>,
    /// The first message, HTML.
    pub source_body: String,
    /// Who wrote the first message.
    pub source_author: AuthorView,
    /// As they are stored, Intercom's own ones included.
    pub custom_attributes: BTreeMap<String, Value>,
    /// The names of those that an app wrote last.
    pub written_by_app: Vec<String>,
    /// The names of its tags.
    pub tags: Vec<String>,
    /// Which teammate put a tag on it: the teammate's id by the tag's name.
    pub tagged_by: BTreeMap<String, String>,
    /// 1 to 5.
    pub rating: Option<u8>,
    /// Whether the visitor may rate it.
    pub rateable: bool,
    /// Whether Fin took part.
    pub ai_agent_participated: bool,
    /// Oldest first.
    pub parts: Vec<PartView>,
}

/// An entry in a conversation.
#[derive(Debug, Clone, Serialize)]
pub struct PartView {
    /// Decimal digits.
    pub id: String,
    /// Intercom's `part_type`.
    pub part_type: String,
    /// Who wrote it.
    pub author: AuthorView,
    /// HTML.
    pub body: Option<String>,
    /// Unix seconds.
    pub created_at: i64,
    /// The name of whom it assigns to; `Nobody` when it unassigns.
    pub assigned_to: Option<String>,
    /// Whether only teammates see it.
    pub is_note: bool,
    /// Whether an app made it over REST.
    pub by_app: bool,
    /// Whether its words were deleted.
    pub redacted: bool,
    /// The texts of the buttons it offers.
    pub quick_replies: Vec<String>,
    /// The attribute it says was set.
    pub attribute: Option<AttributeView>,
}

/// An attribute that was set, as a part tells it.
#[derive(Debug, Clone, Serialize)]
pub struct AttributeView {
    /// Its name.
    pub name: String,
    /// Its value, in words.
    pub value: String,
}

/// Who wrote something.
#[derive(Debug, Clone, Serialize)]
pub struct AuthorView {
    /// `user`, `lead`, `admin` or `bot`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Of the contact, the admin or the bot.
    pub id: String,
    /// A lead may have none.
    pub name: Option<String>,
}

impl WorkspaceView {
    pub(crate) fn of(workspace: &WorkspaceState) -> Self {
        let teams_of = |id: &String| {
            let teams = workspace
                .teams
                .iter()
                .filter(|team| team.admin_ids.contains(id));
            teams.map(|team| team.name.clone()).collect()
        };
        let admins = workspace.admins.iter().map(|admin| AdminView {
            id: admin.id.clone(),
            name: admin.name.clone(),
            email: admin.email.clone(),
            away: admin.away,
            has_inbox_seat: admin.has_inbox_seat,
            teams: teams_of(&admin.id),
        });
        let teams = workspace.teams.iter().map(|team| TeamView {
            id: team.id.clone(),
            name: team.name.clone(),
            admins: team
                .admin_ids
                .iter()
                .filter_map(|id| workspace.admin_name(id))
                .collect(),
        });
        let mut conversations: Vec<&Conversation> = workspace.conversations.iter().collect();
        conversations.sort_by_key(|conversation| {
            std::cmp::Reverse((conversation.updated_at, &conversation.id))
        });
        Self {
            id: workspace.id_code.clone(),
            name: workspace.name.clone(),
            region: workspace.region,
            time_zone: workspace.time_zone.clone(),
            admins: admins.collect(),
            teams: teams.collect(),
            contacts: contacts(workspace),
            companies: companies(workspace),
            conversations: conversations
                .into_iter()
                .map(|found| ConversationView::of(found, workspace))
                .collect(),
        }
    }
}

fn contacts(workspace: &WorkspaceState) -> Vec<ContactView> {
    let view = workspace.contacts.iter().map(|contact| {
        let companies = contact
            .company_ids
            .iter()
            .filter_map(|id| workspace.company(id).ok());
        let segments = workspace
            .segments
            .iter()
            .filter(|segment| contact.segment_ids.contains(&segment.id));
        ContactView {
            id: contact.id.clone(),
            name: contact.name.clone(),
            email: contact.email.clone(),
            role: contact.role.clone(),
            plan: companies
                .clone()
                .next()
                .and_then(|company| company.plan.clone()),
            company_ids: companies
                .clone()
                .map(|company| company.id.clone())
                .collect(),
            companies: companies.map(|company| company.name.clone()).collect(),
            segments: segments.map(|segment| segment.name.clone()).collect(),
            owner: contact
                .owner_id
                .as_ref()
                .and_then(|id| workspace.admin_name(id)),
            custom_attributes: contact.custom_attributes.clone(),
            written_by_app: workspace.by_apps.of(("contact", &contact.id)),
        }
    });
    view.collect()
}

fn companies(workspace: &WorkspaceState) -> Vec<CompanyView> {
    let view = workspace.companies.iter().map(|company| CompanyView {
        id: company.id.clone(),
        name: company.name.clone(),
        plan: company.plan.clone(),
        custom_attributes: company.custom_attributes.clone(),
        written_by_app: workspace.by_apps.of(("company", &company.id)),
    });
    view.collect()
}

impl ConversationView {
    fn of(conversation: &Conversation, workspace: &WorkspaceState) -> Self {
        Self {
            id: conversation.id.clone(),
            contact_id: conversation.contact_id.clone(),
            company_id: conversation.company_id.clone(),
            state: conversation.status.as_str().to_owned(),
            created_at: conversation.created_at,
            updated_at: conversation.updated_at,
            waiting_since: conversation.waiting_since,
            snoozed_until: conversation.snoozed_until,
            admin_assignee: conversation
                .admin_assignee
                .as_ref()
                .and_then(|id| workspace.admin_name(id)),
            team_assignee: conversation
                .team_assignee
                .as_ref()
                .and_then(|id| workspace.team_name(id)),
            source_url: conversation.source.url.clone(),
            source_body: conversation.source.body.clone(),
            source_author: AuthorView::of(&conversation.source.author),
            custom_attributes: conversation.custom_attributes.clone(),
            written_by_app: workspace.by_apps.of(("conversation", &conversation.id)),
            tags: conversation
                .tags
                .iter()
                .map(|applied| applied.tag.name.clone())
                .collect(),
            tagged_by: conversation
                .tags
                .iter()
                .map(|applied| (applied.tag.name.clone(), applied.admin_id.clone()))
                .collect(),
            rating: conversation.rating.as_ref().map(|rating| rating.score),
            rateable: conversation.is_rateable(),
            ai_agent_participated: conversation.fin.is_some(),
            parts: conversation
                .parts
                .iter()
                .map(|part| PartView::of(part, workspace))
                .collect(),
        }
    }
}

impl PartView {
    fn of(part: &Part, workspace: &WorkspaceState) -> Self {
        let assigned_to =
            part.assigned_to
                .as_ref()
                .and_then(|to| match (to.kind.as_str(), &to.id) {
                    ("admin", Some(id)) => workspace.admin_name(id),
                    ("team", Some(id)) => workspace.team_name(id),
                    _ => Some("Nobody".to_owned()),
                });
        let options = part.metadata["quick_reply_options"]
            .as_array()
            .into_iter()
            .flatten();
        Self {
            id: part.id.clone(),
            part_type: part.part_type.clone(),
            author: AuthorView::of(&part.author),
            body: part.body.clone(),
            created_at: part.created_at,
            assigned_to,
            is_note: part.is_note(),
            by_app: part.app_package_code.is_some(),
            redacted: part.redacted,
            quick_replies: options
                .filter_map(|option| option["text"].as_str())
                .map(str::to_owned)
                .collect(),
            attribute: AttributeView::of(part),
        }
    }
}

impl AttributeView {
    fn of(part: &Part) -> Option<Self> {
        let words = |of: &str| Some(part.event_details[of]["name"].as_str()?.to_owned());
        Some(Self {
            name: words("attribute")?,
            value: words("value")?,
        })
    }
}

impl AuthorView {
    fn of(author: &Author) -> Self {
        Self {
            kind: author.kind.clone(),
            id: author.id.clone(),
            name: author.name.clone(),
        }
    }
}
