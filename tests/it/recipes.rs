//! Every recipe of `docs/recipes`, played in the demo's workspace as it is: what visitors see, who has their
//! conversations, and what it cost in calls to Intercom.

use std::collections::BTreeMap;
use std::sync::Arc;

use harness::{Desk, talk::Talk};
use local::feed::Feed;
use local::seed;
use shared::adapters::intercom::{Client, Timeouts};
use shared::config_file::read_config;
use shared::domain::inventory::Inventory;
use shared::domain::names::Names;
use shared::id::WorkspaceId;
use shared::ports::Intercom as _;
use shared::ports::keys::Plain;

macro_rules! recipes {
    ($($module:ident $file:literal)+) => {
        $(mod $module;)+
        /// The files that are played, by a module each.
        const PLAYED: &[(&str, &str)] =
            &[$(($file, include_str!(concat!("../../docs/recipes/", $file)))),+];
    };
}

recipes! {
    attributes "attributes.yaml"
    beside_resolution_bot "beside-resolution-bot.yaml"
    cs_escalation "cs-escalation.yaml"
    enterprise_csm "enterprise-csm.yaml"
    free_tier "free-tier.yaml"
    high_traffic_hand_off "high-traffic-hand-off.yaml"
    mql "mql.yaml"
    out_of_hours "out-of-hours.yaml"
    team_availability "team-availability.yaml"
    tier_upgrade "tier-upgrade.yaml"
    url_path "url-path.yaml"
    visitor_segment "visitor-segment.yaml"
}

const QUESTION: &str = "How do I brew green tea?";

#[test]
fn every_recipe_is_played() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/recipes");
    let mut there: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    there.sort();
    let played: Vec<_> = PLAYED.iter().map(|(file, _)| *file).collect();
    assert_eq!(played, there);
}

/// The demo's workspace with a recipe as it stands in the file, and nothing to say against it or a name in it.
async fn desk(file: &str) -> Desk {
    let (_, yaml) = PLAYED.iter().find(|(played, _)| *played == file).unwrap();
    let desk = Desk::with_config(yaml).await;
    let clock = desk.ports.clock.clone();
    let journal = Arc::new(Feed::new(clock.clone(), Vec::new()));
    let client = Client::new(Timeouts::default(), clock, journal).unwrap();
    let workspace = WorkspaceId::try_from(seed::WORKSPACE).unwrap();
    let grant = client.grant(desk.host(), Plain::new(seed::TOKEN), workspace);
    let inventory = Inventory {
        directory: &grant.directory().await.unwrap(),
        catalog: &grant.catalog().await.unwrap(),
    };
    let config = read_config(yaml).unwrap();
    assert_eq!(inventory.findings(&config, &Names::default()), [], "{file}");
    assert_eq!(config.lints(), [], "{file}");
    desk
}

/// A visitor writes on a page of the demo's site, and nothing is on its way any more.
async fn plays(desk: &Desk, visitor: &str, page: &str, text: &str) -> String {
    let before = desk.calls().len();
    let talk = desk.asks(visitor, &address(page), text);
    talk.settled().await;
    told(desk, &talk, page, before)
}

fn address(page: &str) -> String {
    format!("https://www.acmetea.example{page}")
}

/// What the visitor sees, who has it, what the team finds, and the calls since so many of them.
fn told(desk: &Desk, talk: &Talk<'_>, page: &str, before: usize) -> String {
    let view = talk.view();
    let notes = view.parts.iter().filter(|part| part.is_note).count();
    let tags = view.tags.iter().map(|tag| format!("; tag {tag}"));
    let ours = view.custom_attributes.iter();
    let attributes = ours
        .filter(|(name, _)| name.starts_with("Nexora"))
        .map(|(name, value)| format!("; {name}: {}", value.as_str().unwrap_or_default()));
    let marks: String = tags.chain(attributes).collect();
    let mut calls: BTreeMap<String, usize> = BTreeMap::new();
    for call in desk.calls().into_iter().skip(before) {
        *calls.entry(call).or_default() += 1;
    }
    let calls: Vec<_> = calls
        .into_iter()
        .map(|(call, times)| format!("  {times} × {call}"))
        .collect();
    format!(
        "{page}\n{}\n[with {}; notes: {notes}{marks}]\n{}",
        talk.messenger(),
        talk.assignee(),
        calls.join("\n")
    )
}
