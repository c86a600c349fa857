//! Conversations and people as a recorded notification shows them.
//!
//! A notification carries a conversation with the parts it is about, and its people by name here, by id alone there. What
//! it shows is taken over with its own ids; what it does not show is as in a workspace where nothing else is known.

use serde_json::Value;

use crate::admin::Admin;
use crate::contact::Contact;
use crate::conversation::part::{Author, Part, Reference};
use crate::conversation::statistics::Statistics;
use crate::conversation::{Conversation, Fin, REDACTED, Rating, Source, Status};
use crate::html;
use crate::state::WorkspaceState;
use crate::tag::{AppliedTag, Tag};
use crate::team::Team;
use crate::workspace::Workspace;

impl Workspace {
    /// Takes over what a notification's item shows of a conversation, and who appears in it. Parts that are there already
    /// stay, and the rest is as the newest item shows it. The conversation's id; none in an item without one.
    pub fn recall_conversation(&self, item: &Value) -> Option<String> {
        let id = text(&item["id"])?;
        self.fill(|workspace, now| {
            workspace.recall_people(item);
            let seen = read(item, &id, now);
            match workspace.conversation_mut(&id) {
                Ok(known) => fold(known, seen),
                Err(_) => workspace.conversations.push(seen),
            }
        });
        Some(id)
    }

    /// Takes over what an item of `admin.*` shows of a teammate. Their id; none in an item without one.
    pub fn recall_teammate(&self, item: &Value) -> Option<String> {
        let id = text(&item["id"])?;
        self.fill(|workspace, _| {
            workspace.recall_admin(item);
            if let Ok(admin) = workspace.admin_mut(&id) {
                admin.away = item["away_mode_enabled"].as_bool().unwrap_or(admin.away);
                let seat = item["has_inbox_seat"].as_bool();
                admin.has_inbox_seat = seat.unwrap_or(admin.has_inbox_seat);
            }
        });
        Some(id)
    }

    /// Takes a teammate out of the workspace.
    pub fn forget_teammate(&self, id: &str) {
        self.fill(|workspace, _| workspace.admins.retain(|admin| admin.id != id));
    }

    /// Takes a conversation out of the workspace.
    pub fn forget_conversation(&self, id: &str) {
        self.fill(|workspace, _| workspace.conversations.retain(|known| known.id != id));
    }

    /// Takes over who appears in an item: teammates, teams and contacts, and nothing they did.
    pub fn recall_people(&self, item: &Value) {
        self.fill(|workspace, _| workspace.recall_people(item));
    }
}

impl WorkspaceState {
    fn recall_people(&mut self, item: &Value) {
        if item["type"] == "admin" {
            self.recall_admin(item);
        }
        let listed = list(&item["contacts"], "contacts");
        let authors = parts(item).map(|part| &part["author"]);
        let authors = authors.chain([&source(item)["author"], &item["user"]]);
        for person in listed.chain(authors) {
            match person["type"].as_str() {
                Some("admin") => self.recall_admin(person),
                Some("user" | "lead" | "contact") => self.recall_contact(person),
                _ => {}
            }
        }
        let assignees = parts(item).map(|part| &part["assigned_to"]);
        for assignee in assignees {
            match assignee["type"].as_str() {
                Some("team") => self.recall_team(assignee),
                Some("admin") => self.recall_admin(assignee),
                _ => {}
            }
        }
        self.recall_team(&serde_json::json!({ "id": item["team_assignee_id"] }));
        self.recall_admin(&serde_json::json!({ "id": item["admin_assignee_id"] }));
        for admin in list(&item["teammates"], "admins") {
            self.recall_admin(admin);
        }
    }

    /// Somebody who is only an id so far gets the name that shows later.
    fn recall_admin(&mut self, person: &Value) {
        let Some(id) = text(&person["id"]) else {
            return;
        };
        let (name, email) = (text(&person["name"]), text(&person["email"]));
        match self.admin_mut(&id) {
            Ok(known) => {
                known.name = name.unwrap_or_else(|| known.name.clone());
                known.email = email.unwrap_or_else(|| known.email.clone());
            }
            Err(_) => self.admins.push(Admin {
                id: id.clone(),
                ..Admin::new(
                    name.unwrap_or_else(|| format!("Teammate {id}")),
                    email.unwrap_or_default(),
                )
            }),
        }
    }

