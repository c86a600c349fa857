//! One town, from its first message until nothing is left to do.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use shared::ports::queue::Lane;
use shared::workspace::Shares;
use simulator::{Fault, FaultKind};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::luck::Luck;
use crate::memory::Samples;
use crate::people::{NOW_AND_THEN, People};
use crate::town::{Terms, Town};
use crate::verdict::Verdict;
use crate::weather::storm;
use crate::workers::{Slots, Workers};

/// How large a town, and by which seed.
pub(crate) struct Run {
    pub(crate) workspaces: usize,
    pub(crate) conversations: usize,
    /// How many of them go on at the same time, beside those of the noisy workspace.
    pub(crate) at_once: usize,
    pub(crate) seed: u64,
}

/// Who is noisy, who asks now and then, whose token is revoked, and for whom Intercom hangs; the others are busy.
const NOISY: usize = 0;
const QUIET: usize = 1;
const DEAD: usize = 2;
const HUNG: usize = 3;

/// How much faster than the machine's time runs.
const PACE: u32 = 10;
/// One of so many points in a worker's life is its last. A turn has some forty.
const DIES: u32 = 500;
/// How many notifications of a thousand are lost the first time.
const LOSES: u32 = 20;
/// How many calls hang.
const HANGS: u32 = 30;

const SLOTS: Slots = Slots {
    topic: 4,
    turns: 10,
    bulk: 4,
};

impl Run {
    /// Runs it, tells the figures and checks what has to be so.
    pub(crate) async fn check(self) {
        let began = Instant::now();
        let town = Town::build(Terms {
            workspaces: self.workspaces,
            pace: PACE,
            seed: self.seed,
            shares: Shares::of(SLOTS.turns, 1),
            loses: LOSES,
        });
        let town = Arc::new(town.await);
        let built = began.elapsed();
        let workers = Workers::new(
            town.ports.clone(),
            town.queue.clone(),
            town.ledger.clone(),
            Luck::of(self.seed, 2),
            DIES,
        );
        let mut working = workers.work(SLOTS, |_| true);
        let stormy = (0..self.workspaces).filter(|nth| ![QUIET, DEAD].contains(nth));
        let storm = working.spawn(storm(
            town.intercom.clone(),
            stormy.map(Town::name).collect(),
            town.ledger.clone(),
            Luck::of(self.seed, 3),
            // As often in each workspace, however many there are.
            Duration::from_secs(5) / u32::try_from(self.workspaces).unwrap(),
        ));
        town.intercom.webhooks().duplicate_every(Some(7));
        let hangs = Fault::new(FaultKind::Latency(Duration::from_secs(5)));
        let hangs = hangs.in_workspace(&Town::name(HUNG)).times(HANGS);
        town.intercom.faults().inject(hangs);

        let samples = self.live(&town).await;
        // What is left to do is done in fair weather, so that it has an end.
        storm.abort();
        town.intercom.faults().clear();
        town.rests(|_| true).await;
        drop(working);

        let mut verdict = Verdict::default();
        let mut left = Verdict::default();
        for nth in 0..self.workspaces {
            let of = if nth == DEAD { &mut left } else { &mut verdict };
            town.judge(nth, of).await;
        }
        self.tell(&town, &verdict, &left, &samples, [built, began.elapsed()]);
        self.hold(&town, &verdict, &left, &samples);
        let misunderstood = town.intercom.misunderstood();
        assert!(misunderstood.is_empty(), "{misunderstood:#?}");
        Arc::into_inner(town).unwrap().close().await;
    }

    /// How many conversations a workspace has.
    fn of(&self, nth: usize) -> usize {
        let few = (self.conversations / 50).max(4);
        let noisy = self.conversations / 6;
        let busy = self.conversations - noisy - 3 * few;
        match nth {
            NOISY => noisy,
            QUIET | DEAD | HUNG => few,
            nth => {
                let others = self.workspaces - 4;
                busy / others + usize::from(nth - 4 < busy % others)
            }
        }
    }

