//! The world of one conversation, and what each action makes of it.

use crate::domain::turn::guard::Guard;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::action::{Action, Fate, Which};
use super::inbox::{BEGINNING, Deed, Inbox, Parts, us};
use super::lane::Lane;
use super::law::{self, Breach, Law};
use super::scenario::{Agent, Budget, Scenario};
use super::worker::{Worker, time};
use crate::domain::answer::{Answer, Question};
use crate::domain::conversation::decide::Desk;
use crate::domain::conversation::{Action as Asks, Cause, Errand, Event, Record, decide};
use crate::domain::digest::Digest;
use crate::domain::ending::Tally;
use crate::domain::hand_off::Reason;
use crate::domain::queued::Place;
use crate::domain::switch::Switch;
use crate::domain::turn::effect::Facts;
use crate::domain::turn::{Brief, Effect, Failure, Input, Stop, Turn, budget};
use crate::error::{Disposition, Error};
use crate::ports::queue::Lane as Queue;

/// How long a part may be hidden from readings: as long as a turn looks for it. What is hidden for longer is residual risk (a).
pub(super) const HIDDEN: i64 = 22;
/// How much later a row is looked at again whose turn is under way.
pub(super) const UNDER_WAY: i64 = 120;
/// For how long a FIFO queue drops what was sent before.
const REMEMBERED: i64 = 300;

#[derive(Debug, Clone)]
pub(super) struct World {
    pub(super) scenario: Arc<Scenario>,
    pub(super) now: i64,
    pub(super) inbox: Inbox,
    pub(super) record: Option<Arc<Record>>,
    /// The parts whose notifications are under way.
    pub(super) news: Parts,
    /// The parts of which the record was told.
    pub(super) taken: Parts,
    /// The parts whose turn was asked for before they were written down: none, but for a mutant.
    pub(super) early: Parts,
    pub(super) turns: Lane,
    pub(super) bulk: Lane,
    pub(super) dead_letters: Lane,
    /// When somebody comes for what is to be looked at again, and where it stands among what waits for people to open.
    pub(super) rows: BTreeSet<(i64, Option<Place>)>,
    /// Whether the row that is due next was put off because a turn is under way. Until it is done, workers are prompt: one
    /// that is slow each time makes no other schedule than one that is slow once.
    pub(super) put_off: bool,
    /// How many configurations have gone live after the first.
    pub(super) configured: usize,
    /// Whether somebody may still write by an older one.
    pub(super) outdated: bool,
    /// The counters, by day, rule and name.
    pub(super) counters: BTreeMap<(Date, Option<u64>, String), i64>,
    /// What asked for a turn, and when.
    pub(super) asked: Vec<(Digest, i64)>,
    pub(super) workers: Vec<Worker>,
    pub(super) hired: u64,
    pub(super) left: Budget,
    /// How much of what the team does it has done.
    pub(super) acted: usize,
    /// The visitor's parts that a visible answer covers.
    pub(super) answered: Parts,
    /// Those a hand-off covers.
    pub(super) handed: Parts,
    /// Those that wait until people are back, by what the visitor was told.
    pub(super) waits: Parts,
    /// How often the visitor was asked for what people will need, since a person dealt with it.
    pub(super) fields: u8,
    /// How often they were told when people are back.
    pub(super) told: u8,
    /// The hand-off's texts since the conversation was last given to the agent.
    pub(super) farewells: u8,
    pub(super) notes: u8,
    /// What was said, and noted, because nobody came.
    pub(super) lates: u8,
    pub(super) nudges: u8,
    /// Whether something was said twice, by residual risk (a).
    pub(super) doubled: bool,
}

