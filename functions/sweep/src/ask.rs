//! Asks Intercom again about grants something is known against: one it refused may be good again, and one that is said
//! to have ended may have.

use shared::grants::Finding;
use shared::ports::registry::Duty;
use shared::runtime::{Ports, Tick};

use crate::{Done, MOST, has_time};

/// What one asking takes at most, in seconds: Intercom's patience and a few writes.
const ONE: i64 = 20;

pub(crate) async fn run(ports: &Ports, tick: Tick, done: &mut Done) {
    let due = match ports.registry.due(Duty::Ask, ports.clock.now(), MOST).await {
        Ok(due) => due,
        Err(error) => return done.fail(error.into()),
    };
    let grants = ports.grants();
    for workspace in due {
        if !has_time(ports, tick, ONE) {
            return;
        }
        match grants.ask_again(&workspace).await {
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
}
