//! What nobody's message brings about: it is due by the clock, in whatever workspace.
//!
//! A duty is a file here and a line in [`handle`]. It asks for what is due, takes a bounded number of it, and leaves the
//! rest to the next tick: a tick may come twice, be cut off, or fail, and none of that loses anything.

mod ask;
mod enrol;
mod purge;
mod unanswered;

use futures_util::future::join3;
use shared::runtime::{Ports, Tick};
use shared::{Error, Outcome};

/// How many workspaces a duty takes on at once.
const MOST: u8 = 25;

/// What a duty did, and how often.
#[derive(Default)]
pub(crate) struct Done {
    counts: Vec<(&'static str, u32)>,
    /// The first thing that went wrong. What is behind it was done all the same.
    failed: Option<Error>,
}

impl Done {
    /// Counts something that was done.
    pub(crate) fn count(&mut self, what: &'static str) {
        self.add(what, 1);
    }

    /// Counts what was done more than once, or not at all.
    pub(crate) fn add(&mut self, what: &'static str, times: u32) {
        match self.counts.iter_mut().find(|(counted, _)| *counted == what) {
            _ if times == 0 => {}
            Some((_, count)) => *count += times,
            None => self.counts.push((what, times)),
        }
    }

    /// Keeps an error for the end.
    pub(crate) fn fail(&mut self, error: Error) {
        self.failed.get_or_insert(error);
    }
}

/// Does what is due.
///
/// # Errors
///
/// The first thing that went wrong, when everything else was done.
pub async fn handle(ports: &Ports, tick: Tick) -> Result<Outcome, Error> {
    let (mut done, mut found, mut enrolled) = (Done::default(), Done::default(), Done::default());
    let others = async {
        ask::run(ports, tick, &mut done).await;
        purge::run(ports, tick, &mut done).await;
    };
    // There is always a workspace to be swept, an Intercom that refuses everybody keeps `ask` busy, and to read every
    // installation takes long: none waits for another.
    let sweeps = unanswered::run(ports, tick, &mut found);
    join3(others, sweeps, enrol::run(ports, tick, &mut enrolled)).await;
    for (what, times) in found.counts.into_iter().chain(enrolled.counts) {
        done.add(what, times);
    }
    match done.failed.or(found.failed).or(enrolled.failed) {
        Some(error) => Err(error),
        None => Ok(Outcome::Swept { done: done.counts }),
    }
}

/// Whether there is time for one thing more.
fn has_time(ports: &Ports, tick: Tick, seconds: i64) -> bool {
    tick.deadline.duration_since(ports.clock.now()).as_secs() >= seconds
}
