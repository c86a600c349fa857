//! Notifications in every shape seen, projected to signals: whole values, and no word of what people wrote.

use shared::domain::notification::{News, Notification, Secret, Signal, StaffChange};

const SECRET: &str = "any";

/// The news of a notification as it would come through the door.
fn news(body: &str) -> Result<News, String> {
    let secret = Secret::new(SECRET).unwrap();
    let signature = harness::sign(SECRET, body.as_bytes());
    let verified = secret.verify(body.as_bytes(), &signature).unwrap();
    let notification = Notification::open(verified).map_err(|mismatch| mismatch.to_string())?;
    let topic = notification
        .topic
        .parse()
        .map_err(|_| format!("no function for {}", notification.topic))?;
    News::project(&notification, topic).map_err(|mismatch| mismatch.to_string())
}

#[test]
fn every_recorded_event_becomes_its_signal() {
    insta::glob!("../../events", "*.json", |path| {
        let body = std::fs::read_to_string(path).unwrap();
        insta::assert_json_snapshot!(news(&body).unwrap());
    });
}

#[test]
fn every_odd_shape_becomes_its_signal() {
    insta::glob!("odd/*.json", |path| {
        let body = std::fs::read_to_string(path).unwrap();
        insta::assert_json_snapshot!(news(&body).unwrap());
    });
}

#[test]
fn a_mismatch_names_its_place_and_no_value() {
    let broken = [
        "not json",
        "[]",
        r#"{"topic":"ping"}"#,
        r#"{"app_id":"a b","topic":"ping","data":{"item":{}}}"#,
        r#"{"app_id":"acme","topic":"conversation.user.replied","data":{"item":{"type":"conversation"}}}"#,
        r#"{"app_id":"acme","topic":"conversation.user.replied","data":{"item":{"id":"1","conversation_parts":{"conversation_parts":[{"id":"2","created_at":"secret words"}]}}}}"#,
        r#"{"app_id":"acme","topic":"conversation.user.replied","data":{"item":{"id":{"secret":"words"}}}}"#,
        r#"{"app_id":"acme","topic":"conversation.rating.added","data":{"item":{"id":"1"}}}"#,
        r#"{"app_id":"acme","topic":"conversation.rating.added","data":{"item":{"id":"1","conversation_rating":null}}}"#,
        r#"{"app_id":"acme","topic":"conversation.rating.added","data":{"item":{"id":"1","conversation_rating":"secret"}}}"#,
        r#"{"app_id":"acme","topic":"conversation.rating.added","data":{"item":{"id":"1","conversation_rating":{"remark":"secret"}}}}"#,
        r#"{"app_id":"acme","topic":"conversation.rating.added","data":{"item":{"id":"1","conversation_rating":{"rating":null}}}}"#,
        r#"{"app_id":"acme","topic":"conversation.rating.added","data":{"item":{"id":"1","conversation_rating":{"rating":0}}}}"#,
        r#"{"app_id":"acme","topic":"conversation.rating.added","data":{"item":{"id":"1","conversation_rating":{"rating":6}}}}"#,
        r#"{"app_id":"acme","topic":"conversation.rating.added","data":{"item":{"id":"1","conversation_rating":{"rating":"5 secret"}}}}"#,
        r#"{"app_id":"acme","topic":"company.created","data":{"item":{}}}"#,
    ];
    let places: Vec<_> = broken.iter().map(|body| news(body).unwrap_err()).collect();
    insta::assert_snapshot!(places.join("\n"), @"
    not JSON at the body
    a missing or unexpected value at the body
    a missing or unexpected value at the body
    a missing or unexpected value at app_id
    a missing or unexpected value at data.item.id
    a missing or unexpected value at data.item.conversation_parts.conversation_parts[0].created_at
    a missing or unexpected value at data.item.id
    a missing or unexpected value at data.item.conversation_rating
    a missing or unexpected value at data.item.conversation_rating
    a missing or unexpected value at data.item.conversation_rating
    a missing or unexpected value at data.item.conversation_rating
    a missing or unexpected value at data.item.conversation_rating.rating
    a missing or unexpected value at data.item.conversation_rating.rating
    a missing or unexpected value at data.item.conversation_rating.rating
    a missing or unexpected value at data.item.conversation_rating.rating
    no function for company.created
    ");
    assert!(!places.concat().contains("secret"));
}

#[test]
fn a_rating_that_cannot_be_read_spoils_no_other_news_of_its_conversation() {
    for rating in ["null", "6", r#""great""#, r#"{"rating":"great"}"#] {
        let body = format!(
            r#"{{"app_id":"acme","topic":"conversation.user.replied","data":{{"item":{{"id":"1","conversation_rating":{rating}}}}}}}"#
        );
        let News::Conversation(signal) = news(&body).unwrap() else {
            panic!("it is about a conversation");
        };
        assert_eq!(signal.rated, None, "{rating}");
    }
}

#[test]
fn news_survives_its_queue_without_a_word_or_a_name() {
    insta::glob!("../../events", "*.json", |path| {
        let news = news(&std::fs::read_to_string(path).unwrap()).unwrap();
        let queued = match &news {
            News::Conversation(signal) => {
                let queued = serde_json::to_string(signal).unwrap();
                assert_eq!(serde_json::from_str::<Signal>(&queued).unwrap(), *signal);
                queued
            }
            News::Staff(change) => {
                let queued = serde_json::to_string(change).unwrap();
                assert_eq!(
                    serde_json::from_str::<StaffChange>(&queued).unwrap(),
                    *change
                );
                queued
            }
        };
        for word in [
            "green tea",
            "Mira",
            "Ada",
            "Quick and clear",
            "acmetea.example",
        ] {
            assert!(!queued.contains(word), "{queued}");
        }
    });
}
