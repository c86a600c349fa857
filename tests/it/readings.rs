//! What is read of a workspace is kept, and read again when it no longer holds.

use harness::Desk;
use harness::shop::{ADA, ANA, BEN, SHOP};
use insta::assert_snapshot;
use jiff::SignedDuration;
use simulator::{Admin, Fault, FaultKind};

const QUESTION: &str = "How do I brew green tea?";

/// Speaks only while somebody of the team could take over.
const WHILE_SOMEBODY_IS_THERE: &str = r#"
version: 1
agent: { teammate: nexora@acmetea.example }
rules:
  - name: Somebody is there
    when: { team.available: Support }
    then: { agent: {} }
  - name: Nobody is there
    then: { leave_to: team }
hand_off: { default: "team:Support" }
attributes:
  conversation: { Nexora outcome: outcome, Nexora mood: intent }
"#;

fn id(desk: &Desk, name: &str) -> String {
    let admins = desk.acme.view().admins;
    let found = admins.into_iter().find(|admin| admin.name == name);
    found.unwrap().id
}

fn count(desk: &Desk, call: &str) -> usize {
    desk.calls().iter().filter(|made| *made == call).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_away_is_known_without_a_call_until_intercom_says_that_somebody_switched() {
    let desk = Desk::with_config(WHILE_SOMEBODY_IS_THERE).await;
    let mut told = Vec::new();
    let mut asks = async |what: &str| {
        let talk = desk.asks(ANA, SHOP, QUESTION);
        desk.settled().await;
        let calls = count(&desk, "GET /admins");
        told.push(format!(
            "{what}: {} answers, {calls} readings",
            talk.answers()
        ));
    };
    asks("after the install").await;
    for name in [ADA, BEN] {
        let teammate = desk.acme.teammate(&id(&desk, name));
        teammate.goes_away(true).unwrap();
    }
    asks("both are away").await;
    asks("and still").await;
    desk.acme
        .teammate(&id(&desk, BEN))
        .goes_away(false)
        .unwrap();
    asks("one is back").await;
    desk.acme.dismisses(&id(&desk, BEN)).unwrap();
    asks("and gone for good").await;
    desk.acme
        .welcomes(Admin::new("Dora Lund", "dora@acmetea.example"));
    asks("somebody is new, in no team yet").await;
    // A team's members change without a notification.
    desk.puts_the_clock_forward(SignedDuration::from_mins(5));
    asks("five minutes later").await;
    assert_snapshot!(told.join("\n"), @"
    after the install: 1 answers, 0 readings
    both are away: 0 answers, 1 readings
    and still: 0 answers, 1 readings
    one is back: 1 answers, 2 readings
    and gone for good: 0 answers, 3 readings
    somebody is new, in no team yet: 0 answers, 4 readings
    five minutes later: 0 answers, 5 readings
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn installing_creates_the_attributes_it_writes_to() {
    let desk = Desk::with_config(WHILE_SOMEBODY_IS_THERE).await;
    let talk = desk.asks(ANA, SHOP, QUESTION);
    desk.settled().await;
    let attributes = talk.view().custom_attributes;
    assert_eq!(attributes["Nexora outcome"], "answered");
    let created: Vec<_> = desk
        .intercom
        .exchanges()
        .into_iter()
        .filter(|exchange| {
            exchange.method == "POST" && exchange.path == "/conversations/attributes"
        })
        .map(|exchange| exchange.request["name"].to_string())
        .collect();
    assert_eq!(created, ["\"Nexora mood\""]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_team_that_was_renamed_still_gets_what_is_handed_off_and_the_next_day_it_is_told() {
    let desk = Desk::open().await;
    let support = desk.acme.view().teams[0].id.clone();
    desk.acme.renames_team(&support, "Care");
    desk.acme.deletes_segment("Champions");
    desk.puts_the_clock_forward(SignedDuration::from_hours(25));
    let talk = desk.asks(ANA, SHOP, "Can I talk to a person?");
    desk.settled().await;
    assert_eq!(talk.assignee(), "Care");
    let drift = desk
        .rows()
        .into_iter()
        .filter(|row| row.kind == "reading")
        .map(|row| format!("{}: {:?}", row.title, row.details));
    assert_snapshot!(drift.collect::<Vec<_>>().join("\n"), @r#"the workspace is no longer as its configuration says: [("findings", "gone at rule “Champions go straight to Success” (when), renamed at hand_off.default")]"#);

    // Once a day, and not with every turn.
    let read = count(&desk, "GET /tags");
    let _ = desk.asks(ANA, SHOP, QUESTION);
    desk.settled().await;
    assert_eq!((read, count(&desk, "GET /tags")), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reading_that_fails_costs_no_answer_and_is_made_the_next_day() {
    let desk = Desk::open().await;
    desk.puts_the_clock_forward(SignedDuration::from_hours(25));
    desk.breaks(
        Fault::new(FaultKind::ServerError(503))
            .on_path_prefix("/tags")
            .times(3),
    );
    let talk = desk.asks(ANA, SHOP, QUESTION);
    desk.settled().await;
    assert_eq!(talk.answers(), 1, "{}", desk.story());
    let told: Vec<_> = desk
        .rows()
        .into_iter()
        .filter(|row| row.kind == "reading")
        .map(|row| row.title)
        .collect();
    assert_snapshot!(told.join("\n"), @"the daily reading of the workspace failed: whether Intercom took the request is unknown");
    desk.puts_the_clock_forward(SignedDuration::from_hours(25));
    let _ = desk.asks(ANA, SHOP, QUESTION);
    desk.settled().await;
    assert_eq!(count(&desk, "GET /tags"), 4);
}
