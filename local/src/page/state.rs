//! The state the page draws, in one piece.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;
use shared::ports::{Clock as _, store};
use simulator::{
    AdminView, ConversationView, PartView, SYSTEM_ATTRIBUTES, TeamView, Workspace, WorkspaceView,
};

use super::office::Office;
use super::queue::{self, Waiting};
use super::room::Room;
use crate::console::Presence;
use crate::feed::Row;
use crate::seed::SHOPS;

/// Everything the page shows.
#[derive(Serialize)]
pub struct State {
    now: i64,
    office: Office,
    workspaces: Vec<Island>,
    workspace: Current,
    pages: &'static [&'static str],
    plans: &'static [&'static str],
    segments: &'static [&'static str],
    suggestions: &'static [&'static str],
    admins: Vec<Admin>,
    teams: Vec<Team>,
    visitors: Vec<Visitor>,
    conversations: Vec<Conversation>,
    waiting: Vec<Waiting>,
    feed: Vec<Told>,
}

/// A workspace one can go to.
#[derive(Serialize)]
struct Island {
    id: &'static str,
    name: String,
}

/// The workspace that is shown.
#[derive(Serialize)]
struct Current {
    id: &'static str,
    name: String,
    look: &'static str,
    /// `absent`, `removed`, `unconfigured` or `working`.
    presence: &'static str,
    /// Whether it works and is paused.
    paused: bool,
    /// Where its admin begins an install.
    install: String,
    agent_admin_id: Option<String>,
}

/// A row of the feed, in words.
#[derive(Serialize)]
struct Told {
    #[serde(flatten)]
    row: Row,
    workspace_name: Option<String>,
    who: Option<String>,
}

#[derive(Serialize)]
struct Admin {
    id: String,
    name: String,
    email: String,
    away: bool,
    seat: bool,
    is_agent: bool,
}

#[derive(Serialize)]
struct Team {
    id: String,
    name: String,
    admin_ids: Vec<String>,
}

#[derive(Serialize)]
struct Visitor {
    id: String,
    name: Option<String>,
    email: Option<String>,
    role: String,
    plan: Option<String>,
    segment: Option<String>,
    company: Option<String>,
    owner: Option<String>,
    attributes: Vec<Attribute>,
}

/// A company, as far as the Inbox shows it.
#[derive(Serialize)]
struct Company {
    name: String,
    plan: Option<String>,
    attributes: Vec<Attribute>,
}

/// A custom attribute. What Nexora wrote comes first.
#[derive(Serialize)]
struct Attribute {
    name: String,
    value: Value,
    /// Whether Nexora wrote it last.
    ours: bool,
}

/// A tag.
#[derive(Serialize)]
struct Tag {
    name: String,
    /// Whether Nexora put it on.
    ours: bool,
}

#[derive(Serialize)]
struct Named {
    id: String,
    name: String,
}

#[derive(Serialize)]
struct Conversation {
    id: String,
    visitor: String,
    title: String,
    state: String,
    waiting_since: Option<i64>,
    /// Unix seconds.
    snoozed_until: Option<i64>,
    admin_assignee: Option<Named>,
    team_assignee: Option<Named>,
    url: Option<String>,
    created_at: i64,
    updated_at: i64,
    attributes: Vec<Attribute>,
    tags: Vec<Tag>,
    company: Option<Company>,
    /// What the visitor gave it, from 1 to 5.
    rating: Option<u8>,
    /// Whether the visitor may rate it.
    rateable: bool,
    pending: bool,
    parts: Vec<Part>,
}

#[derive(Serialize)]
struct Part {
    id: String,
    kind: &'static str,
    author: Author,
    html: String,
    event: Option<String>,
    created_at: i64,
}

#[derive(Serialize)]
struct Author {
    #[serde(rename = "type")]
    kind: String,
    id: String,
    name: Option<String>,
}

/// How long the visitor is shown that the agent is looking, in seconds.
const PATIENCE: i64 = 20;

