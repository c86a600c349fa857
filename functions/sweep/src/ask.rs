//! Asks Intercom again about grants something is known against: one it refused may be good again, and one that is said
//! to have ended may have.

use std::collections::BTreeSet;

use shared::grants::{Finding, Grants};
use shared::id::WorkspaceId;
use shared::ports::registry::Duty;
use shared::runtime::{Ports, Tick};

use crate::{Done, MOST, has_time};

/// What one asking takes at most, in seconds: Intercom's patience and a few writes.
const ONE: i64 = 20;

/// Goes on as long as there is time: an Intercom that refused everybody for an hour leaves thousands to be asked about.
pub(crate) async fn run(ports: &Ports, tick: Tick, done: &mut Done) {
    let grants = ports.grants();
    let mut asked = BTreeSet::new();
    loop {
        let due = ports.registry.due(Duty::Ask, ports.clock.now(), MOST);
        let due = match due.await {
            Ok(due) => due,
            Err(error) => return done.fail(error.into()),
        };
        // The index may be behind, and name again who was asked about a moment ago.
        let mut news = due.into_iter().filter(|id| !asked.contains(id)).peekable();
        if news.peek().is_none() {
            return;
        }
        for workspace in news.collect::<Vec<_>>() {
            if !has_time(ports, tick, ONE) {
                return;
            }
            ask(&grants, &workspace, done).await;
            asked.insert(workspace);
        }
    }
}

async fn ask(grants: &Grants, workspace: &WorkspaceId, done: &mut Done) {
    match grants.ask_again(workspace).await {
        Ok(Finding::Accepted) => done.count("accepted_again"),
        Ok(Finding::Refused) => done.count("still_refused"),
        Ok(Finding::Ended) => done.count("uninstalled"),
        // The index was behind.
        Ok(Finding::Renewed | Finding::LeftBefore | Finding::NotInstalled) => {}
        // Intercom, most often: no reason to alarm anybody, and the next one may be hosted elsewhere.
        Err(shared::Error::Intercom(_)) => done.count("not_answered"),
        Err(error) => done.fail(error),
    }
}
