//! What people write is Intercom's to keep, not ours.

use harness::shop::{ADA, ANA, SHOP};
use local::house::{self, House};
use local::seed;

/// Words that stand nowhere but in what people write and in who they are.
const PLANTED: [&str; 4] = [
    "xylophone-visitor",
    "marzipan-teammate",
    "quartz-note",
    "ana@ruiz.example",
];

#[tokio::test(flavor = "multi_thread")]
async fn no_word_of_a_conversation_is_in_the_database_or_the_journal() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::build(folder.path(), 0).await.unwrap();
    let acme = house.intercom().workspace(seed::WORKSPACE).unwrap();
    let view = acme.view();
    let ana = view
        .contacts
        .iter()
        .find(|contact| contact.name.as_deref() == Some(ANA))
        .unwrap()
        .id
        .clone();
    let ada = view
        .admins
        .iter()
        .find(|admin| admin.name == ADA)
        .unwrap()
        .id
        .clone();
    let talk = acme
        .visitor(&ana)
        .starts("xylophone-visitor: I want to talk to a person", Some(SHOP))
        .unwrap();
    acme.teammate(&ada).notes(&talk, "quartz-note").unwrap();
    for _ in 0..1_000 {
        let handed = acme.view().conversations[0].team_assignee.is_some();
        if handed
            && house
                .feed()
                .rows()
                .iter()
                .any(|row| row.title.starts_with("handed off"))
        {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    acme.teammate(&ada)
        .replies(&talk, "marzipan-teammate")
        .unwrap();
    house.intercom().webhooks().settled().await;
    assert_eq!(
        acme.view().conversations[0].team_assignee.as_deref(),
        Some("Support")
    );

    let journal = serde_json::to_string(&house.feed().rows()).unwrap();
    drop(house);
    let mut kept = journal.into_bytes();
    for name in house::OURS {
        kept.extend(std::fs::read(folder.path().join(name)).unwrap_or_default());
    }
    assert!(kept.len() > 10_000, "there is something to look through");
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
