//! Conversations whose time has come: each gets its turn, whoever dies, and none keeps another one back.

mod waiting;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use aws_sdk_dynamodb::types::AttributeValue;
use harness::Mortal;
use harness::mortal::{Fate, Moment, Point, Verdict};
use insta::{assert_debug_snapshot, assert_snapshot};
use jiff::{SignedDuration, Timestamp};
use local::bundle::{Bundle, Plan};
use serde_json::Value;
use shared::adapters::intercom::{Hosts, Timeouts};
use shared::domain::conversation::{Errand, Record};
use shared::domain::digest::Digest;
use shared::domain::queued::{Place, Queued, Tier};
use shared::domain::reminder::{Purpose, Reminder};
use shared::domain::turn::TurnRequest;
use shared::id::{AdminId, ConversationId, TeamId, WorkspaceId};
use shared::ports::follow_ups::{FollowUp, Found};
use shared::ports::journal::Entry;
use shared::ports::keys::Plain;
use shared::ports::queue::{self, Lane, Letter};
use shared::ports::registry::{Departure, Installation, Region, Standing};
use shared::ports::{Clock, Due, Journal, Mailbox as _, Queue, store};
use shared::runtime::{Ports, Tick};

const BEGAN: i64 = 1_773_144_600;

const ACME: &str = "acmetea1";
const BIRCH: &str = "birchtea";

/// A clock a test puts forward.
#[derive(Clone)]
struct Hand(Arc<Mutex<Timestamp>>);

impl Hand {
    fn forward(&self, seconds: i64) {
        let mut now = self.0.lock().unwrap();
        *now += SignedDuration::from_secs(seconds);
    }
}

#[async_trait]
impl Clock for Hand {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }

    async fn sleep(&self, _: Duration) {
        tokio::task::yield_now().await;
    }
}

#[derive(Default)]
struct Paper(Mutex<Vec<Entry>>);

impl Journal for Paper {
    fn enter(&self, entry: Entry) {
        self.0.lock().unwrap().push(entry);
    }
}

/// A bundle at rest, with two workspaces and no Intercom: nothing here asks it.
struct Shelf {
    bundle: Bundle,
    hand: Hand,
    paper: Arc<Paper>,
}

fn workspace(id: &str) -> WorkspaceId {
    WorkspaceId::try_from(id).unwrap()
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(BEGAN + seconds).unwrap()
}

fn text(text: &str) -> AttributeValue {
    AttributeValue::S(text.to_owned())
}

/// As the store's adapter writes it.
fn attribute(value: &Value) -> AttributeValue {
    match value {
        Value::Null => AttributeValue::Null(true),
        Value::Bool(is) => AttributeValue::Bool(*is),
        Value::Number(number) => AttributeValue::N(number.to_string()),
        Value::String(text) => AttributeValue::S(text.clone()),
        Value::Array(list) => AttributeValue::L(list.iter().map(attribute).collect()),
        Value::Object(map) => AttributeValue::M(
            map.iter()
                .map(|(name, value)| (name.clone(), attribute(value)))
                .collect(),
        ),
    }
}

impl Shelf {
    async fn open() -> Self {
        let hand = Hand(Arc::new(Mutex::new(at(0))));
        let paper = Arc::new(Paper::default());
        let bundle = Bundle::open(Plan {
            files: None,
            clock: Arc::new(hand.clone()),
            journal: paper.clone(),
            hosts: Hosts::One("http://127.0.0.1:9".parse().unwrap()),
            timeouts: Timeouts::default(),
            secrets: Vec::new(),
        });
        let bundle = bundle.await.unwrap();
        let shelf = Self {
            bundle,
            hand,
            paper,
        };
        for id in [ACME, BIRCH] {
            shelf.installs(id).await;
        }
        shelf
    }

    async fn installs(&self, id: &str) -> Installation {
        let keys = &self.bundle.ports.keys;
        let token = keys.seal(&workspace(id), &Plain::new("a token")).await;
        let installation = Installation {
            workspace: workspace(id),
            name: id.to_owned(),
            region: Region::default(),
            token: token.unwrap(),
            private_secret: None,
            us: AdminId::try_from("8215474").unwrap(),
            standing: Standing::default(),
        };
        let registry = &self.bundle.ports.registry;
        registry.install(&installation).await.unwrap();
        installation
    }