    fn recall_team(&mut self, team: &Value) {
        let Some(id) = text(&team["id"]) else { return };
        if self.team(&id).is_err() {
            let name = text(&team["name"]).unwrap_or_else(|| format!("Team {id}"));
            self.teams.push(Team {
                id,
                ..Team::new(name, [] as [&str; 0])
            });
        }
    }

    fn recall_contact(&mut self, person: &Value) {
        let Some(id) = text(&person["id"]) else {
            return;
        };
        let role = match person["type"].as_str() {
            Some("lead") => "lead",
            _ => "user",
        };
        match self.contact_mut(&id) {
            // The list of contacts does not say who is a lead; an author does.
            Ok(known) if person["type"] != "contact" => role.clone_into(&mut known.role),
            Ok(_) => {}
            Err(_) => self.contacts.push(Contact {
                id,
                external_id: text(&person["external_id"]),
                role: role.to_owned(),
                name: text(&person["name"]),
                email: text(&person["email"]),
                ..Contact::lead()
            }),
        }
    }
}

/// What a newer item says counts; parts are collected.
fn fold(known: &mut Conversation, seen: Conversation) {
    let mut parts = std::mem::take(&mut known.parts);
    for part in seen.parts {
        match parts.iter_mut().find(|before| before.id == part.id) {
            Some(before) => *before = part,
            None => parts.push(part),
        }
    }
    parts.sort_by_key(|part| part.created_at);
    if seen.updated_at >= known.updated_at {
        *known = Conversation {
            parts: Vec::new(),
            ..seen
        };
    }
    known.parts = parts;
}

