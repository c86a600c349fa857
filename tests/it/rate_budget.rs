//! Intercom's rate limit is one for everybody: who is waited for comes first, waiting is no failure, and who does not answer is
//! left alone.

use std::sync::Arc;

use harness::desk::NEIGHBOUR;
use harness::shop::{ANA, JONAS, PRIYA, SHOP};
use harness::{Desk, Talk};
use jiff::{SignedDuration, Timestamp};
use local::{functions, seed};
use shared::domain::conversation::Errand;
use shared::domain::digest::Digest;
use shared::domain::turn::TurnRequest;
use shared::ports::allowance::{LIMIT, Share, Taken, WINDOW};
use shared::ports::queue::{Lane, Letter};
use shared::ports::store::Error;
use shared::ports::{Allowance, Clock};
use shared::runtime::Ports;
use shared::workspace::{Delivery, Tenant};
use simulator::{Fault, FaultKind};

const QUESTION: &str = "How do I brew green tea?";

/// A turn of a conversation in the lane nobody waits in.
fn in_bulk(talk: &Talk<'_>, cause: &str) -> Letter {
    let request = TurnRequest {
        workspace: seed::WORKSPACE.try_into().unwrap(),
        conversation: talk.id.as_str().try_into().unwrap(),
        cause: Digest::of([cause]),
        errand: Errand::Answer,
        place: None,
        beside: None,
    };
    Letter {
        lane: Lane::TurnsBulk,
        ..Letter::turn(&request)
    }
}

/// Conversations of which nobody was notified.
fn unheard(desk: &Desk, count: usize) -> Vec<Talk<'_>> {
    desk.intercom.webhooks().hold();
    let talks = (0..count).map(|_| desk.asks(ANA, SHOP, QUESTION)).collect();
    let _ = desk.intercom.webhooks().take_held();
    desk.intercom.webhooks().release();
    talks
}

fn refused(desk: &Desk) -> usize {
    let exchanges = desk.intercom.exchanges().into_iter();
    exchanges
        .filter(|exchange| exchange.status == Some(429))
        .count()
}

