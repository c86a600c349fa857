//! `nexora replay` without Intercom.

use std::fs;

use crate::program::{Ended, nexora, root};

const CONFIG: &str = "--config local/seed/acme.yaml";

fn replay(words: &str) -> Ended {
    nexora(&format!("replay {CONFIG} {words}"), "")
}

#[test]
fn a_first_message_is_answered_and_nothing_is_sent() {
    let ended = replay("events/conversation.user.created.json");
    insta::assert_snapshot!(ended.out);
    assert_eq!((ended.err.as_str(), ended.code), ("", 0));
}

#[test]
fn an_article_is_answered_from() {
    let folder = tempfile::tempdir().unwrap();
    let page = "<h1>Brewing green tea</h1><p>Let green tea steep for two minutes.</p><p>The water should be 75 °C hot.</p>";
    fs::write(folder.path().join("brewing.html"), page).unwrap();
    fs::write(folder.path().join("notes.txt"), "not an article").unwrap();
    let ended = replay(&format!(
        "events/conversation.user.created.json --articles {}",
        folder.path().display()
    ));
    insta::assert_snapshot!(ended.out);
    assert_eq!(ended.code, 0);
}

#[test]
fn several_notifications_are_one_story_in_which_a_teammate_takes_over() {
    let ended = replay(
        "events/conversation.user.created.json events/conversation.admin.replied.json events/conversation.user.replied.json",
    );
    insta::assert_snapshot!(ended.out);
    assert_eq!(ended.code, 0);
}

#[test]
fn whoever_asks_again_is_handed_over_and_the_hand_off_is_read_back() {
    let ended =
        replay("events/conversation.user.created.json events/conversation.user.replied.json");
    insta::assert_snapshot!(ended.out);
    assert_eq!(ended.code, 0);
}

#[test]
fn every_other_topic_says_what_it_noted() {
    let mut told = String::new();
    let mut files: Vec<_> = fs::read_dir(root().join("events"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.starts_with("conversation.user."))
        .collect();
    files.sort();
    for file in files {
        let ended = replay(&format!("events/{file}"));
        assert_eq!((ended.err.as_str(), ended.code), ("", 0), "{file}");
        let (_, scene) = ended.out.split_once("\n\n").unwrap();
        told += scene;
        told += "\n";
    }
    insta::assert_snapshot!(told);
}

#[test]
fn another_time_is_kept_to() {
    let ended = replay("events/conversation.user.replied.json --at 2026-03-10T22:30:00+01:00");
    assert!(
        ended
            .out
            .contains("events/conversation.user.replied.json, as of 2026-03-10T21:30:00Z"),
        "{}",
        ended.out
    );
}

#[test]
fn what_is_no_notification_names_the_place() {
    let folder = tempfile::tempdir().unwrap();
    let original = fs::read_to_string(root().join("events/conversation.user.replied.json"));
    let original = original.unwrap();
    let told = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        let ended = replay(path.to_str().unwrap());
        let said = ended.out.lines().find(|line| line.contains("webhook — "));
        format!("{name}: {} ({})", said.unwrap().trim(), ended.code)
    };
    let lines = [
        told("garbage", "{"),
        told("empty", ""),
        told(
            "shape",
            &original.replace("\"id\": \"37401180011\"", "\"id\": []"),
        ),
        told(
            "unknown",
            &original.replace("conversation.user.replied", "conversation.read"),
        ),
        told(
            "ping",
            &original.replace("conversation.user.replied", "ping"),
        ),
        told("large", &(original.clone() + &" ".repeat(1 << 20))),
    ];
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn notifications_of_two_workspaces_are_not_mixed() {
    let folder = tempfile::tempdir().unwrap();
    let original = fs::read_to_string(root().join("events/conversation.user.replied.json"));
    let other = folder.path().join("other.json");
    fs::write(&other, original.unwrap().replace("k4t9wq2z", "harbour1")).unwrap();
    let ended = replay(&format!(
        "events/conversation.user.created.json {}",
        other.display()
    ));
    let said = ended.err.replace(other.to_str().unwrap(), "other.json");
    insta::assert_snapshot!(said, @"nexora: other.json is of the workspace harbour1, and not of k4t9wq2z: replay those of one workspace at a time, or give another --workspace");
    assert_eq!((ended.out.as_str(), ended.code), ("", 1));
}

#[test]
fn words_that_do_not_go_together_are_refused() {
    let file = "events/conversation.user.replied.json";
    let refused = |words: &str| {
        let ended = replay(words);
        assert_ne!(ended.code, 0, "{words}");
        assert_eq!(ended.out, "", "{words}");
        ended.err.lines().next().unwrap_or_default().to_owned()
    };
    let lines = [
        refused(""),
        refused("nowhere.json"),
        refused(&format!("{file} --send")),
        refused(&format!("{file} --stack nexora")),
        refused(&format!("{file} --workspace k4t9wq2z --yes")),
        refused(&format!(
            "{file} --workspace k4t9wq2z --send --at 2026-03-10T22:30:00Z"
        )),
        refused(&format!("{file} --workspace k4t9wq2z --articles .")),
        refused(&format!(
            "{file} --workspace k4t9wq2z --stack nexora --intercom-region eu"
        )),
        refused(&format!("{file} --at soon")),
        refused(&format!("{file} --articles nowhere")),
        refused(&format!("{file} --workspace k4t9wq2z")),
    ];
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn what_has_another_shape_than_any_notification_names_the_place_too() {
    let folder = tempfile::tempdir().unwrap();
    let original = fs::read_to_string(root().join("events/conversation.user.replied.json"));
    let told = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        let ended = replay(path.to_str().unwrap());
        assert_eq!((ended.err.as_str(), ended.code), ("", 1), "{name}");
        let said = ended.out.lines().find(|line| line.contains("webhook — "));
        format!("{name}: {}", said.unwrap().trim())
    };
    let lines = [
        told("several", &format!("[{}]", original.unwrap())),
        told("text", r#"{"app_id":"abc","data":"x"}"#),
        told(
            "topic",
            r#"{"app_id":"abc","topic":"conversation.deleted","data":[]}"#,
        ),
        told(
            "number",
            r#"{"app_id":"abc","topic":"admin.added_to_workspace","data":7}"#,
        ),
    ];
    insta::assert_snapshot!(lines.join("\n"), @"
    several: webhook — a missing or unexpected value at [0]: 200, not kept
    text: webhook — a missing or unexpected value at data: 200, not kept
    topic: webhook — a missing or unexpected value at data: 200, not kept
    number: webhook — a missing or unexpected value at data: 200, not kept
    ");
}
