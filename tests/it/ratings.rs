//! What a visitor gives a conversation is kept with it, and changes nothing else.

use harness::shop::{ADA, ANA, SHOP};
use harness::{Desk, Talk};
use shared::domain::conversation::Record;

const QUESTION: &str = "How do I brew green tea?";

async fn record(desk: &Desk, talk: &Talk<'_>) -> Record {
    let (workspace, conversation) = (desk.acme.id(), talk.id.as_str());
    let record = desk
        .ports
        .record(
            &workspace.try_into().unwrap(),
            &conversation.try_into().unwrap(),
        )
        .await;
    record.unwrap().expect("it is known")
}

fn score(record: &Record) -> Option<u8> {
    record.rated.map(|rating| rating.score)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_newest_rating_is_kept_and_asks_for_no_turn() {
    let desk = Desk::open().await;
    let talk = desk.asks(ANA, SHOP, QUESTION);
    desk.settled().await;
    let before = record(&desk, &talk).await;
    let calls = desk.calls().len();

    talk.rates(2, "Too short");
    desk.settled().await;
    desk.puts_the_clock_forward(jiff::SignedDuration::from_secs(5));
    talk.rates(5, "It worked!");
    desk.settled().await;

    let after = record(&desk, &talk).await;
    assert_eq!(score(&after), Some(5));
    let rated = after.rated;
    let (version, expected) = (before.version + 2, Record { rated, ..before });
    assert_eq!(
        after,
        Record {
            version,
            ..expected
        }
    );
    assert_eq!(talk.answers(), 1);
    assert_eq!(desk.calls().len(), calls, "{}", desk.story());
    let noted = "conversation.rating.added: noted; nothing to do";
    assert_eq!(desk.story().matches(noted).count(), 2, "{}", desk.story());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rating_whose_notification_was_lost_is_found_by_the_next_turn() {
    let desk = Desk::open().await;
    let talk = desk.asks(ANA, SHOP, QUESTION);
    desk.settled().await;
    desk.intercom.webhooks().hold();
    talk.rates(4, "");
    let lost = desk.intercom.webhooks().take_held();
    desk.intercom.webhooks().release();
    assert_eq!(lost.len(), 1);
    desk.settled().await;
    assert_eq!(score(&record(&desk, &talk).await), None);

    talk.says("And how hot should the water be?");
    desk.settled().await;
    assert_eq!(score(&record(&desk, &talk).await), Some(4));
    assert_eq!(talk.answers(), 2, "{}", desk.story());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rating_does_not_bring_the_agent_back_to_what_a_teammate_has() {
    let desk = Desk::open().await;
    let talk = desk.asks(ANA, SHOP, QUESTION);
    desk.settled().await;
    talk.replies(ADA, "I have it from here.");
    talk.says("And how hot should the water be?");
    talk.rates(1, "The robot did not know");
    desk.settled().await;
    assert_eq!(talk.answers(), 1, "{}", desk.story());
    assert_eq!(score(&record(&desk, &talk).await), Some(1));
}
