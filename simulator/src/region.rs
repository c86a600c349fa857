use serde::{Deserialize, Serialize};

/// Where Intercom keeps a workspace. Each region has hosts of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Region {
    /// United States.
    #[serde(rename = "US")]
    Us,
    /// Europe.
    #[serde(rename = "EU")]
    Eu,
    /// Australia.
    #[serde(rename = "AU")]
    Au,
}

impl Region {
    /// As `GET /me` names it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Us => "US",
            Self::Eu => "EU",
            Self::Au => "AU",
        }
    }
}
