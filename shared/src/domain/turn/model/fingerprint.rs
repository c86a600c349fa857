//! What makes two worlds the same.
//!
//! Left out is what nobody compares: why a turn decided so, the epoch, and the version but for whether a worker's is the
//! stored one. A version that was overtaken is never the stored one again.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::worker::Worker;
use super::world::World;
use crate::domain::conversation::Record;

/// A world in 64 bits. That two of a million differ in nothing else is one chance in forty million.
pub(super) fn fingerprint(world: &World) -> u64 {
    let World {
        scenario: _,
        now,
        inbox,
        record,
        news,
        taken,
        early,
        turns,
        bulk,
        dead_letters,
        rows,
        put_off,
        configured,
        outdated,
        counters,
        asked,
        workers,
        hired,
        left,
        acted,
        answered,
        handed,
        waits,
        fields,
        told,
        farewells,
        notes,
        lates,
        nudges,
        doubled,
    } = world;
    let mut hasher = DefaultHasher::new();
    (now, news, taken, turns, dead_letters, asked, hired, left).hash(&mut hasher);
    (bulk, rows, counters, lates, nudges).hash(&mut hasher);
    (put_off, configured, outdated, waits, fields, told).hash(&mut hasher);
    (
        acted,
        answered,
        handed,
        farewells,
        notes,
        inbox.redacted,
        early,
        doubled,
    )
        .hash(&mut hasher);
    for entry in &inbox.entries {
        (entry.deed, entry.at, entry.admin, entry.team, entry.state).hash(&mut hasher);
    }
    record.is_some().hash(&mut hasher);
    if let Some(record) = record {
        of_record(record, &mut hasher);
    }
    let version = record.as_ref().map_or(0, |record| record.version);
    for worker in workers {
        of_worker(worker, version, &mut hasher);
    }
    hasher.finish()
}

fn of_record(record: &Record, hasher: &mut impl Hasher) {
    let Record {
        version: _,
        epoch: _,
        ownership,
        seen,
        covered,
        left,
        to_bot,
        ordered,
        obeyed,
        commanded,
        confirmed,
        own,
        step,
        lease,
        turns,
        last_words,
        gist,
        rule,
        reminder,
        ended,
        rated,
        deleted,
    } = record;
    (ownership, seen, covered, left, to_bot, ordered, obeyed).hash(hasher);
    (commanded, confirmed).hash(hasher);
    (own, step, lease, turns, last_words, deleted).hash(hasher);
    (gist, rule, reminder, ended, rated).hash(hasher);
}

fn of_worker(worker: &Worker, version: u64, hasher: &mut impl Hasher) {
    let Worker {
        number,
        lane,
        turn,
        // What follows from the turn.
        pending: _,
        deadline,
        wakes,
        shown,
        redacted,
        lagged,
        knows,
        knew,
        heard,
        opens,
    } = worker;
    (
        number, lane, deadline, wakes, shown, redacted, lagged, knows, knew, heard,
    )
        .hash(hasher);
    opens.hash(hasher);
    of_record(&turn.record, hasher);
    (turn.record.version == version).hash(hasher);
    (&turn.phase, &turn.cover, &turn.rule, &turn.mode).hash(hasher);
    (&turn.found, &turn.outcome, turn.brief.receive_count).hash(hasher);
    std::mem::discriminant(&worker.pending).hash(hasher);
}
