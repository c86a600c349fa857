//! Rules that no conversation reaches.

use super::Lint;
use super::case::{Case, cases};
use super::implication::{is_impossible, is_within};
use crate::domain::config::{Config, KeyPath};
use crate::domain::routing::wanted::Wanted;
use crate::domain::routing::{Condition, Rule};

/// A rule that takes every conversation of its cases.
struct Earlier<'c> {
    rule: &'c Rule,
    cases: Vec<Case<'c>>,
}

pub(super) fn lints(config: &Config, lints: &mut Vec<Lint>) {
    let mut earlier: Vec<Earlier<'_>> = Vec::new();
    for (nth, rule) in config.rules.iter().enumerate() {
        let at = KeyPath::new("rules").item(nth);
        let Some(cases) = cases(rule.when.as_ref()) else {
            continue;
        };
        let (impossible, possible): (Vec<_>, Vec<_>) = cases.into_iter().partition(is_impossible);
        if possible.is_empty() && !impossible.is_empty() {
            lints.push(Lint {
                name: "impossible-rule",
                key: at.key("when"),
                said: "no conversation is all of this at once; put what excludes each other under `any`".to_owned(),
            });
            continue;
        }
        if let Some(takers) = takers(&possible, &earlier) {
            lints.push(Lint {
                name: "unreachable-rule",
                key: at.key("name"),
                said: format!(
                    "no conversation gets here, because {} above takes all of them; move this rule up, or take it out",
                    takers
                ),
            });
            continue;
        }
        shadowed(rule, &at, &earlier, lints);
        if rule.rollout.is_none_or(|share| share.get() == 100) {
            earlier.push(Earlier {
                rule,
                cases: possible,
            });
        }
    }
}

/// The names of the rules that take every one of the cases; none when some case is left.
fn takers(cases: &[Case<'_>], earlier: &[Earlier<'_>]) -> Option<String> {
    let mut names: Vec<&str> = Vec::new();
    for case in cases {
        let taker = earlier.iter().find(|earlier| {
            let mut wider = earlier.cases.iter();
            wider.any(|wider| is_within(case, wider))
        })?;
        if !names.contains(&&*taker.rule.name) {
            names.push(&taker.rule.name);
        }
    }
    let quoted: Vec<_> = names.iter().map(|name| format!("“{name}”")).collect();
    Some(quoted.join(" or "))
}

/// Single values of a rule that earlier rules take, to do something else with them.
fn shadowed(rule: &Rule, at: &KeyPath, earlier: &[Earlier<'_>], lints: &mut Vec<Lint>) {
    let parts = match &rule.when {
        Some(Condition::All(parts)) => parts.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => return,
    };
    for (part_nth, part) in parts.iter().enumerate() {
        let Condition::Is(fact, Wanted::OneOf(texts)) = part else {
            continue;
        };
        if texts.len() < 2 {
            continue;
        }
        for (nth, text) in texts.iter().enumerate() {
            let mut narrow = parts.to_vec();
            narrow[part_nth] = Condition::Is(fact.clone(), Wanted::OneOf(vec![text.clone()]));
            let narrow = Condition::All(narrow);
            let others: Vec<_> = earlier
                .iter()
                .filter(|it| it.rule.then != rule.then)
                .collect();
            let Some(cases) = cases(Some(&narrow)) else {
                continue;
            };
            let taker = others.iter().find(|earlier| {
                cases.iter().all(|case| {
                    let mut wider = earlier.cases.iter();
                    wider.any(|wider| is_within(case, wider))
                })
            });
            if let Some(taker) = taker {
                lints.push(Lint {
                    name: "shadowed-value",
                    key: at.key("when").key(&fact.to_string()).item(nth),
                    said: format!(
                        "`{text}` never gets here, because “{}” above takes it and does something else with it; take it out of one of the two",
                        taker.rule.name
                    ),
                });
            }
        }
    }
}
