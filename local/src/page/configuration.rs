//! The configuration panel: what a workspace is configured with, and publishing another one.

use axum::Json;
use serde::Deserialize;
use serde_json::{Value, json};
use shared::ports::configurations::Over;

use super::refusal::Refusal;
use super::room::Room;

/// The configuration to look at: the live one with its number, or one to start with.
///
/// # Errors
///
/// See [`Refusal`].
pub async fn read(room: Room) -> Result<Json<Value>, Refusal> {
    let console = &room.page.console;
    let written = console.written(&room.id, room.shop.config).await?;
    Ok(Json(json!({ "yaml": written.yaml, "live": written.live })))
}

/// Configurations to try, by name.
pub async fn recipes(room: Room) -> Json<Value> {
    let recipes = room.shop.recipes.iter();
    recipes
        .map(|(name, yaml)| json!({ "name": name, "yaml": yaml }))
        .collect::<Value>()
        .into()
}

/// What was written in the panel.
#[derive(Deserialize)]
pub struct Published {
    yaml: String,
    /// The version that was live when the panel was opened.
    over: Option<u64>,
}

/// Checks a configuration and makes it the live one; its number.
///
/// # Errors
///
/// See [`Refusal`].
pub async fn publish(room: Room, Json(published): Json<Published>) -> Result<Json<Value>, Refusal> {
    let Published { yaml, over } = published;
    let console = &room.page.console;
    match console.configure(&room.id, &yaml, Over::Seen(over)).await {
        Ok(live) => Ok(Json(json!({ "live": live }))),
        Err(error) => Err(Refusal::of_a_configuration(error, &yaml)),
    }
}
