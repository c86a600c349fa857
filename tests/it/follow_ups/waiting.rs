//! What waits for people to open: in which order it comes, what is told beside it, and that it is looked at whatever its record says.

use insta::assert_snapshot;
use jiff::SignedDuration;
use shared::ports::FollowUps;
use shared::runtime::Ports;
use shared::workspace::Tenant;

use super::*;

/// What was sent, in the order of the lane.
fn told(requests: &[TurnRequest]) -> String {
    let told = requests.iter().map(|request| {
        let beside = request.beside.as_ref().map(|beside| {
            let others = beside
                .others
                .iter()
                .map(|other| other.conversation.to_string());
            let others = others.collect::<Vec<_>>().join(" ");
            format!(" with {others} and {} more", beside.more)
        });
        let (workspace, id) = (&request.workspace, &request.conversation);
        format!("{workspace} {id}{}", beside.unwrap_or_default())
    });
    told.collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn the_highest_tier_comes_first_then_who_waited_longest_and_workspaces_in_turn() {
    let shelf = Shelf::open().await;
    for (nth, tier, since) in [(1, 9, -50), (2, 0, -10), (3, 0, -20), (4, 9, -90)] {
        shelf.waits(ACME, nth, 0, (tier, since, None)).await;
    }
    shelf.waits(BIRCH, 1, 0, (9, -5, None)).await;
    assert_snapshot!(shelf.tick().await, @"conversations whose time has come were looked at: 5 due, 5 sent");
    assert_snapshot!(told(&shelf.requests().await), @"
    acmetea1 3
    birchtea 1
    acmetea1 2
    acmetea1 4
    acmetea1 1
    ");
    assert_eq!(shelf.rows().await, [""; 0]);
}

#[tokio::test]
async fn what_waits_is_looked_at_when_its_row_says_so_even_where_the_record_names_a_later_time() {
    let shelf = Shelf::open().await;
    shelf.waits(ACME, 1, 36_000, (2, -50, Some("7"))).await;
    assert_eq!(
        shelf.bundle.ports.redate(&workspace(ACME)).await.unwrap(),
        1
    );
    assert_eq!(shelf.rows().await, ["0 21773144550 acmetea1 1"]);
    assert_snapshot!(shelf.tick().await, @"conversations whose time has come were looked at: 1 due, 1 sent");
    let [request] = &shelf.requests().await[..] else {
        panic!("one turn");
    };
    let place = request.place.as_ref().unwrap();
    assert_eq!((place.tier.digit(), place.since), (2, BEGAN - 50));
    assert_eq!(place.team, Some(TeamId::try_from("7").unwrap()));
}

#[tokio::test]
async fn a_row_that_is_older_than_the_wait_becomes_the_one_it_waits_for() {
    let shelf = Shelf::open().await;
    shelf.waits(ACME, 1, 36_000, (2, -50, None)).await;
    shelf.clears_the_rows().await;
    shelf.sets(ACME, "1", 0).await;
    assert_snapshot!(shelf.tick().await, @"conversations whose time has come were looked at: 1 due, 1 re_dated");
    assert_eq!(shelf.rows().await, ["36000 21773144550 acmetea1 1"]);
}

#[tokio::test]
async fn hours_that_change_twice_in_a_second_are_two_causes_once_a_turn_has_written_the_record() {
    let shelf = Shelf::open().await;
    let (acme, conversation) = (workspace(ACME), ConversationId::try_from("1").unwrap());
    shelf.waits(ACME, 1, 36_000, (9, -50, None)).await;
    shelf.bundle.ports.redate(&acme).await.unwrap();
    shelf.tick().await;
    assert_eq!(shelf.turns().await.len(), 1);
    // The turn finds it closed, and sets the same row again with the record.
    let update = shelf.bundle.database().update_item();
    let update = update
        .table_name("conversations")
        .key("pk", text("acmetea1#1"));
    let update = update.update_expression("SET version = :version");
    let version = AttributeValue::N("2".to_owned());
    update
        .expression_attribute_values(":version", version)
        .send()
        .await
        .unwrap();
    let place = Place {
        tier: Tier::NONE,
        since: BEGAN - 50,
        team: None,
    };
    shelf.places(ACME, &conversation, 36_000, &place).await;
    shelf.bundle.ports.redate(&acme).await.unwrap();
    shelf.tick().await;
    assert_eq!(
        shelf.turns().await.len(),
        1,
        "within five minutes, for the same second"
    );
}

#[tokio::test]
async fn the_first_of_a_team_has_the_others_with_it_once_and_per_workspace() {
    let shelf = Shelf::open().await;
    for nth in 1..=53 {
        shelf
            .waits(ACME, nth, 0, (9, i64::from(nth) - 100, Some("7")))
            .await;
    }
    shelf.waits(ACME, 60, 0, (0, -1, Some("8"))).await;
    shelf.waits(ACME, 61, 0, (0, -2, None)).await;
    shelf.waits(ACME, 62, 0, (0, -3, None)).await;
    shelf.waits(BIRCH, 1, 0, (9, -1, Some("7"))).await;
    shelf.waits(BIRCH, 2, 0, (9, -2, Some("7"))).await;
    assert_snapshot!(shelf.tick().await, @"conversations whose time has come were looked at: 58 due, 58 sent");
    let requests = shelf.requests().await;
    assert_eq!(requests.len(), 58);
    let mut with_others = requests;
    with_others.retain(|request| request.beside.is_some());
    let letters = with_others
        .iter()
        .map(|request| serde_json::to_string(request).unwrap().len());
    assert!(letters.max().unwrap() < 8_000, "a message stays small");
    for request in &mut with_others {
        let beside = request.beside.as_mut().unwrap();
        let hidden = beside.others.len().saturating_sub(3);
        beside.others.truncate(3);
        beside.more += u32::try_from(hidden).unwrap() * 100;
    }
    assert_snapshot!(told(&with_others), @"
    birchtea 2 with 1 and 0 more
    acmetea1 1 with 2 3 4 and 4702 more
    ");
    assert_eq!(shelf.rows().await, [""; 0]);
}

#[tokio::test]
async fn a_first_that_is_gone_leaves_the_others_to_the_next_one() {
    let shelf = Shelf::open().await;
    for nth in 1..=40 {
        shelf
            .waits(ACME, nth, 0, (9, i64::from(nth) - 100, Some("7")))
            .await;
    }
    shelf.keeps(ACME, "1", None).await;
    assert_snapshot!(shelf.tick().await, @"conversations whose time has come were looked at: 40 due, 1 gone, 39 sent");
    let mut with_others = shelf.requests().await;
    with_others.retain(|request| request.beside.is_some());
    assert_eq!(with_others.len(), 1);
}

#[tokio::test]
async fn the_others_of_a_batch_whose_first_needs_no_turn_come_with_the_next_one_that_does() {
    let shelf = Shelf::open().await;
    for nth in 1..=5 {
        shelf
            .waits(ACME, nth, 0, (9, i64::from(nth) - 100, Some("7")))
            .await;
    }
    // One was withdrawn, one waits for longer since.
    shelf.keeps(ACME, "1", None).await;
    shelf.keeps(ACME, "2", Some(300)).await;
    assert_snapshot!(shelf.tick().await, @"conversations whose time has come were looked at: 5 due, 1 gone, 1 re_dated, 3 sent");
    assert_snapshot!(told(&shelf.requests().await), @"
    acmetea1 3 with 4 5 and 0 more
    acmetea1 4
    acmetea1 5
    ");
    assert_eq!(shelf.rows().await, ["300 acmetea1 2"]);
}

/// Shows so many, and that there are more.
struct Glimpses(usize, Arc<dyn Due>);

#[async_trait]
impl Due for Glimpses {
    async fn due(&self, now: Timestamp, most: u16) -> Result<Found, store::Error> {
        let mut found = self.1.due(now, most).await?;
        found.more |= found.follow_ups.len() > self.0;
        found.follow_ups.truncate(self.0);
        Ok(found)
    }

    async fn done(&self, follow_up: &FollowUp) -> Result<(), store::Error> {
        self.1.done(follow_up).await
    }
}

#[tokio::test]
async fn a_team_is_told_once_in_a_tick_however_often_it_looks_and_of_what_comes_in_the_next_one_too()
 {
    // More than a tick asks turns for, and more than it sees at once.
    for (waiting, seen, digest) in [(560, 1_000, (50, 509)), (200, 120, (50, 69))] {
        let shelf = Shelf::open().await;
        for nth in 1..=waiting {
            shelf
                .waits(ACME, nth, 0, (9, i64::from(nth) - 1_000, Some("7")))
                .await;
        }
        let ports = Ports {
            clock: Arc::new(Passing(shelf.hand.clone())),
            due: Arc::new(Glimpses(seen, shelf.bundle.ports.due.clone())),
            ..shelf.bundle.ports.clone()
        };
        shelf.tick_with(&ports).await.unwrap();
        let sent = shelf.requests().await;
        assert_eq!(sent.len(), 495.min(waiting as usize));
        let digests: Vec<_> = sent
            .iter()
            .filter_map(|request| request.beside.as_ref())
            .map(|beside| (beside.others.len(), beside.more))
            .collect();
        assert_eq!(digests, [digest], "{waiting}");
    }
}

/// Rows that cannot be put off.
struct Stiff(Arc<dyn FollowUps>);

#[async_trait]
impl FollowUps for Stiff {
    async fn set(
        &self,
        tenant: &Tenant,
        conversation: &ConversationId,
        at: Timestamp,
        place: Option<&Place>,
    ) -> Result<(), store::Error> {
        self.0.set(tenant, conversation, at, place).await
    }

    async fn queued(
        &self,
        tenant: &Tenant,
        after: Option<&FollowUp>,
        most: u16,
    ) -> Result<Found, store::Error> {
        self.0.queued(tenant, after, most).await
    }

    async fn put_off(&self, _: &Tenant, _: &[FollowUp], _: Timestamp) -> Result<(), store::Error> {
        Err(store::Error::Unavailable("it is down".into()))
    }
}

#[tokio::test]
async fn what_cannot_be_put_off_keeps_nothing_back_and_fails_the_tick_at_its_end() {
    let shelf = Shelf::open().await;
    for nth in 1..=620 {
        shelf
            .waits(ACME, nth, 0, (9, i64::from(nth) - 1_000, Some("7")))
            .await;
    }
    let ports = Ports {
        clock: Arc::new(Passing(shelf.hand.clone())),
        due: Arc::new(Glimpses(610, shelf.bundle.ports.due.clone())),
        follow_ups: Arc::new(Stiff(shelf.bundle.ports.follow_ups.clone())),
        ..shelf.bundle.ports.clone()
    };
    let failed = shelf.tick_with(&ports).await.unwrap_err();
    assert_snapshot!(failed, @"the store does not answer");
    assert_eq!(shelf.requests().await.len(), 495);
    assert_eq!(shelf.rows().await.len(), 125, "the first's too");
    assert_snapshot!(shelf.said().join("\n"), @"follow_up.not_put_off acmetea1: what a workspace has too much of was not put off: the store does not answer");
}

/// To die before something is to die behind what came before it.
#[tokio::test]
async fn wherever_a_worker_dies_each_gets_one_turn_and_a_team_one_digest() {
    let crowd = async |shelf: &Shelf, run: u32| {
        shelf.clears_the_rows().await;
        for nth in 1..=4 {
            let place = (9, i64::from(nth) - 100, Some("7"));
            shelf.waits(ACME, run * 10 + nth, 0, place).await;
        }
    };
    let shelf = Shelf::open().await;
    let mut run = 0;
    for (operation, times) in [
        ("queue.send", 4),
        ("follow_ups.done", 4),
        ("store.load", 4),
        ("follow_ups.due", 1),
    ] {
        for nth in 1..=times {
            run += 1;
            crowd(&shelf, run).await;
            let fate = Behind {
                operation,
                nth,
                met: Mutex::default(),
            };
            let mortal = Mortal::new(Arc::new(fate));
            let ports = mortal.ports(&shelf.bundle.ports);
            assert!(
                mortal.live(shelf.tick_with(&ports)).await.is_err(),
                "{operation} {nth}"
            );
            shelf.tick().await;
            let requests = shelf.requests().await;
            let mut ids: Vec<_> = requests
                .iter()
                .map(|request| request.conversation.to_string())
                .collect();
            ids.sort();
            let expected: Vec<_> = (1..=4).map(|nth| (run * 10 + nth).to_string()).collect();
            assert_eq!(ids, expected, "{operation} {nth}");
            let digests = requests
                .iter()
                .filter_map(|request| request.beside.as_ref());
            let digests: Vec<_> = digests.map(|beside| beside.others.len()).collect();
            assert_eq!(digests, [3], "{operation} {nth}");
            assert_eq!(shelf.rows().await, [""; 0], "{operation} {nth}");
        }
    }
}

/// A clock that moves with whoever sleeps.
struct Passing(Hand);

#[async_trait]
impl Clock for Passing {
    fn now(&self) -> Timestamp {
        self.0.now()
    }

    async fn sleep(&self, duration: Duration) {
        let mut now = self.0.0.lock().unwrap();
        *now += SignedDuration::try_from(duration).unwrap();
    }
}

#[tokio::test]
async fn after_hours_of_downtime_the_oldest_come_first_and_no_faster_than_the_lane_takes_them() {
    let shelf = Shelf::open().await;
    for nth in 0..600 {
        let since = i64::from(nth * 7 % 600) - 100_000;
        shelf
            .waits(ACME, nth + 1, since + 90_000, (9, since, None))
            .await;
    }
    let ports = Ports {
        clock: Arc::new(Passing(shelf.hand.clone())),
        ..shelf.bundle.ports.clone()
    };
    let mut story = Vec::new();
    while !shelf.rows().await.is_empty() {
        let began = shelf.hand.now();
        story.push(shelf.tick_with(&ports).await.unwrap());
        let took = shelf.hand.now().duration_since(began).as_secs();
        story.push(format!("in {took} s"));
        shelf.hand.forward(60 - took);
    }
    assert_snapshot!(story.join("\n"), @"
    conversations whose time has come were looked at: 495 due, 495 sent, 105 left
    in 40 s
    conversations whose time has come were looked at: 105 due, 105 sent
    in 10 s
    ");
    let waited = shelf.requests().await;
    let waited: Vec<_> = waited
        .iter()
        .map(|request| request.place.as_ref().unwrap().since)
        .collect();
    assert_eq!(waited.len(), 600);
    // Those of one batch are sent at the same time.
    let sorted: Vec<Vec<i64>> = waited.chunks(25).map(<[i64]>::to_vec).collect();
    for pair in sorted.windows(3) {
        assert!(pair[0].iter().max() < pair[2].iter().min());
    }
}

#[tokio::test]
async fn a_queue_is_looked_at_again_in_its_own_workspace_alone_and_twice_is_once() {
    let shelf = Shelf::open().await;
    for nth in 1..=3 {
        shelf
            .waits(ACME, nth, 36_000, (9, i64::from(nth), Some("7")))
            .await;
    }
    shelf.waits(ACME, 4, 0, (9, 4, None)).await;
    shelf.waits(BIRCH, 1, 36_000, (9, 0, None)).await;
    shelf.reminds(ACME, "9", 600).await;
    let ports = &shelf.bundle.ports;
    assert_eq!(ports.redate(&workspace(ACME)).await.unwrap(), 3);
    assert_eq!(ports.redate(&workspace(ACME)).await.unwrap(), 0);
    assert_snapshot!(shelf.rows().await.join("\n"), @"
    0 91773144601 acmetea1 1
    0 91773144602 acmetea1 2
    0 91773144603 acmetea1 3
    0 91773144604 acmetea1 4
    36000 91773144600 birchtea 1
    600 acmetea1 9
    ");
}

#[tokio::test]
async fn whoever_dies_looking_again_leaves_every_conversation_a_row() {
    let shelf = Shelf::open().await;
    for operation in ["follow_ups.queued", "follow_ups.put_off"] {
        shelf.clears_the_rows().await;
        for nth in 1..=3 {
            shelf
                .waits(ACME, nth, 36_000, (9, i64::from(nth), None))
                .await;
        }
        let fate = Behind {
            operation,
            nth: 1,
            met: Mutex::default(),
        };
        let mortal = Mortal::new(Arc::new(fate));
        let ports = mortal.ports(&shelf.bundle.ports);
        let acme = workspace(ACME);
        assert!(
            mortal.live(ports.redate(&acme)).await.is_err(),
            "{operation}"
        );
        assert_eq!(shelf.rows().await.len(), 3, "{operation}");
        shelf.bundle.ports.redate(&acme).await.unwrap();
        let rows = shelf.rows().await;
        assert_eq!(rows.len(), 3, "{operation}");
        assert!(
            rows.iter().all(|row| row.starts_with("0 ")),
            "{operation}: {rows:?}"
        );
    }
}
