//! What the queues do with their rows. Each function runs in one transaction.

use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Result, Row, Transaction, named_params};
use shared::ports::queue::{Delivery, Lane, Letter};

/// How long a FIFO lane knows a deduplication id, from the first letter with it.
const DEDUP_WINDOW: Duration = Duration::from_secs(5 * 60);

/// The messages of one queue: a lane's, or its dead letters.
#[derive(Clone, Copy)]
pub(super) struct Messages {
    lane: Lane,
    dead: bool,
}

/// Puts a letter in, unless it is a duplicate.
pub(super) fn send(transaction: &Transaction<'_>, letter: &Letter, now: Timestamp) -> Result<()> {
    let lane = letter.lane.to_string();
    if let (true, Some(dedup)) = (letter.lane.is_fifo(), &letter.dedup) {
        transaction
            .prepare_cached("DELETE FROM queue_duplicates WHERE until <= :now")?
            .execute(named_params! { ":now": now.as_millisecond() })?;
        let news = transaction
            .prepare_cached("INSERT OR IGNORE INTO queue_duplicates VALUES (:lane, :dedup, :until)")?
            .execute(named_params! { ":lane": lane, ":dedup": dedup, ":until": after(now, DEDUP_WINDOW) })?;
        if news == 0 {
            return Ok(());
        }
    }
    transaction
        .prepare_cached(
            "INSERT INTO queue_messages (lane, message_group, body, visible_at) VALUES (:lane, :group, :body, :visible_at)",
        )?
        .execute(named_params! {
            ":lane": lane,
            ":group": letter.group,
            ":body": letter.body,
            ":visible_at": after(now, letter.lane.delay()),
        })?;
    Ok(())
}

/// Makes visible what was received and neither deleted nor shown again.
pub(super) fn give_back(transaction: &Transaction<'_>, now: Timestamp) -> Result<usize> {
    transaction
        .prepare_cached("UPDATE queue_messages SET visible_at = :now WHERE receive_count > 0 AND visible_at > :now")?
        .execute(named_params! { ":now": now.as_millisecond() })
}

impl Messages {
    pub(super) const fn of(lane: Lane) -> Self {
        Self { lane, dead: false }
    }

    pub(super) const fn dead(lane: Lane) -> Self {
        Self { lane, dead: true }
    }

    /// Receives messages, and says how many became dead letters instead.
    ///
    /// Of a FIFO group only the oldest message is ever given. It blocks the others while it is in flight, and one
    /// call gives one message of a group, as with the batches of one that the turns have in AWS.
    pub(super) fn receive(
        self,
        transaction: &Transaction<'_>,
        now: Timestamp,
        most: usize,
    ) -> Result<(Vec<Delivery>, usize)> {
        let buried = if self.dead {
            0
        } else {
            self.bury(transaction, now)?
        };
        let oldest_only = if self.lane.is_fifo() { OLDEST_ONLY } else { "" };
        let found: Vec<(i64, Delivery)> = transaction
            .prepare_cached(&format!(
                "SELECT id, receive_count + 1, message_group, body FROM queue_messages AS message
                 WHERE lane = :lane AND dead = :dead AND visible_at <= :now {oldest_only} ORDER BY id LIMIT :most"
            ))?
            .query_map(
                named_params! {
                    ":lane": self.lane.to_string(),
                    ":dead": self.dead,
                    ":now": now.as_millisecond(),
                    ":most": i64::try_from(most).unwrap_or(i64::MAX),
                },
                delivery,
            )?
            .collect::<Result<_>>()?;
        for (id, delivery) in &found {
            transaction
                .prepare_cached("UPDATE queue_messages SET receive_count = :count, visible_at = :visible_at WHERE id = :id")?
                .execute(named_params! {
                    ":count": delivery.receive_count,
                    ":visible_at": after(now, self.lane.visibility()),
                    ":id": id,
                })?;
        }
        Ok((
            found.into_iter().map(|(_, delivery)| delivery).collect(),
            buried,
        ))
    }

