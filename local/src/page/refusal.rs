//! What the page is told when something cannot be done.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use shared::install;
use shared::ports::store;

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
    /// The simulated Intercom declined.
    #[error("Intercom says no: {}", .0.message)]
    Intercom(#[from] simulator::Refusal),
    /// The database declined.
    #[error("The database does not answer: {0}")]
    Store(#[from] store::Error),
    /// A configuration was not published.
    #[error("{}", sentence(.0))]
    Configuration(#[from] NotConfigured),
}

/// Where in a text something is wrong; both count from 1.
struct Place {
    line: u64,
    column: u64,
}

impl Refusal {
    fn status(&self) -> StatusCode {
        match self {
            Self::Input(_) => StatusCode::BAD_REQUEST,
            Self::NoSuchWorkspace => StatusCode::NOT_FOUND,
            Self::Intercom(refusal) => {
                StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::BAD_REQUEST)
            }
            Self::Store(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Configuration(_) => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    fn place(&self) -> Option<Place> {
        let Self::Configuration(NotConfigured::Refused(install::Error::Config(error))) = self
        else {
            return None;
        };
        let place = error.location()?;
        Some(Place {
            line: place.line(),
            column: place.column(),
        })
    }
}

/// What is wrong with a configuration. The lines around it are on the page already.
fn sentence(error: &NotConfigured) -> String {
    let sentence = match error {
        NotConfigured::Refused(install::Error::Config(error)) => {
            error.without_snippet().to_string()
        }
        error => error.to_string(),
    };
    let mut letters = sentence.chars();
    let first = letters.next().map(|letter| letter.to_uppercase());
    let mut sentence: String = first.into_iter().flatten().chain(letters).collect();
    if !sentence.ends_with('.') {
        sentence.push('.');
    }
    sentence
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let place = self.place();
        let told = json!({
            "error": self.to_string(),
            "line": place.as_ref().map(|place| place.line),
            "column": place.as_ref().map(|place| place.column),
        });
        (self.status(), Json(told)).into_response()
    }
}
