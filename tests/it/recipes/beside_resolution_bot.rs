use super::{QUESTION, address, desk, plays, told};
use harness::shop::{ADA, ANA};
use insta::assert_snapshot;

#[tokio::test(flavor = "multi_thread")]
async fn each_conversation_has_one_voice() {
    let desk = desk("beside-resolution-bot.yaml").await;
    let fin = desk.acme.operator();
    let mut all = Vec::new();
    for (page, gives_up) in [
        ("/shop/green-teas", false),
        ("/shop/green-teas", true),
        ("/pricing", true),
    ] {
        let before = desk.calls().len();
        let talk = desk.asks(ANA, &address(page), QUESTION);
        fin.fin_answers(&talk.id, "With hot water.").unwrap();
        if gives_up {
            fin.fin_escalates(&talk.id).unwrap();
        }
        talk.settled().await;
        all.push(told(&desk, &talk, page, before));
    }
    // Fin is not in them.
    all.push(plays(&desk, ANA, "/account/delivery", QUESTION).await);
    all.push(plays(&desk, ANA, "/shop/green-teas", QUESTION).await);
    // Fin gave up, but a teammate was faster.
    let before = desk.calls().len();
    let talk = desk.asks(ANA, &address("/shop/green-teas"), QUESTION);
    fin.fin_answers(&talk.id, "With hot water.").unwrap();
    talk.replies(ADA, "I'll take it.");
    fin.fin_escalates(&talk.id).unwrap();
    talk.settled().await;
    all.push(told(&desk, &talk, "/shop/green-teas", before));
    assert_snapshot!(all.join("\n\n"));
}
