//! Looks for visitors' messages nobody told us of, in the workspace that was not swept for longest first.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use jiff::Timestamp;
use shared::error::Error;
use shared::id::WorkspaceId;
use shared::ports::allowance::{Share, Taken, WINDOW};
use shared::ports::intercom;
use shared::ports::journal::Entry;
use shared::ports::registry::Duty;
use shared::runtime::{Found, Ports, Tick};

use crate::{Done, has_time};

/// How many workspaces are swept at once. Eight rounds of a call each fit into a window's share of 166.
const AT_ONCE: usize = 20;

/// How many are asked for, so that there are enough where the index still names some that were swept a moment ago.
const MOST: u8 = 60;

/// What one sweep takes at most, in seconds: Intercom's patience and a few writes.
const ONE: i64 = 15;

/// Goes on as long as there is time, and waits for the next window where the share of this one is used up.
pub(crate) async fn run(ports: &Ports, tick: Tick, done: &mut Done) {
    let mut swept = BTreeSet::new();
    while has_time(ports, tick, ONE) {
        let due = ports.registry.due(Duty::Sweep, ports.clock.now(), MOST);
        let due = match due.await {
            Ok(due) => due,
            Err(error) => return done.fail(error.into()),
        };
        let news = due.into_iter().filter(|id| !swept.contains(id));
        let news: Vec<_> = news.take(AT_ONCE).collect();
        if news.is_empty() || !admitted(ports, tick, news.len(), done).await {
            return;
        }
        let sweeps = news.iter().map(|id| ports.sweep(id, tick.deadline));
        let ended = join_all(sweeps).await;
        swept.extend(news.iter().cloned());
        // A workspace whose rate limit is used up is left to a later tick; nobody waits for it.
        for (id, ended) in news.iter().zip(ended) {
            told(ports, id, ended, done);
        }
    }
}

/// Takes a call for each of so many workspaces; whether there are any.
async fn admitted(ports: &Ports, tick: Tick, calls: usize, done: &mut Done) -> bool {
    let calls = u32::try_from(calls).unwrap_or(u32::MAX);
    loop {
        match ports.allowance.take(Share::Sweep, calls).await {
            Ok(Taken::Yes) => return true,
            Ok(Taken::UsedUp(until)) => {
                done.count("share_used_up");
                if !waited(ports, tick, until).await {
                    return false;
                }
            }
            Err(error) => {
                done.fail(error.into());
                return false;
            }
        }
    }
}

/// Waits until the window of the share ends, if that is one and there is time for a sweep afterwards.
async fn waited(ports: &Ports, tick: Tick, until: Timestamp) -> bool {
    let wait = until.duration_since(ports.clock.now());
    if wait > WINDOW || tick.deadline.duration_since(until).as_secs() < ONE {
        return false;
    }
    ports.clock.sleep(wait.try_into().unwrap_or_default()).await;
    true
}

/// Counts what came of a sweep.
fn told(
    ports: &Ports,
    workspace: &WorkspaceId,
    ended: Result<Option<Found>, Error>,
    done: &mut Done,
) {
    let error = match ended {
        // Another tick had it.
        Ok(None) => return,
        Ok(Some(found)) => {
            done.count("workspaces");
            done.add("messages_lost", found.lost);
            done.add("messages_late", found.late);
            done.add("unreadable", found.unreadable);
            done.add("crowded", found.crowded);
            return;
        }
        Err(error) => error,
    };
    match error {
        Error::Intercom(intercom::Error::RateLimited { .. }) => done.count("rate_limited"),
        Error::GrantRefused | Error::NotInstalled => done.count("refused"),
        Error::Later { .. } => done.count("cut_off"),
        // It is swept from the same time on in its next turn; nobody else waits for it.
        error @ (Error::Intercom(_) | Error::Keys(_)) => {
            done.count("not_searched");
            let what = format!("the workspace could not be searched: {error}");
            let entry = Entry::new("sweep", "not_searched", what);
            ports.journal.enter(entry.at(workspace, None).failed());
        }
        error => done.fail(error),
    }
}
