//! The workspace's rules send a conversation where it belongs.

mod facts;
mod language;
mod modes;

use harness::Desk;
use harness::shop::{ANA, CLEO, JONAS, PRIYA, SHOP};
use insta::assert_snapshot;

/// What came of a visitor's message on a page of the shop.
struct Played {
    answers: usize,
    /// The calls that rules took, beyond reading the conversation.
    facts: String,
}

async fn plays(desk: &Desk, visitor: &str, text: &str) -> Played {
    let before = desk.calls().len();
    let talk = desk.asks(visitor, SHOP, text);
    talk.settled().await;
    let mut calls = desk.calls().split_off(before);
    calls.retain(|call| call.starts_with("GET ") && call != "GET /conversations/{id}");
    calls.retain(|call| !call.contains("/articles"));
    let facts = match calls.as_slice() {
        [] => "no call".to_owned(),
        calls => calls.join(", "),
    };
    Played {
        answers: talk.answers(),
        facts,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tier_page_and_segment_decide_who_answers() {
    let desk = Desk::open().await;
    let talks = [
        (
            desk.asks(PRIYA, SHOP, "How do I brew green tea?"),
            "enterprise goes to its CSM",
        ),
        (
            desk.asks(
                JONAS,
                "https://acmetea.example/pricing/?plan=team#top",
                "How do I brew green tea?",
            ),
            "champions on pricing",
        ),
        (
            desk.asks(
                ANA,
                "https://www.acmetea.example/careers/berlin",
                "How do I brew green tea?",
            ),
            "careers",
        ),
        (
            desk.asks(
                ANA,
                "https://www.acmetea.example/legal/terms",
                "How do I brew green tea?",
            ),
            "legal",
        ),
        (desk.asks(ANA, "", "How do I brew green tea?"), "no page"),
    ];
    desk.settled().await;
    let outcomes: Vec<_> = talks
        .iter()
        .map(|(talk, name)| {
            let notes = talk.view().parts.iter().filter(|part| part.is_note).count();
            format!(
                "{name}: {} answers, {notes} notes, with {}",
                talk.answers(),
                talk.assignee()
            )
        })
        .collect();
    assert_snapshot!(outcomes.join("\n"), @"
    enterprise goes to its CSM: 1 answers, 1 notes, with Cleo Marin
    champions on pricing: 1 answers, 1 notes, with Success
    careers: 0 answers, 0 notes, with nobody
    legal: 0 answers, 1 notes, with nobody
    no page: 1 answers, 0 notes, with nobody
    ");
    let _ = CLEO;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_trace_says_why() {
    let desk = Desk::open().await;
    let talk = desk.asks(PRIYA, SHOP, "How do I brew green tea?");
    talk.settled().await;
    let rows = desk.rows();
    let turn = rows.iter().rev().find(|row| row.kind == "turn").unwrap();
    insta::assert_json_snapshot!(turn.trace, @r#"
    [
      {
        "name": "Enterprise goes to its CSM",
        "verdict": "matched",
        "why": "its conditions hold",
        "facts": [
          {
            "name": "company.plan",
            "value": "Enterprise",
            "origin": "conversation.company"
          }
        ]
      },
      {
        "name": "Resolution Bot keeps what it is answering",
        "verdict": "not reached",
        "why": "an earlier rule matched"
      },
      {
        "name": "Careers are for people",
        "verdict": "not reached",
        "why": "an earlier rule matched"
      },
      {
        "name": "Legal pages get drafts only",
        "verdict": "not reached",
        "why": "an earlier rule matched"
      },
      {
        "name": "Champions go straight to Success",
        "verdict": "not reached",
        "why": "an earlier rule matched"
      },
      {
        "name": "Everything else",
        "verdict": "not reached",
        "why": "an earlier rule matched"
      },
      {
        "name": "hand off to contact.owner",
        "verdict": "takes over",
        "why": "has a seat and is not away"
      },
      {
        "name": "hand off to team:Success",
        "verdict": "not needed",
        "why": "an earlier one can take it"
      },
      {
        "name": "hand off to team:Support",
        "verdict": "not needed",
        "why": "an earlier one can take it"
      },
      {
        "name": "attributes",
        "verdict": "noted",
        "why": "sets “CS escalation” of the company"
      }
    ]
    "#);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_set_that_looks_at_the_page_alone_costs_no_further_call() {
    let config = "
version: 1
agent: { teammate: Nexora }
rules:
  - name: Nobody answers careers
    when: { url.path: /careers/** }
    then: { leave_to: nobody }
  - name: Everything else
    then: { agent: {} }
hand_off: { default: 'team:Support' }
";
    let desk = Desk::with_config(config).await;
    let talk = desk.asks(ANA, "https://www.acmetea.example/careers", "Do you hire?");
    talk.settled().await;
    assert_eq!(desk.calls(), ["GET /conversations/{id}"]);
    assert_eq!(talk.answers(), 0);
}
