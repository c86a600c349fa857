//! What can happen next in a world.

use std::fmt;

/// One thing that happens at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    /// The visitor writes.
    VisitorWrites,
    /// The visitor writes, and gives what they were asked for.
    VisitorGives,
    /// Another configuration goes live.
    Reconfigures,
    /// The team does the next thing it does in this scenario.
    TeamActs,
    /// The oldest copy of this part's notification is taken.
    Hears(u8),
    /// The same, and it is delivered once more.
    HearsTwice(u8),
    /// The topic function dies between its write and its request.
    HearsHalf(u8),
    /// The visitor has the text of their first message removed.
    Redacts,
    /// The notification never comes.
    Loses(u8),
    /// A worker takes the first request of a lane.
    Receives(Which),
    /// What is due is taken from its table, and a turn asked for.
    Flushes,
    /// The same, and the tick dies before the row is removed.
    FlushesHalf,
    /// A worker performs its next effect.
    Performs(u8, Fate),
    /// A worker dies.
    Dies(u8),
    /// Time passes until the next hidden request shows.
    TimePasses,
    /// The same, though a worker is still at work when its lease has run out.
    Stalls,
}

/// A queue of requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Which {
    /// The requests for turns.
    Turns,
    /// The requests nobody waits for.
    Bulk,
    /// What failed for good.
    DeadLetters,
}

/// What becomes of an effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It comes as it should.
    Fine,
    /// A write is made, and its answer lost: the store's client tries again and meets its own write.
    WrittenTwice,
    /// A reading lacks so many of the newest parts.
    Lags(u8),
    /// A reading fails.
    Unreadable,
    /// A post is made, and nobody learns of it.
    UnknownMade,
    /// A post is not made, and nobody learns of it.
    UnknownNotMade,
    /// A post is made, and the answer does not say which part came of it.
    Unnamed,
    /// A post is declined.
    Refused,
    /// There were too many requests.
    Limited,
    /// The agent says that a person is wanted.
    WantsPerson,
    /// The agent gives no answer.
    GaveUp,
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::VisitorWrites => f.write_str("the visitor writes"),
            Self::VisitorGives => f.write_str("the visitor gives what they were asked for"),
            Self::Reconfigures => f.write_str("another configuration goes live"),
            Self::TeamActs => f.write_str("the team acts"),
            Self::Redacts => f.write_str("the first text is removed"),
            Self::Hears(part) => write!(f, "part {part} is heard of"),
            Self::HearsTwice(part) => write!(f, "part {part} is heard of, and will be again"),
            Self::HearsHalf(part) => {
                write!(f, "part {part} is written down, and its turn not asked for")
            }
            Self::Loses(part) => write!(f, "the notification of part {part} is lost"),
            Self::Receives(Which::Turns) => f.write_str("a worker takes a request"),
            Self::Receives(Which::Bulk) => f.write_str("a worker takes a request of the bulk lane"),
            Self::Flushes => f.write_str("what is due is asked for"),
            Self::FlushesHalf => f.write_str("what is due is asked for, and its row stays"),
            Self::Receives(Which::DeadLetters) => f.write_str("a worker takes a dead letter"),
            Self::Performs(worker, Fate::Fine) => write!(f, "worker {worker} goes on"),
            Self::Performs(worker, fate) => write!(f, "worker {worker} goes on: {fate:?}"),
            Self::Dies(worker) => write!(f, "worker {worker} dies"),
            Self::TimePasses => f.write_str("time passes"),
            Self::Stalls => f.write_str("time passes, and a worker stalls beyond its lease"),
        }
    }
}
