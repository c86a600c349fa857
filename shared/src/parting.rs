//! What `uninstall` is given: it verifies who calls, and asks Intercom. It opens no workspace.

use std::sync::Arc;

use crate::grants::Grants;
use crate::ports::{Journal, Secrets};

/// The ports of `uninstall`.
#[derive(Clone)]
pub struct Parting {
    /// The client secrets Intercom signs with.
    pub secrets: Arc<dyn Secrets>,
    /// What asks whether a workspace's grant still holds.
    pub grants: Grants,
    /// Where it says what it did.
    pub journal: Arc<dyn Journal>,
}

/// What became of the word that a workspace removed the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Farewell {
    /// It did: its token is deleted.
    Uninstalled,
    /// It did, and that was known.
    UninstalledBefore,
    /// It did not: Intercom takes the token.
    StillInstalled,
    /// It is not known here.
    NobodyKnown,
    /// It is kept in mind until Intercom says whether it is so.
    Unconfirmed,
    /// It was signed, and not by Intercom.
    Forged,
    /// It does not say which workspace.
    Unclear,
}

impl Farewell {
    /// A stable name, for logs and metrics.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Uninstalled => "uninstalled",
            Self::UninstalledBefore => "uninstalled_before",
            Self::StillInstalled => "still_installed",
            Self::NobodyKnown => "nobody_known",
            Self::Unconfirmed => "unconfirmed",
            Self::Forged => "forged",
            Self::Unclear => "unclear",
        }
    }
}
