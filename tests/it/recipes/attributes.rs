use super::{QUESTION, address, desk, plays, told};
use harness::shop::{ANA, JONAS, PRIYA};
use insta::assert_snapshot;
use serde_json::json;
use simulator::{Company, Contact};

#[tokio::test(flavor = "multi_thread")]
async fn attributes_are_read_and_written() {
    let desk = desk("attributes.yaml").await;
    let company = desk.acme.add_company(Company {
        custom_attributes: [("Seats".to_owned(), json!(50))].into(),
        ..Company::new("Fifty")
    });
    desk.acme.add_contact(Contact {
        company_ids: vec![company],
        custom_attributes: [("Boxes a month".to_owned(), json!(4))].into(),
        ..Contact::user("Nora Vik", "nora@vik.example")
    });
    let shop = "/shop/green-teas";
    let mut all = vec![
        plays(&desk, PRIYA, shop, QUESTION).await,
        plays(&desk, JONAS, shop, QUESTION).await,
        plays(&desk, ANA, shop, "Where is my parcel?").await,
        // Exactly 50 seats and exactly 4 boxes: neither above.
        plays(&desk, "Nora Vik", shop, QUESTION).await,
    ];
    let before = desk.calls().len();
    let talk = desk.asks(PRIYA, &address(shop), QUESTION);
    let fin = desk.acme.operator();
    fin.writes_attribute(&talk.id, "Order number", "A-1042")
        .unwrap();
    talk.settled().await;
    all.push(told(&desk, &talk, shop, before));
    assert_snapshot!(all.join("\n\n"));
    let said = format!("{:?}", desk.entries());
    assert!(!said.contains("A-1042"), "a value of an attribute was told");
}
