//! What became of a request of an install by OAuth.

use crate::ports::journal::Entry;

/// How far an install came, or what stopped it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The browser was sent to Intercom.
    Began,
    /// Another region than Intercom's was asked for.
    NoSuchRegion,
    /// It is not how an install begins.
    NotAsked,
    /// Nobody put the app's identity into its secret.
    NoApp,
    /// The app's secret cannot be read.
    AppUnavailable,
    /// The workspace is installed.
    Installed,
    /// The admin pressed “Cancel”.
    Denied,
    /// The browser came without a state.
    NoState,
    /// The state is none of ours.
    StateForged,
    /// It took too long.
    StateExpired,
    /// Another browser began it.
    StateOfAnotherBrowser,
    /// It came back before.
    StateUsedUp,
    /// Intercom gave no token for the code.
    NotExchanged,
    /// Intercom or AWS took too long.
    TooSlow,
    /// The workspace cannot be installed.
    Refused,
    /// The store does not answer.
    NotWrittenDown,
}

impl Step {
    /// A stable name, for logs and metrics.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Began => "install_began",
            Self::NoSuchRegion => "no_such_region",
            Self::NotAsked => "not_asked",
            Self::NoApp => "no_app",
            Self::AppUnavailable => "app_unavailable",
            Self::Installed => "installed",
            Self::Denied => "denied",
            Self::NoState => "no_state",
            Self::StateForged => "state_forged",
            Self::StateExpired => "state_expired",
            Self::StateOfAnotherBrowser => "state_of_another_browser",
            Self::StateUsedUp => "state_used_up",
            Self::NotExchanged => "not_exchanged",
            Self::TooSlow => "too_slow",
            Self::Refused => "install_refused",
            Self::NotWrittenDown => "not_written_down",
        }
    }

    /// The entry that says so. What the admin reads may name teammates; this does not.
    #[must_use]
    pub fn entry(self) -> Entry {
        let entry = Entry::new("oauth", self.name(), self.name());
        match self {
            Self::Began | Self::Installed => entry,
            _ => entry.failed(),
        }
    }
}
