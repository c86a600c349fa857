use super::{QUESTION, desk, plays};
use harness::shop::ANA;
use insta::assert_snapshot;

#[tokio::test(flavor = "multi_thread")]
async fn the_page_decides_without_a_call() {
    let desk = desk("url-path.yaml").await;
    let told = [
        plays(&desk, ANA, "/careers/berlin?from=mail", "Do you hire?").await,
        plays(&desk, ANA, "/legal/terms/", QUESTION).await,
        plays(&desk, ANA, "/pricing#team", QUESTION).await,
        plays(&desk, ANA, "/shop/green-teas", QUESTION).await,
        // Pages that look like others, and none at all.
        plays(&desk, ANA, "/blog/careers", QUESTION).await,
        plays(&desk, ANA, "/terms/of-sale", QUESTION).await,
    ];
    assert_snapshot!(told.join("\n\n"));
    let talk = desk.asks(ANA, "", QUESTION);
    talk.settled().await;
    assert_eq!(talk.answers(), 1, "an app without pages");
}
