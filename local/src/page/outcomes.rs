//! How conversations ended, for `nexora report --local`.

use axum::Json;
use axum::extract::{Query, State};
use jiff::civil::Date;
use serde::Deserialize;
use shared::install::outcomes::Outcomes;

use super::Page;
use super::refusal::Refusal;
use super::room::Room;

/// Which days.
#[derive(Deserialize)]
pub struct Days {
    since: Date,
    until: Date,
}

/// What was counted on these days.
///
/// # Errors
///
/// See [`Refusal`]. A workspace in which the app never was is none.
pub async fn read(
    State(page): State<Page>,
    Query(days): Query<Days>,
    room: Room,
) -> Result<Json<Outcomes>, Refusal> {
    let outcomes = page
        .console
        .outcomes(&room.id, days.since, days.until)
        .await?;
    outcomes.map(Json).ok_or(Refusal::NoSuchWorkspace)
}
