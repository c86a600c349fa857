//! What of Intercom fails in a world, and when.

use jiff::{SignedDuration, Timestamp};

use crate::domain::turn::Failure;

/// Which calls of a kind fail. The first one is number one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::domain::turn::tests) enum When {
    /// This one.
    At(usize),
    /// This one and all that follow.
    From(usize),
}

/// Why a call fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::domain::turn::tests) enum How {
    Unauthorized,
    NotFound,
    Refused,
    /// The window ends so many seconds from then, or has ended before.
    Limited(i64),
    NotSent,
    Unknown,
    /// What was to be posted arrived, and the answer did not.
    Arrived,
}

/// Every kind of failure of a reading.
pub(in crate::domain::turn::tests) const OF_A_READING: [How; 8] = [
    How::Unauthorized,
    How::NotFound,
    How::Refused,
    How::Limited(7),
    How::Limited(-60),
    How::Limited(1_000_000),
    How::NotSent,
    How::Unknown,
];

impl How {
    fn failure(self, now: Timestamp) -> Failure {
        match self {
            Self::Unauthorized => Failure::Unauthorized,
            Self::NotFound => Failure::NotFound,
            Self::Refused => Failure::Refused,
            Self::Limited(seconds) => Failure::RateLimited(
                now.checked_add(SignedDuration::from_secs(seconds))
                    .expect("a time"),
            ),
            Self::NotSent => Failure::NotSent,
            Self::Unknown | Self::Arrived => Failure::Unknown,
        }
    }
}

#[derive(Debug, Clone, Default)]
pub(in crate::domain::turn::tests) struct Outage {
    pub(in crate::domain::turn::tests) reads: Vec<(When, How)>,
    pub(in crate::domain::turn::tests) facts: Vec<(When, How)>,
    pub(in crate::domain::turn::tests) posts: Vec<(When, How)>,
    read: usize,
    fetched: usize,
    posted: usize,
}

impl Outage {
    pub(super) fn of_a_reading(&mut self, now: Timestamp) -> Option<Failure> {
        self.read += 1;
        struck(&self.reads, self.read).map(|how| how.failure(now))
    }

    pub(super) fn of_facts(&mut self, now: Timestamp) -> Option<Failure> {
        self.fetched += 1;
        struck(&self.facts, self.fetched).map(|how| how.failure(now))
    }

    /// The failure of a post, and whether it arrives all the same.
    pub(super) fn of_a_post(&mut self, now: Timestamp) -> Option<(Failure, bool)> {
        self.posted += 1;
        struck(&self.posts, self.posted).map(|how| (how.failure(now), how == How::Arrived))
    }
}

fn struck(all: &[(When, How)], nth: usize) -> Option<How> {
    let hits = |when: When| match when {
        When::At(at) => at == nth,
        When::From(from) => from <= nth,
    };
    all.iter()
        .find(|(when, _)| hits(*when))
        .map(|(_, how)| *how)
}
