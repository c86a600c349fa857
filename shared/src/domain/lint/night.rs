//! What of `out_of_hours` nothing comes of, or visitors would not understand.

use std::collections::BTreeSet;

use super::Lint;
use super::texts::{is_there, languages, missing};
use crate::domain::capture::Form;
use crate::domain::config::{Config, KeyPath, NightSay, OutOfHours, RuleSay};
use crate::domain::office_hours::OfficeHours;
use crate::domain::routing::Then;

pub(super) fn lints(config: &Config, lints: &mut Vec<Lint>) {
    let mut lint = |name, key, said: String| lints.push(Lint { name, key, said });
    let Some(night) = &config.out_of_hours else {
        for (nth, rule) in config.rules.iter().enumerate() {
            if let Then::HandOff(people) = &rule.then
                && people.even_if_closed
            {
                let key = KeyPath::new("rules").item(nth).key("then");
                let key = key.key("hand_off").key("even_if_closed");
                let said = "without out_of_hours everything goes to people at once, closed or not; add that key, or take this one out";
                lint("nothing-waits", key, said.to_owned());
            }
        }
        return;
    };
    let key = KeyPath::new("out_of_hours");
    if config.office_hours == OfficeHours::default() {
        let said = "without office_hours it is never closed, so nothing of this ever applies; add hours, or take it out";
        lint("closed-without-hours", key.clone(), said.to_owned());
    }
    fields(config, night, &key, &mut lint);
    texts(config, night, &key.key("say"), &mut lint);
    for (nth, phrase) in night.intercom_says.iter().enumerate() {
        if !phrase.contains(char::is_alphanumeric) {
            let said = "there are no words in this, so no text is known by it; write some of them";
            lint(
                "empty-phrase",
                key.key("intercom_says").item(nth),
                said.to_owned(),
            );
        }
    }
}

/// What visitors are asked for.
fn fields(
    config: &Config,
    night: &OutOfHours,
    key: &KeyPath,
    lint: &mut impl FnMut(&'static str, KeyPath, String),
) {
    let own = &night.say.ask;
    let ask = key.key("say").key("ask");
    let names_it = !is_there(own) || own.texts().any(|text| text.contains("{field}"));
    let several = night.capture.len() > 1;
    if night.capture.is_empty() && is_there(own) {
        let said = "nothing is asked for; name what under out_of_hours.capture, or take this out";
        lint("unused-text", ask, said.to_owned());
    } else if several && own.texts().any(|text| !text.contains("{field}")) {
        let said = "several things are asked for, and this does not say which; write {field} where its name is to stand";
        lint("ask-without-field", ask, said.to_owned());
    }
    for (nth, field) in night.capture.iter().enumerate() {
        let by_name = matches!(config.captures.form(field), Some(Form::Pattern(_)));
        let is_plain = |letter: char| letter.is_alphanumeric() || " -'’.".contains(letter);
        if by_name && names_it && !field.chars().all(is_plain) {
            let said = format!(
                "visitors are asked for “{field}” by this very name; call it under `captures` what they call it, such as “order number”"
            );
            lint("odd-field", key.key("capture").item(nth), said);
        }
    }
}

/// Texts that nobody is told, or that lack a language another one is in.
fn texts(
    config: &Config,
    night: &OutOfHours,
    key: &KeyPath,
    lint: &mut impl FnMut(&'static str, KeyPath, String),
) {
    let NightSay { ask, again, beside } = &night.say;
    let texts = [("ask", ask), ("again", again), ("beside", beside)];
    let say = &config.hand_off.say;
    let by_rule = config.rules.iter().map(|rule| rule.say.wording(say));
    let everybodys = RuleSay::default();
    let mut wordings = std::iter::once(everybodys.wording(say)).chain(by_rule);
    if wordings.all(|wording| wording.says_nothing()) {
        for (name, _) in texts.iter().skip(1).filter(|(_, texts)| is_there(texts)) {
            let said = "where nothing is said when people take over (`say: none`), a conversation waits without a word too; take this out";
            lint("unused-text", key.key(name), said.to_owned());
        }
    }
    let closed = languages(&say.closed);
    let wanted: BTreeSet<_> = texts
        .iter()
        .flat_map(|(_, texts)| languages(texts))
        .chain(closed)
        .collect();
    for (name, texts) in texts {
        let said = |missing: &str| {
            format!(
                "there is no text in {missing}, in which another of these texts or `closed` is; add it"
            )
        };
        if let Some(said) = missing(texts, &wanted, said) {
            lint("missing-text", key.key(name), said);
        }
    }
}
