//! What is entered about the reading of a workspace.

/// What came of a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// The workspace is as its configuration says.
    Read,
    /// It no longer is.
    Drift,
    /// The agent's teammate is gone, or cannot be given conversations any more.
    SeatLost,
    /// It could not be read.
    NotRead,
    /// What was read could not be kept.
    NotKept,
}

impl Notice {
    /// A stable name, for logs and metrics.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Drift => "drift",
            Self::SeatLost => "seat_lost",
            Self::NotRead => "not_read",
            Self::NotKept => "not_kept",
        }
    }
}
