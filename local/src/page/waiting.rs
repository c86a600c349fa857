//! What waits until people are back, for `nexora queue --local`.

use axum::Json;
use axum::extract::{Query, State};
use serde::Deserialize;
use shared::id::WorkspaceId;
use shared::install::queue::Waiting;

use super::Page;
use super::refusal::Refusal;

/// Of which workspace; of all without.
#[derive(Deserialize)]
pub struct Asked {
    workspace: Option<WorkspaceId>,
}

/// What waits there.
///
/// # Errors
///
/// See [`Refusal`]. A workspace in which the app is not is none.
pub async fn read(
    State(page): State<Page>,
    Query(asked): Query<Asked>,
) -> Result<Json<Vec<Waiting>>, Refusal> {
    let waiting = page.console.waiting(asked.workspace.as_ref()).await?;
    waiting.map(Json).ok_or(Refusal::NoSuchWorkspace)
}