    /// What is kept of a conversation: that it is looked at again at this time, or nothing.
    async fn keeps(&self, workspace: &str, conversation: &str, remind: Option<i64>) {
        let record = Record {
            reminder: remind.map(|seconds| Reminder {
                at: BEGAN + seconds,
                since: BEGAN,
                purpose: Purpose::Silence,
            }),
            ..Record::default()
        };
        let record = attribute(&serde_json::to_value(&record).unwrap());
        self.writes(workspace, conversation, record).await;
    }

    async fn writes(&self, workspace: &str, conversation: &str, record: AttributeValue) {
        let put = self.bundle.database().put_item();
        put.table_name("conversations")
            .item("pk", text(&format!("{workspace}#{conversation}")))
            .item("version", AttributeValue::N("1".to_owned()))
            .item("record", record)
            .send()
            .await
            .unwrap();
    }

    /// Puts the row of a follow-up, as its adapter leaves one.
    async fn sets(&self, workspace: &str, conversation: &str, seconds: i64) {
        let shard = Digest::of([workspace, conversation]).number() % 16;
        let put = self.bundle.database().put_item();
        put.table_name("follow-ups")
            .item("shard", text(&format!("{shard:02}")))
            .item("due", text(&key(workspace, conversation, seconds)))
            .send()
            .await
            .unwrap();
    }

    /// A conversation and its row, for the same time.
    async fn reminds(&self, workspace: &str, conversation: &str, seconds: i64) {
        self.keeps(workspace, conversation, Some(seconds)).await;
        self.sets(workspace, conversation, seconds).await;
    }

    /// A conversation that waits for people to open, and its row.
    async fn waits(&self, workspace: &str, nth: u32, seconds: i64, place: (u8, i64, Option<&str>)) {
        let (tier, since, team) = place;
        let conversation = ConversationId::try_from(nth.to_string()).unwrap();
        let queued: Queued = format!("asked_for_person {tier}t").parse().unwrap();
        let record = Record {
            reminder: Some(Reminder {
                at: BEGAN + seconds,
                since: BEGAN + since,
                purpose: Purpose::Opening(queued),
            }),
            ..Record::default()
        };
        let record = attribute(&serde_json::to_value(&record).unwrap());
        self.writes(workspace, conversation.as_str(), record).await;
        let place = Place {
            tier: Tier::from_digit(tier).unwrap(),
            since: BEGAN + since,
            team: team.map(|team| TeamId::try_from(team).unwrap()),
        };
        self.places(workspace, &conversation, seconds, &place).await;
    }

    async fn places(&self, workspace: &str, id: &ConversationId, seconds: i64, place: &Place) {
        let mut put = self.bundle.database().put_item().table_name("follow-ups");
        let shard = Digest::of([workspace, id.as_str()]).number() % 16;
        let Place { tier, since, team } = place;
        let due = format!(
            "{:010}#{}{since:010}#{workspace}#{id}",
            BEGAN + seconds,
            tier.digit()
        );
        put = put.item("shard", text(&format!("{shard:02}")));
        put = put
            .item("due", text(&due))
            .item("workspace", text(workspace));
        if let Some(team) = team {
            put = put.item("team", text(team.as_str()));
        }
        put.send().await.unwrap();
    }

    /// The requests that wait, taken out of their queue, in the order in which they were sent.
    async fn requests(&self) -> Vec<TurnRequest> {
        let (queue, mut requests) = (&self.bundle.queue, Vec::new());
        loop {
            let received = queue.receive(Lane::TurnsBulk, 10).await.unwrap();
            if received.is_empty() {
                return requests;
            }
            for message in received {
                requests.push(serde_json::from_str(&message.body).unwrap());
                let deleted = queue.delete(Lane::TurnsBulk, &message.receipt).await;
                deleted.unwrap();
            }
        }
    }

    /// The rows there are: when, where, which.
    async fn rows(&self) -> Vec<String> {
        let scan = self.bundle.database().scan().table_name("follow-ups");
        let scan = scan.send().await.unwrap();
        let rows = scan.items().iter().map(|item| {
            let key = item["due"].as_s().unwrap();
            let (time, rest) = key.split_once('#').unwrap();
            let seconds = time.parse::<i64>().unwrap() - BEGAN;
            format!("{seconds} {}", rest.replace('#', " "))
        });
        rows.collect::<BTreeSet<_>>().into_iter().collect()
    }