impl World {
    /// The visitor has just written.
    pub(super) fn begin(scenario: &Arc<Scenario>) -> Self {
        let mut world = Self {
            scenario: scenario.clone(),
            now: 0,
            inbox: Inbox {
                wakes: scenario.wakes,
                ..Inbox::default()
            },
            record: None,
            news: 0,
            taken: 0,
            early: 0,
            turns: Lane::default(),
            bulk: Lane::default(),
            dead_letters: Lane::default(),
            rows: BTreeSet::new(),
            put_off: false,
            configured: 0,
            outdated: false,
            counters: BTreeMap::new(),
            asked: Vec::new(),
            workers: Vec::new(),
            hired: 0,
            left: scenario.budget,
            acted: 0,
            answered: 0,
            handed: 0,
            waits: 0,
            fields: 0,
            told: 0,
            farewells: 0,
            notes: 0,
            lates: 0,
            nudges: 0,
            doubled: false,
        };
        world.happens(Deed::Asked, false);
        world
    }

    /// Nothing is under way; a schedule may end here.
    pub(super) fn is_quiet(&self) -> bool {
        self.news == 0
            && self.workers.is_empty()
            && self.turns.requests.is_empty()
            && self.bulk.requests.is_empty()
            && self.dead_letters.requests.is_empty()
            && !self.is_reminded()
    }

    /// Whether a row is due that somebody comes for.
    fn is_reminded(&self) -> bool {
        let first = self.rows.first();
        self.scenario.reminds && first.is_some_and(|(at, _)| *at <= self.now)
    }

    /// When the team opens by the configuration that is live; none where it never closes.
    pub(super) fn opens(&self) -> Option<i64> {
        self.scenario.opens.get(self.configured).copied()
    }

    /// Everything that can happen next.
    pub(super) fn actions(&self) -> Vec<Action> {
        let mut all = Vec::new();
        let left = &self.left;
        if left.messages > 0 {
            all.push(Action::VisitorWrites);
            if self.inbox.last_words() == Some(Deed::AskedField) {
                all.push(Action::VisitorGives);
            }
        }
        if self.configured + 1 < self.scenario.opens.len() {
            all.push(Action::Reconfigures);
        }
        if self.acted < self.scenario.team.len() {
            all.push(Action::TeamActs);
        }
        if left.redactions > 0 && self.inbox.redacted == 0 {
            all.push(Action::Redacts);
        }
        for nth in (0..self.inbox.entries.len()).filter(|nth| self.news & 1 << nth != 0) {
            let part = u8::try_from(nth).unwrap();
            all.push(Action::Hears(part));
            if left.duplicates > 0 {
                all.push(Action::HearsTwice(part));
            }
            if left.crashes > 0 && self.heard_of(nth).1.is_some() {
                all.push(Action::HearsHalf(part));
            }
            if left.lost_echoes > 0 && self.is_ours(nth) {
                all.push(Action::Loses(part));
            }
        }
        if self.workers.len() < self.scenario.workers {
            for which in [Which::Turns, Which::Bulk, Which::DeadLetters] {
                if self.lane(which).shows(self.now) {
                    all.push(Action::Receives(which));
                }
            }
        }
        if self.is_reminded() {
            all.push(Action::Flushes);
            let waits = matches!(self.rows.first(), Some((_, Some(_))));
            if waits && left.crashes > 0 {
                all.push(Action::FlushesHalf);
            }
        }
        for (nth, worker) in self.workers.iter().enumerate() {
            let index = u8::try_from(nth).unwrap();
            let fates = self.fates(worker);
            all.extend(fates.into_iter().map(|fate| Action::Performs(index, fate)));
            if left.crashes > 0 {
                all.push(Action::Dies(index));
            }
        }
        all.extend(self.time());
        all
    }

    fn lane(&self, which: Which) -> &Lane {
        match which {
            Which::Turns => &self.turns,
            Which::Bulk => &self.bulk,
            Which::DeadLetters => &self.dead_letters,
        }
    }

    fn lane_mut(&mut self, which: Which) -> &mut Lane {
        match which {
            Which::Turns => &mut self.turns,
            Which::Bulk => &mut self.bulk,
            Which::DeadLetters => &mut self.dead_letters,
        }
    }

    fn is_ours(&self, nth: usize) -> bool {
        let deed = self.inbox.entries[nth].deed;
        matches!(
            deed,
            Deed::Answered(_)
                | Deed::SaidFarewell
                | Deed::LeftNote
                | Deed::Assigned
                | Deed::Released
                | Deed::AskedField
                | Deed::Queued
                | Deed::SaidAgain
                | Deed::Snoozed(_)
                | Deed::Opened
                | Deed::SaidLate
                | Deed::Nudged
                | Deed::Escalated
        )
    }

