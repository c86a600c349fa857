//! How far the agent goes: observe, draft, reply; by share; paused.

use harness::shop::{ADA, ANA, CLEO, PRIYA, SHOP};
use harness::{Desk, talk::Talk};
use insta::assert_snapshot;

use super::{Played, plays};

const QUESTION: &str = "How do I brew green tea?";

fn config(top: &str, rules: &str) -> String {
    format!(
        "
version: 1
{top}
agent: {{ teammate: Nexora, tag: Nexora }}
intents:
  delivery: [where is my parcel]
  refunds: {{ phrases: [I want a refund, give me my money back], mode: draft }}
rules:
{rules}
  - name: Everything else
    then: {{ agent: {{}} }}
hand_off: {{ default: 'team:Support', when: {{ confidence_below: 0.35 }} }}
attributes: {{ conversation: {{ Nexora outcome: outcome }} }}
"
    )
}

async fn desk(top: &str, rules: &str) -> Desk {
    Desk::with_config(&config(top, rules)).await
}

fn notes(talk: &Talk<'_>) -> usize {
    talk.view().parts.iter().filter(|part| part.is_note).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn observing_posts_assigns_and_writes_nothing_and_the_trace_says_what_it_would_do() {
    let rules =
        "  - { name: Watch, when: { url.path: /shop/** }, then: { agent: { mode: observe } } }";
    let desk = desk("", rules).await;
    let mut told = Vec::new();
    for text in [
        QUESTION,
        "What is the capital of France?",
        "I want to talk to a person",
        "I want a refund",
    ] {
        let before = desk.calls().len();
        let talk = desk.asks(ANA, SHOP, text);
        talk.settled().await;
        let calls = desk.calls().split_off(before);
        let rows = desk.rows();
        let turn = rows.iter().rev().find(|row| row.kind == "turn").unwrap();
        let trace = serde_json::to_value(&turn.trace).unwrap();
        let observed = trace.as_array().unwrap().iter();
        let observed = observed.filter(|tried| tried["name"] == "observed");
        let would: Vec<_> = observed.map(|tried| tried["why"].to_string()).collect();
        assert_eq!(
            (talk.answers(), notes(&talk), talk.assignee().as_str()),
            (0, 0, "nobody"),
            "{text}"
        );
        told.push(format!(
            "{text}: {}; {}; tags {:?}",
            would.join(", "),
            calls.join(", "),
            talk.view().tags
        ));
    }
    assert_snapshot!(told.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn about_an_intent_that_is_drafted_the_visitor_sees_nothing() {
    let desk = desk("", "").await;
    let answered = desk.asks(ANA, SHOP, "Where is my parcel?");
    let drafted = desk.asks(ANA, SHOP, "I want a refund");
    desk.settled().await;
    assert_eq!(
        [
            (answered.answers(), notes(&answered)),
            (drafted.answers(), notes(&drafted))
        ],
        [(1, 0), (0, 1)]
    );
    assert_eq!(
        drafted.view().custom_attributes["Nexora outcome"],
        "drafted"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_share_of_nothing_takes_nobody_and_of_all_everybody() {
    let rules = "  - { name: None of it, rollout: 0, then: { agent: { mode: draft } } }
  - { name: All of it, rollout: 100, when: { url.path: /shop/** }, then: { hand_off: { to: 'team:Success' } } }";
    let desk = desk("", rules).await;
    let talks: Vec<_> = (0..4).map(|_| desk.asks(ANA, SHOP, QUESTION)).collect();
    let elsewhere = desk.asks(ANA, "https://www.acmetea.example/", QUESTION);
    desk.settled().await;
    let who: Vec<_> = talks.iter().map(Talk::assignee).collect();
    assert_eq!(who, ["Success"; 4]);
    assert_eq!((elsewhere.answers(), notes(&elsewhere)), (1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paused_rule_is_silent_where_it_matches_and_a_paused_file_everywhere() {
    let rules =
        "  - { name: Shop, paused: true, when: { url.path: /shop/** }, then: { agent: {} } }";
    let of_rule = desk("", rules).await;
    let shop = plays(&of_rule, ANA, QUESTION).await;
    let talk = of_rule.asks(ANA, "https://www.acmetea.example/", QUESTION);
    of_rule.settled().await;
    assert_eq!((shop.answers, talk.answers()), (0, 1));
    let of_all = desk("paused: true", "").await;
    let Played { answers, facts } = plays(&of_all, ANA, QUESTION).await;
    assert_eq!((answers, facts.as_str()), (0, "no call"));
    // Whom somebody gave it to is not left waiting.
    let given = of_all.asks(ANA, "https://www.acmetea.example/", QUESTION);
    given.assigns(ADA, "Nexora");
    of_all.settled().await;
    assert_eq!((given.answers(), given.assignee().as_str()), (0, "Support"));
}

#[tokio::test(flavor = "multi_thread")]
async fn even_if_away_gives_it_to_the_first_choice_and_to_nobody_after() {
    let rules = "  - { name: Owner, when: { company.plan: Enterprise }, then: { hand_off: { to: contact.owner, even_if_away: true } } }
  - { name: Cover, when: { company.plan: Team }, then: { hand_off: { to: contact.owner, cover: [teammate:Cleo Marin, 'team:Success'], even_if_away: true } } }";
    let desk = desk("", rules).await;
    let talk = desk.asks(PRIYA, SHOP, QUESTION);
    talk.teammate(CLEO).goes_away(true).unwrap();
    let covered = desk.asks(harness::shop::JONAS, SHOP, QUESTION);
    desk.settled().await;
    assert_eq!([talk.assignee(), covered.assignee()], [CLEO, "Success"]);
}
