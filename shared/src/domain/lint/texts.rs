//! Texts that nobody is told, or that are missing in a language.

use std::collections::BTreeSet;

use super::Lint;
use crate::domain::config::{Config, KeyPath, Say, Texts, Wording};
use crate::domain::office_hours::OfficeHours;
use crate::domain::routing::{Mode, Rule, Then};

pub(super) fn lints(config: &Config, lints: &mut Vec<Lint>) {
    let mut lint = |name, key, said: String| lints.push(Lint { name, key, said });
    for (nth, rule) in config.rules.iter().enumerate() {
        if !rule.say.is_default() {
            let key = KeyPath::new("rules").item(nth).key("say");
            of_rule(config, rule, &key, &mut lint);
        }
    }
    let key = KeyPath::new("hand_off").key("say");
    let all = named(&config.hand_off.say.wording());
    unused(config, all, &key, &mut lint);
    let standard = Say::default();
    let standard = named(&standard.wording());
    let written = all
        .iter()
        .zip(standard)
        .filter(|(own, standard)| *own != standard);
    let wanted = written
        .flat_map(|((_, texts), _)| languages(texts))
        .collect();
    for (name, texts) in all {
        let said = |missing: &str| {
            format!("there is no text in {missing}, in which another of these texts is; add it")
        };
        if let Some(said) = missing(texts, &wanted, said) {
            lint("missing-text", key.key(name), said);
        }
    }
}

fn of_rule(
    config: &Config,
    rule: &Rule,
    key: &KeyPath,
    lint: &mut impl FnMut(&'static str, KeyPath, String),
) {
    let none = Texts::default();
    let own = Wording {
        open: rule.say.open.as_ref().unwrap_or(&none),
        closed: rule.say.closed.as_ref().unwrap_or(&none),
        unknown: rule.say.unknown.as_ref().unwrap_or(&none),
        clarify: rule.say.clarify.as_ref().unwrap_or(&none),
    };
    let own = named(&own);
    let told = match &rule.then {
        Then::LeaveTo(_) => {
            let said = "where the agent leaves a conversation to somebody else it says nothing; take these texts out";
            return lint("unused-text", key.clone(), said.to_owned());
        }
        Then::Agent(agent) if agent.mode != Mode::Reply => {
            let said = "where the agent only drafts or observes the visitor sees nothing, not even at a hand-off; take these texts out";
            return lint("unused-text", key.clone(), said.to_owned());
        }
        Then::HandOff(_) => 2,
        Then::Agent(_) => own.len(),
    };
    for (name, _) in own.iter().skip(told).filter(|(_, texts)| is_there(texts)) {
        let said = "this rule hands over at once, so the agent never says it; take it out";
        lint("unused-text", key.key(name), said.to_owned());
    }
    unused(config, own.into_iter().take(told), key, lint);
    let merged = named(&rule.say.wording(&config.hand_off.say));
    let wanted: BTreeSet<_> = own
        .iter()
        .take(told)
        .flat_map(|(_, texts)| languages(texts))
        .collect();
    for ((name, texts), (_, own)) in merged.into_iter().zip(own).take(told) {
        let (said, key) = if is_there(own) {
            let said = |missing: &str| {
                format!("there is no text in {missing}, in which another of these texts is; add it")
            };
            (self::missing(texts, &wanted, said), key.key(name))
        } else {
            let said = |missing: &str| {
                format!(
                    "`{name}`, which comes from hand_off.say, has no text in {missing}, in which another of these texts is; write it here too"
                )
            };
            (self::missing(texts, &wanted, said), key.clone())
        };
        if let Some(said) = said {
            lint("missing-text", key, said);
        }
    }
}

/// Texts that nothing leads to, whatever rule routed the conversation.
fn unused<'c>(
    config: &Config,
    texts: impl IntoIterator<Item = (&'static str, &'c Texts)>,
    key: &KeyPath,
    lint: &mut impl FnMut(&'static str, KeyPath, String),
) {
    let no_hours = config.office_hours == OfficeHours::default();
    let no_wish = !config.hand_off.when.asked_for_person;
    for (name, _) in texts.into_iter().filter(|(_, texts)| is_there(texts)) {
        match name {
            "closed" if no_hours => {
                let said = "without office_hours it is never closed, so nobody is told this; add hours, or take it out";
                lint("closed-without-hours", key.key(name), said.to_owned());
            }
            "clarify" if no_wish => {
                let said = "hand_off.when.asked_for_person is false, so nobody is asked this; keep one of the two";
                lint("unused-text", key.key(name), said.to_owned());
            }
            _ => {}
        }
    }
}

/// The texts by their keys: first those of the hand-off itself.
const fn named<'c>(wording: &Wording<'c>) -> [(&'static str, &'c Texts); 4] {
    [
        ("open", wording.open),
        ("closed", wording.closed),
        ("unknown", wording.unknown),
        ("clarify", wording.clarify),
    ]
}

pub(super) fn is_there(texts: &Texts) -> bool {
    texts.locales().next().is_some()
}

/// What is said of languages that a text lacks, if it is there at all.
pub(super) fn missing(
    texts: &Texts,
    wanted: &BTreeSet<String>,
    said: impl Fn(&str) -> String,
) -> Option<String> {
    let own: BTreeSet<_> = languages(texts).collect();
    let missing: Vec<_> = wanted.difference(&own).map(String::as_str).collect();
    (!own.is_empty() && !missing.is_empty()).then(|| said(&missing.join(", ")))
}

pub(super) fn languages(texts: &Texts) -> impl Iterator<Item = String> {
    let locales = texts.locales();
    locales.map(|locale| {
        let language = locale.split(['-', '_']).next().unwrap_or_default();
        language.to_lowercase()
    })
}