    /// Everybody talks, until all that is to be said was said.
    async fn live(&self, town: &Arc<Town>) -> Samples {
        let room = Arc::new(Semaphore::new(self.at_once));
        let over = Arc::new(AtomicUsize::new(0));
        let samples = Arc::new(Mutex::new(Samples::default()));
        let people = |nth: usize| {
            let workspace = town.intercom.workspace(&Town::name(nth)).unwrap();
            Arc::new(People::of(workspace))
        };
        let mut talks = JoinSet::new();
        let done = {
            let (over, samples) = (over.clone(), samples.clone());
            move || {
                let over = over.fetch_add(1, Ordering::Relaxed) + 1;
                if over.is_multiple_of(10) {
                    samples.lock().unwrap().take(over);
                }
                if over.is_multiple_of(100) {
                    println!("{over} conversations are over");
                }
            }
        };
        // The noisy one comes in three volleys, all of each at once.
        let (noisy, volley) = (people(NOISY), self.of(NOISY).div_ceil(3));
        let (mut left, luck) = (self.of(NOISY), Luck::of(self.seed, 4));
        let (of_noisy, done_noisy) = (town.clone(), done.clone());
        talks.spawn(async move {
            while left > 0 {
                let now = volley.min(left);
                for _ in 0..now {
                    noisy.asks(&of_noisy, &luck);
                    done_noisy();
                }
                left -= now;
                of_noisy.passes(Duration::from_mins(1)).await;
            }
        });
        let (quiet, luck) = (people(QUIET), Luck::of(self.seed, 5));
        let (left, of_quiet, done_quiet) = (self.of(QUIET), town.clone(), done.clone());
        talks.spawn(async move {
            for _ in 0..left {
                quiet.asks(&of_quiet, &luck);
                done_quiet();
                of_quiet.passes(NOW_AND_THEN).await;
            }
        });
        // One conversation of each workspace after the other, and again.
        let most = (2..self.workspaces).map(|nth| self.of(nth)).max();
        let rounds = 0..most.unwrap_or_default();
        let all: BTreeMap<usize, _> = (2..self.workspaces).map(|nth| (nth, people(nth))).collect();
        for (round, nth) in
            rounds.flat_map(|round| (2..self.workspaces).map(move |nth| (round, nth)))
        {
            if round >= self.of(nth) {
                continue;
            }
            if nth == DEAD && round == self.of(DEAD) / 4 {
                town.intercom
                    .workspace(&Town::name(DEAD))
                    .unwrap()
                    .revoke_tokens();
            }
            let permit = room.clone().acquire_owned().await.unwrap();
            let purpose = 100 + (round * self.workspaces + nth) as u64;
            let luck = Luck::of(self.seed, purpose);
            let (town, people, done) = (town.clone(), all[&nth].clone(), done.clone());
            talks.spawn(async move {
                let id = people.talk(&town, &luck).await;
                if nth != DEAD {
                    town.is_dealt_with(nth, &id).await;
                }
                done();
                drop(permit);
            });
        }
        while let Some(talk) = talks.join_next().await {
            talk.unwrap();
        }
        std::mem::take(&mut samples.lock().unwrap())
    }

    fn tell(
        &self,
        town: &Town,
        verdict: &Verdict,
        left: &Verdict,
        samples: &Samples,
        [built, took]: [Duration; 2],
    ) {
        let pages = town.ledger.pages();
        let sum = |of: &BTreeMap<String, u64>| of.values().sum::<u64>();
        let calls: u64 = sum(&town.reads.counts());
        println!("seed {}", self.seed);
        line("conversations", verdict.conversations + left.conversations);
        line("deeds", &pages.deeds);
        line("messages", verdict.messages + left.messages);
        line("answers and farewells", verdict.answers + left.answers);
        line("with people in the end", verdict.with_people);
        line("crossed with a person, residual", verdict.crossed);
        line("faults", sum(&pages.faults));
        line("faults by kind", &pages.faults);
        line("kills", sum(&pages.deaths));
        line("kills by place", &pages.deaths);
        line("deliveries", &pages.begun);
        line("entries", &pages.entries);
        line("calls to Intercom", calls);
        line("calls by status", town.reads.counts());
        for (who, nth) in [
            ("noisy", NOISY),
            ("quiet", QUIET),
            ("dead", DEAD),
            ("hung", HUNG),
        ] {
            let name = Town::name(nth);
            let of = |lane| {
                pages
                    .sent
                    .get(&(name.clone(), lane))
                    .copied()
                    .unwrap_or_default()
            };
            let (live, bulk) = (of(Lane::Turns), of(Lane::TurnsBulk));
            let mut waited = pages.waited.get(&name).cloned().unwrap_or_default();
            waited.sort_unstable();
            let (median, most) = (waited.get(waited.len() / 2), waited.last());
            let outcomes: BTreeMap<_, _> = pages
                .outcomes
                .iter()
                .filter(|((workspace, _), _)| *workspace == name)
                .map(|((_, outcome), count)| (*outcome, *count))
                .collect();
            line(
                who,
                format!(
                    "{live} live, {bulk} bulk; deliveries of others before its own: median {median:?}, most {most:?}; {outcomes:?}"
                ),
            );
        }
        line("built in, all in", [built, took]);
        line("town's time", took * town.pace);
        line("memory", samples.told());
        line(
            "KB a conversation from 50 to 75 %, from 75 to 100 %",
            [samples.growth(50, 75), samples.growth(75, 100)],
        );
        let simulated = town.intercom.snapshot().to_string().len() / 1_024;
        line("of it the simulator's own state as JSON, KB", simulated);
    }

    fn hold(&self, town: &Town, verdict: &Verdict, left: &Verdict, samples: &Samples) {
        assert_eq!(
            verdict.conversations + left.conversations + self.deleted(town),
            self.conversations
        );
        assert!(
            verdict.wrong.is_empty(),
            "{}\nseed {}",
            verdict.wrong.join("\n"),
            self.seed
        );
        let pages = town.ledger.pages();
        assert!(sum_of(&pages.deaths) > 0, "nobody died");
        assert!(sum_of(&pages.faults) > 0, "nothing broke");
        // Once the simulator's ring of calls is full, what grows are its conversations, some KB each.
        if self.conversations >= 1_000 {
            let growth = samples.growth(50, 100);
            assert!(growth < 32.0, "{growth} KB with each conversation");
        }
        // A workspace whose token is refused is dropped, and not tried until its letters are dead.
        let dead = pages.outcomes.get(&(Town::name(DEAD), "grant_refused"));
        assert!(dead.is_some(), "the dead workspace was not found out");
    }

    fn deleted(&self, town: &Town) -> usize {
        let pages = town.ledger.pages();
        let deleted = pages.deeds.get("deletions").copied().unwrap_or_default();
        usize::try_from(deleted).unwrap()
    }
}

fn sum_of(counts: &BTreeMap<String, u64>) -> u64 {
    counts.values().sum()
}

fn line(what: &str, value: impl Debug) {
    println!("{what}: {value:?}");
}
