//! Single keys that say what was probably not meant.

use super::Lint;
use crate::domain::config::{Config, KeyPath};
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
