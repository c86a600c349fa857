//! Conversations whose time has come, in whatever workspace: each gets a turn, in the lane nobody waits in.
//!
//! A tick takes the oldest first, for as long as there is time, and leaves the rest to the next one. It may come twice, be cut
//! off, or fail: what a row stands for is done before the row is removed, so none of that loses anything.

use std::collections::HashSet;

use futures_util::future::join_all;
use shared::ports::follow_ups::FollowUp;
use shared::ports::journal::Entry;
use shared::runtime::{Ports, Tick};
use shared::{Error, Outcome};

/// How many are asked for at once. Far more than are done before the next question: it may name again what was removed a
/// moment ago.
const MOST: u16 = 500;

/// How many are done at the same time.
const AT_ONCE: usize = 25;

/// What one of them takes at most, in seconds: two reads, a message, a row in place of another, each with what is tried again.
const ONE: i64 = 25;

/// What was done so far.
#[derive(Default)]
struct Flush {
    counts: Vec<(&'static str, u32)>,
    /// For how long the oldest was due when it was found, in seconds.
    late: u64,
    /// What was taken on. Who failed is left to the next tick.
    seen: HashSet<FollowUp>,
    /// The first thing that went wrong. What is behind it was done all the same.
    failed: Option<Error>,
}

/// Does what is due.
///
/// # Errors
///
/// The first thing that went wrong, when everything else was done.
pub async fn handle(ports: &Ports, tick: Tick) -> Result<Outcome, Error> {
    let mut flush = Flush::default();
    while flush.goes_on(ports, tick).await? {}
    match flush.failed {
        Some(error) => Err(error),
        None => Ok(Outcome::Flushed {
            done: flush.counts,
            late: flush.late,
        }),
    }
}

impl Flush {
    /// Takes on what is due now; whether there may be more.
    async fn goes_on(&mut self, ports: &Ports, tick: Tick) -> Result<bool, Error> {
        let now = ports.clock.now();
        let found = ports.due.due(now, MOST).await?;
        if self.seen.is_empty() {
            self.unreadable(ports, found.unreadable);
            let oldest = found.follow_ups.first();
            let late = oldest.map_or(0, |oldest| now.duration_since(oldest.at).as_secs());
            self.late = late.try_into().unwrap_or_default();
        }
        let is_all = found.follow_ups.len() < MOST.into();
        let news = found.follow_ups.into_iter();
        let news: Vec<_> = news.filter(|one| !self.seen.contains(one)).collect();
        let is_news = !news.is_empty();
        for some in news.chunks(AT_ONCE) {
            if tick.deadline.duration_since(ports.clock.now()).as_secs() < ONE {
                self.add("cut_off", 1);
                return Ok(false);
            }
            self.take(ports, some).await;
        }
        Ok(is_news && !is_all)
    }

    async fn take(&mut self, ports: &Ports, some: &[FollowUp]) {
        let followed = join_all(some.iter().map(|one| ports.follow_up(one, None))).await;
        for (one, followed) in some.iter().zip(followed) {
            self.seen.insert(one.clone());
            self.add("due", 1);
            match followed {
                Ok(followed) => self.add(followed.name(), 1),
                Err(error) => {
                    self.add("failed", 1);
                    let what = format!("a conversation that is due was not done: {error}");
                    let entry = Entry::new("follow_up", "not_done", what);
                    let entry = entry.at(&one.workspace, Some(&one.conversation));
                    ports.journal.enter(entry.failed());
                    self.failed.get_or_insert(error);
                }
            }
        }
    }

    fn unreadable(&mut self, ports: &Ports, rows: u32) {
        if rows > 0 {
            self.add("unreadable", rows);
            let what = "rows of `follow-ups` are none of ours; they are passed over";
            let entry = Entry::new("follow_up", "unreadable", what).with("rows", rows);
            ports.journal.enter(entry.failed());
        }
    }

    fn add(&mut self, what: &'static str, times: u32) {
        match self.counts.iter_mut().find(|(counted, _)| *counted == what) {
            Some((_, count)) => *count += times,
            None => self.counts.push((what, times)),
        }
    }
}