fn read(item: &Value, id: &str, now: i64) -> Conversation {
    let created_at = item["created_at"].as_i64().unwrap_or(now);
    let status = status(&item["state"], item["open"].as_bool());
    let source = source(item);
    let contact = list(&item["contacts"], "contacts")
        .chain([&source["author"], &item["user"]])
        .filter(|person| person["type"] != "admin" && person["type"] != "bot")
        .find_map(|person| text(&person["id"]));
    let fin = item["ai_agent_participated"] == true;
    let agent = &item["ai_agent"];
    let updated_at = item["updated_at"].as_i64().unwrap_or(created_at);
    Conversation {
        id: id.to_owned(),
        created_at,
        updated_at,
        title: text(&item["title"]),
        status,
        // What is open or closed by now sleeps no more.
        snoozed_until: item["snoozed_until"]
            .as_i64()
            .filter(|_| status == Status::Snoozed),
        waiting_since: item["waiting_since"].as_i64(),
        read: item["read"] == true,
        admin_assignee: text(&item["admin_assignee_id"]),
        team_assignee: text(&item["team_assignee_id"]),
        source: Source {
            id: text(&source["id"]).unwrap_or_default(),
            body: body(source).unwrap_or_default(),
            author: author(&source["author"]),
            url: text(&source["url"]),
            redacted: source["redacted"] == true,
            channel: text(&source["type"]).filter(|kind| kind != "conversation_message"),
            delivered_as: text(&source["delivered_as"]),
            attachments: attachments(source),
        },
        contact_id: contact.unwrap_or_default(),
        company_id: None,
        teammates: Vec::new(),
        tags: list(&item["tags"], "tags")
            .filter_map(|tag| applied(tag, updated_at))
            .collect(),
        custom_attributes: item["custom_attributes"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect(),
        rating: rating(&item["conversation_rating"], updated_at),
        statistics: Statistics::default(),
        parts: parts(item)
            .filter_map(|part| self::part(part, status))
            .collect(),
        fin: fin.then(|| Fin {
            last_answer_type: text(&agent["last_answer_type"]),
            resolution_state: text(&agent["resolution_state"]),
            created_at,
            updated_at,
            later: None,
        }),
    }
}

fn rating(rating: &Value, now: i64) -> Option<Rating> {
    let score = rating["rating"].as_u64()?;
    let score = u8::try_from(score)
        .ok()
        .filter(|score| (1..=5).contains(score))?;
    let teammate = &rating["teammate"];
    Some(Rating {
        score,
        remark: text(&rating["remark"]).unwrap_or_default(),
        created_at: rating["created_at"].as_i64().unwrap_or(now),
        updated_at: rating["updated_at"].as_i64(),
        admin_id: text(&teammate["id"]).filter(|_| teammate["type"] == "admin"),
    })
}

fn part(part: &Value, status: Status) -> Option<Part> {
    let created_at = part["created_at"].as_i64()?;
    let object = |value: &Value| match value {
        Value::Object(_) => value.clone(),
        _ => serde_json::json!({}),
    };
    Some(Part {
        id: text(&part["id"])?,
        part_type: text(&part["part_type"]).unwrap_or_default(),
        body: body(part),
        created_at,
        updated_at: part["updated_at"].as_i64().unwrap_or(created_at),
        assigned_to: assigned(&part["assigned_to"]),
        author: author(&part["author"]),
        redacted: part["redacted"] == true,
        metadata: object(&part["metadata"]),
        status: match &part["state"] {
            Value::Null => status,
            state => self::status(state, None),
        },
        event_details: object(&part["event_details"]),
        app_package_code: text(&part["app_package_code"]),
        attachments: attachments(part),
    })
}

fn attachments(of: &Value) -> Vec<Value> {
    of["attachments"].as_array().cloned().unwrap_or_default()
}

/// The body as HTML: notifications carry plain text.
fn body(of: &Value) -> Option<String> {
    if of["redacted"] == true {
        return Some(REDACTED.to_owned());
    }
    let body = of["body"].as_str().filter(|body| !body.is_empty())?;
    let is_html = body.starts_with('<') && body.ends_with('>');
    Some(if is_html {
        body.to_owned()
    } else {
        html::from_text(body)
    })
}

fn author(author: &Value) -> Author {
    Author {
        kind: text(&author["type"]).unwrap_or_default(),
        id: text(&author["id"]).unwrap_or_default(),
        name: text(&author["name"]),
        email: text(&author["email"]).unwrap_or_default(),
        from_ai_agent: author["from_ai_agent"] == true,
        is_ai_answer: author["is_ai_answer"] == true,
    }
}

/// An object with a type, or a bare id, which is a teammate's.
fn assigned(to: &Value) -> Option<Reference> {
    let (kind, id) = match to {
        Value::Object(_) => (text(&to["type"])?, text(&to["id"])),
        Value::Null => return None,
        bare => ("admin".to_owned(), text(bare)),
    };
    Some(match id {
        None => Reference {
            kind: "nobody_admin".to_owned(),
            id: None,
        },
        id => Reference { kind, id },
    })
}

fn applied(tag: &Value, now: i64) -> Option<AppliedTag> {
    Some(AppliedTag {
        tag: Tag {
            id: text(&tag["id"])?,
            name: text(&tag["name"])?,
        },
        applied_at: tag["applied_at"].as_i64().unwrap_or(now),
        admin_id: text(&tag["applied_by"]["id"]).unwrap_or_default(),
    })
}

fn status(state: &Value, open: Option<bool>) -> Status {
    match (state.as_str(), open) {
        (Some("closed"), _) | (None, Some(false)) => Status::Closed,
        (Some("snoozed"), _) => Status::Snoozed,
        _ => Status::Open,
    }
}

/// The first message. API 1.x called it `conversation_message`.
fn source(item: &Value) -> &Value {
    match &item["source"] {
        Value::Null => &item["conversation_message"],
        source => source,
    }
}

fn parts(item: &Value) -> impl Iterator<Item = &Value> {
    list(&item["conversation_parts"], "conversation_parts")
}

/// Intercom's lists lie one level deeper.
fn list<'v>(list: &'v Value, name: &str) -> impl Iterator<Item = &'v Value> + use<'v> {
    list[name].as_array().into_iter().flatten()
}

/// A text or a number as a text; null, an empty text and 0 are nothing.
fn text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty() && text != "0").then_some(text)
}
