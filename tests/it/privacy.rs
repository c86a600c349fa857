//! What people write is Intercom's to keep, not ours.

use harness::shop::ADA;
use harness::visit::{acme, ana_asks, by_day, until};
use local::house::{self, House};
use local::seed;

/// Words that stand nowhere but in what people write and in who they are.
const PLANTED: [&str; 5] = [
    "xylophone-visitor",
    "marzipan-teammate",
    "quartz-note",
    "obsidian-remark",
    "ana@ruiz.example",
];

#[tokio::test(flavor = "multi_thread")]
async fn no_word_of_a_conversation_is_in_the_database_or_the_journal() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::build(folder.path(), 0, Some(&by_day()))
        .await
        .unwrap();
    let talk = ana_asks(&house, "xylophone-visitor: I want to talk to a person").await;
    let admins = acme(&house).view().admins;
    let ada = acme(&house).teammate(&admins.iter().find(|admin| admin.name == ADA).unwrap().id);
    ada.notes(&talk, "quartz-note").unwrap();
    until(&house, |talk| {
        talk.team_assignee.as_deref() == Some("Support")
    })
    .await;
    ada.replies(&talk, "marzipan-teammate").unwrap();
    let contact = until(&house, |_| true).await.contact_id;
    let visitor = acme(&house).visitor(&contact);
    visitor.rates(&talk, 2, "obsidian-remark").unwrap();
    house.intercom().webhooks().settled().await;

    let mut kept = serde_json::to_vec(&house.feed().rows()).unwrap();
    house.close().await.unwrap();
    for name in house::OURS {
        kept.extend(std::fs::read(folder.path().join(name)).unwrap_or_default());
    }
    let holds = |word: &str| {
        kept.windows(word.len())
            .any(|window| window == word.as_bytes())
    };
    assert!(holds(&talk), "ids are kept");
    for word in PLANTED
        .into_iter()
        .chain([seed::TOKEN, seed::CLIENT_SECRET])
    {
        assert!(!holds(word), "{word} was kept");
    }
}
