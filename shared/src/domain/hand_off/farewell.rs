//! What the visitor is told when people take over.

use jiff::Timestamp;
use leon::Template;

use crate::domain::config::Wording;
use crate::domain::office_hours::{Listener, Opening};

impl Wording<'_> {
    /// The text for a listener: while whoever gets the conversation is there, `open`; while not, `closed`, if there is one and
    /// it can be said when they are back. None where nothing is to be said.
    #[must_use]
    pub fn farewell(
        &self,
        listener: Listener<'_>,
        opening: &Opening,
        now: Timestamp,
    ) -> Option<String> {
        let open = || self.open.for_locale(listener.locale).map(str::to_owned);
        let Some((locale, text)) = self.closed.chosen(listener.locale) else {
            return open();
        };
        let opens = match opening {
            // Of hours that cannot be known, nothing is promised.
            Opening::Now | Opening::Unknown => return open(),
            Opening::At(opens) => Some(listener.told(opens, now, locale)),
            Opening::Never => None,
        };
        if text.trim().is_empty() {
            return None;
        }
        said_with_opening(text, opens).or_else(open)
    }
}

/// A text that may say when somebody is back; none where it does, and that is not known.
pub(crate) fn said_with_opening(text: &str, opens: Option<String>) -> Option<String> {
    if !text.contains(['{', '}']) {
        return Some(text.to_owned());
    }
    Some(filled(text, "opens", &opens?))
}

