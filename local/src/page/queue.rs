//! What waits until people are back, in words for a teammate.

use serde::Serialize;
use shared::domain::hand_off::Reason;
use shared::install::queue::Waits;
use shared::ports::store;

use super::room::Room;

/// A conversation that waits.
#[derive(Serialize)]
pub struct Waiting {
    conversation: String,
    /// Since when its visitor has waited, in Unix seconds.
    since: i64,
    /// Why a person is needed.
    why: String,
    /// The customer's tier, by its name; none without one.
    tier: Option<String>,
    /// The team it waits for; none where it waits for a teammate.
    team: Option<String>,
    /// When it is to be given to people, in Unix seconds.
    due: i64,
    /// Whether its visitor knows that it waits; they are being asked for something first, or never answered that.
    told: bool,
}

/// What waits in a workspace, in the order in which it will be given to people.
///
/// # Errors
///
/// When the store does not answer.
pub async fn waiting(room: &Room) -> Result<Vec<Waiting>, store::Error> {
    let all = room.page.console.waiting(Some(&room.id)).await?;
    let all = all.into_iter().flatten();
    Ok(all
        .flat_map(|workspace| workspace.conversations)
        .map(in_words)
        .collect())
}

fn in_words(waits: Waits) -> Waiting {
    Waiting {
        why: why(&waits),
        conversation: waits.conversation.to_string(),
        since: waits.since.as_second(),
        tier: waits.tier,
        team: waits
            .team
            .map(|team| team.name.unwrap_or_else(|| team.id.to_string())),
        due: waits.due.timestamp().as_second(),
        told: waits.told,
    }
}

fn why(waits: &Waits) -> String {
    match (waits.why.as_str(), &waits.intent) {
        // Which one it was is in the trace of the turn.
        ("rule", _) => "a rule of the configuration".to_owned(),
        ("intent", None) => "an intent that people take".to_owned(),
        (why, intent) => {
            let reason = Reason::named(why, intent.as_deref().unwrap_or_default());
            reason.map_or_else(|| why.replace('_', " "), |reason| reason.to_string())
        }
    }
}
