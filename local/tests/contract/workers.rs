//! Workers that die in the middle of a turn.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::Timestamp;
use local::queue::LocalQueue;
use shared::contract::ManualClock;
use shared::ports::Clock as _;
use shared::ports::queue::{Lane, Letter, Mailbox as _, Queue as _};
use tokio::task::JoinSet;

const GROUPS: usize = 5;
const TURNS: usize = 60;

/// What the workers saw.
#[derive(Default)]
struct Seen {
    /// The groups with a turn in flight, and when each is given up for dead at the earliest.
    locked: HashMap<String, Timestamp>,
    delivered: HashSet<String>,
    crashes: usize,
}

/// Works until every queue is empty; one turn in four is never finished.
async fn work(
    queue: LocalQueue,
    clock: ManualClock,
    seen: Arc<Mutex<Seen>>,
    mut chance: fastrand::Rng,
) {
    loop {
        let until = clock.now() + Lane::Turns.visibility();
        let Some(turn) = queue.receive(Lane::Turns, 1).await.unwrap().pop() else {
            let counts = queue.counts().await.unwrap()[&Lane::Turns];
            if counts.visible + counts.delayed + counts.in_flight == 0 {
                return;
            }
            clock.advance(Duration::from_secs(20));
            continue;
        };
        let crashes = {
            let mut seen = seen.lock().unwrap();
            seen.delivered.insert(turn.body.clone());
            if until <= clock.now() {
                // So late that somebody else may have it already.
                continue;
            }
            let before = seen.locked.insert(turn.group.clone(), until);
            assert!(
                before.is_none_or(|before| before <= clock.now()),
                "two turns of {} were in flight",
                turn.group
            );
            chance.u8(0..4) == 0
        };
        tokio::task::yield_now().await;
        if crashes {
            seen.lock().unwrap().crashes += 1;
            continue;
        }
        // Before the queue can give the next one.
        let lock = seen
            .lock()
            .unwrap()
            .locked
            .extract_if(|group, given_up| *group == turn.group && *given_up == until)
            .next();
        assert!(
            lock.is_some() || until <= clock.now(),
            "somebody else got a turn of {}",
            turn.group
        );
        queue.delete(Lane::Turns, &turn.receipt).await.unwrap();
    }
}

#[tokio::test]
async fn every_turn_is_delivered_and_never_two_of_a_group_at_once_whoever_dies() {
    for seed in 0..4 {
        let clock = ManualClock::default();
        let queue = LocalQueue::open(None, Arc::new(clock.clone())).unwrap();
        let mut chance = fastrand::Rng::with_seed(seed);
        let mut sent = HashSet::new();
        for nth in 0..TURNS {
            let body = nth.to_string();
            let group = format!("group-{}", chance.usize(0..GROUPS));
            queue
                .send(&Letter {
                    lane: Lane::Turns,
                    group,
                    dedup: Some(body.clone()),
                    body: body.clone(),
                })
                .await
                .unwrap();
            sent.insert(body);
        }
        let seen = Arc::new(Mutex::new(Seen::default()));
        let mut workers = JoinSet::new();
        for _ in 0..4 {
            workers.spawn(work(
                queue.clone(),
                clock.clone(),
                seen.clone(),
                chance.fork(),
            ));
        }
        workers.join_all().await;
        let seen = seen.lock().unwrap();
        assert!(seen.crashes > 0, "seed {seed}");
        assert_eq!(seen.delivered, sent, "seed {seed}");
    }
}