    /// Whether a worker could be given something now.
    fn is_asked_for(&self) -> bool {
        let lanes = [&self.turns, &self.bulk, &self.dead_letters];
        let shows = lanes.iter().any(|lane| lane.shows(self.now));
        shows && self.workers.len() < self.scenario.workers
    }

    /// When the next hidden request shows.
    fn next_moment(&self) -> Option<i64> {
        let lanes = [&self.turns, &self.bulk, &self.dead_letters];
        let rows = self.rows.iter().map(|(at, _)| *at);
        let reminders = rows.filter(|at| self.scenario.reminds && *at > self.now);
        lanes
            .iter()
            .filter_map(|lane| lane.shows_at(self.now))
            .chain(reminders)
            .min()
    }

    /// Whether time can pass. A post begins when the machine says so; and who waits for less than this wakes first.
    fn time(&self) -> Option<Action> {
        let moment = self.next_moment()?;
        let mut workers = self.workers.iter();
        if workers.any(|worker| {
            worker.is_about_to_post() || worker.wakes.is_some_and(|wakes| wakes <= moment)
        }) {
            return None;
        }
        if self.put_off && (self.is_asked_for() || !self.workers.is_empty()) {
            return None;
        }
        if self.workers.iter().all(|worker| moment <= worker.deadline) {
            return Some(Action::TimePasses);
        }
        (self.left.stalls > 0).then_some(Action::Stalls)
    }

    /// What can become of a worker's effect.
    fn fates(&self, worker: &Worker) -> Vec<Fate> {
        let left = &self.left;
        let mut fates = vec![Fate::Fine];
        match &worker.pending {
            Effect::Save(..) if left.written_twice > 0 => fates.push(Fate::WrittenTwice),
            Effect::Read => {
                let entries = &self.inbox.entries;
                let is_young = |nth: &usize| {
                    let at = entries[entries.len() - nth].at;
                    self.now < at + HIDDEN && left.lags > 0 || left.long_lags > 0
                };
                let lags = (1..=entries.len()).take_while(is_young);
                fates.extend(lags.map(|nth| Fate::Lags(u8::try_from(nth).unwrap())));
                if left.unreadable > 0 {
                    fates.push(Fate::Unreadable);
                }
            }
            Effect::Ask(..) => {
                let agent = self.scenario.agent.iter();
                fates = agent
                    .map(|agent| match agent {
                        Agent::Answers => Fate::Fine,
                        Agent::WantsPerson => Fate::WantsPerson,
                        Agent::GivesUp => Fate::GaveUp,
                    })
                    .collect();
            }
            Effect::Post(_) => {
                if left.unknowns > 0 {
                    fates.extend([Fate::UnknownMade, Fate::UnknownNotMade]);
                }
                if left.unnamed > 0 {
                    fates.push(Fate::Unnamed);
                }
                if left.refusals > 0 {
                    fates.push(Fate::Refused);
                }
                if left.limits > 0 {
                    fates.push(Fate::Limited);
                }
            }
            Effect::Wait(_) => {
                // Who wakes first, wakes first; and nobody is kept from posting.
                let others = || self.workers.iter();
                let first = others().filter_map(|other| other.wakes).min();
                if worker.wakes != first || others().any(Worker::is_about_to_post) {
                    fates.clear();
                }
            }
            _ => {}
        }
        fates
    }

    /// The world after an action, and the law it broke, if it did.
    pub(super) fn after(&self, action: Action) -> (Self, Result<(), Breach>) {
        let mut world = self.clone();
        let kept = world.take(action);
        world.bury();
        (world, kept)
    }

