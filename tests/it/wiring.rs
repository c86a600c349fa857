//! One topic: one list entry, one crate, one event file, under one name.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use shared::Topic;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

pub(crate) fn names(folder: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(root().join(folder)).unwrap();
    entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

/// Functions that take no topic.
const OTHERS: [&str; 8] = [
    "agent-turn",
    "dead-letter",
    "oauth-callback",
    "oauth-install",
    "queue-flush",
    "sweep",
    "uninstall",
    "webhook",
];

/// Functions over all workspaces, which are given what opens them.
const OVER_ALL: [&str; 2] = ["queue-flush", "sweep"];

#[test]
fn every_topic_has_a_crate_of_its_name_and_every_crate_a_topic() {
    let topics = Topic::ALL.iter().map(|topic| topic.function());
    let expected: BTreeSet<_> = topics.chain(OTHERS.map(str::to_owned)).collect();
    assert_eq!(names("functions"), expected);
}

#[test]
fn every_topic_has_an_event_file_of_its_name() {
    let expected: BTreeSet<_> = Topic::ALL
        .iter()
        .map(|topic| format!("{topic}.json"))
        .collect();
    assert_eq!(names("events"), expected);
    for topic in Topic::ALL {
        let event: serde_json::Value =
            serde_json::from_slice(&fs::read(root().join(format!("events/{topic}.json"))).unwrap())
                .unwrap();
        assert_eq!(event["topic"], topic.as_str());
    }
}

#[test]
fn a_functions_package_binary_and_folder_have_one_name() {
    for name in names("functions") {
        let manifest =
            fs::read_to_string(root().join(format!("functions/{name}/Cargo.toml"))).unwrap();
        let manifest: toml::Table = manifest.parse().unwrap();
        assert_eq!(manifest["package"]["name"].as_str(), Some(name.as_str()));
        let binary = &manifest["bin"][0];
        assert_eq!(binary["name"].as_str(), Some(name.as_str()));
        assert_eq!(
            binary["required-features"][0].as_str(),
            Some("lambda"),
            "{name} must build without AWS"
        );
        let shared = &manifest["dependencies"]["shared"];
        // Adapters come with `lambda`; what a function says to a browser is its own, and one over all workspaces is
        // given what opens them.
        let features = shared.get("features").and_then(toml::Value::as_array);
        let own = features.map(|features| features.iter().filter_map(toml::Value::as_str));
        assert!(
            own.into_iter()
                .flatten()
                .all(|feature| feature == "onboarding"
                    || (feature == "runtime" && OVER_ALL.contains(&name.as_str()))),
            "{name} asks for features of `shared` on its own"
        );
    }
}

#[test]
fn a_main_is_wiring_in_at_most_fifteen_lines() {
    for name in names("functions") {
        let main =
            fs::read_to_string(root().join(format!("functions/{name}/src/main.rs"))).unwrap();
        assert!(
            main.lines().count() <= 15,
            "{name}: {} lines",
            main.lines().count()
        );
    }
}
