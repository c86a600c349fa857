//! What waits until people are back, in words for a teammate.

use jiff::Timestamp;
use serde::Serialize;
use shared::domain::config::Config;
use shared::domain::digest::Digest;
use shared::domain::queued::{Place, Queued, Tier};
use shared::domain::reminder::Purpose;
use shared::ports::follow_ups::FollowUp;
use shared::ports::store;

use super::office;
use super::room::Room;

/// How many are shown.
const MOST: u16 = 100;

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
pub async fn waiting(room: &Room, config: Option<&Config>) -> Result<Vec<Waiting>, store::Error> {
    let Some(config) = config else {
        return Ok(Vec::new());
    };
    let ports = &room.page.console.ports;
    let found = ports.due.due(Timestamp::MAX, MOST).await?;
    let rows = found
        .follow_ups
        .into_iter()
        .filter(|row| row.workspace == room.id);
    let directory = office::directory(room).await?;
    let mut waiting: Vec<Waiting> = Vec::new();
    for FollowUp {
        conversation,
        place,
        ..
    } in rows
    {
        let Some(Place { team, .. }) = place else {
            continue;
        };
        // A row too many is no news: what waits is its record's to say.
        let record = ports.record(&room.id, &conversation).await?;
        let Some((record, reminder)) =
            record.and_then(|record| Some((record.rule, record.reminder?)))
        else {
            continue;
        };
        let Purpose::Opening(queued) = reminder.purpose else {
            continue;
        };
        let id = conversation.to_string();
        if waiting.iter().any(|known| known.conversation == id) {
            continue;
        }
        let team = team.map(|id| {
            directory
                .team(&id)
                .map_or_else(|| id.to_string(), |team| team.name.clone())
        });
        waiting.push(Waiting {
            conversation: id,
            since: reminder.since,
            why: why(&queued, record, config),
            tier: tier(queued.tier, config),
            team,
            due: reminder.at,
            told: queued.told,
        });
    }
    Ok(waiting)
}

fn why(queued: &Queued, rule: Option<Digest>, config: &Config) -> String {
    let mut rules = config.rules.iter().map(|rule| rule.name.as_str());
    let rule = rules.find(|name| rule == Some(Digest::of([*name])));
    queued.reason(rule, config).to_string()
}

/// The name of a tier.
fn tier(tier: Tier, config: &Config) -> Option<String> {
    let mut tiers = config.companies.tiers.iter();
    tiers
        .find(|name| tier != Tier::NONE && Tier::of(Some(name), config) == tier)
        .cloned()
}
