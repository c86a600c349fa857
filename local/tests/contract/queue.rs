use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use local::engine::Engine;
use local::queue::{Counts, LocalQueue};
use shared::adapters::dynamodb::DynamoDb;
use shared::contract::{ManualClock, queue, sample};
use shared::domain::conversation::Record;
use shared::domain::ending::Tally;
use shared::ports::Store as _;
use shared::ports::queue::{Lane, Letter, Mailbox, Queue as _};
use tempfile::TempDir;
use tokio::task::JoinSet;

struct Fixture {
    queue: Option<LocalQueue>,
    clock: ManualClock,
    path: PathBuf,
    _folder: TempDir,
}

impl Fixture {
    fn open(&self) -> LocalQueue {
        LocalQueue::open(Some(&self.path), Arc::new(self.clock.clone())).unwrap()
    }

    fn queue(&self) -> LocalQueue {
        self.queue.clone().unwrap()
    }
}

#[async_trait]
impl queue::Fixture for Fixture {
    fn mailbox(&self) -> Arc<dyn Mailbox> {
        Arc::new(self.queue())
    }

    async fn pass(&mut self, time: Duration) {
        self.clock.advance(time);
    }

    async fn reopen(&mut self) {
        self.queue = None;
        self.queue = Some(self.open());
    }
}

async fn fixture() -> Fixture {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nexora.sqlite");
    let mut fixture = Fixture {
        queue: None,
        clock: ManualClock::default(),
        path,
        _folder: folder,
    };
    fixture.queue = Some(fixture.open());
    fixture
}

shared::queue_contract!(fixture);

fn letter(group: &str, body: &str) -> Letter {
    Letter {
        lane: Lane::Turns,
        group: group.to_owned(),
        dedup: None,
        body: body.to_owned(),
    }
}

#[tokio::test]
async fn who_waits_for_a_turn_wakes_when_its_quiet_window_is_over() {
    let Fixture { queue, clock, .. } = fixture().await;
    let queue = queue.unwrap();
    let waiting = tokio::spawn({
        let queue = queue.clone();
        async move {
            queue.ready(Lane::Turns).await.unwrap();
            queue.receive(Lane::Turns, 1).await.unwrap().remove(0).body
        }
    });
    queue.send(&letter("a", "1")).await.unwrap();
    clock.advance(Lane::Turns.delay());
    assert_eq!(waiting.await.unwrap(), "1");
}

#[tokio::test]
async fn who_waits_for_a_locked_group_wakes_when_its_turn_is_deleted() {
    let fixture = fixture().await;
    let queue = fixture.queue();
    queue.send(&letter("a", "1")).await.unwrap();
    queue.send(&letter("a", "2")).await.unwrap();
    fixture.clock.advance(Lane::Turns.delay());
    let first = queue.receive(Lane::Turns, 10).await.unwrap().remove(0);
    let waiting = tokio::spawn({
        let queue = queue.clone();
        async move { queue.ready(Lane::Turns).await.unwrap() }
    });
    tokio::task::yield_now().await;
    assert!(!waiting.is_finished());
    queue.delete(Lane::Turns, &first.receipt).await.unwrap();
    waiting.await.unwrap();
    assert_eq!(
        queue.receive(Lane::Turns, 10).await.unwrap().remove(0).body,
        "2"
    );
}

#[tokio::test]
async fn the_counts_tell_what_a_lane_holds() {
    let fixture = fixture().await;
    let queue = fixture.queue();
    for (group, body) in [("a", "1"), ("a", "2"), ("b", "poison")] {
        queue.send(&letter(group, body)).await.unwrap();
    }
    let turns = |counts: Counts| {
        (
            counts.delayed,
            counts.visible,
            counts.in_flight,
            counts.dead,
        )
    };
    assert_eq!(
        turns(queue.counts().await.unwrap()[&Lane::Turns]),
        (3, 0, 0, 0)
    );

    fixture.clock.advance(Lane::Turns.delay());
    let first = queue.receive(Lane::Turns, 1).await.unwrap().remove(0);
    assert_eq!(
        turns(queue.counts().await.unwrap()[&Lane::Turns]),
        (0, 2, 1, 0)
    );

    queue.delete(Lane::Turns, &first.receipt).await.unwrap();
    for _ in 0..=Lane::Turns.max_receive_count() {
        for other in queue
            .receive(Lane::Turns, 10)
            .await
            .unwrap()
            .into_iter()
            .filter(|message| message.body == "2")
        {
            queue.delete(Lane::Turns, &other.receipt).await.unwrap();
        }
        fixture.clock.advance(Lane::Turns.visibility());
    }
    let counts = queue.counts().await.unwrap();
    assert_eq!(turns(counts[&Lane::Turns]), (0, 0, 0, 1));
    assert_eq!(counts.len(), Lane::all().count());
}

#[tokio::test]
async fn the_queue_and_the_tables_share_one_file_under_load() {
    let fixture = fixture().await;
    let engine = Engine::open(Some(&fixture.path)).await.unwrap();
    let mut tasks = JoinSet::new();
    for group in ["a", "b", "c", "d"] {
        let queue = fixture.queue();
        tasks.spawn(async move {
            for nth in 0..50 {
                queue.send(&letter(group, &nth.to_string())).await.unwrap();
            }
        });
        let store = DynamoDb::new(
            engine.client(),
            Engine::tables(),
            Arc::new(fixture.clock.clone()),
        );
        tasks.spawn(async move {
            let id = group.repeat(8).try_into().unwrap();
            for version in 0..50 {
                let record = Record {
                    version,
                    ..sample::fullest_record()
                };
                assert_eq!(
                    store
                        .save(&sample::tenant(), &id, &record, &Tally::default())
                        .await
                        .unwrap(),
                    version + 1
                );
            }
        });
    }
    tasks.join_all().await;
    assert_eq!(
        fixture.queue().counts().await.unwrap()[&Lane::Turns].delayed,
        200
    );
    engine.close().await;
}
