//! What rules look at, beyond page, plan and segment.

use harness::Desk;
use harness::shop::{ADA, ANA, JONAS, PRIYA, SHOP};
use insta::assert_snapshot;
use serde_json::json;
use simulator::{Assignee, Company, Contact, DataAttribute, Segment, Tag};

use super::{Played, plays};

/// Everything but what one rule matches is left alone: who is answered is who matched.
fn only(when: &str) -> String {
    format!(
        "
version: 1
agent: {{ teammate: Nexora }}
rules:
  - name: It matches
    when: {when}
    then: {{ agent: {{}} }}
  - name: Everything else
    then: {{ leave_to: team }}
hand_off: {{ default: 'team:Support' }}
"
    )
}

/// The demo's workspace with tags, a segment of companies and people who have them.
async fn town(when: &str) -> Desk {
    let plant = |intercom: &simulator::Intercom| {
        let acme = local::seed::plant(intercom);
        let [vip, wholesale] = ["VIP", "Wholesale"].map(|name| acme.add_tag(Tag::new(name)));
        let growing = acme.add_segment(Segment::new("Growing"));
        acme.add_data_attribute(DataAttribute::contact("Score"));
        let company = acme.add_company(Company {
            tag_ids: vec![wholesale],
            segment_ids: vec![growing],
            ..Company::new("Holm")
        });
        acme.add_contact(Contact {
            language_override: Some("de".to_owned()),
            browser_language: Some("en-US".to_owned()),
            tag_ids: vec![vip],
            company_ids: vec![company],
            custom_attributes: [("Score".to_owned(), json!("7.5"))].into(),
            ..Contact::user("Greta Holm", "greta@holm.example")
        });
        acme.add_contact(Contact {
            browser_language: Some("de-AT".to_owned()),
            custom_attributes: [("Score".to_owned(), json!("many"))].into(),
            ..Contact::user("Toni Egger", "toni@egger.example")
        });
    };
    let config = only(when);
    let tenant = (local::seed::WORKSPACE, local::seed::TOKEN, config.as_str());
    Desk::of(plant, &[tenant]).await
}

const PEOPLE: [&str; 5] = [ANA, JONAS, PRIYA, "Greta Holm", "Toni Egger"];

/// Who is answered under a condition, and what the rules asked Intercom for.
async fn answered(when: &str) -> String {
    let desk = town(when).await;
    let mut told = Vec::new();
    for visitor in PEOPLE {
        let Played { answers, facts } = plays(&desk, visitor, "How do I brew green tea?").await;
        let who = if answers == 1 { visitor } else { "–" };
        told.push(format!("{who} ({facts})"));
    }
    format!("{when}\n  {}", told.join(", "))
}

#[tokio::test(flavor = "multi_thread")]
async fn language_tags_and_segments_of_people_and_their_companies() {
    let told = [
        answered("{ locale: de }").await,
        answered("{ locale: [de-AT, fr] }").await,
        answered("{ contact.tag: VIP }").await,
        answered("{ company.tag: Wholesale }").await,
        answered("{ company.segment: Growing }").await,
    ];
    assert_snapshot!(told.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_are_compared_and_values_asked_for() {
    let told = [
        answered("{ company.attribute.Seats: { above: 12 } }").await,
        answered("{ company.attribute.Seats: { above: 11, below: 13 } }").await,
        answered("{ company.attribute.Seats: { exists: false } }").await,
        answered("{ contact.attribute.Score: { exists: true } }").await,
        answered("{ contact.attribute.Score: { below: 8 } }").await,
        answered("{ contact.owner: { exists: true } }").await,
        answered("{ not: { contact.attribute.Boxes a month: 6 } }").await,
    ];
    assert_snapshot!(told.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn phrases_are_looked_for_in_what_nobody_has_answered_yet() {
    let desk = town("{ text.matches: [green tea, \"don't\"] }").await;
    let talk = desk.asks(ANA, SHOP, "How do I brew   Green\nTea?");
    talk.settled().await;
    assert_eq!(talk.answers(), 1);
    // The phrase was answered; what waits now does not have it.
    talk.says("And black tea?");
    talk.settled().await;
    assert_eq!(talk.answers(), 1);
    for (text, answers) in [
        ("Evergreen teapots?", 0),
        ("Green. Tea.", 0),
        ("Why don’t you sell green coffee?", 1),
    ] {
        let Played { answers: is, facts } = plays(&desk, ANA, text).await;
        assert_eq!((is, facts.as_str()), (answers, "no call"), "{text}");
    }
    let told = format!("{:?}", desk.entries());
    assert!(!told.contains("Evergreen"), "a visitor's words were told");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_it_is_a_fact_where_the_agent_may_act() {
    let desk = town("{ conversation.assignee: nobody }").await;
    let free = desk.asks(ANA, SHOP, "How do I brew green tea?");
    desk.settled().await;
    let support = desk.acme.view().teams[0].id.clone();
    desk.acme
        .auto_assign_new_conversations(Some(Assignee::Team(support)));
    let taken = desk.asks(ANA, SHOP, "How do I brew green tea?");
    desk.settled().await;
    assert_eq!((free.answers(), taken.answers()), (1, 0));

    // A rule can pick what Intercom's own rules assigned to a team.
    let desk = town("{ conversation.assignee: ['team:Support', 'teammate:Ada Okafor'] }").await;
    let support = desk.acme.view().teams[0].id.clone();
    let free = desk.asks(ANA, SHOP, "How do I brew green tea?");
    desk.settled().await;
    desk.acme
        .auto_assign_new_conversations(Some(Assignee::Team(support)));
    let to_team = desk.asks(ANA, SHOP, "How do I brew green tea?");
    desk.settled().await;
    let ada = desk.acme.view().admins;
    let ada = ada.into_iter().find(|admin| admin.name == ADA).unwrap().id;
    desk.acme
        .auto_assign_new_conversations(Some(Assignee::Admin(ada)));
    let to_ada = desk.asks(ANA, SHOP, "How do I brew green tea?");
    desk.settled().await;
    let answers = [&free, &to_team, &to_ada].map(harness::talk::Talk::answers);
    // Who has it comes before the rules.
    assert_eq!(answers, [0, 0, 0], "{}", desk.story());
}