    async fn clears_the_rows(&self) {
        let (database, table) = (self.bundle.database(), "follow-ups");
        let scan = database.scan().table_name(table).send().await.unwrap();
        for row in scan.items.unwrap() {
            let delete = database.delete_item().table_name(table);
            delete.set_key(Some(row)).send().await.unwrap();
        }
    }

    async fn tick(&self) -> String {
        self.tick_with(&self.bundle.ports).await.unwrap()
    }

    async fn tick_with(&self, ports: &Ports) -> Result<String, shared::Error> {
        let at = ports.clock.now();
        let deadline = at + SignedDuration::from_secs(75);
        let flushed = queue_flush::handle(ports, Tick { at, deadline }).await;
        flushed.map(|outcome| outcome.to_string())
    }

    /// Every turn that waits, taken out of its queue.
    async fn turns(&self) -> Vec<String> {
        let (queue, mut turns) = (&self.bundle.queue, Vec::new());
        loop {
            let received = queue.receive(Lane::TurnsBulk, 10).await.unwrap();
            if received.is_empty() {
                return turns;
            }
            for message in received {
                let request: TurnRequest = serde_json::from_str(&message.body).unwrap();
                assert_eq!(request.errand, Errand::Due);
                assert_eq!(message.group, request.group());
                turns.push(format!("{} {}", request.workspace, request.conversation));
                let deleted = queue.delete(Lane::TurnsBulk, &message.receipt).await;
                deleted.unwrap();
            }
        }
    }

    /// What was said, with where.
    fn said(&self) -> Vec<String> {
        let entries = self.paper.0.lock().unwrap();
        let said = entries.iter().map(|entry| {
            let place = entry.workspace.iter().map(ToString::to_string);
            let place = place.chain(entry.conversation.iter().map(ToString::to_string));
            let place = place.collect::<Vec<_>>().join(" ");
            format!("{}.{} {place}: {}", entry.source, entry.name, entry.what)
        });
        said.collect()
    }
}

fn key(workspace: &str, conversation: &str, seconds: i64) -> String {
    format!("{:010}#{workspace}#{conversation}", BEGAN + seconds)
}

#[tokio::test]
async fn what_is_due_gets_a_turn_and_what_is_not_stays() {
    let shelf = Shelf::open().await;
    shelf.reminds(ACME, "1", 60).await;
    // The same ids in another workspace are another conversation.
    shelf.reminds(BIRCH, "1", 30).await;
    shelf.reminds(ACME, "2", 600).await;
    assert_snapshot!(shelf.tick().await, @"conversations whose time has come were looked at");
    shelf.hand.forward(60);
    assert_snapshot!(shelf.tick().await, @"conversations whose time has come were looked at: 2 due, 2 sent");
    assert_eq!(shelf.turns().await, ["birchtea 1", "acmetea1 1"]);
    assert_eq!(shelf.rows().await, ["600 acmetea1 2"]);
    assert_snapshot!(shelf.tick().await, @"conversations whose time has come were looked at");
    assert_eq!(shelf.said(), [""; 0]);
}

#[tokio::test]
async fn a_row_says_that_it_is_time_to_look_and_the_record_what_is_due() {
    let shelf = Shelf::open().await;
    // It was put off since; it asks for nothing any more; it was deleted; it came due even before its row.
    shelf.keeps(ACME, "1", Some(300)).await;
    shelf.keeps(ACME, "2", None).await;
    shelf.keeps(ACME, "4", Some(-10)).await;
    for conversation in ["1", "2", "3", "4"] {
        shelf.sets(ACME, conversation, 0).await;
    }
    assert_snapshot!(shelf.tick().await, @"conversations whose time has come were looked at: 4 due, 1 re_dated, 1 sent, 2 gone");
    assert_eq!(shelf.turns().await, ["acmetea1 4"]);
    assert_eq!(shelf.rows().await, ["300 acmetea1 1"]);
    shelf.hand.forward(300);
    assert_snapshot!(shelf.tick().await, @"conversations whose time has come were looked at: 1 due, 1 sent");
    assert_eq!(shelf.turns().await, ["acmetea1 1"]);
    assert_eq!(shelf.rows().await, [""; 0]);
}

