//! The page's clock: it can be turned forward, and everything in the house with it.

use axum::Json;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};
use shared::ports::Clock as _;
use shared::ports::journal::Entry;

use super::refusal::Refusal;
use super::room::Room;

/// By how much the clock is turned at once, at most: an office that does not open for longer never does.
const FARTHEST: SignedDuration = SignedDuration::from_hours(400 * 24);

/// What the clock is to be turned to.
#[derive(Deserialize)]
pub struct Turn {
    /// Unix seconds.
    to: i64,
}

/// Lets what is under way come to its end, then turns the clock. A time that has come is no reason to do anything.
///
/// # Errors
///
/// See [`Refusal`].
pub async fn turn(room: Room, Json(turn): Json<Turn>) -> Result<Json<Value>, Refusal> {
    let page = &room.page;
    let to = Timestamp::from_second(turn.to);
    let to = to.map_err(|_| Refusal::Input("This is not a time."))?;
    if to.duration_since(page.clock.now()) > FARTHEST {
        return Err(Refusal::Input(
            "The clock can be turned by 400 days at most.",
        ));
    }
    let still = page.standstill.reached().await.ok_or(Refusal::AtWork)?;
    if to > page.clock.now() {
        page.clock.turn_to(to);
        let zone = TimeZone::get(&room.workspace.view().time_zone);
        let shown = to.to_zoned(zone.unwrap_or(TimeZone::UTC));
        let what = shown.strftime("the clock was turned to %A, %-d %B %Y, %H:%M in %Q");
        let entry = Entry::new("clock", "turned", what.to_string());
        page.console.ports.journal.enter(entry);
        // Before anything is done at that time: the next run must not begin before it.
        page.keeper.writes();
    }
    drop(still);
    Ok(Json(json!({})))
}
