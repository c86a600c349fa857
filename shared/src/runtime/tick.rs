//! A tick of a schedule.

use jiff::Timestamp;

/// A tick.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tick {
    /// When it was due. A tick that is given twice is due at the same time twice.
    pub at: Timestamp,
    /// When the function is stopped.
    pub deadline: Timestamp,
}
