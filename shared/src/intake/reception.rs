//! What became of a request at the webhook.

/// How a request was received.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reception {
    /// It is in its topic's queue.
    Accepted,
    /// Intercom looked whether somebody is there.
    Ping,
    /// Nobody proved that Intercom sent it.
    SignatureRejected,
    /// There is no webhook at its path.
    NoSuchPlace,
    /// The secrets it may be signed with cannot be read.
    SecretsUnavailable,
    /// Its queue did not take it.
    QueueUnavailable,
    /// No function takes its topic.
    UnknownTopic,
    /// It is larger than a queue takes.
    TooLarge,
    /// Its shape is none we know.
    Malformed,
    /// It is another workspace's than its address.
    OtherWorkspace,
}

impl Reception {
    /// A stable name, for logs and metrics.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Ping => "ping",
            Self::SignatureRejected => "signature_rejected",
            Self::NoSuchPlace => "no_such_place",
            Self::SecretsUnavailable => "secrets_unavailable",
            Self::QueueUnavailable => "queue_unavailable",
            Self::UnknownTopic => "unknown_topic",
            Self::TooLarge => "too_large",
            Self::Malformed => "malformed",
            Self::OtherWorkspace => "other_workspace",
        }
    }
}
