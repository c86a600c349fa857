//! What the page is told when something cannot be done.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use shared::install;
use shared::ports::store;

use super::place::Place;
use crate::console::NotConfigured;

/// A sentence for the person at the page.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The text is empty or too long.
    #[error("{0}")]
    Input(&'static str),
    /// The page asks for a workspace the demo does not have.
    #[error("There is no such workspace here.")]
    NoSuchWorkspace,
    /// The clock cannot be turned now.
    #[error("The agent is still at work on something. Try again in a moment.")]
    AtWork,
    /// The simulated Intercom declined.
    #[error("Intercom says no: {}", .0.message)]
    Intercom(#[from] simulator::Refusal),
    /// The database declined.
    #[error("The database does not answer: {0}")]
    Store(#[from] store::Error),
    /// A configuration was not published.
    #[error("{}", sentence(.0, *.1))]
    Configuration(#[source] NotConfigured, Option<Place>),
}

impl Refusal {
    /// A configuration that was not published, and where in its text the reason stands.
    #[must_use]
    pub fn of_a_configuration(error: NotConfigured, yaml: &str) -> Self {
        let place = match &error {
            NotConfigured::Refused(error) => Place::of(error, yaml),
            _ => None,
        };
        Self::Configuration(error, place)
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::Input(_) => StatusCode::BAD_REQUEST,
            Self::NoSuchWorkspace => StatusCode::NOT_FOUND,
            Self::Intercom(refusal) => {
                StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::BAD_REQUEST)
            }
            Self::Store(_) | Self::AtWork => StatusCode::SERVICE_UNAVAILABLE,
            Self::Configuration(..) => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }
}

/// What is wrong with a configuration, and where. The lines around it are on the page already.
fn sentence(error: &NotConfigured, place: Option<Place>) -> String {
    // Each of its lines has its place.
    if let NotConfigured::Refused(install::Error::Config(problems)) = error {
        return problems.to_string();
    }
    let sentence = match error {
        NotConfigured::Refused(error @ install::Error::Moved(_)) => {
            format!("{error}. Undo your changes to see it")
        }
        error => error.to_string(),
    };
    let Some(Place { line, column }) = place else {
        return sentence;
    };
    format!("Line {line}, column {column}: {sentence}")
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let place = match &self {
            Self::Configuration(_, place) => *place,
            _ => None,
        };
        let told = json!({ "error": self.to_string(), "place": place });
        (self.status(), Json(told)).into_response()
    }
}
