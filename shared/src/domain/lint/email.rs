//! What becomes of e-mail, which starts on no page.

use super::Lint;
use crate::domain::config::{Config, KeyPath};
use crate::domain::routing::{Condition, Fact, Then};

/// E-mail that every rule it can reach leaves to somebody, though no rule speaks of e-mail: its conditions on pages were not
/// thought of for it.
pub(super) fn lints(config: &Config, lints: &mut Vec<Lint>) {
    let conditions = config.rules.iter().filter_map(|rule| rule.when.as_ref());
    let mut leaves = conditions.flat_map(Condition::leaves);
    if leaves.any(|(fact, _)| *fact == Fact::Channel) {
        return;
    }
    let mut reached = Vec::new();
    for (nth, rule) in config.rules.iter().enumerate() {
        let holds = rule.when.as_ref().map_or(Some(true), on_email);
        if holds == Some(false) || rule.rollout.is_some_and(|share| share.get() == 0) {
            continue;
        }
        reached.push((nth, rule));
        if holds == Some(true) && rule.rollout.is_none_or(|share| share.get() == 100) {
            break;
        }
    }
    let is_left = reached
        .iter()
        .all(|(_, rule)| matches!(rule.then, Then::LeaveTo(_)));
    let somewhere_else = reached.len() < config.rules.len();
    if let (true, true, Some((nth, rule))) = (is_left, somewhere_else, reached.last()) {
        lints.push(Lint {
            name: "email-left",
            key: KeyPath::new("rules").item(*nth).key("name"),
            said: format!(
                "e-mail has no page, so that only rules like “{}” apply to it and nobody answers; add a rule with `channel: email`, whatever it does",
                rule.name
            ),
        });
    }
}

/// Whether a condition holds for an e-mail; none where that depends on it.
fn on_email(condition: &Condition) -> Option<bool> {
    match condition {
        Condition::Not(condition) => on_email(condition).map(|holds| !holds),
        Condition::All(conditions) => decided(conditions, false),
        Condition::Any(conditions) => decided(conditions, true),
        Condition::Is(Fact::UrlPath | Fact::UrlHost, wanted) => {
            Some(wanted.holds(&[], |_, _| false))
        }
        Condition::Is(..) => None,
    }
}

fn decided(conditions: &[Condition], decisive: bool) -> Option<bool> {
    let mut each = conditions.iter().map(on_email);
    if each.clone().any(|holds| holds == Some(decisive)) {
        return Some(decisive);
    }
    each.all(|holds| holds.is_some()).then_some(!decisive)
}