    /// Deletes a message. A receipt of an earlier time does nothing; in a FIFO lane, nor does one whose time is over.
    pub(super) fn delete(
        self,
        transaction: &Transaction<'_>,
        receipt: &str,
        now: Timestamp,
    ) -> Result<()> {
        let Some((id, count)) = parse(receipt) else {
            return Ok(());
        };
        let in_flight = if self.lane.is_fifo() {
            now.as_millisecond()
        } else {
            i64::MIN
        };
        transaction
            .prepare_cached(
                "DELETE FROM queue_messages
                 WHERE id = :id AND lane = :lane AND dead = :dead AND receive_count = :count AND visible_at > :in_flight",
            )?
            .execute(named_params! {
                ":id": id,
                ":lane": self.lane.to_string(),
                ":dead": self.dead,
                ":count": count,
                ":in_flight": in_flight,
            })?;
        Ok(())
    }

    /// Hides a message that is in flight.
    pub(super) fn hide(
        self,
        transaction: &Transaction<'_>,
        receipt: &str,
        now: Timestamp,
        duration: Duration,
    ) -> Result<()> {
        let Some((id, count)) = parse(receipt) else {
            return Ok(());
        };
        transaction
            .prepare_cached(
                "UPDATE queue_messages SET visible_at = :visible_at
                 WHERE id = :id AND lane = :lane AND dead = :dead AND receive_count = :count AND visible_at > :now",
            )?
            .execute(named_params! {
                ":visible_at": after(now, duration),
                ":id": id,
                ":lane": self.lane.to_string(),
                ":dead": self.dead,
                ":count": count,
                ":now": now.as_millisecond(),
            })?;
        Ok(())
    }

    /// When the next message becomes visible, or did.
    pub(super) fn due(self, transaction: &Transaction<'_>) -> Result<Option<Timestamp>> {
        let oldest_only = if self.lane.is_fifo() { OLDEST_ONLY } else { "" };
        let due = transaction
            .prepare_cached(&format!(
                "SELECT visible_at FROM queue_messages AS message
                 WHERE lane = :lane AND dead = :dead {oldest_only} ORDER BY visible_at LIMIT 1"
            ))?
            .query_row(
                named_params! { ":lane": self.lane.to_string(), ":dead": self.dead },
                |row| row.get(0),
            )
            .optional()?;
        Ok(due.map(|due| Timestamp::from_millisecond(due).unwrap_or(Timestamp::MAX)))
    }

    /// Makes dead letters of what would be received once too often.
    fn bury(self, transaction: &Transaction<'_>, now: Timestamp) -> Result<usize> {
        transaction
            .prepare_cached(
                "UPDATE queue_messages SET dead = TRUE, visible_at = :now
                 WHERE lane = :lane AND NOT dead AND visible_at <= :now AND receive_count >= :most",
            )?
            .execute(named_params! {
                ":lane": self.lane.to_string(),
                ":now": now.as_millisecond(),
                ":most": self.lane.max_receive_count(),
            })
    }
}

/// Restricts a query to the oldest message of each group.
const OLDEST_ONLY: &str = "AND id = (
    SELECT min(id) FROM queue_messages AS other
    WHERE other.lane = message.lane AND other.dead = message.dead AND other.message_group = message.message_group
)";

fn delivery(row: &Row<'_>) -> Result<(i64, Delivery)> {
    let (id, receive_count) = (row.get(0)?, row.get(1)?);
    let receipt = format!("{id}-{receive_count}");
    Ok((
        id,
        Delivery {
            body: row.get(3)?,
            group: row.get(2)?,
            receive_count,
            receipt,
        },
    ))
}

/// A receipt names the message and the time it was received: no later receipt is equal to it.
fn parse(receipt: &str) -> Option<(i64, u32)> {
    let (id, count) = receipt.split_once('-')?;
    Some((id.parse().ok()?, count.parse().ok()?))
}

/// Unix milliseconds; a time beyond all times is the last one.
fn after(now: Timestamp, duration: Duration) -> i64 {
    now.checked_add(duration)
        .unwrap_or(Timestamp::MAX)
        .as_millisecond()
}
