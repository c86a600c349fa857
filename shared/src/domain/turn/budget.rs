//! How long a turn may take, in one table. The parts add up to less than the function's timeout, so that a
//! slow agent or a slow Intercom is a failure we handle and not one that kills us.
//!
//! | part | seconds |
//! | --- | --- |
//! | claim, read, route, read again, intend | 15 |
//! | the agent | 30 |
//! | post, and settle if its outcome is unknown: 10 + 2 + 5 + 15 | 32 |
//! | hand over: text, note, assignment, attributes, read back | 30 |
//! | finish | 5 |
//! | **sum** | **112** |
//! | function timeout | 120 |
//! | visibility of a turn's message | 130 |

use std::time::Duration;

use jiff::Timestamp;

/// The function's timeout.
pub const FUNCTION: Duration = Duration::from_secs(120);

/// The agent's share.
pub const AGENT: Duration = Duration::from_secs(30);

/// What must remain after the agent has answered: post, settle, hand over, finish.
pub const RESERVE: Duration = Duration::from_secs(67);

/// What must remain to begin with another message in the same turn.
pub const ANOTHER: Duration = Duration::from_secs(112);

/// What must remain to fetch a fact on which an attribute depends: three tries of a read, what is written then, and the end.
pub const MARKING: Duration = Duration::from_secs(65);

/// What must remain to write one more attribute or tag: the write, a look back at a hand-off, and the end.
pub const MARK: Duration = Duration::from_secs(25);

/// How long to wait before each further look for a step whose outcome is unknown.
pub const SETTLE: [Duration; 3] = [
    Duration::from_secs(2),
    Duration::from_secs(5),
    Duration::from_secs(15),
];

/// A post begins within this time after it was written down, or not at all.
pub const FRESH: Duration = Duration::from_secs(10);

/// This long after it was written down, an accepted request shows in a read: [`FRESH`], the request's own timeout, then the
/// settle schedule.
pub const SETTLED: Duration = Duration::from_secs(42);

/// How often a text is posted when nobody knows whether it arrived.
pub const ATTEMPTS: u8 = 2;

/// How often an assignment is made when something undoes it.
pub const ASSIGNMENTS: u8 = 3;

/// How long after each other a conversation that was left to a bot is looked at again, after the newest thing that was said
/// in it: 5, 20 and 60 seconds after it. A bot gives up within seconds of its last words, and Intercom tells nobody.
pub const WATCH: [Duration; 3] = [
    Duration::from_secs(5),
    Duration::from_secs(15),
    Duration::from_secs(40),
];

/// How many calls of Intercom a turn takes of the app's allowance where it has to ask for them: a reading, a search, three articles,
/// a reading before the post, the post, the attributes.
pub const CALLS: u32 = 8;

/// How far apart those go on who waited for the end of one window of the rate limit: not all at the same second.
pub const JITTER: Duration = Duration::from_secs(3);

/// How long this worker waits for the end of a window of the rate limit: at least a second, and not longer than a queue hides a
/// message.
#[must_use]
pub fn until_then(until: Timestamp, now: Timestamp, worker: u64) -> Duration {
    let wait = Duration::try_from(until.duration_since(now)).unwrap_or_default();
    let jitter = worker % u64::try_from(JITTER.as_millis()).unwrap_or(1);
    wait.clamp(Duration::from_secs(1), Duration::from_secs(15 * 60)) + Duration::from_millis(jitter)
}

/// How often a message that was announced is looked for before a person gets the conversation.
pub const LOOKS: u32 = 6;

/// How often a turn sits a rate limit out by itself. A window that ends in the past, or does not end, is for the queue to wait for.
pub const LIMITED: u8 = 3;

/// How long to wait at most before looking again whether another worker's turn of the conversation is over: the other lane has it, most
/// likely, and ends within seconds. Within the function's timeout this takes four of ten receives.
pub const OTHER: Duration = Duration::from_secs(30);
