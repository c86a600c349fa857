//! What the visitor is told, in their language.

use harness::Desk;
use harness::shop::ANA;
use insta::assert_snapshot;
use simulator::Contact;

use super::SHOP;

const CONFIG: &str = "
version: 1
agent: { teammate: Nexora }
rules:
  - { name: Everything, then: { agent: {} } }
hand_off:
  default: 'team:Support'
  when: { confidence_below: 0.35 }
  say:
    open: { en: A colleague comes., de: Jemand kommt., de-AT: Es kommt wer. }
    unknown: { en: I do not know. Shall I ask?, de: Das weiß ich nicht. Soll ich fragen? }
";

#[tokio::test(flavor = "multi_thread")]
async fn texts_are_in_the_language_that_is_set_or_else_the_browsers_and_it_is_asked_for_once_a_turn()
 {
    let desk = Desk::with_config(CONFIG).await;
    for (name, set, browser) in [
        ("Greta Holm", Some("de"), Some("en")),
        ("Toni Egger", None, Some("de-AT")),
        ("Luc Petit", Some("fr"), None),
    ] {
        desk.acme.add_contact(Contact {
            language_override: set.map(str::to_owned),
            browser_language: browser.map(str::to_owned),
            ..Contact::user(name, "someone@else.example")
        });
    }
    let mut told = Vec::new();
    for visitor in [ANA, "Greta Holm", "Toni Egger", "Luc Petit"] {
        let before = desk.calls().len();
        let talk = desk.asks(visitor, SHOP, "What is the capital of France?");
        talk.settled().await;
        talk.says("I want to talk to a person");
        talk.settled().await;
        let calls = desk.calls().split_off(before);
        let asked = calls.iter().filter(|call| *call == "GET /contacts/{id}");
        told.push(format!("{}\n({} × asked)", talk.messenger(), asked.count()));
    }
    assert_snapshot!(told.join("\n\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobodys_language_is_asked_for_where_nothing_is_said_in_it() {
    let desk = Desk::with_config(CONFIG).await;
    let talk = desk.asks(ANA, SHOP, "How do I brew green tea?");
    talk.settled().await;
    assert_eq!(talk.answers(), 1);
    let asked = |desk: &Desk| desk.calls().contains(&"GET /contacts/{id}".to_owned());
    assert!(!asked(&desk));
    let one = CONFIG
        .replace(", de: Jemand kommt., de-AT: Es kommt wer.", "")
        .replace(", de: Das weiß ich nicht. Soll ich fragen?", "");
    let desk = Desk::with_config(&one).await;
    let talk = desk.asks(ANA, SHOP, "I want to talk to a person");
    talk.settled().await;
    assert_eq!(talk.assignee(), "Support");
    assert!(!asked(&desk));
}
