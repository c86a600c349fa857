//! What a newcomer does as a visitor or as a teammate.

use axum::Json;
use serde::Deserialize;
use serde_json::{Value, json};
use shared::ports::Clock as _;
use simulator::Assignee;

use super::refusal::Refusal;
use super::room::Room;
use crate::seed;

type Done = Result<Json<Value>, Refusal>;

/// The longest message, in characters, as the Messenger limits it.
const LONGEST: usize = 10_000;

/// A visitor's message.
#[derive(Deserialize)]
pub struct VisitorWrites {
    visitor: String,
    conversation: Option<String>,
    url: Option<String>,
    text: String,
}

/// Begins a conversation, or goes on with one.
///
/// # Errors
///
/// See [`Refusal`].
pub async fn visitor_writes(room: Room, Json(message): Json<VisitorWrites>) -> Done {
    let text = checked(&message.text)?;
    let visitor = room.workspace.visitor(&message.visitor);
    let conversation = match message.conversation {
        Some(conversation) => {
            visitor.replies(&conversation, text)?;
            conversation
        }
        None => visitor.starts(
            text,
            message.url.as_deref().filter(|url| !url.trim().is_empty()),
        )?,
    };
    Ok(Json(json!({ "conversation": conversation })))
}

/// What a visitor gives a conversation.
#[derive(Deserialize)]
pub struct VisitorRates {
    visitor: String,
    conversation: String,
    /// From 1, the worst, to 5.
    score: u8,
}

/// Rates a conversation, or changes what it was given.
///
/// # Errors
///
/// See [`Refusal`].
pub async fn visitor_rates(room: Room, Json(rating): Json<VisitorRates>) -> Done {
    room.workspace
        .visitor(&rating.visitor)
        .rates(&rating.conversation, rating.score, "")?;
    Ok(Json(json!({})))
}

/// A visitor's plan and segment.
#[derive(Deserialize)]
pub struct VisitorChanges {
    visitor: String,
    plan: String,
    segment: String,
}

/// Changes what the workspace knows of a visitor.
///
/// # Errors
///
/// See [`Refusal`].
pub async fn visitor_changes(room: Room, Json(profile): Json<VisitorChanges>) -> Done {
    room.workspace.set_plan(&profile.visitor, &profile.plan)?;
    room.workspace
        .set_segment(&profile.visitor, &profile.segment)?;
    Ok(Json(json!({})))
}

/// A teammate's message or note.
#[derive(Deserialize)]
pub struct TeammateWrites {
    admin: String,
    conversation: String,
    text: String,
    note: bool,
}

/// Writes to the visitor, or to the team.
///
/// # Errors
///
/// See [`Refusal`].
pub async fn teammate_writes(room: Room, Json(message): Json<TeammateWrites>) -> Done {
    let text = checked(&message.text)?;
    let teammate = room.workspace.teammate(&message.admin);
    if message.note {
        teammate.notes(&message.conversation, text)?;
    } else {
        teammate.replies(&message.conversation, text)?;
    }
    Ok(Json(json!({})))
}

/// An assignment.
#[derive(Deserialize)]
pub struct TeammateAssigns {
    admin: String,
    conversation: String,
    to: To,
}

#[derive(Deserialize)]
struct To {
    #[serde(rename = "type")]
    kind: String,
    id: Option<String>,
}

/// Assigns a conversation.
///
/// # Errors
///
/// See [`Refusal`].
pub async fn teammate_assigns(room: Room, Json(assigns): Json<TeammateAssigns>) -> Done {
    let to = match (assigns.to.kind.as_str(), assigns.to.id) {
        ("admin", Some(id)) => Assignee::Admin(id),
        ("team", Some(id)) => Assignee::Team(id),
        ("nobody", _) => Assignee::Nobody,
        (_, _) => return Err(Refusal::Input("Choose a teammate, a team or nobody.")),
    };
    room.workspace
        .teammate(&assigns.admin)
        .assigns(&assigns.conversation, &to)?;
    Ok(Json(json!({})))
}

/// A close or an opening.
#[derive(Deserialize)]
pub struct TeammateSets {
    admin: String,
    conversation: String,
    state: String,
}

/// Closes a conversation, or opens it again.
///
/// # Errors
///
/// See [`Refusal`].
pub async fn teammate_closes_or_opens(room: Room, Json(sets): Json<TeammateSets>) -> Done {
    let teammate = room.workspace.teammate(&sets.admin);
    match sets.state.as_str() {
        "closed" => teammate.closes(&sets.conversation)?,
        "open" => teammate.opens(&sets.conversation)?,
        _ => {
            return Err(Refusal::Input(
                "A conversation can be `open` or `closed` here.",
            ));
        }
    };
    Ok(Json(json!({})))
}

/// A snooze, or the end of one.
#[derive(Deserialize)]
pub struct TeammateSnoozes {
    admin: String,
    conversation: String,
    /// Unix seconds; none ends it.
    until: Option<i64>,
}

/// Snoozes a conversation until a time, or ends that.
///
/// # Errors
///
/// See [`Refusal`].
pub async fn teammate_snoozes(room: Room, Json(snooze): Json<TeammateSnoozes>) -> Done {
    let teammate = room.workspace.teammate(&snooze.admin);
    match snooze.until {
        Some(until) if until <= room.page.clock.now().as_second() => {
            return Err(Refusal::Input("Choose a time that is still to come."));
        }
        Some(until) => teammate.snoozes(&snooze.conversation, until)?,
        None => teammate.unsnoozes(&snooze.conversation)?,
    };
    Ok(Json(json!({})))
}

/// A teammate's away switch.
#[derive(Deserialize)]
pub struct TeammateAway {
    admin: String,
    away: bool,
}

/// Sets a teammate away, or back.
///
/// # Errors
///
/// See [`Refusal`].
pub async fn teammate_goes_away(room: Room, Json(switch): Json<TeammateAway>) -> Done {
    room.workspace
        .teammate(&switch.admin)
        .goes_away(switch.away)?;
    Ok(Json(json!({})))
}

/// The pause switch.
#[derive(Deserialize)]
pub struct AdminPauses {
    paused: bool,
}

/// Pauses the agent in the workspace, or lets it go on.
///
/// # Errors
///
/// See [`Refusal`].
pub async fn admin_pauses(room: Room, Json(switch): Json<AdminPauses>) -> Done {
    let console = &room.page.console;
    if console.pause(&room.id, switch.paused).await? {
        Ok(Json(json!({})))
    } else {
        Err(Refusal::Input(
            "Nexora has no configuration here, and is silent already.",
        ))
    }
}

/// Removes Nexora from the workspace, as its admin does at Intercom.
///
/// # Errors
///
/// See [`Refusal`].
pub async fn admin_uninstalls(room: Room) -> Done {
    room.page
        .intercom
        .uninstall(seed::CLIENT_ID, room.shop.id)?;
    Ok(Json(json!({})))
}

fn checked(text: &str) -> Result<&str, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::Input("Write something first."));
    }
    if text.chars().count() > LONGEST {
        return Err(Refusal::Input(
            "A message can have at most 10,000 characters.",
        ));
    }
    Ok(text)
}
