use super::{QUESTION, address, desk, plays};
use harness::shop::ANA;
use insta::assert_snapshot;
use jiff::SignedDuration;
use shared::runtime::Tick;
use simulator::Contact;

const PERSON: &str = "Bring me a person please";

#[tokio::test(flavor = "multi_thread")]
async fn people_answer_by_day_and_the_agent_by_night() {
    let desk = desk("out-of-hours.yaml").await;
    desk.acme.add_contact(Contact {
        browser_language: Some("de-AT".to_owned()),
        country: Some("Austria".to_owned()),
        ..Contact::user("Greta Holm", "greta@holm.example")
    });
    let shop = "/shop/green-teas";
    // It is a Tuesday, 10:00 in Berlin.
    let mut told = vec![
        plays(&desk, ANA, shop, QUESTION).await,
        plays(&desk, ANA, shop, "I had an Allergic  reaction to your tea!").await,
    ];
    // 22:00.
    desk.puts_the_clock_forward(SignedDuration::from_hours(12));
    told.push(plays(&desk, ANA, shop, QUESTION).await);
    told.push(plays(&desk, ANA, shop, PERSON).await);
    told.push(plays(&desk, "Greta Holm", shop, PERSON).await);
    told.push(plays(&desk, ANA, shop, "Is it allergic to milk?").await);
    // The Friday after, 17:00: it closed at four, until Monday.
    desk.puts_the_clock_forward(SignedDuration::from_hours(2 * 24 + 19));
    told.push(plays(&desk, "Greta Holm", shop, PERSON).await);
    assert_snapshot!(told.join("\n\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_needs_a_person_at_night_is_asked_and_told_and_has_one_in_the_morning() {
    let desk = desk("out-of-hours.yaml").await;
    desk.acme.add_contact(Contact {
        name: Some("Visitor 7".to_owned()),
        browser_language: Some("en-US".to_owned()),
        country: Some("Japan".to_owned()),
        ..Contact::lead()
    });
    // It is a Tuesday, 22:00 in Berlin, and Wednesday morning in Tokyo.
    desk.puts_the_clock_forward(SignedDuration::from_hours(12));
    let talk = desk.asks("Visitor 7", &address("/shop"), PERSON);
    talk.settled().await;
    talk.says("Sure: mika@kato.example");
    talk.settled().await;
    talk.says(PERSON);
    talk.settled().await;
    assert_snapshot!(talk.messenger(), @"
    Visitor 7: <p>Bring me a person please</p>
    Fin: <p>Acme Tea will reply as soon as they can.</p>
    Nexora: <p>So that the team can get back to you: what is your e-mail address?</p>
    Visitor 7: <p>Sure: mika@kato.example</p>
    Nexora: <p>I've left this with the team. They're back 5:00 PM.</p>
    Visitor 7: <p>Bring me a person please</p>
    Nexora: <p>I've added that.</p>
    ");
    assert_eq!(talk.assignee(), "nobody");
    assert!(talk.view().snoozed_until.is_some());
    // 09:00 has come.
    desk.puts_the_clock_forward(SignedDuration::from_hours(11));
    let at = desk.ports.clock.now();
    let deadline = at + SignedDuration::from_secs(75);
    let tick = Tick { at, deadline };
    queue_flush::handle(&desk.ports, tick).await.unwrap();
    talk.settled().await;
    assert_eq!(
        (talk.assignee().as_str(), talk.view().state.as_str()),
        ("Support", "open"),
        "{}",
        desk.story()
    );
    let inbox = talk.inbox();
    let note = inbox.lines().find(|line| line.contains("notes: "));
    assert!(
        note.is_some_and(|note| note.contains("email: mika@kato.example")),
        "{inbox}"
    );
}
