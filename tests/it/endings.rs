//! How conversations end, and that hand-offs are picked up: through the whole bundle, from the webhook to the counters.

use harness::shop::{ADA, ANA, SHOP};
use harness::{Desk, Talk};
use insta::assert_snapshot;
use jiff::SignedDuration;
use local::seed;
use shared::runtime::Tick;

const QUESTION: &str = "How do I brew green tea?";

/// The time that is over now is looked after.
async fn passes(desk: &Desk, time: SignedDuration) {
    desk.puts_the_clock_forward(time);
    flushes(desk).await;
}

async fn flushes(desk: &Desk) {
    let at = desk.ports.clock.now();
    let deadline = at + SignedDuration::from_secs(75);
    queue_flush::handle(&desk.ports, Tick { at, deadline })
        .await
        .unwrap();
    desk.settled().await;
}

/// Every counter of the workspace, row by row.
async fn counted(desk: &Desk) -> String {
    let scan = desk.database.scan().table_name("tallies").send();
    let rows = scan.await.unwrap().items.unwrap().into_iter();
    let mut rows: Vec<_> = rows
        .map(|mut row| {
            let day = row.remove("day").unwrap();
            row.remove("workspace");
            row.remove("expires_at");
            let mut counts: Vec<_> = row
                .into_iter()
                .map(|(name, count)| format!("{name} {}", count.as_n().unwrap()))
                .filter(|count| !count.ends_with(" 0"))
                .collect();
            counts.sort();
            let (day, _) = day.as_s().unwrap().split_once('#').unwrap();
            format!("{day}: {}", counts.join(", "))
        })
        .collect();
    rows.sort();
    rows.join("\n")
}

fn outcome(talk: &Talk<'_>) -> String {
    let view = talk.view();
    let outcome = view.custom_attributes.get("Nexora outcome");
    let outcome = outcome.and_then(|outcome| outcome.as_str());
    outcome.unwrap_or("none").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_counts_as_resolved_after_a_silent_day_with_what_it_was_rated() {
    let desk = Desk::open().await;
    let talk = desk.asks(ANA, SHOP, QUESTION);
    desk.settled().await;
    passes(&desk, SignedDuration::from_hours(23)).await;
    assert_eq!(
        (outcome(&talk), counted(&desk).await),
        ("answered".to_owned(), String::new())
    );
    passes(&desk, SignedDuration::from_hours(2)).await;
    assert_eq!(outcome(&talk), "resolved", "{}", desk.story());
    assert_snapshot!(counted(&desk).await, @"2026-03-11: resolved_assumed 1");
    talk.rates(4, "");
    desk.settled().await;
    assert_snapshot!(counted(&desk).await, @"2026-03-11: ratings#resolved_assumed 1, resolved_assumed 1, scores#resolved_assumed 4");
    // Whoever comes back is not resolved any more once people have them.
    talk.says("A person please");
    desk.settled().await;
    assert_snapshot!(counted(&desk).await, @r"
    2026-03-11: handed_off 1, handed_off#asked_for_person 1, ratings#handed_off 1, scores#handed_off 4
    ");
    assert_eq!(
        (talk.answers(), outcome(&talk)),
        (2, "handed_off".to_owned())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_teammate_who_takes_over_is_told_apart_from_an_answer_that_was_enough() {
    let desk = Desk::open().await;
    let talk = desk.asks(ANA, SHOP, QUESTION);
    desk.settled().await;
    talk.replies(ADA, "Let me add something.");
    desk.settled().await;
    passes(&desk, SignedDuration::from_hours(25)).await;
    assert_eq!(
        (talk.answers(), outcome(&talk)),
        (1, "taken_over".to_owned())
    );
    assert_snapshot!(counted(&desk).await, @"2026-03-11: taken_over 1");
}

fn with_pick_up() -> String {
    seed::CONFIG.replace(
        "  default: \"team:Support\"\n",
        "  default: \"team:Support\"\n  pick_up: { within: 15m, to: \"team:Success\", say: { en: It takes a little longer today. } }\n",
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_picks_up_goes_on_once_and_what_somebody_did_stays() {
    let desk = Desk::with_config(&with_pick_up()).await;
    let left = desk.asks(ANA, SHOP, "A person please");
    let picked_up = desk.asks(harness::shop::JONAS, SHOP, "A person please");
    desk.settled().await;
    picked_up.replies(ADA, "Here I am.");
    desk.settled().await;
    passes(&desk, SignedDuration::from_mins(14)).await;
    assert_eq!((left.assignee(), left.answers()), ("Support".to_owned(), 1));
    passes(&desk, SignedDuration::from_mins(2)).await;
    assert_eq!(
        (left.assignee(), left.answers()),
        ("Success".to_owned(), 2),
        "{}",
        desk.story()
    );
    assert_eq!(
        (picked_up.assignee(), picked_up.answers()),
        ("Support".to_owned(), 1)
    );
    passes(&desk, SignedDuration::from_hours(30)).await;
    assert_eq!((left.assignee(), left.answers()), ("Success".to_owned(), 2));
    assert_snapshot!(left.inbox(), @"
    Ana Ruiz: <p>A person please</p>
    Fin: <p>Acme Tea will reply as soon as they can.</p>
    Nexora: <p>I'm bringing in a colleague. They can see everything we discussed here, so you won't have to repeat it.</p>
    Nexora notes: <h2>Handed over by Nexora</h2><p><b>Ask:</b> “A person please”</p><p><b>Why a person:</b> the visitor asked for a person</p><p><b>Tried:</b> nothing yet; the agent has not answered in this conversation</p><p><b>Facts:</b> plan: Free · page: acmetea.example/shop/green-teas</p><p><b>Waiting since:</b> 2026-03-10 09:00 UTC</p>
    Nexora → Support
    Fin (conversation_attribute_updated_by_admin)
    Nexora: <p>It takes a little longer today.</p>
    Nexora notes: <h2>Nobody has picked this up</h2><p><b>Waiting since:</b> 2026-03-10 09:00 UTC</p><p><b>Who had it:</b> Support</p><p><b>Now:</b> it goes to Success</p>
    Nexora → Success
    [open, with team Success; Nexora outcome: handed_off]
    ");
    assert_snapshot!(counted(&desk).await, @"2026-03-10: handed_off 2, handed_off#asked_for_person 2");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_due_while_intercom_refused_the_token_comes_when_it_is_taken_again() {
    let desk = Desk::open().await;
    let talk = desk.asks(ANA, SHOP, QUESTION);
    desk.settled().await;
    desk.acme.set_suspended(true);
    // The turn that is due is the first to learn of it, and is dropped.
    passes(&desk, SignedDuration::from_hours(25)).await;
    assert_eq!(
        (outcome(&talk), counted(&desk).await),
        ("answered".to_owned(), String::new())
    );
    desk.acme.set_suspended(false);
    let at = desk.ports.clock.now() + SignedDuration::from_hours(2);
    desk.puts_the_clock_forward(SignedDuration::from_hours(2));
    let deadline = at + SignedDuration::from_mins(5);
    sweep::handle(&desk.ports, Tick { at, deadline })
        .await
        .unwrap();
    flushes(&desk).await;
    assert_eq!(outcome(&talk), "resolved", "{}", desk.story());
}