/// Draws the state of one workspace, and what happened in all of them.
///
/// # Errors
///
/// When the store does not answer.
pub async fn draw(room: &Room) -> Result<State, store::Error> {
    let Room {
        page,
        shop,
        workspace,
        id,
    } = room;
    let presence = page.console.presence(id).await?;
    let live = page.console.ports.versions(id).live_version().await?;
    let config = live.as_ref().map(|(_, version)| &version.config);
    let office = Office::of(room, config).await?;
    let waiting = queue::waiting(room, config).await?;
    let (agent, paused) = match &presence {
        Presence::Working { us, paused } => (Some(us.to_string()), *paused),
        Presence::Absent | Presence::Removed | Presence::Unconfigured => (None, false),
    };
    let view = workspace.view();
    let views = page.intercom.workspaces();
    let views: Vec<_> = views.iter().map(Workspace::view).collect();
    let agent_id = agent.as_deref();
    let now = page.clock.now().as_second();
    Ok(State {
        now,
        office,
        waiting,
        workspaces: SHOPS
            .iter()
            .filter_map(|shop| {
                let view = views.iter().find(|view| view.id == shop.id)?;
                Some(Island {
                    id: shop.id,
                    name: view.name.clone(),
                })
            })
            .collect(),
        workspace: Current {
            id: shop.id,
            name: view.name.clone(),
            look: shop.look,
            presence: match presence {
                Presence::Absent => "absent",
                Presence::Removed => "removed",
                Presence::Unconfigured => "unconfigured",
                Presence::Working { .. } => "working",
            },
            paused,
            install: format!(
                "/oauth/install?region={}",
                view.region.name().to_lowercase()
            ),
            agent_admin_id: agent.clone(),
        },
        pages: shop.pages,
        plans: shop.plans,
        segments: shop.segments,
        suggestions: shop.suggestions,
        conversations: view
            .conversations
            .iter()
            .map(|conversation| drawn(conversation, &view, agent_id, now))
            .collect(),
        visitors: view
            .contacts
            .iter()
            .map(|contact| Visitor {
                id: contact.id.clone(),
                name: contact.name.clone(),
                email: contact.email.clone(),
                role: contact.role.clone(),
                plan: contact.plan.clone(),
                segment: contact.segments.first().cloned(),
                company: contact.companies.first().cloned(),
                owner: contact.owner.clone(),
                attributes: attributes(&contact.custom_attributes, &contact.written_by_app),
            })
            .collect(),
        teams: view
            .teams
            .iter()
            .map(|team| team_of(team, &view.admins))
            .collect(),
        admins: view
            .admins
            .iter()
            .map(|admin| Admin {
                id: admin.id.clone(),
                name: admin.name.clone(),
                email: admin.email.clone(),
                away: admin.away,
                seat: admin.has_inbox_seat,
                is_agent: Some(admin.id.as_str()) == agent_id,
            })
            .collect(),
        feed: page
            .feed
            .rows()
            .into_iter()
            .map(|row| told(row, &views))
            .collect(),
    })
}

fn told(row: Row, views: &[WorkspaceView]) -> Told {
    let workspace = row.workspace.as_ref();
    let workspace = workspace.and_then(|id| views.iter().find(|view| view.id == *id));
    let who = workspace.and_then(|workspace| {
        let id = row.conversation.as_ref()?;
        let mut talks = workspace.conversations.iter();
        let talk = talks.find(|talk| talk.id == *id)?;
        let mut contacts = workspace.contacts.iter();
        let contact = contacts.find(|contact| contact.id == talk.contact_id)?;
        contact.name.clone().or_else(|| contact.email.clone())
    });
    Told {
        workspace_name: workspace.map(|workspace| workspace.name.clone()),
        who,
        row,
    }
}

fn team_of(team: &TeamView, admins: &[AdminView]) -> Team {
    let members = admins
        .iter()
        .filter(|admin| admin.teams.contains(&team.name));
    Team {
        id: team.id.clone(),
        name: team.name.clone(),
        admin_ids: members.map(|admin| admin.id.clone()).collect(),
    }
}