#[tokio::test]
async fn nothing_is_left_of_a_workspace_that_is_not_installed_when_its_time_has_come() {
    let shelf = Shelf::open().await;
    let installed = shelf.installs(BIRCH).await;
    shelf.reminds(BIRCH, "1", 0).await;
    shelf.reminds("nobody01", "1", 0).await;
    let departure = Departure::at(workspace(BIRCH), at(0));
    let registry = &shelf.bundle.ports.registry;
    assert!(registry.uninstall(&installed, &departure).await.unwrap());
    assert_snapshot!(shelf.tick().await, @"conversations whose time has come were looked at: 2 due, 2 gone");
    assert_eq!(shelf.turns().await, [""; 0]);
    assert_eq!(shelf.rows().await, [""; 0]);
}

#[tokio::test]
async fn what_is_due_where_intercom_refuses_the_token_waits_as_the_workspace_does() {
    let shelf = Shelf::open().await;
    let installed = shelf.installs(BIRCH).await;
    shelf.reminds(BIRCH, "1", 0).await;
    shelf.reminds(ACME, "1", 0).await;
    let registry = &shelf.bundle.ports.registry;
    let refused = Standing {
        refused_since: Some(at(0)),
        ..Standing::default()
    };
    assert!(registry.judge(&installed, refused, at(0)).await.unwrap());
    assert_snapshot!(shelf.tick().await, @"conversations whose time has come were looked at: 2 due, 1 sent, 1 held");
    assert_eq!(shelf.turns().await, ["acmetea1 1"]);
    assert_eq!(shelf.rows().await, ["3600 birchtea 1"]);
    shelf.installs(BIRCH).await;
    shelf.hand.forward(3_600);
    assert_snapshot!(shelf.tick().await, @"conversations whose time has come were looked at: 1 due, 1 sent");
    assert_eq!(shelf.turns().await, ["birchtea 1"]);
}

#[tokio::test]
async fn what_cannot_be_read_goes_behind_the_others_and_is_told_by_its_name() {
    let shelf = Shelf::open().await;
    shelf.writes(BIRCH, "1", text("a visitor's words")).await;
    shelf.sets(BIRCH, "1", -60).await;
    shelf.reminds(ACME, "1", 0).await;
    assert_snapshot!(shelf.tick().await, @"conversations whose time has come were looked at: 2 due, 1 set_aside, 1 sent");
    assert_eq!(shelf.turns().await, ["acmetea1 1"]);
    assert_eq!(shelf.rows().await, ["900 birchtea 1"]);
    assert_snapshot!(shelf.said().join("\n"), @"follow_up.set_aside birchtea 1: a conversation that is due is set aside: a stored row cannot be read");
    // Somebody repairs it.
    shelf.keeps(BIRCH, "1", Some(-60)).await;
    shelf.hand.forward(900);
    shelf.tick().await;
    assert_eq!(shelf.turns().await, ["birchtea 1"]);
}

#[tokio::test]
async fn a_row_that_is_none_of_ours_is_told_and_stays() {
    let shelf = Shelf::open().await;
    shelf.reminds(ACME, "1", 0).await;
    let put = shelf.bundle.database().put_item();
    let put = put.table_name("follow-ups").item("shard", text("07"));
    put.item("due", text("0000000000#what is this"))
        .send()
        .await
        .unwrap();
    assert_snapshot!(shelf.tick().await, @"conversations whose time has come were looked at: 1 unreadable, 1 due, 1 sent");
    assert_snapshot!(shelf.said().join("\n"), @"follow_up.unreadable : rows of `follow-ups` are none of ours; they are passed over");
}

