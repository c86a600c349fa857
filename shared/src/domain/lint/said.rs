//! Single keys that say what was probably not meant.

use std::collections::BTreeSet;

use super::Lint;
use crate::domain::config::{Config, KeyPath, Target};
use crate::domain::office_hours::Hours;
use crate::domain::routing::{Condition, Fact};
use crate::domain::routing::{Mode, Rule};

pub(super) fn lints(config: &Config, lints: &mut Vec<Lint>) {
    let mut lint = |name, key, said: String| lints.push(Lint { name, key, said });
    if config.paused {
        let said = "the agent says nothing in this workspace; take it out when it is to go on";
        lint("paused", KeyPath::new("paused"), said.to_owned());
    }
    if config.agent.limits.turns == 0 {
        let key = KeyPath::new("agent").key("limits").key("turns");
        let said = "the agent hands every conversation over at once; write 1 or more";
        lint("no-turns", key, said.to_owned());
    }
    for (name, intent) in &config.intents {
        let key = KeyPath::new("intents").key(name);
        let triggers = &config.hand_off.when.intents;
        if intent.phrases.iter().all(|phrase| phrase.trim().is_empty()) {
            let said = "without phrases it is never recognised; add a few that visitors use";
            lint("intent-without-phrases", key.clone(), said.to_owned());
        }
        if intent.mode == Some(Mode::Observe) && triggers.contains(name) {
            let said = "with `observe` nothing comes of it, so hand_off.when.intents never hands it over; keep one of the two";
            lint("intent-with-two-fates", key.key("mode"), said.to_owned());
        }
    }
    let hours = KeyPath::new("office_hours");
    let never =
        "no hours are ever open; write days and hours, or take the key out to be always open";
    let is_never = |hours: &Hours| matches!(hours, Hours::Own(table) if table.open.is_empty());
    if config.office_hours.default.as_ref().is_some_and(is_never) {
        lint("never-open", hours.key("default"), never.to_owned());
    }
    let named = teams(config);
    for (team, of_team) in &config.office_hours.teams {
        let key = hours.key("teams").key(team);
        if is_never(of_team) {
            lint("never-open", key.clone(), never.to_owned());
        }
        if !named.contains(&team.to_lowercase()) {
            let said = format!(
                "no rule and no hand-off names the team “{team}”; compare how it is written there, or take its hours out"
            );
            lint("unused-hours", key, said);
        }
    }
    for (nth, rule) in config.rules.iter().enumerate() {
        let key = KeyPath::new("rules").item(nth).key("rollout");
        match rule
            .rollout
            .map(crate::domain::routing::rollout::Percent::get)
        {
            Some(0) => {
                let said = "this rule takes no conversation; raise its share, or take the rule out";
                lint("rollout-to-none", key, said.to_owned());
            }
            Some(100) => {
                let said = "this rule takes every conversation, as it does without `rollout`; take the key out";
                lint("rollout-to-all", key, said.to_owned());
            }
            Some(_) | None => {}
        }
    }
    if let Some(pick_up) = &config.hand_off.pick_up {
        let to_people = |rule: &Rule| rule.then.targets().next().is_some();
        let next = !pick_up.to.is_nobody() || config.rules.iter().any(to_people);
        if !next && pick_up.say.locales().next().is_none() {
            let key = KeyPath::new("hand_off").key("pick_up");
            let said = "nobody gets it next, and the visitor is told nothing, so that only a note comes of it; add `to`, `say`, or both";
            lint("pick-up-to-nobody", key, said.to_owned());
        }
    }
}

/// The teams that are named somewhere, in small letters.
fn teams(config: &Config) -> BTreeSet<String> {
    let next = config.hand_off.pick_up.iter();
    let night = config.out_of_hours.iter();
    let targets = config.rules.iter().flat_map(|rule| rule.then.targets());
    let targets = targets
        .map(|(_, target)| target)
        .chain([&config.hand_off.default])
        .chain(next.flat_map(|pick_up| pick_up.to.targets()))
        .chain(night.flat_map(|night| night.follow_up.targets()));
    let teams = targets.filter_map(|target| match target {
        Target::Team(name) => Some(name.as_str()),
        _ => None,
    });
    let conditions = config.rules.iter().filter_map(|rule| rule.when.as_ref());
    let facts = conditions.flat_map(Condition::leaves);
    let asked = facts
        .filter(|(fact, _)| matches!(fact, Fact::TeamAvailable | Fact::OfficeOpen))
        .flat_map(|(_, wanted)| wanted.texts())
        .map(String::as_str);
    teams.chain(asked).map(str::to_lowercase).collect()
}
