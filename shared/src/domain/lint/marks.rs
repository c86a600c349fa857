//! Attributes and tags that are never written, or that hide each other.

use super::Lint;
use super::case::cases;
use super::implication::{is_impossible, is_within};
use crate::domain::attribute::{Content, Setting, Upshot};
use crate::domain::config::{Config, Finding, KeyPath};
use crate::domain::names::Kind;
use crate::domain::routing::fact::ABSENT;
use crate::domain::routing::{Afterwards, Condition, Fact};
use crate::domain::spelling::nearest;

pub(super) fn lints(config: &Config, lints: &mut Vec<Lint>) {
    let kinds = [
        ("conversation", Kind::ConversationAttribute),
        ("contact", Kind::ContactAttribute),
        ("company", Kind::CompanyAttribute),
    ];
    for (object, kind) in kinds {
        let at = KeyPath::new("attributes").key(object);
        for (name, content) in config.attributes.of(kind).into_iter().flatten() {
            let key = at.key(name);
            match content {
                Content::Set(settings) => {
                    let is_list = settings.len() > 1;
                    for (nth, setting) in settings.iter().enumerate() {
                        let key = if is_list { key.item(nth) } else { key.clone() };
                        let when = key.key("when");
                        if never(config, &setting.when, &when, lints) {
                            continue;
                        }
                        hidden(setting, &settings[..nth], &key, lints);
                    }
                }
                Content::Finding(Finding::Intent) if config.intents.is_empty() => {
                    let said = "there are no intents, so that nothing is ever written; describe some under `intents`";
                    lints.push(lint("never-written", key, said.to_owned()));
                }
                Content::Finding(_) | Content::Capture(_) => {}
            }
        }
    }
    for (tag, when) in &config.tags {
        let key = KeyPath::new("tags").key(tag);
        if config
            .agent
            .tag
            .as_ref()
            .is_some_and(|all| all.trim() == tag.trim())
        {
            let said = "every conversation gets this tag by agent.tag; take one of the two out";
            lints.push(lint("tag-twice", key, said.to_owned()));
        } else {
            never(config, when, &key, lints);
        }
    }
    if !config.attributes.company.is_empty() && config.companies.tiers.is_empty() {
        let said = "a contact may have several companies, and without `companies.tiers` the one with the smallest id gets the attributes, unless the conversation names one; write the plans from the lowest to the highest";
        let key = KeyPath::new("attributes").key("company");
        lints.push(lint("any-company", key, said.to_owned()));
    }
}

fn lint(name: &'static str, key: KeyPath, said: String) -> Lint {
    Lint { name, key, said }
}

/// Notes why a condition never holds, if it never does.
fn never(config: &Config, when: &Afterwards, key: &KeyPath, lints: &mut Vec<Lint>) -> bool {
    let Afterwards(condition) = when;
    let mut unknown = condition.leaves().into_iter().filter_map(|(fact, wanted)| {
        let known = config.intents.keys().map(String::as_str);
        let mut texts = wanted.texts().iter();
        let text = texts.find(|text| {
            *fact == Fact::Intent && *text != ABSENT && !config.intents.contains_key(*text)
        })?;
        Some((text, nearest(text, known)))
    });
    if let Some((text, meant)) = unknown.next() {
        let meant = meant.map_or_else(String::new, |meant| format!("; did you mean “{meant}”?"));
        let said =
            format!("“{text}” is not among `intents`, so that it is never recognised{meant}");
        lints.push(lint("unknown-intent", key.clone(), said));
        return true;
    }
    let Some(cases) = cases(Some(condition)) else {
        return false;
    };
    if cases.iter().all(is_impossible) {
        let said =
            "no conversation is all of this at once; put what excludes each other under `any`";
        lints.push(lint("impossible-mark", key.clone(), said.to_owned()));
        return true;
    }
    // Reasons come with a hand-off alone.
    let of_other_outcomes = |case: &&super::case::Case<'_>| {
        let says = |fact: &Fact, test: &dyn Fn(&str) -> bool| {
            case.iter().any(|literal| {
                literal.fact == fact
                    && literal.holds
                    && matches!(literal.atom, super::case::Atom::Value(value) if test(value))
            })
        };
        let handed_off = Upshot::HandedOff.as_str();
        says(&Fact::Reason, &|reason| reason != ABSENT)
            && says(&Fact::Outcome, &|outcome| outcome != handed_off)
    };
    if !cases.is_empty() && cases.iter().filter(of_other_outcomes).count() == cases.len() {
        let said =
            "only a hand-off has a reason; take `outcome` out, or write `outcome: handed_off`";
        lints.push(lint("impossible-mark", key.clone(), said.to_owned()));
        return true;
    }
    false
}

/// Notes a value that an earlier one of the list always hides.
fn hidden(setting: &Setting, earlier: &[Setting], key: &KeyPath, lints: &mut Vec<Lint>) {
    let of = |setting: &'_ Setting| -> Condition { setting.when.0.clone() };
    let own = of(setting);
    let Some(own) = cases(Some(&own)) else { return };
    let takes = |earlier: &&Setting| {
        let wider = of(earlier);
        let Some(wider) = cases(Some(&wider)) else {
            return false;
        };
        own.iter()
            .all(|case| wider.iter().any(|wider| is_within(case, wider)))
    };
    if let Some(earlier) = earlier.iter().find(takes) {
        let said = format!(
            "“{}” above applies wherever this does, and the first that applies is set; move this up, or take it out",
            earlier.set.value()
        );
        lints.push(lint("hidden-value", key.clone(), said));
    }
}