    fn take(&mut self, action: Action) -> Result<(), Breach> {
        match action {
            Action::VisitorWrites => {
                self.left.messages -= 1;
                self.happens(Deed::Asked, false);
            }
            Action::VisitorGives => {
                self.left.messages -= 1;
                self.happens(Deed::Gave, false);
            }
            Action::Reconfigures => self.reconfigure(),
            Action::TeamActs => {
                let deed = self.scenario.team[self.acted];
                self.acted += 1;
                if deed == Deed::GaveBack {
                    (self.farewells, self.notes) = (0, 0);
                    (self.lates, self.nudges) = (0, 0);
                }
                if !self.scenario.opens.is_empty() {
                    // Nobody deals with what was written in the same second.
                    self.now += 1;
                }
                self.happens(deed, false);
                if law::is_dealing(deed) {
                    (self.fields, self.told, self.waits) = (0, 0, 0);
                }
            }
            Action::Redacts => {
                self.left.redactions -= 1;
                self.inbox.redact(0);
            }
            Action::Hears(part)
                if !Guard::WriteBeforeRequest.holds() && self.early & 1 << part == 0 =>
            {
                self.early |= 1 << part;
                let (_, cause) = self.heard_of(usize::from(part));
                self.request(cause.map(named));
            }
            Action::Hears(part) if self.early & 1 << part != 0 => {
                self.news &= !(1 << part);
                self.hear(usize::from(part))?;
            }
            Action::Hears(part) => {
                self.news &= !(1 << part);
                let asked = self.hear(usize::from(part))?;
                self.request(asked);
            }
            Action::HearsTwice(part) => {
                self.left.duplicates -= 1;
                let asked = self.hear(usize::from(part))?;
                self.request(asked);
            }
            Action::HearsHalf(part) => {
                self.left.crashes -= 1;
                self.hear(usize::from(part))?;
            }
            Action::Loses(part) => {
                self.left.lost_echoes -= 1;
                self.news &= !(1 << part);
            }
            Action::Receives(which) => self.receive(which),
            Action::Flushes => self.flush(),
            Action::FlushesHalf => {
                self.left.crashes -= 1;
                let rows = self.rows.clone();
                self.flush();
                self.rows.extend(rows);
            }
            Action::Performs(worker, fate) => return self.perform(usize::from(worker), fate),
            Action::Dies(worker) => {
                self.left.crashes -= 1;
                self.workers.remove(usize::from(worker));
            }
            Action::TimePasses => {
                return self.wait_until(self.next_moment().expect("it was asked before"));
            }
            Action::Stalls => {
                self.left.stalls -= 1;
                return self.wait_until(self.next_moment().expect("it was asked before"));
            }
        }
        Ok(())
    }

    /// Time passes; what was put out of the open inbox until then is back in it.
    fn wait_until(&mut self, at: i64) -> Result<(), Breach> {
        self.now = self.now.max(at);
        if self.inbox.snoozed().is_some_and(|until| until <= self.now) {
            // Nothing depends on when its notification comes: it tells of nobody's deed.
            let nth = self.inbox.entries.len();
            self.inbox.write(Deed::Woke, self.now, false);
            let asked = self.hear(nth)?;
            self.request(asked);
        }
        Ok(())
    }

    /// Another configuration goes live, and what waits is looked at by it: as `Ports::redate` does it, at once.
    fn reconfigure(&mut self) {
        self.configured += 1;
        self.outdated = !self.workers.is_empty();
        let rows = std::mem::take(&mut self.rows).into_iter();
        self.rows = rows
            .map(|(at, place)| match place {
                Some(_) => (at.min(self.now), place),
                None => (at, place),
            })
            .collect();
    }

    /// Something is written at Intercom, which notifies us of it.
    fn happens(&mut self, deed: Deed, workflow_undoes: bool) {
        self.news |= 1 << self.inbox.entries.len();
        self.inbox.write(deed, self.now, workflow_undoes);
    }

    /// The record after a part's notification, and what it asks for: as `Conversation::take` does it.
    fn heard_of(&self, nth: usize) -> (Record, Option<Cause>) {
        let us = us();
        let mut record = self.record.as_deref().cloned().unwrap_or_default();
        let mut cause = None;
        for event in Event::of(&self.inbox.entries[nth].line.part, &us) {
            let decision = decide(&record, &event, Desk { us: &us });
            record = decision.record;
            for Asks::RequestTurn(asked) in decision.actions {
                cause = Some(asked);
            }
        }
        (record, cause)
    }

