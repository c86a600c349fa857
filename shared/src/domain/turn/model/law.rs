//! What must hold, in the model's own words. None of it asks the machine.

use std::fmt;

use super::inbox::{Deed, Parts, us};
use super::worker::{Worker, time};
use super::world::{HIDDEN, World};
use crate::domain::conversation::decide::Desk;
use crate::domain::conversation::{Event, Record, decide};

/// A promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Law {
    /// Every visitor part is covered by exactly one of an answer, a hand-off, or people.
    CoveredOnce,
    /// Nothing visible is started after a person's taking over could be known.
    NeverOverAPerson,
    /// When nothing is under way any more, nothing waits, and no step is open.
    NothingLost,
    /// No worker takes a conversation from another whose lease lasts.
    OneAtATime,
    /// Our own parts ask for no turn, and every schedule comes to an end.
    NoLoops,
    /// What is seen and covered only grows, and the order of notifications does not matter.
    Convergence,
    /// A hand-off has one text, one note, and ends with a person or a team.
    HandOff,
}

/// A law that was broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Breach {
    pub(super) law: Law,
    pub(super) what: String,
}

impl Breach {
    pub(super) fn of(law: Law, what: impl Into<String>) -> Self {
        let what = what.into();
        Self { law, what }
    }
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.law, self.what)
    }
}

/// Whether a person has it, as far as somebody knows who knows these parts.
fn person_has(world: &World, known: Parts) -> bool {
    let entries = world.inbox.entries.iter().enumerate();
    let known = entries.filter(|(nth, _)| known & 1 << nth != 0);
    known.fold(false, |has, (_, entry)| match entry.deed {
        Deed::Spoke | Deed::Took => true,
        Deed::GaveBack => false,
        _ => has,
    })
}

/// What was seen and covered only grows.
pub(super) fn grows(before: Option<&Record>, after: &Record) -> Result<(), Breach> {
    let Some(before) = before else { return Ok(()) };
    let shrunk = before.seen > after.seen
        || before.covered > after.covered
        || before.ownership.spoken > after.ownership.spoken
        || before.ownership.returned > after.ownership.returned
        || before.ownership.closed > after.ownership.closed;
    if shrunk {
        return Err(Breach::of(
            Law::Convergence,
            "a register of the record shrinks",
        ));
    }
    Ok(())
}

/// A worker writes the record.
pub(super) fn claims(before: Option<&Record>, after: &Record, now: i64) -> Result<(), Breach> {
    let lease = before.and_then(|before| before.lease);
    let live = lease.filter(|lease| lease.until > time(now).as_second());
    match (live, after.lease) {
        (Some(live), Some(claim)) if live.worker != claim.worker => Err(Breach::of(
            Law::OneAtATime,
            "a conversation is taken while a lease lasts",
        )),
        _ => Ok(()),
    }
}

/// A post begins.
pub(super) fn starts(world: &World, worker: &Worker, deed: Deed) -> Result<(), Breach> {
    if matches!(deed, Deed::LeftNote | Deed::Released) {
        return Ok(());
    }
    if person_has(world, worker.knew) {
        let what = format!("{deed:?}, though a person was known to have it");
        return Err(Breach::of(Law::NeverOverAPerson, what));
    }
    // A reading that lagged could not show it; its notification is another matter, and stands above.
    let heard: Parts = (1 << worker.heard) - 1;
    if matches!(deed, Deed::Answered(_)) && !worker.lagged && person_has(world, heard) {
        let what = format!("{deed:?}, though a person had it while the agent thought");
        return Err(Breach::of(Law::NeverOverAPerson, what));
    }
    Ok(())
}

/// A post is made.
pub(super) fn makes(world: &mut World, worker: &Worker, deed: Deed) -> Result<(), Breach> {
    let (parts, again) = match deed {
        Deed::Answered(parts) => (parts, world.answered | world.handed),
        Deed::SaidFarewell | Deed::LeftNote => (covers(world, worker), world.answered),
        _ => return Ok(()),
    };
    let said = match deed {
        Deed::SaidFarewell => world.farewells,
        Deed::LeftNote => world.notes,
        _ => 0,
    };
    if parts & again != 0 || said > 0 {
        if !is_hidden_too_long(world, worker, deed) {
            let law = if said > 0 {
                Law::HandOff
            } else {
                Law::CoveredOnce
            };
            return Err(Breach::of(
                law,
                format!("{deed:?} comes on top of what was said"),
            ));
        }
        world.doubled = true;
    }
    match deed {
        Deed::Answered(_) => world.answered |= parts,
        _ => world.handed |= parts,
    }
    match deed {
        Deed::SaidFarewell => world.farewells += 1,
        Deed::LeftNote => world.notes += 1,
        _ => {}
    }
    Ok(())
}

