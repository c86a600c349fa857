//! Why a turn decided as it did is kept, and says nothing of what anybody wrote or who they are.

use std::sync::Arc;

use async_trait::async_trait;
use harness::Desk;
use harness::shop::{ADA, ANA, CLEO, PRIYA, SHOP};
use insta::assert_snapshot;
use local::seed;
use serde_json::json;
use shared::domain::conversation::Errand;
use shared::domain::decision::Decision;
use shared::domain::digest::Digest;
use shared::domain::turn::TurnRequest;
use shared::id::{ConversationId, WorkspaceId};
use shared::install::hindsight;
use shared::ports::{Decisions, store};
use shared::runtime::{Ports, deliver_turn};
use shared::workspace::Tenant;
use simulator::{Contact, Fault, FaultKind};

/// Looks at everything a person could stand behind.
const NOSY: &str = "
version: 1
agent: { teammate: nexora@acmetea.example }
rules:
  - name: Careers are for people
    when: { url.path: /careers/** }
    then: { leave_to: team }
  - name: Large customers
    when: { contact.attribute.Plan: Large, contact.attribute.Pet: { exists: true } }
    then: { hand_off: { to: contact.owner } }
  - name: Complaints
    when: { any: [{ text.matches: [complaint] }, { contact.attribute.Pet: hamster }, { conversation.assignee: 'team:Success' }] }
    then: { hand_off: { to: 'team:Success' } }
  - name: Everything else
    then: { agent: {} }
hand_off: { default: 'team:Support', when: { confidence_below: 0.35 } }
trace: { show: [contact.attribute.Plan] }
";

/// Words that stand nowhere but in what people write and in who they are.
const PLANTED: [&str; 6] = [
    "xylophone",
    "marzipan",
    "Greta",
    "quartz.example",
    "salamander",
    "oboe",
];

/// The rows of a conversation, the oldest first: what was kept, without when and by whom.
async fn kept(desk: &Desk, conversation: &str) -> Vec<String> {
    let rows = desk.database.scan().table_name("decisions");
    let rows = rows.send().await.unwrap();
    let text = |row: &std::collections::HashMap<String, _>, name: &str| {
        let value: &aws_sdk_dynamodb::types::AttributeValue = &row[name];
        value.as_s().unwrap().clone()
    };
    let mut rows: Vec<_> = rows
        .items()
        .iter()
        .map(|row| (text(row, "decision"), text(row, "kept")))
        .filter(|(key, _)| key.split('#').next() == Some(conversation))
        .collect();
    rows.sort();
    rows.into_iter().map(|(_, kept)| kept).collect()
}

/// Its decisions as an operator reads them, the newest first.
async fn decided(desk: &Desk, conversation: &str) -> Vec<Decision> {
    let workspace = WorkspaceId::try_from(seed::WORKSPACE).unwrap();
    let conversation = ConversationId::try_from(conversation).unwrap();
    let ports = &desk.ports;
    let (place, decisions) = (ports.place(), &*ports.decisions);
    let decided = hindsight::decided(place, decisions, &workspace, &conversation, 99);
    decided.await.unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_of_three_turns_is_why_and_no_word_of_what_anybody_wrote() {
    let desk = Desk::with_config(NOSY).await;
    desk.acme.add_contact(Contact {
        custom_attributes: [("Plan", "Pro"), ("Pet", "salamander")]
            .map(|(name, value)| (name.to_owned(), json!(value)))
            .into(),
        ..Contact::user("Greta Oboe", "greta@quartz.example")
    });
    let page = "https://www.acmetea.example/account/greta@quartz.example/orders?q=marzipan";
    let talk = desk.asks(
        "Greta Oboe",
        page,
        "How do I change my delivery address? I am Greta, xylophone",
    );
    talk.settled().await;
    talk.says("What is the capital of marzipan?");
    talk.settled().await;
    talk.says("I want to talk to a person, xylophone");
    talk.settled().await;

    let rows = kept(&desk, &talk.id).await;
    assert_snapshot!(rows.join("\n"));
    for row in &rows {
        assert!(row.len() < 900, "{} bytes: {row}", row.len());
    }
    let outcomes = decided(&desk, &talk.id).await;
    let outcomes: Vec<_> = outcomes
        .iter()
        .map(|decision| format!("{}: {}", decision.outcome, decision.what))
        .collect();
    assert_snapshot!(outcomes.join("\n"), @"
    handed_off: handed off to Support: the visitor asked for a person
    replied: the agent answered
    replied: the agent answered
    ");

    let all = desk.database.scan().table_name("decisions");
    let all = format!("{:?}", all.send().await.unwrap().items());
    assert!(all.contains(&talk.id), "ids are kept");
    for word in PLANTED.into_iter().chain(["nexora@", "Ada", seed::TOKEN]) {
        assert!(!all.contains(word), "{word} was kept: {all}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_turn_that_finds_a_person_there_or_fails_says_so_and_a_surplus_one_nothing() {
    let desk = Desk::open().await;
    let talk = desk.asks(ANA, SHOP, "How do I brew green tea?");
    talk.says("Please?");
    talk.settled().await;
    assert_eq!(kept(&desk, &talk.id).await.len(), 1, "a burst is one turn");

    talk.replies(ADA, "With hot water.");
    talk.settled().await;
    let again = TurnRequest {
        workspace: seed::WORKSPACE.try_into().unwrap(),
        conversation: talk.id.as_str().try_into().unwrap(),
        cause: Digest::of(["again"]),
        errand: Errand::Answer,
        place: None,
        beside: None,
    };
    let body = serde_json::to_string(&again).unwrap();
    let deliver = async |ports: &Ports| {
        let run = async |seat: &shared::Seat, request: &TurnRequest, delivery| {
            seat.turn(request, delivery).await
        };
        deliver_turn(ports, &body, desk.delivery(), run).await
    };
    deliver(&desk.ports).await.unwrap();

    let fails = desk.asks(ANA, SHOP, "How do I redeem a gift card?");
    let down = Fault::new(FaultKind::ServerError(503)).on_path_prefix("/conversations");
    desk.breaks(down.times(3));
    fails.settled().await;

    let told = async |id: &str| {
        let decided = decided(&desk, id).await.into_iter();
        let told = decided.map(|decision| {
            let steps = decision.trace.0.iter().map(|tried| &*tried.name);
            let steps = steps.collect::<Vec<_>>().join(", ");
            format!("{}: {} [{steps}]", decision.outcome, decision.what)
        });
        told.collect::<Vec<_>>().join("\n")
    };
    assert_snapshot!(told(&talk.id).await, @"
    not_ours: somebody else has it; the agent stays silent [who has it]
    replied: the agent answered [Enterprise goes to its CSM, Resolution Bot keeps what it is answering, Careers are for people, Legal pages get drafts only, Champions go straight to Success, Everything else, agent]
    ");
    assert_snapshot!(told(&fails.id).await, @"
    replied: the agent answered [Enterprise goes to its CSM, Resolution Bot keeps what it is answering, Careers are for people, Legal pages get drafts only, Champions go straight to Success, Everything else, agent]
    stuck: the turn cannot go on: it does not answer []
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn with_the_conversation_goes_what_was_decided_in_it() {
    let desk = Desk::open().await;
    let talk = desk.asks(ANA, SHOP, "How do I brew green tea?");
    let other = desk.asks(ANA, SHOP, "How do I redeem a gift card?");
    desk.settled().await;
    assert_eq!(kept(&desk, &talk.id).await.len(), 1);
    talk.teammate(ADA).deletes(&talk.id).unwrap();
    desk.settled().await;
    assert_eq!(kept(&desk, &talk.id).await, [""; 0]);
    assert_eq!(kept(&desk, &other.id).await.len(), 1);
}

/// Keeps nothing.
struct Broken;

#[async_trait]
impl Decisions for Broken {
    async fn keep(&self, _: &Tenant, _: &ConversationId, _: &Decision) -> Result<(), store::Error> {
        Err(store::Error::Unavailable("it is broken".into()))
    }

    async fn of_conversation(
        &self,
        _: &Tenant,
        _: &ConversationId,
        _: usize,
    ) -> Result<Vec<Decision>, store::Error> {
        Err(store::Error::Unavailable("it is broken".into()))
    }

    async fn forget(&self, _: &Tenant, _: &ConversationId) -> Result<(), store::Error> {
        Err(store::Error::Unavailable("it is broken".into()))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_turn_whose_decision_cannot_be_kept_is_a_turn_all_the_same() {
    let desk = Desk::open().await;
    let talk = desk.asks(ANA, SHOP, "How do I brew green tea?");
    talk.settled().await;
    let ports = Ports {
        decisions: Arc::new(Broken),
        ..desk.ports.clone()
    };
    talk.replies(ADA, "With hot water.");
    talk.settled().await;
    let request = TurnRequest {
        workspace: seed::WORKSPACE.try_into().unwrap(),
        conversation: talk.id.as_str().try_into().unwrap(),
        cause: Digest::of(["again"]),
        errand: Errand::Answer,
        place: None,
        beside: None,
    };
    let body = serde_json::to_string(&request).unwrap();
    let run = async |seat: &shared::Seat, request: &TurnRequest, delivery| {
        seat.turn(request, delivery).await
    };
    let outcome = deliver_turn(&ports, &body, desk.delivery(), run).await;
    assert_eq!(outcome.unwrap().name(), "not_ours");
    let notices: Vec<_> = desk
        .entries()
        .into_iter()
        .filter(|entry| entry.name == "not_kept")
        .map(|entry| format!("{}: {} {}", entry.source, entry.ok, entry.what))
        .collect();
    assert_snapshot!(notices.join("\n"), @"turn: false why the turn decided so could not be kept: the store does not answer");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_note_says_why_the_conversation_came_here_where_the_configuration_wants_it() {
    let with = |key: &str| {
        seed::CONFIG.replace(
            "hand_off:\n  default",
            &format!("hand_off:\n  {key}\n  default"),
        )
    };
    let note = async |config: &str, visitor: &str, text: &str| {
        let desk = Desk::with_config(config).await;
        let talk = desk.asks(visitor, SHOP, text);
        if visitor == PRIYA {
            talk.teammate(CLEO).goes_away(true).unwrap();
        }
        talk.settled().await;
        let parts = talk.view().parts.into_iter();
        let mut notes = parts
            .filter(|part| part.is_note)
            .filter_map(|part| part.body);
        let note = notes.next().unwrap();
        let why = note
            .split("<p>")
            .find(|part| part.starts_with("<b>Why it came"));
        why.unwrap_or("nothing").to_owned()
    };
    let table = [
        note(&with("note: { why: true }"), PRIYA, "We need 400 boxes").await,
        note(&with("note: { why: true }"), ANA, "A human please").await,
        note(&with("note: { why: false }"), ANA, "A human please").await,
        note(seed::CONFIG, ANA, "A human please").await,
    ];
    assert_snapshot!(table.join("\n"), @"
    <b>Why it came here:</b> these steps decided</p><ul><li>rule “Enterprise goes to its CSM”: company.plan is Enterprise</li><li>hand off to contact.owner: passed over, away</li><li>hand off to team:Success: a team</li></ul>
    <b>Why it came here:</b> these steps decided</p><ul><li>rule “Everything else”: it applies to everything else</li><li>agent: confidence 0 %, intent none, 0 sources</li><li>hand off to team:Support: a team</li></ul>
    nothing
    nothing
    ");
}