    /// A topic function reads and writes the record on condition of its version, and again until nobody came between:
    /// as if at once.
    fn hear(&mut self, nth: usize) -> Result<Option<Digest>, Breach> {
        let (record, cause) = self.heard_of(nth);
        if cause.is_some() && self.is_ours(nth) {
            return Err(Breach::of(Law::NoLoops, "our own part asks for a turn"));
        }
        self.taken |= 1 << nth;
        if self.record.as_deref() != Some(&record) {
            let before = self.record.as_deref().and_then(Record::counted);
            self.count(&Tally::between(before.as_ref(), record.counted().as_ref()));
            self.store(record)?;
        }
        Ok(cause.map(named))
    }

    fn request(&mut self, cause: Option<Digest>) {
        let Some(cause) = cause else { return };
        let now = self.now;
        self.asked.retain(|(_, at)| now < at + REMEMBERED);
        if self.asked.iter().all(|(asked, _)| *asked != cause) {
            self.asked.push((cause, now));
            self.asked.sort_by_key(|(cause, _)| cause.number());
            self.turns.send(cause, Errand::Answer, now);
        }
    }

    /// What is due is taken from its table: as `functions/queue-flush` does it, at once.
    fn flush(&mut self) {
        let (at, place) = self.rows.pop_first().expect("it was asked before");
        let record = self
            .record
            .as_deref()
            .expect("it was written before its row");
        let reminder = record.reminder;
        let queued = reminder.is_some_and(|reminder| reminder.queued().is_some());
        // A turn is under way that may be about to write that it waits, or a worker has died of it.
        let lease = record
            .lease
            .filter(|lease| lease.bars(0, self.now + BEGINNING));
        let is_under_way = record.step.is_some() || lease.is_some();
        if place.is_some() && !queued && is_under_way && Guard::RowStays.holds() {
            self.rows.insert((self.now + UNDER_WAY, place));
            self.put_off = true;
            return;
        }
        self.put_off = false;
        let Some(reminder) = reminder else { return };
        // Whether people are there is the turn's to say: the hours may be others by now.
        let waits = queued && place.is_some() && Guard::DueWhateverItSays.holds();
        if reminder.is_due(time(self.now)) || waits {
            let cause = Digest::of(["due", &at.to_string()]);
            self.bulk.send(cause, Errand::Due, self.now);
        } else {
            self.rows.insert((reminder.at - BEGINNING, place));
        }
    }

    fn count(&mut self, tally: &Tally) {
        for (counter, counts) in tally.rows() {
            for (name, by) in counts {
                let key = (counter.day, counter.rule.map(Digest::number), name.clone());
                *self.counters.entry(key).or_default() += by;
            }
        }
        self.counters.retain(|_, count| *count != 0);
    }

    fn store(&mut self, record: Record) -> Result<(), Breach> {
        let before = self.record.as_deref();
        law::grows(before, &record)?;
        let version = before.map_or(0, |before| before.version) + 1;
        self.record = Some(Arc::new(Record { version, ..record }));
        Ok(())
    }

    /// What was received too often becomes a dead letter.
    fn bury(&mut self) {
        let due = |lane: &Lane, most| {
            let first = lane.requests.front();
            first.is_some_and(|first| first.receives >= most)
        };
        while self.turns.shows(self.now) && due(&self.turns, self.scenario.receives) {
            let letter = self.turns.requests.pop_front().expect("it shows");
            let errand = Errand::HandOver(Reason::LastResort);
            self.dead_letters.send(letter.cause, errand, self.now);
        }
    }

