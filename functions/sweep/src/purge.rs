//! Deletes what is left of workspaces that removed the app, when its time has come.

use shared::ports::registry::{Duty, Membership, Purged};
use shared::runtime::{Ports, Tick};
use shared::{Error, id::WorkspaceId};

use crate::{Done, MOST, has_time};

/// What one batch takes at most, in seconds.
const ONE: i64 = 15;

pub(crate) async fn run(ports: &Ports, tick: Tick, done: &mut Done) {
    let due = ports.registry.due(Duty::Purge, ports.clock.now(), MOST);
    let due = match due.await {
        Ok(due) => due,
        Err(error) => return done.fail(error.into()),
    };
    for workspace in due {
        match purge(ports, tick, &workspace).await {
            Ok(true) => done.count("purged"),
            Ok(false) => {}
            Err(error) => done.fail(error),
        }
    }
}

/// Whether nothing is left of it now.
async fn purge(ports: &Ports, tick: Tick, workspace: &WorkspaceId) -> Result<bool, Error> {
    let departure = match ports.registry.membership(workspace).await? {
        Membership::Left(departure) if departure.purge_at <= ports.clock.now() => departure,
        // The index was behind.
        _ => return Ok(false),
    };
    while has_time(ports, tick, ONE) {
        match ports.registry.purge(&departure).await? {
            Purged::All => return Ok(true),
            Purged::Part => {}
            Purged::Nothing => return Ok(false),
        }
    }
    Ok(false)
}
