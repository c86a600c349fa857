//! Why a notification is not taken.

use http::StatusCode;
use shared::domain::notification::Mismatch;
use shared::error::cause;
use shared::intake::Reception;
use shared::ports::journal::Entry;
use shared::ports::{queue, secrets};

/// Nobody proved that Intercom sent it, or we cannot keep it: not a 200.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// `401`
    #[error("no X-Hub-Signature")]
    Unsigned,
    /// `401`
    #[error("the signature matches no current or previous client secret")]
    BadSignature,
    /// `404`
    #[error("no webhook at this path; it is /webhooks, or /webhooks/WORKSPACE for a private app")]
    NoSuchPlace,
    /// `500`: Intercom tries once more after a minute.
    #[error(transparent)]
    Secrets(#[from] secrets::Error),
    /// `500`: Intercom tries once more after a minute.
    #[error(transparent)]
    Queue(#[from] queue::Error),
}

impl Refusal {
    pub(crate) const fn status(&self) -> StatusCode {
        match self {
            Self::Unsigned | Self::BadSignature => StatusCode::UNAUTHORIZED,
            Self::NoSuchPlace => StatusCode::NOT_FOUND,
            Self::Secrets(_) | Self::Queue(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    pub(crate) fn entry(&self) -> Entry {
        let reception = match self {
            Self::Unsigned | Self::BadSignature => Reception::SignatureRejected,
            Self::NoSuchPlace => Reception::NoSuchPlace,
            Self::Secrets(_) => Reception::SecretsUnavailable,
            Self::Queue(_) => Reception::QueueUnavailable,
        };
        let what = format!("{self}: {}", self.status().as_u16());
        let entry = Entry::new("webhook", reception.name(), what).failed();
        match cause(self) {
            Some(cause) => entry.with("cause", cause),
            None => entry,
        }
    }
}

/// It is Intercom's, and we do not keep it: 200, counted.
#[derive(Debug, thiserror::Error)]
pub enum Dropped {
    /// No function takes it.
    #[error("a topic without a function")]
    UnknownTopic,
    /// Larger than a queue takes.
    #[error("a body over 1 MiB")]
    TooLarge,
    /// Its shape is none we know.
    #[error("{0}")]
    Malformed(Mismatch),
    /// A private app's notification for another workspace.
    #[error("app_id is not the workspace this address belongs to")]
    OtherWorkspace,
}

impl Dropped {
    pub(crate) fn entry(&self) -> Entry {
        let reception = match self {
            Self::UnknownTopic => Reception::UnknownTopic,
            Self::TooLarge => Reception::TooLarge,
            Self::Malformed(_) => Reception::Malformed,
            Self::OtherWorkspace => Reception::OtherWorkspace,
        };
        let what = format!("{self}: 200, not kept");
        let entry = Entry::new("webhook", reception.name(), what);
        match self {
            Self::UnknownTopic => entry,
            Self::TooLarge | Self::Malformed(_) | Self::OtherWorkspace => entry.failed(),
        }
    }
}