    /// A worker takes a request and reads the record.
    ///
    /// Nobody sees when it reads: a claim on a record that has changed since meets a conflict, and begins anew with what
    /// is stored by then, in the same function of the machine.
    fn receive(&mut self, which: Which) {
        self.hired += 1;
        let (now, number) = (self.now, self.hired);
        let scenario = self.scenario.clone();
        let (configured, opens) = (self.configured, self.opens());
        let visibility = Queue::Turns.visibility().as_secs().cast_signed();
        let request = self.lane_mut(which).requests.front_mut().expect("it shows");
        request.receives += 1;
        request.hidden_until = now + visibility;
        request.held = Some(number);
        let deadline = now + budget::FUNCTION.as_secs().cast_signed();
        let mut turn = Turn::new(Brief {
            beside: None,
            errand: request.errand.clone(),
            us: us(),
            config: scenario.live(configured),
            switch: Switch::default(),
            directory: scenario.directory.clone(),
            worker: number,
            receive_count: request.receives,
            deadline: time(deadline),
        });
        let pending = turn.step(Input::Begin, time(now));
        assert_eq!(pending, Effect::Load);
        let mut worker = Worker {
            number,
            lane: which,
            turn,
            pending,
            deadline,
            wakes: None,
            shown: 0,
            redacted: 0,
            lagged: false,
            knows: self.taken,
            knew: 0,
            heard: 0,
            opens,
        };
        let record = self.record.as_deref().cloned().map(Box::new);
        worker.step(Input::Loaded(record), now);
        self.workers.push(worker);
        self.dismiss();
    }

    /// Whoever has stopped tells the queue. Between the last effect and that only its death can be told apart.
    fn dismiss(&mut self) {
        if self.left.crashes > 0 {
            return;
        }
        while let Some(nth) = self
            .workers
            .iter()
            .position(|worker| matches!(worker.pending, Effect::Stop(_)))
        {
            self.release(nth);
        }
    }

    fn release(&mut self, nth: usize) {
        let worker = self.workers.remove(nth);
        let Effect::Stop(stop) = worker.pending else {
            unreachable!("it has stopped")
        };
        let now = self.now;
        let lane = self.lane_mut(worker.lane);
        match stop {
            Stop::Outcome(_) => lane.delete(worker.number),
            Stop::Later { after, .. } => {
                // A little later than it asks for, never earlier.
                let after = i64::try_from(after.as_millis().div_ceil(1_000)).unwrap();
                lane.hide(worker.number, now + after);
            }
            Stop::Failed(failure) => {
                let error = Error::Stuck(failure);
                let Disposition::Retry(after) = error.disposition(worker.turn.brief.receive_count)
                else {
                    unreachable!("what fails at Intercom is tried again");
                };
                lane.hide(worker.number, now + after.as_secs().cast_signed());
            }
        }
    }

    /// A worker's effect is performed, and its machine told what came of it. What nobody else can see follows at once.
    fn perform(&mut self, nth: usize, fate: Fate) -> Result<(), Breach> {
        let mut worker = self.workers[nth].clone();
        if matches!(worker.pending, Effect::Stop(_)) {
            self.release(nth);
            return Ok(());
        }
        let input = self.input(&mut worker, fate)?;
        worker.step(input, self.now);
        // The switch is never touched here, and nothing is known of the visitor, so that it does not matter when either is
        // looked at.
        loop {
            match &worker.pending {
                Effect::LookAtSwitch => worker.step(Input::Switch(Switch::default()), self.now),
                Effect::Fetch(source, _) => {
                    let nothing = Input::Fetched(Facts::Unavailable(*source));
                    worker.step(nothing, self.now);
                }
                _ => break,
            }
        }
        if worker.is_about_to_post() {
            worker.knew = worker.knows;
        }
        self.workers[nth] = worker;
        self.dismiss();
        Ok(())
    }

