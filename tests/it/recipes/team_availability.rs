use super::{QUESTION, desk, plays};
use harness::Desk;
use harness::shop::{ADA, ANA, BEN, CLEO};
use insta::assert_snapshot;

fn goes(desk: &Desk, name: &str, away: bool) {
    let admins = desk.acme.view().admins;
    let admin = admins.iter().find(|admin| admin.name == name).unwrap();
    desk.acme.teammate(&admin.id).goes_away(away).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_agent_answers_only_while_nobody_is_there() {
    let desk = desk("team-availability.yaml").await;
    let mut told = vec![
        plays(&desk, ANA, "/pricing", QUESTION).await,
        plays(&desk, ANA, "/shop/green-teas", QUESTION).await,
    ];
    goes(&desk, CLEO, true);
    goes(&desk, ADA, true);
    told.push(plays(&desk, ANA, "/pricing", QUESTION).await);
    goes(&desk, BEN, true);
    told.push(plays(&desk, ANA, "/pricing", QUESTION).await);
    goes(&desk, BEN, false);
    told.push(plays(&desk, ANA, "/shop/green-teas", QUESTION).await);
    assert_snapshot!(told.join("\n\n"));
}
