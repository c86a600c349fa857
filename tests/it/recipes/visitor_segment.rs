use super::{QUESTION, desk, plays};
use harness::shop::{ANA, JONAS, PRIYA};
use insta::assert_snapshot;
use simulator::Contact;

#[tokio::test(flavor = "multi_thread")]
async fn the_segment_decides_for_one_call() {
    let desk = desk("visitor-segment.yaml").await;
    desk.acme.add_contact(Contact::user("Nora Vik", "nora@vik.example"));
    let told = [
        plays(&desk, JONAS, "/shop/green-teas", QUESTION).await,
        plays(&desk, ANA, "/shop/green-teas", QUESTION).await,
        plays(&desk, PRIYA, "/shop/green-teas", QUESTION).await,
        // In no segment.
        plays(&desk, "Nora Vik", "/shop/green-teas", QUESTION).await,
        // The page decides before anything is asked.
        plays(&desk, JONAS, "/careers", QUESTION).await,
    ];
    assert_snapshot!(told.join("\n\n"));
}
