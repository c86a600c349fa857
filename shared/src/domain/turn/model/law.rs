//! What must hold, in the model's own words. None of it asks the machine.

use std::collections::BTreeMap;
use std::fmt;

use super::action::Which;
use super::inbox::{BEGINNING, Deed, Parts, us};
use super::worker::{Worker, time};
use super::world::{HIDDEN, UNDER_WAY, World};
use crate::domain::conversation::decide::Desk;
use crate::domain::conversation::{Event, Record, decide};
use crate::domain::digest::Digest;
use crate::domain::ending::{Ending, Tally};
use crate::domain::reminder::Purpose;

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
    /// Who is to be looked at again is looked at.
    Reminded,
    /// What has come to an end has an ending, and it is counted once.
    Counted,
    /// While people are closed, nobody is given what can wait.
    Asleep,
    /// What waited is given to people once, with one note, when they are back; or one of them has dealt with it before.
    Woken,
    /// The visitor is told once when people are back, asked for each thing once, and never told the same twice in a row.
    ToldOnce,
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

/// What has happened since the visitor wrote the first part that waits.
fn of_the_wait(world: &World) -> impl Iterator<Item = (usize, Deed)> {
    let deeds = world.inbox.entries.iter().map(|entry| entry.deed);
    let deeds = deeds.enumerate();
    deeds.skip_while(|(nth, _)| world.waits & 1 << nth == 0)
}

/// Whether a teammate deals with what waits by this. A plain note is no such thing.
pub(super) const fn is_dealing(deed: Deed) -> bool {
    matches!(
        deed,
        Deed::Spoke | Deed::Took | Deed::Closed | Deed::PutAside | Deed::TookOut
    )
}

