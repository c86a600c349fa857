//! A house that is left and entered again is as it was.

use harness::visit::{acme, ana_asks, answers, until};
use std::sync::Arc;

use jiff::Zoned;
use local::clock::RunningClock;
use local::house::{self, House};
use local::queue::LocalQueue;
use shared::Topic;
use shared::ports::queue::{Lane, Letter};
use shared::ports::{Mailbox, Queue};

const QUESTION: &str = "How do I brew green tea?";

#[tokio::test(flavor = "multi_thread")]
async fn conversations_queues_and_history_survive_a_restart_and_fresh_forgets_them() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::build(folder.path(), 0, None).await.unwrap();
    ana_asks(&house, QUESTION).await;
    // Left within the quiet window: the turn is still in its queue.
    let rows = house.feed().rows().len();
    house.close().await.unwrap();

    let house = House::build(folder.path(), 0, None).await.unwrap();
    assert!(house.feed().rows().len() >= rows);
    let talk = until(&house, |talk| answers(talk) > 0).await;
    assert_eq!(answers(&talk), 1, "{:#?}", talk.parts);
    house.close().await.unwrap();

    house::clear(folder.path()).unwrap();
    let house = House::build(folder.path(), 0, None).await.unwrap();
    assert_eq!(acme(&house).view().conversations.len(), 0);
    house.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clock_goes_on_from_where_it_was_left_and_never_back() {
    let folder = tempfile::tempdir().unwrap();
    let far: Zoned = "2098-11-23T21:30[Europe/Berlin]".parse().unwrap();
    let house = House::build(folder.path(), 0, Some(&far)).await.unwrap();
    let state = asked(&house, "state").await;
    let begun = state["now"].as_i64().unwrap();
    assert!((begun - far.timestamp().as_second()) < 60, "{begun}");
    assert_eq!(state["office"]["standing"], "closed");
    let opening = state["office"]["opens"].as_i64().unwrap();
    let home = format!("http://{}", house.address);
    let turned = reqwest::Client::new()
        .post(format!("{home}/api/clock"))
        .json(&serde_json::json!({ "to": opening }))
        .send();
    assert_eq!(turned.await.unwrap().status(), 200);
    let told = house.feed().rows().pop().unwrap();
    assert_eq!((told.kind.as_str(), told.at), ("clock", opening));
    insta::assert_snapshot!(told.title, @"the clock was turned to Monday, 24 November 2098, 09:00 in Europe/Berlin");
    // Killed, and not closed: what was turned is on the disk.
    let kept = tempfile::tempdir().unwrap();
    let state = "intercom.json";
    std::fs::copy(folder.path().join(state), kept.path().join(state)).unwrap();
    house.close().await.unwrap();

    let early = House::build(kept.path(), 0, Some(&far)).await;
    insta::assert_snapshot!(early.err().unwrap(), @"the run that is kept has come to 2098-11-24T09:00[Europe/Berlin], and what is kept would lie in the future; choose a later time than that for --at, or begin anew with --fresh");
    for folder in [&folder, &kept] {
        let house = House::build(folder.path(), 0, None).await.unwrap();
        let state = asked(&house, "state").await;
        assert!(state["now"].as_i64().unwrap() >= opening);
        house.close().await.unwrap();
    }
}

async fn asked(house: &House, what: &str) -> serde_json::Value {
    let answer = reqwest::get(format!("http://{}/api/{what}", house.address));
    answer.await.unwrap().json().await.unwrap()
}

#[tokio::test]
async fn closed_queues_let_go_of_their_file_even_where_somebody_still_has_them() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("queue.sqlite");
    let clock = Arc::new(RunningClock::real());
    let queue = LocalQueue::open(Some(&file), clock.clone()).unwrap();
    let held = queue.clone();
    let other = LocalQueue::open(Some(&file), clock).unwrap();
    // While another connection has the file open, closing waits.
    let other = async move {
        tokio::task::yield_now().await;
        drop(other);
    };
    let (closed, ()) = tokio::join!(queue.close(), other);
    closed.unwrap();

    let names = || {
        let entries = std::fs::read_dir(folder.path()).unwrap();
        entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(names(), ["queue.sqlite"]);
    let error = held.counts().await.unwrap_err();
    insta::assert_snapshot!(error.0, @"the queues are closed");
}

#[tokio::test]
async fn what_a_killed_run_had_received_is_given_back_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("queue.sqlite");
    let lane = Lane::Topic(Topic::ConversationUserReplied);
    let letter = Letter {
        lane,
        group: "acme".to_owned(),
        dedup: None,
        body: "{}".to_owned(),
    };
    let open = || LocalQueue::open(Some(&file), Arc::new(RunningClock::real())).unwrap();
    let killed = open();
    killed.send(&letter).await.unwrap();
    assert_eq!(killed.receive(lane, 1).await.unwrap().len(), 1);
    drop(killed);

    let queue = open();
    assert_eq!(queue.receive(lane, 1).await.unwrap().len(), 0);
    queue.give_back().await.unwrap();
    let given: Vec<_> = queue.receive(lane, 1).await.unwrap();
    let counts: Vec<_> = given
        .iter()
        .map(|delivery| delivery.receive_count)
        .collect();
    assert_eq!(counts, [2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_taken_port_a_taken_folder_and_a_broken_file_are_said_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let other = tempfile::tempdir().unwrap();
    let house = House::build(folder.path(), 0, None).await.unwrap();
    let port = house.address.port();
    let taken = House::build(other.path(), port, None)
        .await
        .err()
        .unwrap()
        .to_string();
    assert_eq!(
        taken,
        format!(
            "port {port} is taken by another program; choose another one with --port, or 0 for any free one"
        )
    );
    let twice = House::build(folder.path(), 0, None)
        .await
        .err()
        .unwrap()
        .to_string();
    assert!(twice.contains("is in use by another run"), "{twice}");
    house.close().await.unwrap();
    std::fs::write(folder.path().join("intercom.json"), "{").unwrap();
    let broken = House::build(folder.path(), 0, None)
        .await
        .err()
        .unwrap()
        .to_string();
    assert!(
        broken.ends_with("start with --fresh to begin anew"),
        "{broken}"
    );
}
