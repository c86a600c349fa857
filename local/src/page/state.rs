//! The state the page draws, in one piece.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;
use simulator::{AdminView, ConversationView, PartView, TeamView, WorkspaceView};

use super::Page;
use crate::feed::Row;
use crate::seed;

/// Everything the page shows.
#[derive(Serialize)]
pub struct State {
    now: i64,
    workspace: Shop,
    pages: &'static [&'static str],
    plans: &'static [&'static str],
    segments: &'static [&'static str],
    suggestions: &'static [&'static str],
    admins: Vec<Admin>,
    teams: Vec<Team>,
    visitors: Vec<Visitor>,
    conversations: Vec<Conversation>,
    feed: Vec<Row>,
}

#[derive(Serialize)]
struct Shop {
    id: String,
    name: String,
    agent_admin_id: String,
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
    admin_assignee: Option<Named>,
    team_assignee: Option<Named>,
    url: Option<String>,
    created_at: i64,
    updated_at: i64,
    attributes: BTreeMap<String, Value>,
    tags: Vec<String>,
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

/// Draws the state.
#[must_use]
pub fn draw(page: &Page) -> State {
    let view = page.acme.view();
    let now = page.clock.now().as_second();
    State {
        now,
        workspace: Shop {
            id: view.id.clone(),
            name: view.name.clone(),
            agent_admin_id: page.agent.clone(),
        },
        pages: seed::PAGES,
        plans: seed::PLANS,
        segments: seed::SEGMENTS,
        suggestions: seed::SUGGESTIONS,
        conversations: view
            .conversations
            .iter()
            .map(|conversation| drawn(conversation, &view, &page.agent, now))
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
                is_agent: admin.id == page.agent,
            })
            .collect(),
        feed: page.feed.rows(),
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
    agent: &str,
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
    let ours = team.is_none() && admin.is_none_or(|admin| admin.id == agent);
    let pending = ours
        && said_last.is_some_and(|part| part.kind == "visitor" && now - part.created_at < PATIENCE);
    Conversation {
        id: conversation.id.clone(),
        visitor: conversation.contact_id.clone(),
        title: title(&conversation.source_body),
        state: conversation.state.clone(),
        waiting_since: conversation.waiting_since,
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
        attributes: conversation.custom_attributes.clone(),
        tags: conversation.tags.clone(),
        pending,
        parts,
    }
}

fn part_of(part: &PartView, agent: &str) -> Part {
    let html = part.body.clone().unwrap_or_default();
    let kind = if part.is_note {
        "note"
    } else if html.is_empty() {
        "event"
    } else {
        voice(&part.author.kind, &part.author.id, agent)
    };
    Part {
        id: part.id.clone(),
        kind,
        author: Author {
            kind: part.author.kind.clone(),
            id: part.author.id.clone(),
            name: part.author.name.clone(),
        },
        html,
        event: event(part),
        created_at: part.created_at,
    }
}

fn voice(kind: &str, id: &str, agent: &str) -> &'static str {
    match kind {
        "admin" if id == agent => "agent",
        "admin" => "teammate",
        "bot" => "bot",
        _ => "visitor",
    }
}

fn event(part: &PartView) -> Option<String> {
    if let Some(to) = &part.assigned_to {
        return Some(format!("assigned to {to}"));
    }
    let words = match part.part_type.as_str() {
        // What has words shows them; the type adds nothing.
        _ if part.body.is_some() => return None,
        "comment" | "note" | "quick_reply" => return None,
        "open" => "opened it again",
        "close" => "closed it",
        "conversation_attribute_updated_by_admin" => "an attribute was set",
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