/// Residual risk (a): what was said before is hidden from the worker's last reading for longer than it is looked for, and
/// the worker was told of no echo of it.
fn is_hidden_too_long(world: &World, worker: &Worker, deed: Deed) -> bool {
    let entries = world.inbox.entries.iter().enumerate();
    let mut before = entries.filter(|(_, entry)| match (deed, entry.deed) {
        (Deed::Answered(parts), Deed::Answered(others)) => parts & others != 0,
        (Deed::LeftNote, Deed::LeftNote) => true,
        (Deed::LeftNote, Deed::SaidFarewell) => false,
        (_, Deed::Answered(_) | Deed::SaidFarewell | Deed::LeftNote) => true,
        _ => false,
    });
    before.all(|(nth, entry)| {
        let hidden = nth >= usize::from(worker.shown) && worker.knew & 1 << nth == 0;
        hidden && world.now >= entry.at + HIDDEN
    })
}

/// The visitor's parts a hand-off is about: what its step covers, without what was dealt with before.
fn covers(world: &World, worker: &Worker) -> Parts {
    let record = &worker.turn.record;
    let Some(step) = &record.step else { return 0 };
    let of = |nth: &usize| {
        let stamp = &world.inbox.entries[*nth].line.part.stamp;
        Some(stamp) > record.answered() && *stamp <= step.cover
    };
    world
        .inbox
        .asked()
        .filter(of)
        .fold(0, |all, nth| all | 1 << nth)
}

/// Nothing is under way.
pub(super) fn quiet(world: &World) -> Result<(), Breach> {
    let record = world
        .record
        .as_deref()
        .expect("the first part was heard of");
    // The lease of a worker that died has run out by now.
    let barred = record
        .lease
        .is_some_and(|lease| lease.until > time(world.now).as_second());
    if record.step.is_some() || barred {
        return Err(Breach::of(
            Law::NothingLost,
            "a step or a lease is left over",
        ));
    }
    let entries = &world.inbox.entries;
    let everything: Parts = (1 << entries.len()) - 1;
    let with_people = world.inbox.is_with_people() || person_has(world, everything);
    let later = |nth: usize| {
        let since = entries[nth..].iter();
        since
            .into_iter()
            .any(|entry| matches!(entry.deed, Deed::Spoke | Deed::Closed))
    };
    for nth in world.inbox.asked() {
        let part: Parts = 1 << nth;
        let dealt = (world.answered | world.handed | world.inbox.redacted) & part != 0;
        if !dealt && !with_people && !later(nth) {
            return Err(Breach::of(
                Law::NothingLost,
                format!("part {nth} waits for nobody"),
            ));
        }
    }
    let promised = world.farewells + world.notes > 0;
    let closed = entries.iter().any(|entry| entry.deed == Deed::Closed);
    if promised && !with_people && !closed {
        return Err(Breach::of(
            Law::HandOff,
            "a person was promised, and nobody has it",
        ));
    }
    converges(world, record)
}

/// The record says what all parts say, in the order in which they were written.
fn converges(world: &World, record: &Record) -> Result<(), Breach> {
    let us = us();
    let mut told = Record::default();
    for entry in &world.inbox.entries {
        for event in Event::of(&entry.line.part, &us) {
            told = decide(&told, &event, Desk { us: &us }).record;
        }
    }
    let registers = |record: &Record| {
        let ownership = record.ownership.clone();
        (
            ownership.spoken,
            ownership.stopped,
            ownership.returned,
            ownership.closed,
        )
    };
    // What was redacted before it was heard of was never seen.
    let seen = world.inbox.redacted != 0 || told.seen == record.seen;
    if !seen || registers(&told) != registers(record) {
        return Err(Breach::of(
            Law::Convergence,
            "the record is not what the parts say",
        ));
    }
    Ok(())
}
