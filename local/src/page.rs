//! The page and what it asks: the Messenger, the Inbox, and what happened and why.

pub mod act;
pub mod clock;
pub mod configuration;
pub mod files;
pub mod office;
pub mod outcomes;
pub mod place;
pub mod queue;
pub mod refusal;
pub mod room;
pub mod state;
pub mod waiting;

use std::convert::Infallible;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::routing::{get, post};
use axum::{Json, Router};
use futures_lite::{Stream, stream};
use simulator::Intercom;

use crate::clock::RunningClock;
use crate::console::Console;
use crate::feed::Feed;
use crate::snapshot::Keeper;
use crate::standstill::Standstill;
use refusal::Refusal;
use room::Room;

/// What the page is drawn from.
#[derive(Clone)]
pub struct Page {
    /// The simulated Intercom.
    pub intercom: Intercom,
    /// What happened.
    pub feed: Feed,
    /// The time.
    pub clock: RunningClock,
    /// What workspaces are configured with.
    pub console: Console,
    /// When the clock may be turned.
    pub standstill: Standstill,
    /// Who saves what the clock was turned to.
    pub keeper: Keeper,
}

/// Everything under `/` but what Intercom and an install open.
pub fn router(page: Page) -> Router {
    Router::new()
        .route("/api/state", get(drawn))
        .route("/api/changes", get(changes))
        .route("/api/visitor/write", post(act::visitor_writes))
        .route("/api/visitor/rate", post(act::visitor_rates))
        .route("/api/visitor/profile", post(act::visitor_changes))
        .route("/api/teammate/write", post(act::teammate_writes))
        .route("/api/teammate/assign", post(act::teammate_assigns))
        .route("/api/teammate/state", post(act::teammate_closes_or_opens))
        .route("/api/teammate/snooze", post(act::teammate_snoozes))
        .route("/api/teammate/away", post(act::teammate_goes_away))
        .route(
            "/api/configuration",
            get(configuration::read).post(configuration::publish),
        )
        .route("/api/clock", post(clock::turn))
        .route("/api/recipes", get(configuration::recipes))
        .route("/api/outcomes", get(outcomes::read))
        .route("/api/queue", get(waiting::read))
        .route("/api/pause", post(act::admin_pauses))
        .route("/api/uninstall", post(act::admin_uninstalls))
        .fallback(get(files::serve))
        .with_state(page)
}

async fn drawn(room: Room) -> Result<Json<state::State>, Refusal> {
    Ok(Json(state::draw(&room).await?))
}

/// A number whenever something changed; the page then reads the state again.
async fn changes(State(page): State<Page>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let watched = (page.intercom.changes(), page.feed.changes(), 0_u64);
    let events = stream::unfold(watched, async |(mut intercom, mut feed, revision)| {
        let changed = tokio::select! {
            changed = intercom.changed() => changed,
            changed = feed.changed() => changed,
        };
        changed.ok()?;
        let revision = revision + 1;
        Some((
            Ok(Event::default().data(revision.to_string())),
            (intercom, feed, revision),
        ))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}
