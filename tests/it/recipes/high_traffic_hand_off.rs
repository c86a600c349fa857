use super::{QUESTION, desk, plays};
use harness::Desk;
use harness::shop::{ADA, ANA, BEN, CLEO, SHOP};
use insta::assert_snapshot;

fn goes_away(desk: &Desk, name: &str) {
    let admins = desk.acme.view().admins;
    let admin = admins.iter().find(|admin| admin.name == name).unwrap();
    desk.acme.teammate(&admin.id).goes_away(true).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn account_questions_go_to_whichever_team_is_there() {
    let desk = desk("high-traffic-hand-off.yaml").await;
    let account = "/account/delivery";
    let mut told = vec![plays(&desk, ANA, account, QUESTION).await];
    goes_away(&desk, ADA);
    goes_away(&desk, BEN);
    told.push(plays(&desk, ANA, account, QUESTION).await);
    goes_away(&desk, CLEO);
    told.push(plays(&desk, ANA, account, QUESTION).await);
    told.push(plays(&desk, ANA, account, "Close my account").await);
    told.push(plays(&desk, ANA, account, "I want a refund").await);
    // Elsewhere the agent only looks on, whatever it is asked.
    told.push(plays(&desk, ANA, "/legal/terms", QUESTION).await);
    told.push(plays(&desk, ANA, "/legal/terms", "Bring me a person please").await);
    assert_snapshot!(told.join("\n\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn about_half_of_the_shop_is_answered_and_the_rest_drafted() {
    let desk = desk("high-traffic-hand-off.yaml").await;
    let talks: Vec<_> = (0..20).map(|_| desk.asks(ANA, SHOP, QUESTION)).collect();
    desk.settled().await;
    let fates: Vec<_> = talks
        .iter()
        .map(|talk| {
            let notes = talk.view().parts.iter().filter(|part| part.is_note).count();
            match (talk.answers(), notes) {
                (1, 0) => 'R',
                (0, 1) => 'D',
                other => panic!("{other:?}: {}", talk.inbox()),
            }
        })
        .collect();
    // By the conversations' ids, which are the same each time.
    assert_snapshot!(fates.into_iter().collect::<String>());
    // One that was answered goes on being answered.
    let answered = talks.iter().find(|talk| talk.answers() == 1).unwrap();
    answered.says("How do I brew black tea?");
    desk.settled().await;
    assert_eq!(answered.answers(), 2);
}