    fn input(&mut self, worker: &mut Worker, fate: Fate) -> Result<Input, Breach> {
        Ok(match worker.pending.clone() {
            Effect::Remind(at, place) => {
                self.rows.insert((at.as_second() - BEGINNING, place));
                Input::Reminded
            }
            Effect::Save(record, tally) => {
                let current = self.record.as_deref();
                worker.knows |= self.taken;
                let overtaken = record.version != current.map_or(0, |current| current.version);
                if overtaken && Guard::ConditionalWrite.holds() {
                    return Ok(Input::Conflict(current.cloned().map(Box::new)));
                }
                law::claims(current, &record, self.now)?;
                self.count(&tally);
                self.store(*record)?;
                let stored = self.record.as_deref().expect("it was just stored");
                match fate {
                    Fate::WrittenTwice => {
                        self.left.written_twice -= 1;
                        Input::Conflict(Some(Box::new(stored.clone())))
                    }
                    _ => Input::Saved(stored.version),
                }
            }
            Effect::Read => return Ok(self.read(worker, fate)),
            Effect::Ask(question, _) => {
                worker.heard = u8::try_from(self.inbox.entries.len()).unwrap();
                match fate {
                    Fate::GaveUp => Input::GaveUp(Reason::AgentFailed),
                    fate => Input::Answered(Box::new(answer(&question, fate))),
                }
            }
            Effect::Post(post) => {
                let deed = match self.inbox.deed_of(&post) {
                    // Where people get it all the same, the text of closed hours is what the visitor is told of that.
                    Deed::Queued if worker.lane == Which::DeadLetters => Deed::SaidFarewell,
                    deed => deed,
                };
                return self.post(worker, deed, fate);
            }
            Effect::Wait(_) => {
                self.wait_until(worker.wakes.expect("it waits"))?;
                Input::Waited
            }
            effect => unreachable!("no scenario leads here: {effect:?}"),
        })
    }

    fn read(&mut self, worker: &mut Worker, fate: Fate) -> Input {
        let lacks = match fate {
            Fate::Unreadable => {
                self.left.unreadable -= 1;
                return Input::Read(Err(Failure::Unknown));
            }
            Fate::Lags(lacks) => lacks,
            _ => 0,
        };
        let shown = self.inbox.entries.len() - usize::from(lacks);
        if lacks > 0 {
            let oldest = self.inbox.entries[shown].at;
            if self.left.lags > 0 && self.now < oldest + HIDDEN {
                self.left.lags -= 1;
            } else {
                self.left.long_lags -= 1;
            }
        }
        worker.lagged = lacks > 0;
        worker.shown = u8::try_from(shown).unwrap();
        worker.redacted = self.inbox.redacted;
        worker.knows |= (1 << shown) - 1;
        Input::Read(Ok(Box::new(self.inbox.read(shown))))
    }

    fn post(&mut self, worker: &Worker, deed: Deed, fate: Fate) -> Result<Input, Breach> {
        law::starts(self, worker, deed)?;
        let failure = match fate {
            Fate::Refused => {
                self.left.refusals -= 1;
                Some(Failure::Refused)
            }
            Fate::Limited => {
                self.left.limits -= 1;
                let until = time(self.now + self.scenario.limited_for);
                Some(Failure::RateLimited(until))
            }
            Fate::UnknownNotMade => {
                self.left.unknowns -= 1;
                Some(Failure::Unknown)
            }
            _ => None,
        };
        if let Some(failure) = failure {
            return Ok(Input::Posted(Err(failure)));
        }
        law::makes(self, worker, deed)?;
        let undone = deed == Deed::Assigned && self.left.undone > 0;
        if undone {
            self.left.undone -= 1;
        }
        self.happens(deed, undone);
        if self.scenario.prompt_echoes {
            let nth = self.inbox.entries.len() - 1;
            self.news &= !(1 << nth);
            self.hear(nth)?;
        }
        if fate == Fate::UnknownMade {
            self.left.unknowns -= 1;
            return Ok(Input::Posted(Err(Failure::Unknown)));
        }
        if fate == Fate::Unnamed {
            self.left.unnamed -= 1;
            return Ok(Input::Posted(Ok(None)));
        }
        Ok(Input::Posted(Ok(Some(
            self.inbox.newest().stamp.id.clone(),
        ))))
    }
}

/// What tells one request from another.
fn named(cause: Cause) -> Digest {
    match cause {
        Cause::Part(part) => Digest::of([part.id.as_str()]),
        Cause::Notification => Digest::of(["notification"]),
    }
}

/// What the model's agent says: which parts it answers.
fn answer(question: &Question, fate: Fate) -> Answer {
    let asked: Vec<_> = question.unanswered().collect();
    Answer {
        text: format!("Re: {}", asked.join(" ")),
        confidence: 90,
        wants_person: fate == Fate::WantsPerson,
        ..Answer::default()
    }
}
