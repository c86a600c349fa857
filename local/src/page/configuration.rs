//! The configuration panel: what a workspace is configured with, and publishing another one.

use axum::Json;
use serde::Deserialize;
use serde_json::{Value, json};

use super::refusal::Refusal;
use super::room::Room;

/// The configuration to look at: the live one, or one to start with.
///
/// # Errors
///
/// See [`Refusal`].
pub async fn read(room: Room) -> Result<Json<Value>, Refusal> {
    let console = &room.page.console;
    let written = console.written(&room.id, room.shop.config).await?;
    Ok(Json(json!({ "yaml": written.yaml, "live": written.live })))
}

/// What was written in the panel.
#[derive(Deserialize)]
pub struct Published {
    yaml: String,
}

/// Checks a configuration and makes it the live one.
///
/// # Errors
///
/// See [`Refusal`].
pub async fn publish(room: Room, Json(published): Json<Published>) -> Result<Json<Value>, Refusal> {
    let console = &room.page.console;
    let configured = console.configure(&room.id, &published.yaml).await;
    match configured {
        Ok(()) => Ok(Json(json!({}))),
        Err(error) => Err(Refusal::of_a_configuration(error, &published.yaml)),
    }
}
