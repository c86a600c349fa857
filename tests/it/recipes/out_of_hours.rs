use super::{QUESTION, desk, plays};
use harness::shop::ANA;
use insta::assert_snapshot;
use jiff::SignedDuration;
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
