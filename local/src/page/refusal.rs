//! What the page is told when something cannot be done.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// A sentence for the person at the page.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The text is empty or too long.
    #[error("{0}")]
    Input(&'static str),
    /// The simulated Intercom declined.
    #[error("Intercom says no: {}", .0.message)]
    Intercom(#[from] simulator::Refusal),
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = match &self {
            Self::Input(_) => StatusCode::BAD_REQUEST,
            Self::Intercom(refusal) => {
                StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::BAD_REQUEST)
            }
        };
        (status, Json(json!({ "error": self.to_string() }))).into_response()
    }
}
