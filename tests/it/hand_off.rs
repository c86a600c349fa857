//! A person gets the conversation, and the visitor repeats nothing.

use harness::shop::{ADA, ANA, CLEO, PRIYA, SHOP};
use harness::{Desk, talk::Talk};
use insta::assert_snapshot;
use jiff::Timestamp;
use local::seed;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_for_a_person_gets_one_and_the_team_a_note() {
    let desk = Desk::open().await;
    let talk = desk.asks(ANA, SHOP, "How long does shipping to Austria take?");
    talk.settled().await;
    talk.says("Thanks, but I want to talk to a person about a damaged box");
    talk.settled().await;
    assert_snapshot!(talk.inbox());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_visitor_sees_one_sentence_and_nothing_internal() {
    let desk = Desk::open().await;
    let talk = desk.asks(ANA, SHOP, "Can I speak with someone?");
    talk.settled().await;
    assert_snapshot!(talk.messenger());
    assert_snapshot!(desk.calls().join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_intent_for_people_is_handed_over_under_its_name() {
    let desk = Desk::open().await;
    let talk = desk.asks(ANA, SHOP, "I would like to close my account");
    talk.settled().await;
    let view = talk.view();
    assert_eq!(view.custom_attributes["Nexora intent"], "cancel account");
    assert_eq!(talk.assignee(), "Support");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_assignment_that_a_workflow_undoes_is_made_again() {
    let desk = Desk::open().await;
    desk.acme.undo_assignments(1);
    let talk = desk.asks(ANA, SHOP, "A human please");
    talk.settled().await;
    assert_eq!(
        (talk.assignee().as_str(), talk.answers()),
        ("Support", 1),
        "{}",
        desk.story()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_named_csm_who_is_away_is_covered_by_the_team() {
    let desk = Desk::open().await;
    let at_work = desk.asks(PRIYA, SHOP, "We need 400 boxes");
    at_work.settled().await;
    at_work.teammate(CLEO).goes_away(true).unwrap();
    let away = desk.asks(PRIYA, SHOP, "And 200 more");
    away.settled().await;
    assert_eq!(
        [at_work.assignee(), away.assignee()],
        [CLEO, "Success"],
        "{}",
        desk.story()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_teammates_command_hands_over_at_once() {
    let desk = Desk::open().await;
    let talk = desk.asks(ANA, SHOP, "How do I brew black tea?");
    talk.settled().await;
    talk.notes(ADA, "/nexora hand off");
    talk.settled().await;
    assert_eq!(talk.assignee(), "Support", "{}", desk.story());
}

/// What Intercom says of a conversation, as a client reads it.
async fn read(desk: &Desk, talk: &Talk<'_>) -> Value {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let address = format!("{}/conversations/{}", desk.intercom_url(), talk.id);
    let asked = http
        .get(address)
        .bearer_auth(seed::TOKEN)
        .header("Intercom-Version", "2.16");
    asked.send().await.unwrap().json().await.unwrap()
}

/// What an SLA is measured by: since when the visitor waits, and when an admin replied.
async fn measured(desk: &Desk, talk: &Talk<'_>) -> Value {
    let read = read(desk, talk).await;
    let of = |name: &str| read["statistics"][name].clone();
    json!({
        "waiting_since": read["waiting_since"],
        "first_admin_reply_at": of("first_admin_reply_at"),
        "last_admin_reply_at": of("last_admin_reply_at"),
        "time_to_admin_reply": of("time_to_admin_reply"),
        "median_time_to_reply": of("median_time_to_reply"),
    })
}

const WITHOUT_A_WORD: &str = r#"
version: 1
agent: { teammate: nexora@acmetea.example }
rules:
  - name: The shop is told
    when: { url.path: /shop/** }
    say: { open: { en: One moment. } }
    then: { agent: {} }
  - name: Everything else
    then: { agent: {} }
hand_off:
  default: team:Support
  say: none
"#;

#[tokio::test(flavor = "multi_thread")]
async fn where_nothing_is_said_the_visitor_waits_on_and_the_note_tells_since_when() {
    let desk = Desk::with_config(WITHOUT_A_WORD).await;
    let talk = desk.asks(
        ANA,
        "https://www.acmetea.example/legal/terms",
        "A human please",
    );
    let before = measured(&desk, &talk).await;
    talk.settled().await;
    assert_eq!(talk.assignee(), "Support", "{}", desk.story());
    assert_eq!(measured(&desk, &talk).await, before);
    assert_eq!(talk.answers(), 0, "{}", talk.messenger());
    let since = talk.view().waiting_since.unwrap();
    let since = Timestamp::from_second(since).unwrap();
    let time = since.strftime("%H:%M").to_string();
    assert!(talk.inbox().contains(&time), "{time}\n{}", talk.inbox());
    // A text is a reply to Intercom: whoever is told waits for nobody any more.
    let told = desk.asks(ANA, SHOP, "A human please");
    told.settled().await;
    assert_eq!(told.answers(), 1);
    assert_eq!(measured(&desk, &told).await["waiting_since"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_only_wants_a_person_is_asked_what_it_is_about_and_the_team_learns_it() {
    let question = "Gladly. What is it about?";
    let config = seed::CONFIG.replace(
        "  say:\n",
        &format!("  say:\n    clarify: {{ en: \"{question}\" }}\n"),
    );
    let desk = Desk::with_config(&config).await;
    let talk = desk.asks(ANA, SHOP, "Hi, can I talk to a person?");
    talk.settled().await;
    assert_eq!(talk.assignee(), "nobody", "{}", desk.story());
    talk.says("My last box came empty, order 1234");
    talk.settled().await;
    assert_snapshot!(talk.messenger(), @"
    Ana Ruiz: <p>Hi, can I talk to a person?</p>
    Fin: <p>Acme Tea will reply as soon as they can.</p>
    Nexora: <p>Gladly. What is it about?</p>
    Ana Ruiz: <p>My last box came empty, order 1234</p>
    Nexora: <p>I'm bringing in a colleague. They can see everything we discussed here, so you won't have to repeat it.</p>
    ");
    assert_eq!(talk.assignee(), "Support", "{}", desk.story());
    assert!(
        talk.inbox().contains("My last box came empty"),
        "{}",
        talk.inbox()
    );
    // Who says it at once is not asked.
    let told = desk.asks(
        ANA,
        SHOP,
        "My last box came empty. I want to talk to a person",
    );
    told.settled().await;
    assert!(!told.messenger().contains(question), "{}", told.messenger());
    assert_eq!(told.assignee(), "Support");
}