/// A text of the configuration's, with what its only placeholder stands for.
pub(crate) fn filled(text: &str, placeholder: &str, value: &str) -> String {
    let template = Template::parse(text).expect("it was checked when it was read");
    let said = template.render(&[(placeholder, value)]);
    said.expect("only this placeholder is read")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::config::{RuleSay, Say, Texts};

    fn said(say: Value, opening: &Opening) -> [Option<String>; 2] {
        let say: Say = serde_json::from_value(say).unwrap();
        // A Monday.
        let now = "2026-11-23T20:00:00Z".parse().unwrap();
        ["en", "de"].map(|locale| {
            let listener = Listener {
                locale,
                country: Some("Germany"),
            };
            say.wording().farewell(listener, opening, now)
        })
    }

    fn tomorrow() -> Opening {
        Opening::At("2026-11-24T09:00:00+01:00[Europe/Berlin]".parse().unwrap())
    }

    fn some(texts: [&str; 2]) -> [Option<String>; 2] {
        texts.map(|text| Some(text.to_owned()))
    }

    #[test]
    fn while_they_are_closed_the_visitor_is_told_when_they_are_back() {
        let say = json!({
            "open": { "en": "One moment.", "de": "Einen Moment." },
            "closed": { "en": "We're back {opens}.", "de": "Ab {opens} sind wir wieder da." },
        });
        let open = some(["One moment.", "Einen Moment."]);
        assert_eq!(said(say.clone(), &Opening::Now), open);
        assert_eq!(said(say.clone(), &Opening::Unknown), open);
        assert_eq!(said(say.clone(), &Opening::Never), open);
        let closed = [
            "We're back Tuesday 09:00.",
            "Ab Dienstag 09:00 sind wir wieder da.",
        ];
        assert_eq!(said(say, &tomorrow()), some(closed));
    }

    #[test]
    fn a_text_for_all_languages_names_the_day_in_its_own() {
        let say = json!({ "open": {}, "closed": { "en": "We're back {opens}." } });
        let closed = ["We're back Tuesday 09:00."; 2];
        assert_eq!(said(say, &tomorrow()), some(closed));
    }

    #[test]
    fn without_a_text_for_closed_hours_it_is_that_of_open_ones_and_an_empty_one_says_nothing() {
        let open = json!({ "open": { "en": "One moment." } });
        assert_eq!(said(open, &tomorrow()), some(["One moment."; 2]));
        let plain = json!({ "open": {}, "closed": { "en": "Closed." } });
        assert_eq!(said(plain, &Opening::Never), some(["Closed."; 2]));
        let empty = json!({ "open": { "en": "One moment." }, "closed": { "en": " " } });
        assert_eq!(said(empty, &tomorrow()), [None, None]);
    }

    fn opening() -> impl Strategy<Value = Opening> {
        // From 2026 to 2036, by clocks with and without summer time.
        let seconds = 1_767_225_600_i64..2_082_758_400;
        let zones = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata"];
        let at = (seconds, prop::sample::select(zones.to_vec())).prop_map(|(second, zone)| {
            let at = Timestamp::from_second(second).unwrap();
            Opening::At(at.in_tz(zone).unwrap())
        });
        let others = [Opening::Now, Opening::Never, Opening::Unknown];
        prop_oneof![at, prop::sample::select(others.to_vec())]
    }

    /// Some of the texts, in some languages, and what they say of a time.
    fn texts() -> impl Strategy<Value = Option<Texts>> {
        let languages = prop::sample::subsequence(vec!["en", "de", "fr"], 0..4);
        let text = prop::sample::select(vec![
            "",
            "A moment.",
            "Then: {opens}",
            "Until {opens}, or {opens}.",
        ]);
        let texts = (languages, text).prop_map(|(languages, text)| {
            let texts = languages.into_iter().map(|language| (language, text));
            let say = json!({ "closed": texts.collect::<BTreeMap<_, _>>() });
            serde_json::from_value::<RuleSay>(say)
                .unwrap()
                .closed
                .unwrap()
        });
        prop::option::of(texts)
    }

    proptest! {
        #[test]
        fn a_time_is_said_only_where_it_is_known_and_only_that_one(
            opening in opening(),
            (everybodys, of_rule) in (texts(), texts()),
            locale in prop::sample::select(vec!["", "en", "de-AT", "fr", "pl"]),
            country in prop::sample::select(vec![None, Some("Austria"), Some("US"), Some("Atlantis")]),
        ) {
            let say = Say { closed: everybodys.unwrap_or_default(), ..Say::default() };
            let rule = RuleSay { closed: of_rule, ..RuleSay::default() };
            let now = "2026-11-23T20:00:00Z".parse().unwrap();
            let wording = rule.wording(&say);
            let listener = Listener { locale, country };
            let said = wording.farewell(listener, &opening, now).unwrap_or_default();
            prop_assert!(!said.contains(['{', '}']), "{said}");
            let chosen = wording.closed.chosen(locale);
            let times = chosen.map_or(0, |(_, text)| text.matches("{opens}").count());
            match opening {
                Opening::At(opens) if times > 0 => {
                    let (language, _) = chosen.unwrap();
                    prop_assert_eq!(said.matches(&listener.told(&opens, now, language)).count(), times, "{}", said);
                }
                Opening::At(_) | Opening::Now | Opening::Never | Opening::Unknown => {
                    prop_assert!(!said.contains(|letter: char| letter.is_ascii_digit()), "{said}");
                }
            }
        }
    }

    #[test]
    fn placeholders_that_nothing_fills_are_refused() {
        let wrong = [
            json!({ "open": {}, "closed": { "en": "We're back {openz}." } }),
            json!({ "open": {}, "closed": { "en": "We're back {opens." } }),
            json!({ "open": { "en": "Hello {name}." } }),
            json!({ "open": {}, "unknown": { "de": "Ab {opens}." } }),
            json!({ "clarify": { "en": "What is {it} about?" } }),
        ];
        let errors = wrong.map(|say| serde_json::from_value::<Say>(say).unwrap_err().to_string());
        insta::assert_snapshot!(errors.join("\n"), @"
        `{openz}` means nothing here: this text takes only `{opens}`
        a brace is left over: this text takes only `{opens}`
        `{name}` means nothing here: this text takes no placeholder; `{opens}` may stand in `closed`
        `{opens}` means nothing here: this text takes no placeholder; `{opens}` may stand in `closed`
        `{it}` means nothing here: this text takes no placeholder; `{opens}` may stand in `closed`
        ");
    }
}