fn drawn(
    conversation: &ConversationView,
    view: &WorkspaceView,
    agent: Option<&str>,
    now: i64,
) -> Conversation {
    let admin = conversation
        .admin_assignee
        .as_ref()
        .and_then(|name| view.admins.iter().find(|admin| admin.name == *name));
    let team = conversation
        .team_assignee
        .as_ref()
        .and_then(|name| view.teams.iter().find(|team| team.name == *name));
    let source = Part {
        id: format!("source-{}", conversation.id),
        kind: voice(
            &conversation.source_author.kind,
            &conversation.source_author.id,
            false,
            agent,
        ),
        author: Author {
            kind: conversation.source_author.kind.clone(),
            id: conversation.source_author.id.clone(),
            name: conversation.source_author.name.clone(),
        },
        html: conversation.source_body.clone(),
        event: None,
        created_at: conversation.created_at,
    };
    let parts: Vec<_> = std::iter::once(source)
        .chain(conversation.parts.iter().map(|part| part_of(part, agent)))
        .collect();
    let said_last = parts
        .iter()
        .rev()
        .find(|part| matches!(part.kind, "visitor" | "agent" | "teammate"));
    let ours = agent.is_some()
        && team.is_none()
        && admin.is_none_or(|admin| Some(admin.id.as_str()) == agent);
    let pending = ours
        && said_last.is_some_and(|part| part.kind == "visitor" && now - part.created_at < PATIENCE);
    let mut own = conversation.custom_attributes.clone();
    own.retain(|name, _| !SYSTEM_ATTRIBUTES.contains(&name.as_str()));
    Conversation {
        id: conversation.id.clone(),
        visitor: conversation.contact_id.clone(),
        title: title(&conversation.source_body),
        state: conversation.state.clone(),
        waiting_since: conversation.waiting_since,
        snoozed_until: conversation.snoozed_until,
        admin_assignee: admin.map(|admin| Named {
            id: admin.id.clone(),
            name: admin.name.clone(),
        }),
        team_assignee: team.map(|team| Named {
            id: team.id.clone(),
            name: team.name.clone(),
        }),
        url: conversation.source_url.clone(),
        created_at: conversation.created_at,
        updated_at: conversation.updated_at,
        attributes: attributes(&own, &conversation.written_by_app),
        tags: conversation
            .tags
            .iter()
            .map(|name| Tag {
                ours: agent.is_some()
                    && conversation.tagged_by.get(name).map(String::as_str) == agent,
                name: name.clone(),
            })
            .collect(),
        company: company_of(conversation, view),
        rating: conversation.rating,
        rateable: conversation.rateable,
        pending,
        parts,
    }
}

/// The company it belongs to, or the first one of who wrote it.
fn company_of(conversation: &ConversationView, view: &WorkspaceView) -> Option<Company> {
    let mut contacts = view.contacts.iter();
    let contact = contacts.find(|contact| contact.id == conversation.contact_id);
    let id = conversation
        .company_id
        .as_ref()
        .or_else(|| contact?.company_ids.first())?;
    let company = view.companies.iter().find(|company| company.id == *id)?;
    Some(Company {
        name: company.name.clone(),
        plan: company.plan.clone(),
        attributes: attributes(&company.custom_attributes, &company.written_by_app),
    })
}

fn attributes(values: &BTreeMap<String, Value>, ours: &[String]) -> Vec<Attribute> {
    let attributes = values.iter().map(|(name, value)| Attribute {
        ours: ours.contains(name),
        name: name.clone(),
        value: value.clone(),
    });
    let mut attributes: Vec<_> = attributes.collect();
    attributes.sort_by_key(|attribute| !attribute.ours);
    attributes
}

fn part_of(part: &PartView, agent: Option<&str>) -> Part {
    let html = part.body.clone().unwrap_or_default();
    let kind = if part.is_note {
        "note"
    } else if html.is_empty() {
        "event"
    } else {
        voice(&part.author.kind, &part.author.id, part.by_app, agent)
    };
    Part {
        id: part.id.clone(),
        kind,
        author: Author {
            kind: part.author.kind.clone(),
            id: part.author.id.clone(),
            // Intercom names Fin the author of what an app sets.
            name: (part.author.name.clone()).filter(|_| part.attribute.is_none()),
        },
        html,
        event: event(part),
        created_at: part.created_at,
    }
}

/// What the agent wrote stays the agent's after it was removed.
fn voice(kind: &str, id: &str, by_app: bool, agent: Option<&str>) -> &'static str {
    match kind {
        "admin" if by_app || Some(id) == agent => "agent",
        "admin" => "teammate",
        "bot" => "bot",
        _ => "visitor",
    }
}

fn event(part: &PartView) -> Option<String> {
    if let Some(to) = &part.assigned_to {
        return Some(format!("assigned to {to}"));
    }
    if let Some(attribute) = &part.attribute {
        return Some(format!("{} was set to {}", attribute.name, attribute.value));
    }
    let words = match part.part_type.as_str() {
        // What has words shows them; the type adds nothing.
        _ if part.body.is_some() => return None,
        "comment" | "note" | "quick_reply" => return None,
        "open" => "opened it again",
        "close" => "closed it",
        "snoozed" => "snoozed it",
        "unsnoozed" => "ended the snooze",
        "timer_unsnooze" => "the snooze is over",
        "conversation_rating_changed" => "rated the conversation",
        other => return Some(other.replace('_', " ")),
    };
    Some(words.to_owned())
}

/// The beginning of the first message, as the Inbox titles a conversation.
fn title(html: &str) -> String {
    let mut inside = false;
    let text: String = html
        .chars()
        .filter(|&letter| {
            match letter {
                '<' => inside = true,
                '>' => {
                    inside = false;
                    return false;
                }
                _ => {}
            }
            !inside
        })
        .collect();
    html_escape::decode_html_entities(&text)
        .chars()
        .take(80)
        .collect()
}