/// Whether a teammate has dealt with what is handed over at night or in the morning, as far as a worker knows: with what waits, and
/// with what the visitor has written beyond it. Who was told that a person takes over gets one, and so does who was told, or
/// asked for something, after the teammate's deed.
fn is_withdrawn(world: &World, worker: &Worker) -> bool {
    let entries = world.inbox.entries.iter().enumerate();
    let known = entries.filter(|(nth, _)| worker.knew & 1 << nth != 0);
    let mut dealt = known.filter(|(_, entry)| is_dealing(entry.deed));
    let dealt = dealt.next_back();
    let about = world.waits | covers(world, worker);
    let at_night = !world.scenario.opens.is_empty();
    let promised = |nth: usize| {
        let mut since = world.inbox.entries[nth..].iter();
        since.any(|entry| matches!(entry.deed, Deed::Queued | Deed::AskedField))
    };
    let withdrawn = |(nth, _)| about >> nth == 0 && !promised(nth);
    at_night && dealt.is_some_and(withdrawn) && world.farewells == 0
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
    let begins = deed == Deed::LeftNote || deed == Deed::Assigned && world.notes == 0;
    let sleeps = worker.opens.is_some_and(|opens| world.now < opens);
    // The dead letters' worker gives to people what nobody else could deal with.
    if begins && sleeps && worker.lane != Which::DeadLetters {
        let what = format!("{deed:?}, though those who get it are closed");
        return Err(Breach::of(Law::Asleep, what));
    }
    if deed == Deed::LeftNote && is_withdrawn(world, worker) {
        let what = "a note of what a teammate was known to have dealt with";
        return Err(Breach::of(Law::NeverOverAPerson, what));
    }
    if matches!(deed, Deed::LeftNote | Deed::Nudged | Deed::Released) {
        return Ok(());
    }
    if matches!(deed, Deed::SaidLate | Deed::Escalated) && somebody_came(world, worker) {
        let what = format!("{deed:?}, though somebody was known to have been there");
        return Err(Breach::of(Law::NeverOverAPerson, what));
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

/// Whether a worker knows that somebody has dealt with what was handed over: by a note, as far as its last reading showed
/// one; by anything else, if it was told in any way.
fn somebody_came(world: &World, worker: &Worker) -> bool {
    let entries = world.inbox.entries.iter().enumerate();
    let since = entries.skip_while(|(_, entry)| entry.deed != Deed::Assigned);
    since.into_iter().any(|(nth, entry)| match entry.deed {
        Deed::Noted => nth < usize::from(worker.shown),
        Deed::Spoke | Deed::Took | Deed::Closed => worker.knew & 1 << nth != 0,
        _ => false,
    })
}

/// A post is made.
pub(super) fn makes(world: &mut World, worker: &Worker, deed: Deed) -> Result<(), Breach> {
    let once = match deed {
        Deed::SaidLate => Some(&mut world.lates),
        Deed::Nudged => Some(&mut world.nudges),
        _ => None,
    };
    if let Some(said) = once {
        *said += 1;
        if *said > 1 {
            let what = format!("{deed:?} once more");
            return Err(Breach::of(Law::HandOff, what));
        }
    }
    told_once(world, worker, deed)?;
    let (parts, again) = match deed {
        Deed::Answered(parts) => (parts, world.answered | world.handed | world.waits),
        Deed::SaidFarewell | Deed::LeftNote => (covers(world, worker), world.answered),
        Deed::AskedField | Deed::Queued | Deed::SaidAgain => {
            let parts = covers(world, worker);
            (parts, world.answered | world.handed | world.waits)
        }
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
        Deed::AskedField | Deed::Queued | Deed::SaidAgain => {
            world.waits |= parts & since_dealing(world);
        }
        // What waited goes with it.
        _ => world.handed |= parts | world.waits,
    }
    match deed {
        Deed::SaidFarewell => world.farewells += 1,
        Deed::LeftNote => world.notes += 1,
        _ => {}
    }
    Ok(())
}

/// What was written since a teammate has dealt with it.
fn since_dealing(world: &World) -> Parts {
    let mut entries = world.inbox.entries.iter();
    let dealt = entries.rposition(|entry| is_dealing(entry.deed));
    dealt.map_or(Parts::MAX, |nth| Parts::MAX << nth)
}

/// What the visitor is told at night is said.
///
/// A text that crossed with a teammate's dealing with it is none of the next wait's.
fn told_once(world: &mut World, worker: &Worker, deed: Deed) -> Result<(), Breach> {
    let parts = covers(world, worker);
    if parts != 0 && parts & since_dealing(world) == 0 {
        return Ok(());
    }
    let again = match deed {
        Deed::AskedField => &mut world.fields,
        Deed::Queued => &mut world.told,
        Deed::SaidAgain => {
            if world.inbox.last_words() == Some(deed) {
                return Err(Breach::of(Law::ToldOnce, "the same words twice in a row"));
            }
            return Ok(());
        }
        _ => return Ok(()),
    };
    *again += 1;
    if *again > 1 && !is_hidden_too_long(world, worker, deed) {
        return Err(Breach::of(Law::ToldOnce, format!("{deed:?} once more")));
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
        (Deed::AskedField, Deed::AskedField) | (Deed::Queued, Deed::Queued) => true,
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
        let at_night = !world.scenario.opens.is_empty();
        since.into_iter().any(|entry| {
            matches!(entry.deed, Deed::Spoke | Deed::Closed) || at_night && is_dealing(entry.deed)
        })
    };
    for nth in world.inbox.asked() {
        let part: Parts = 1 << nth;
        // What waits does so as long as somebody comes for it.
        let waits = matches!(
            record.reminder.map(|reminder| reminder.purpose),
            Some(Purpose::Opening(_))
        );
        let waits = if waits {
            world.waits | told_before(world, record)
        } else {
            0
        };
        let dealt = (world.answered | world.handed | waits | world.inbox.redacted) & part != 0;
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
    reminded(world, record)?;
    woken(world, record)?;
    picked_up(world, record)?;
    counted(world, record)?;
    converges(world, record)
}

/// The visitor's parts that were looked at, where they were told last that it was noted: nothing more is said of those.
fn told_before(world: &World, record: &Record) -> Parts {
    if world.inbox.last_words() != Some(Deed::SaidAgain) {
        return 0;
    }
    let stamp = |nth: usize| Some(&world.inbox.entries[nth].line.part.stamp);
    let asked = world.inbox.asked();
    let looked_at = asked.filter(|nth| stamp(*nth) <= record.answered());
    looked_at.fold(0, |all, nth| all | 1 << nth)
}

/// What nobody has picked up goes on to those who come next, and who is told of it is told why.
fn picked_up(world: &World, record: &Record) -> Result<(), Breach> {
    let entries = &world.inbox.entries;
    let handed = entries.iter().any(|entry| entry.deed == Deed::Assigned);
    let next = world.scenario.config.hand_off.pick_up.is_some();
    let came = entries.iter().any(|entry| {
        let deeds = [
            Deed::Spoke,
            Deed::Took,
            Deed::Noted,
            Deed::Closed,
            Deed::GaveBack,
        ];
        deeds.contains(&entry.deed)
    });
    let escalated = entries.last().is_some_and(|entry| entry.team == 102);
    if handed && next && !came && record.reminder.is_none() && !escalated {
        let what = "nobody has picked it up, and nobody else has it";
        return Err(Breach::of(Law::HandOff, what));
    }
    Ok(())
}

/// Somebody comes, no later than the record says.
fn reminded(world: &World, record: &Record) -> Result<(), Breach> {
    let Some(reminder) = record.reminder else {
        return Ok(());
    };
    let comes = world.rows.first().map(|(at, _)| *at);
    // A row that came while a turn was under way comes again a little later.
    let waits = reminder.queued().is_some();
    let at = reminder.at - BEGINNING;
    let latest = if waits {
        at.max(world.now) + UNDER_WAY
    } else {
        at
    };
    if comes.is_none_or(|row| row > latest) {
        return Err(Breach::of(Law::Reminded, "a reminder nobody comes for"));
    }
    // What waits is looked at when people are back, by the configuration that is live; who had begun by an older one has
    // until that one's hours.
    let opens = world.opens().map(|opens| opens.max(world.now) + UNDER_WAY);
    if matches!(reminder.purpose, Purpose::Opening(_)) && !world.outdated && comes > opens {
        let what = "people are back before somebody comes for what waits";
        return Err(Breach::of(Law::Reminded, what));
    }
    Ok(())
}

/// At the end of all: what waited is with people, with one note, and not put aside; or a teammate has dealt with it.
fn woken(world: &World, record: &Record) -> Result<(), Breach> {
    if !world.scenario.reminds || !world.rows.is_empty() || world.waits == 0 {
        return Ok(());
    }
    if record.reminder.is_some() {
        return Err(Breach::of(Law::Woken, "it waits for nobody"));
    }
    if of_the_wait(world).any(|(_, deed)| is_dealing(deed)) {
        return Ok(());
    }
    let count = |sought: Deed| {
        let deeds = of_the_wait(world).filter(|(_, deed)| *deed == sought);
        deeds.count()
    };
    // A team gets it once more when the agent's own teammate was beside it.
    let given = match count(Deed::Released) {
        0 => count(Deed::Assigned),
        _ => count(Deed::Assigned).min(1),
    };
    let notes = count(Deed::LeftNote);
    let what = match (given, notes, world.inbox.snoozed()) {
        (1, 1, None) => return Ok(()),
        (1, 1, Some(_)) => "people have it, and do not see it".to_owned(),
        (_, _, _) => format!("{given} assignments and {notes} notes of what waited"),
    };
    Err(Breach::of(Law::Woken, what))
}

/// The counters say what the record does, and the record what has become of the conversation.
fn counted(world: &World, record: &Record) -> Result<(), Breach> {
    let counted = record.counted();
    let expected = Tally::between(None, counted.as_ref());
    let expected: BTreeMap<_, _> = expected
        .rows()
        .flat_map(|(counter, counts)| {
            let counts = counts.iter();
            let rule = counter.rule.map(Digest::number);
            counts.map(move |(name, by)| ((counter.day, rule, name.clone()), *by))
        })
        .collect();
    if expected != world.counters {
        return Err(Breach::of(
            Law::Counted,
            "the counters are not what the record counts as",
        ));
    }
    let ending = record.ended.as_ref().map(|ended| ended.ending);
    let entries = &world.inbox.entries;
    let everything: Parts = (1 << entries.len()) - 1;
    let fits = match ending {
        // Nothing is counted before it is known what it was.
        None => (record.reminder.is_some() || world.answered == 0) && world.notes == 0,
        Some(Ending::HandedOff) => world.handed != 0 || world.notes != 0,
        Some(Ending::TakenOver) => world.answered != 0 && person_has(world, everything),
        Some(Ending::Assumed) => world.answered != 0,
        Some(Ending::Confirmed | Ending::LeftToBot | Ending::Abandoned) => false,
    };
    if !fits {
        let what = format!("it counts as {ending:?}, which it is not");
        return Err(Breach::of(Law::Counted, what));
    }
    Ok(())
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
