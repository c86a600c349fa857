//! How much there is to do.

use jiff::Timestamp;
use rusqlite::{Result, Transaction, named_params};
use shared::ports::queue::Lane;

/// How many messages a lane holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Those that can be received, or could if their group were not locked.
    pub visible: u64,
    /// Those sent so recently that they are not visible yet.
    pub delayed: u64,
    /// Those received and neither deleted nor visible again.
    pub in_flight: u64,
    /// The dead letters.
    pub dead: u64,
}

impl Counts {
    /// Counts a lane's messages.
    pub(super) fn of(transaction: &Transaction<'_>, lane: Lane, now: Timestamp) -> Result<Self> {
        transaction
            .prepare_cached(
                "SELECT
                    count(*) FILTER (WHERE NOT dead AND visible_at <= :now),
                    count(*) FILTER (WHERE NOT dead AND visible_at > :now AND receive_count = 0),
                    count(*) FILTER (WHERE NOT dead AND visible_at > :now AND receive_count > 0),
                    count(*) FILTER (WHERE dead)
                 FROM queue_messages WHERE lane = :lane",
            )?
            .query_row(
                named_params! { ":lane": lane.to_string(), ":now": now.as_millisecond() },
                |row| {
                    Ok(Self {
                        visible: row.get(0)?,
                        delayed: row.get(1)?,
                        in_flight: row.get(2)?,
                        dead: row.get(3)?,
                    })
                },
            )
    }
}
