//! Notifications in every shape seen, projected to signals: whole values, and no word of what people wrote.

use shared::domain::notification::{Notification, Secret, Signal};

const SECRET: &str = "any";

/// The signal of a notification as it would come through the door.
fn signal(body: &str) -> Result<Signal, String> {
    let secret = Secret::new(SECRET).unwrap();
    let signature = harness::sign(SECRET, body.as_bytes());
    let verified = secret.verify(body.as_bytes(), &signature).unwrap();
    let notification = Notification::open(verified).map_err(|mismatch| mismatch.to_string())?;
    let topic = notification
        .topic
        .parse()
        .map_err(|_| format!("no function for {}", notification.topic))?;
    Signal::project(&notification, topic).map_err(|mismatch| mismatch.to_string())
}

#[test]
fn every_recorded_event_becomes_its_signal() {
    insta::glob!("../../events", "*.json", |path| {
        let body = std::fs::read_to_string(path).unwrap();
        insta::assert_json_snapshot!(signal(&body).unwrap());
    });
}

#[test]
fn every_odd_shape_becomes_its_signal() {
    insta::glob!("odd/*.json", |path| {
        let body = std::fs::read_to_string(path).unwrap();
        insta::assert_json_snapshot!(signal(&body).unwrap());
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
        r#"{"app_id":"acme","topic":"company.created","data":{"item":{}}}"#,
    ];
    let places: Vec<_> = broken
        .iter()
        .map(|body| signal(body).unwrap_err())
        .collect();
    insta::assert_snapshot!(places.join("\n"), @"
    not JSON at the body
    a missing or unexpected value at the body
    a missing or unexpected value at the body
    a missing or unexpected value at app_id
    a missing or unexpected value at data.item.id
    a missing or unexpected value at data.item.conversation_parts.conversation_parts[0].created_at
    a missing or unexpected value at data.item.id
    no function for company.created
    ");
    assert!(!places.concat().contains("secret"));
}

#[test]
fn a_signal_survives_its_queue() {
    insta::glob!("../../events", "*.json", |path| {
        let signal = signal(&std::fs::read_to_string(path).unwrap()).unwrap();
        let queued = serde_json::to_string(&signal).unwrap();
        assert_eq!(serde_json::from_str::<Signal>(&queued).unwrap(), signal);
        assert!(
            !queued.contains("green tea") && !queued.contains("Mira"),
            "{queued}"
        );
    });
}
