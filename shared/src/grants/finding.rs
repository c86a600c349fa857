//! What was found out about a grant.

/// How a workspace's grant stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// Intercom takes it.
    Accepted,
    /// Intercom refuses it, and nobody says that the app was removed.
    Refused,
    /// The app was removed. The token is deleted.
    Ended,
    /// The workspace was given another grant meanwhile, which nothing is known against.
    Renewed,
    /// The app was removed before, and is known to be.
    LeftBefore,
    /// Nothing is known of the workspace.
    NotInstalled,
}

impl Finding {
    /// A stable name, for logs and metrics.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Accepted => "grant_accepted",
            Self::Refused => "grant_refused",
            Self::Ended => "grant_ended",
            Self::Renewed => "grant_renewed",
            Self::LeftBefore => "left_before",
            Self::NotInstalled => "not_installed",
        }
    }
}