/// A queue that does not take what is about this conversation.
struct Refuses(&'static str, Arc<dyn Queue>);

#[async_trait]
impl Queue for Refuses {
    async fn send(&self, letter: &Letter) -> Result<(), queue::Error> {
        let request: TurnRequest = serde_json::from_str(&letter.body).unwrap();
        if request.conversation.as_str() == self.0 {
            return Err(queue::Error("it is down".into()));
        }
        self.1.send(letter).await
    }
}

#[tokio::test]
async fn what_fails_stays_due_keeps_none_back_and_fails_the_tick() {
    let shelf = Shelf::open().await;
    for conversation in ["1", "2", "3"] {
        shelf.reminds(ACME, conversation, 0).await;
    }
    let queue = Arc::new(Refuses("2", shelf.bundle.queue.clone()));
    let ports = Ports {
        queue,
        ..shelf.bundle.ports.clone()
    };
    let failed = shelf.tick_with(&ports).await.unwrap_err();
    assert_snapshot!(failed, @"the queue does not answer");
    let mut turns = shelf.turns().await;
    turns.sort();
    assert_eq!(turns, ["acmetea1 1", "acmetea1 3"]);
    assert_eq!(shelf.rows().await, ["0 acmetea1 2"]);
    assert_snapshot!(shelf.said().join("\n"), @"follow_up.not_done acmetea1 2: a conversation that is due was not done: the queue does not answer");
    shelf.hand.forward(60);
    shelf.tick().await;
    assert_eq!(shelf.turns().await, ["acmetea1 2"]);
    assert_eq!(shelf.rows().await, [""; 0]);
}

/// A clock each question to which takes a second.
struct Slow(Hand);

#[async_trait]
impl Clock for Slow {
    fn now(&self) -> Timestamp {
        let now = self.0.now();
        self.0.forward(1);
        now
    }

    async fn sleep(&self, duration: Duration) {
        self.0.sleep(duration).await;
    }
}

#[tokio::test]
async fn what_a_tick_has_no_time_for_is_the_next_ones_and_the_oldest_come_first() {
    let shelf = Shelf::open().await;
    for nth in 0..60 {
        let conversation = format!("{nth:02}");
        shelf.reminds(ACME, &conversation, nth - 60).await;
    }
    let ports = Ports {
        clock: Arc::new(Slow(shelf.hand.clone())),
        ..shelf.bundle.ports.clone()
    };
    let mut story = Vec::new();
    while !shelf.rows().await.is_empty() {
        story.push(shelf.tick_with(&ports).await.unwrap());
    }
    assert_snapshot!(story.join("\n"), @"
    conversations whose time has come were looked at: 50 due, 50 sent, 1 cut_off
    conversations whose time has come were looked at: 10 due, 10 sent
    ");
    let turns = shelf.turns().await;
    let expected: Vec<_> = (0..60).map(|nth| format!("acmetea1 {nth:02}")).collect();
    assert_eq!(turns.len(), expected.len());
    assert_eq!(
        turns.iter().collect::<BTreeSet<_>>(),
        expected.iter().collect()
    );
    assert!(turns[..25].iter().all(|turn| expected[..25].contains(turn)));
}

/// Counts how often it is asked what is due.
struct Counting(AtomicUsize, Arc<dyn Due>);

#[async_trait]
impl Due for Counting {
    async fn due(&self, now: Timestamp, most: u16) -> Result<Found, store::Error> {
        self.0.fetch_add(1, Ordering::Relaxed);
        self.1.due(now, most).await
    }

    async fn done(&self, follow_up: &FollowUp) -> Result<(), store::Error> {
        self.1.done(follow_up).await
    }
}

#[tokio::test]
async fn a_tick_asks_once_what_is_due_when_little_or_nothing_is() {
    let shelf = Shelf::open().await;
    let due = Arc::new(Counting(
        AtomicUsize::new(0),
        shelf.bundle.ports.due.clone(),
    ));
    let ports = Ports {
        due: due.clone(),
        ..shelf.bundle.ports.clone()
    };
    shelf.tick_with(&ports).await.unwrap();
    shelf.reminds(ACME, "1", 0).await;
    shelf.tick_with(&ports).await.unwrap();
    assert_eq!(due.0.load(Ordering::Relaxed), 2);
}

/// Names what was removed as if it were still there: reads that lag behind.
struct Lagging(Mutex<Vec<FollowUp>>, Arc<dyn Due>);

#[async_trait]
impl Due for Lagging {
    async fn due(&self, now: Timestamp, most: u16) -> Result<Found, store::Error> {
        let mut found = self.1.due(now, most).await?;
        let mut known = self.0.lock().unwrap();
        for one in found.follow_ups {
            if !known.contains(&one) {
                known.push(one);
            }
        }
        found.follow_ups = known.clone();
        Ok(found)
    }

    async fn done(&self, follow_up: &FollowUp) -> Result<(), store::Error> {
        self.1.done(follow_up).await
    }
}

#[tokio::test]
async fn two_ticks_at_once_and_reads_that_lag_ask_for_a_turn_once() {
    let shelf = Shelf::open().await;
    for nth in 0..40 {
        shelf.reminds(ACME, &(nth + 1).to_string(), nth - 40).await;
    }
    let due = Arc::new(Lagging(Mutex::default(), shelf.bundle.ports.due.clone()));
    let ports = Ports {
        due,
        ..shelf.bundle.ports.clone()
    };
    let (first, second) = tokio::join!(shelf.tick_with(&ports), shelf.tick_with(&ports));
    first.unwrap();
    second.unwrap();
    shelf.hand.forward(60);
    shelf.tick_with(&ports).await.unwrap();
    assert_eq!(shelf.turns().await.len(), 40);
    assert_eq!(shelf.rows().await, [""; 0]);
}

/// Kills behind an operation, when it was performed for the `nth` time, and counts all of them.
struct Behind {
    operation: &'static str,
    nth: usize,
    met: Mutex<BTreeMap<&'static str, usize>>,
}

#[async_trait]
impl Fate for Behind {
    async fn meets(&self, Point { operation, moment }: Point) -> Verdict {
        if moment == Moment::Before {
            return Verdict::Lives;
        }
        let mut met = self.met.lock().unwrap();
        let met = met.entry(operation).or_default();
        *met += 1;
        if (operation, *met) == (self.operation, self.nth) {
            Verdict::Dies
        } else {
            Verdict::Lives
        }
    }
}

/// A shelf with a workspace that left and one whose token Intercom refuses.
async fn with_troubles() -> Shelf {
    let shelf = Shelf::open().await;
    let left = shelf.installs("lefttea1").await;
    let refused = shelf.installs("refused1").await;
    let registry = &shelf.bundle.ports.registry;
    let departure = Departure::at(left.workspace.clone(), at(0));
    assert!(registry.uninstall(&left, &departure).await.unwrap());
    let standing = Standing {
        refused_since: Some(at(0)),
        ..Standing::default()
    };
    assert!(registry.judge(&refused, standing, at(0)).await.unwrap());
    shelf
}

/// A conversation of every kind, all due, and nothing else.
async fn one_of_each(shelf: &Shelf, run: &str) {
    shelf.clears_the_rows().await;
    let [due, later, nothing, broken] =
        ["due", "later", "nothing", "broken"].map(|kind| format!("{kind}-{run}"));
    shelf.reminds(ACME, &due, 0).await;
    shelf.keeps(ACME, &later, Some(300)).await;
    shelf.sets(ACME, &later, 0).await;
    shelf.keeps(ACME, &nothing, None).await;
    shelf.sets(ACME, &nothing, 0).await;
    shelf.writes(ACME, &broken, text("broken")).await;
    shelf.sets(ACME, &broken, 0).await;
    shelf.reminds("lefttea1", "1", 0).await;
    shelf.reminds("refused1", "1", 0).await;
}

/// A tick whose worker dies there, and the next one; what there was to die behind.
async fn killed(
    shelf: &Shelf,
    operation: &'static str,
    nth: usize,
) -> BTreeMap<&'static str, usize> {
    let run = format!("{operation}-{nth}");
    one_of_each(shelf, &run).await;
    let fate = Arc::new(Behind {
        operation,
        nth,
        met: Mutex::default(),
    });
    let mortal = Mortal::new(fate.clone());
    let ports = mortal.ports(&shelf.bundle.ports);
    let lived = mortal.live(shelf.tick_with(&ports)).await;
    assert_eq!(lived.is_err(), nth > 0, "{run}");
    shelf.tick().await;
    let turn = format!("acmetea1 due-{run}");
    assert_eq!(shelf.turns().await, [turn], "{run}");
    let rows = [
        format!("300 acmetea1 later-{run}"),
        "3600 refused1 1".to_owned(),
        format!("900 acmetea1 broken-{run}"),
    ];
    assert_eq!(shelf.rows().await, rows, "{run}");
    fate.met.lock().unwrap().clone()
}

/// To die before something is to die behind what came before it.
#[tokio::test]
async fn wherever_a_worker_dies_the_next_tick_does_what_was_left() {
    let shelf = with_troubles().await;
    let operations = killed(&shelf, "nothing", 0).await;
    assert_debug_snapshot!(operations, @r#"
    {
        "follow_ups.done": 6,
        "follow_ups.due": 1,
        "follow_ups.set": 3,
        "queue.send": 1,
        "store.load": 4,
    }
    "#);
    for (operation, times) in operations {
        for nth in 1..=times {
            killed(&shelf, operation, nth).await;
        }
    }
}