fn entries(desk: &Desk, name: &str) -> usize {
    let entries = desk.entries().into_iter();
    entries.filter(|entry| entry.name == name).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_waited_for_is_answered_while_the_bulk_lane_waits_for_its_share() {
    const WINDOW: u32 = 60;
    let desk = Desk::open().await;
    desk.intercom.set_rate_limit(WINDOW);
    // The first answer shows how many calls there are.
    desk.asks(ANA, SHOP, QUESTION).settled().await;
    desk.puts_the_clock_forward(SignedDuration::from_secs(20));
    let bulk = unheard(&desk, 15);
    let began = desk.intercom.exchanges().len();
    for (nth, talk) in bulk.iter().enumerate() {
        let letter = in_bulk(talk, &nth.to_string());
        desk.ports.queue.send(&letter).await.unwrap();
    }
    let live = [ANA, JONAS, PRIYA].map(|visitor| desk.asks(visitor, SHOP, QUESTION));
    let answered = |talks: &[Talk<'_>]| talks.iter().filter(|talk| talk.answers() > 0).count();
    desk.until("the visitors who wait are answered", || {
        answered(&live) == 3
    })
    .await;
    let meanwhile = answered(&bulk);
    assert!(meanwhile < 15, "{meanwhile} of 15\n{}", desk.story());
    desk.settled().await;

    let answers = |talks: &[Talk<'_>]| talks.iter().map(Talk::answers).collect::<Vec<_>>();
    assert_eq!(answers(&live), [1; 3], "{}", desk.story());
    assert_eq!(answers(&bulk), [1; 15], "{}", desk.story());
    assert_eq!((refused(&desk), desk.dead_letters().await), (0, 0));
    assert!(entries(&desk, "rate_limited") > 0, "the bulk lane waited");
    // In no window more was called than there is, and what is left to who waits was left.
    let exchanges = desk.intercom.exchanges();
    let mut windows = std::collections::BTreeMap::<i64, u32>::new();
    for exchange in &exchanges[began..] {
        *windows.entry(exchange.at / 10).or_default() += 1;
    }
    assert!(windows.values().all(|calls| *calls < WINDOW), "{windows:?}");
    assert!(windows.len() >= 4, "{windows:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rate_limit_that_lasts_for_many_windows_makes_no_dead_letter_and_one_call_a_window() {
    let desk = Desk::open().await;
    desk.breaks(
        Fault::new(FaultKind::RateLimited { reset_in: 10 })
            .on_path_prefix("/conversations")
            .times(12),
    );
    let talk = desk.asks(ANA, SHOP, QUESTION);
    talk.settled().await;
    assert_eq!(talk.answers(), 1, "{}", desk.story());
    assert_eq!((refused(&desk), desk.dead_letters().await), (12, 0));
    let waited = desk
        .entries()
        .iter()
        .flat_map(|entry| entry.phases.clone())
        .filter(|(phase, _)| *phase == "rate_limit")
        .count();
    assert!(waited > 0, "a turn says that it waited: {}", desk.story());
}

/// An allowance whose shares are used up in every window.
struct NothingLeft(Arc<dyn Clock>);

#[async_trait::async_trait]
impl Allowance for NothingLeft {
    async fn take(&self, _: Share, _: u32) -> Result<Taken, Error> {
        Ok(Taken::UsedUp(self.0.now() + WINDOW))
    }

    async fn room(&self, share: Share) -> Result<u32, Error> {
        Ok(share.of(LIMIT))
    }

    async fn held(&self, _: &Tenant) -> Result<Option<Timestamp>, Error> {
        Ok(None)
    }

    async fn hold(&self, _: &Tenant, _: Timestamp) -> Result<(), Error> {
        Ok(())
    }

    fn learn(&self, _: u32) {}
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_for_the_rate_limit_is_sent_anew_before_it_is_taken_for_failed() {
    let desk = Desk::open().await;
    let talks = unheard(&desk, 1);
    let letter = in_bulk(&talks[0], "morning");
    let ports = Ports {
        allowance: Arc::new(NothingLeft(desk.ports.clock.clone())),
        ..desk.ports.clone()
    };
    let mut ended = Vec::new();
    for receive_count in [1, 3, 4, 9] {
        let delivery = Delivery {
            lane: Lane::TurnsBulk,
            receive_count,
            ..desk.delivery()
        };
        let result = functions::deliver(&ports, Lane::TurnsBulk, &letter.body, delivery).await;
        ended.push(match result {
            Ok(outcome) => outcome.name(),
            Err(error) => error.name(),
        });
    }
    assert_eq!(
        ended,
        ["rate_limited", "rate_limited", "postponed", "postponed"]
    );
    let sent = desk.letters().into_iter();
    let sent: Vec<_> = sent
        .filter(|sent| sent.lane == Lane::TurnsBulk && sent.dedup != letter.dedup)
        .collect();
    assert_eq!(sent.len(), 2, "each is another message for the queue");
    desk.settled().await;
    assert_eq!(talks[0].answers(), 1, "{}", desk.story());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workspace_of_whose_window_little_is_left_is_held_for_the_bulk_lane_only() {
    let desk = Desk::open().await;
    let talks = unheard(&desk, 1);
    let [before, until] =
        [0, 3_600].map(|after| desk.ports.clock.now() + SignedDuration::from_secs(after));
    let workspace = seed::WORKSPACE.try_into().unwrap();
    // A visitor's turn sees that little is left, and says so.
    desk.intercom.set_rate_limit(4);
    let live = desk.asks(JONAS, SHOP, QUESTION);
    desk.until("it is answered", || live.answers() == 1).await;
    let key = |name: &str, value: &str| {
        let value = aws_sdk_dynamodb::types::AttributeValue::S(value.to_owned());
        (name.to_owned(), value)
    };
    let row = desk
        .database
        .get_item()
        .table_name("readings")
        .set_key(Some(
            [key("workspace", seed::WORKSPACE), key("list", "hold")].into(),
        ))
        .send()
        .await
        .unwrap();
    let held = row.item.expect("the workspace is held")["until"]
        .as_n()
        .unwrap()
        .clone();
    let held: i64 = held.parse().unwrap();
    assert!((before.as_millisecond()..until.as_millisecond()).contains(&held));
    let delivery = Delivery {
        lane: Lane::TurnsBulk,
        ..desk.delivery()
    };
    desk.settled().await;
    desk.intercom.set_rate_limit(1_666);
    let calls = desk.calls().len();
    hold(&desk, &workspace).await;
    let letter = in_bulk(&talks[0], "morning");
    let result = functions::deliver(&desk.ports, Lane::TurnsBulk, &letter.body, delivery).await;
    assert_eq!(result.unwrap_err().name(), "rate_limited");
    assert_eq!(desk.calls().len(), calls, "nothing was called");
}

/// Writes the row of a hold, as another container would.
async fn hold(desk: &Desk, workspace: &shared::id::WorkspaceId) {
    let until = desk.ports.clock.now() + SignedDuration::from_mins(5);
    let value = aws_sdk_dynamodb::types::AttributeValue::N(until.as_millisecond().to_string());
    let text = |text: &str| aws_sdk_dynamodb::types::AttributeValue::S(text.to_owned());
    desk.database
        .put_item()
        .table_name("readings")
        .item("workspace", text(workspace.as_str()))
        .item("list", text("hold"))
        .item("until", value)
        .send()
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workspace_whose_intercom_is_dead_is_left_alone_and_slows_no_other() {
    let desk = Desk::with_a_neighbour().await;
    let birch = desk.intercom.workspace(NEIGHBOUR).unwrap();
    desk.breaks(Fault::new(FaultKind::ServerError(503)).in_workspace(seed::WORKSPACE));
    let calls = || {
        let exchanges = desk.intercom.exchanges().into_iter();
        let theirs = exchanges.filter(|exchange| exchange.status == Some(503));
        theirs.count()
    };
    let here: Vec<_> = (0..6).map(|_| desk.asks(ANA, SHOP, QUESTION)).collect();
    desk.until("twelve deliveries have failed", || {
        entries(&desk, "stuck") >= 12
    })
    .await;
    // Six turns began to read at once, three times each. After that one looks once a minute.
    let made = calls();
    assert!(made <= 6 * 3 + 2, "{made} calls\n{}", desk.story());
    let there: Vec<_> = (0..3)
        .map(|_| desk.asks_in(&birch, ANA, SHOP, QUESTION))
        .collect();
    desk.until("the other workspace is answered", || {
        there.iter().all(|talk| talk.answers() == 1)
    })
    .await;
    assert!(here.iter().all(|talk| talk.answers() == 0));

    desk.intercom.faults().clear();
    desk.puts_the_clock_forward(SignedDuration::from_secs(130));
    desk.settled().await;
    let answers: Vec<_> = here.iter().map(Talk::answers).collect();
    assert_eq!(answers, [1; 6], "{}", desk.story());
    assert_eq!(desk.dead_letters().await, 0);
}
