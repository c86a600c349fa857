//! What visitors are told: everywhere, where a rule routed their conversation, or nothing.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::{Config, Texts, is_default, texts};
use crate::domain::digest::Digest;
use crate::domain::routing::Rule;

/// How `say: none` is written.
pub(super) const NONE: &str = "none";

/// What the visitor is told, unless a rule says it in other words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Say {
    /// When the conversation goes to a person. Nothing is said where this is empty.
    #[serde(default = "Texts::handing_over")]
    pub open: Texts,
    /// The same while they are closed, with `{opens}` for when they open; where there is none, `open`.
    #[serde(
        default,
        deserialize_with = "texts::with_opens",
        skip_serializing_if = "is_default"
    )]
    pub closed: Texts,
    /// When the agent does not know, and offers a person.
    #[serde(default = "Texts::unknown")]
    pub unknown: Texts,
    /// Once, when the visitor asks for a person and has not said what for. Nothing is asked where this is empty.
    #[serde(default, skip_serializing_if = "is_default")]
    pub clarify: Texts,
}

impl Default for Say {
    fn default() -> Self {
        Self {
            open: Texts::handing_over(),
            closed: Texts::default(),
            unknown: Texts::unknown(),
            clarify: Texts::default(),
        }
    }
}

/// What the visitor is told where one rule routed the conversation. What it leaves out comes from `hand_off.say`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RuleSay {
    /// In place of `hand_off.say.open`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open: Option<Texts>,
    /// In place of `hand_off.say.closed`.
    #[serde(
        default,
        deserialize_with = "texts::perhaps_with_opens",
        skip_serializing_if = "Option::is_none"
    )]
    pub closed: Option<Texts>,
    /// In place of `hand_off.say.unknown`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unknown: Option<Texts>,
    /// In place of `hand_off.say.clarify`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clarify: Option<Texts>,
}

/// The texts of one conversation: a rule's own, and where it has none, those of `hand_off.say`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wording<'c> {
    /// As [`Say::open`].
    pub open: &'c Texts,
    /// As [`Say::closed`].
    pub closed: &'c Texts,
    /// As [`Say::unknown`].
    pub unknown: &'c Texts,
    /// As [`Say::clarify`].
    pub clarify: &'c Texts,
}

impl Say {
    /// The texts where no rule has others.
    #[must_use]
    pub const fn wording(&self) -> Wording<'_> {
        let Self {
            open,
            closed,
            unknown,
            clarify,
        } = self;
        Wording {
            open,
            closed,
            unknown,
            clarify,
        }
    }
}

impl Wording<'_> {
    /// Whether nothing is said when people take over, open or closed: `say: none`.
    #[must_use]
    pub fn says_nothing(&self) -> bool {
        let mut texts = self.open.texts().chain(self.closed.texts());
        texts.next().is_none()
    }
}

impl RuleSay {
    /// Whether it says nothing of its own.
    #[must_use]
    pub fn is_default(&self) -> bool {
        is_default(self)
    }

    /// The texts where this rule routed the conversation.
    #[must_use]
    pub fn wording<'c>(&'c self, say: &'c Say) -> Wording<'c> {
        Wording {
            open: self.open.as_ref().unwrap_or(&say.open),
            closed: self.closed.as_ref().unwrap_or(&say.closed),
            unknown: self.unknown.as_ref().unwrap_or(&say.unknown),
            clarify: self.clarify.as_ref().unwrap_or(&say.clarify),
        }
    }
}

impl Config {
    /// The texts of a conversation that the rule of this name routed, by the name's digest. A rule that is there no more had
    /// no others.
    #[must_use]
    pub fn wording(&self, rule: Option<Digest>) -> Wording<'_> {
        let say = &self.hand_off.say;
        let is_it = |named: &&Rule| rule == Some(Digest::of([named.name.as_str()]));
        let rule = rule.and_then(|_| self.rules.iter().find(is_it));
        rule.map_or_else(|| say.wording(), |rule| rule.say.wording(say))
    }

    /// Every text that asks what it is about, in every language.
    pub fn clarifications(&self) -> impl Iterator<Item = &str> {
        let by_rule = self
            .rules
            .iter()
            .filter_map(|rule| rule.say.clarify.as_ref());
        let all = std::iter::once(&self.hand_off.say.clarify).chain(by_rule);
        all.flat_map(Texts::texts)
    }
}

/// Texts that may all be left out by one word.
pub(crate) trait OrNone: Sized {
    /// Nothing is said when people take over, and nothing is asked before. What belongs to answers stays.
    fn none() -> Self;
}

impl OrNone for Say {
    fn none() -> Self {
        Self {
            open: Texts::default(),
            ..Self::default()
        }
    }
}

impl OrNone for RuleSay {
    fn none() -> Self {
        let nothing = || Some(Texts::default());
        Self {
            open: nothing(),
            closed: nothing(),
            unknown: None,
            clarify: nothing(),
        }
    }
}

/// Reads texts, or `none`.
///
/// # Errors
///
/// For anything else.
pub(crate) fn or_none<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: OrNone + Default + Deserialize<'de>,
{
    struct TextsOrNone<T>(PhantomData<T>);

    impl<'de, T: OrNone + Default + Deserialize<'de>> Visitor<'de> for TextsOrNone<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(
                f,
                "`{NONE}`, or texts such as `{{ open: {{ en: One moment. }} }}`"
            )
        }

        fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
            if text == NONE {
                Ok(T::none())
            } else {
                Err(E::invalid_value(Unexpected::Str(text), &self))
            }
        }

        fn visit_unit<E: serde::de::Error>(self) -> Result<T, E> {
            Ok(T::default())
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
            T::deserialize(MapAccessDeserializer::new(map))
        }
    }

    deserializer.deserialize_any(TextsOrNone(PhantomData))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn config(say: Value, of_rule: Value) -> Config {
        serde_json::from_value(json!({
            "version": 1,
            "agent": { "teammate": "Ana" },
            "rules": [
                { "name": "VIP", "when": { "contact.tag": "VIP" }, "say": of_rule, "then": { "agent": {} } },
                { "name": "Rest", "then": { "agent": {} } },
            ],
            "hand_off": { "default": "team:Support", "say": say },
        }))
        .unwrap()
    }

    /// The English texts where each of the rules routed it, and where none did.
    fn told(config: &Config) -> String {
        let routed = [Some("VIP"), Some("Rest"), Some("Gone"), None];
        let lines = routed.map(|rule| {
            let wording = config.wording(rule.map(|rule| Digest::of([rule])));
            let Wording {
                open,
                closed,
                unknown,
                clarify,
            } = wording;
            let texts =
                [open, closed, unknown, clarify].map(|texts| texts.for_locale("en").unwrap_or("-"));
            format!("{}: {}", rule.unwrap_or("no rule"), texts.join(" | "))
        });
        lines.join("\n")
    }

    #[test]
    fn a_rule_has_its_own_texts_and_for_the_rest_everybodys() {
        let everybodys = json!({
            "open": { "en": "One moment." },
            "closed": { "en": "Back {opens}." },
            "unknown": { "en": "I do not know." },
            "clarify": { "en": "What is it about?" },
        });
        let some = json!({ "open": { "en": "Your CSM comes." }, "unknown": { "en": "I'll ask." } });
        insta::assert_snapshot!(told(&config(everybodys.clone(), some)), @"
        VIP: Your CSM comes. | Back {opens}. | I'll ask. | What is it about?
        Rest: One moment. | Back {opens}. | I do not know. | What is it about?
        Gone: One moment. | Back {opens}. | I do not know. | What is it about?
        no rule: One moment. | Back {opens}. | I do not know. | What is it about?
        ");
        insta::assert_snapshot!(told(&config(everybodys, json!("none"))), @"
        VIP: - | - | I do not know. | -
        Rest: One moment. | Back {opens}. | I do not know. | What is it about?
        Gone: One moment. | Back {opens}. | I do not know. | What is it about?
        no rule: One moment. | Back {opens}. | I do not know. | What is it about?
        ");
    }

    #[test]
    fn none_is_about_the_hand_off_and_leaves_the_answer_that_offers_one() {
        let unknown = Say::default().unknown;
        let unknown = unknown.for_locale("en").unwrap();
        let told = told(&config(
            json!("none"),
            json!({ "open": { "en": "One moment." } }),
        ));
        let told = told.replace(unknown, "(unknown)");
        insta::assert_snapshot!(told, @"
        VIP: One moment. | - | (unknown) | -
        Rest: - | - | (unknown) | -
        Gone: - | - | (unknown) | -
        no rule: - | - | (unknown) | -
        ");
    }

    #[test]
    fn it_is_read_as_it_is_written_and_what_is_not_there_is_not_stored() {
        for (say, of_rule) in [
            (json!("none"), json!("none")),
            (
                json!({ "clarify": { "en": "What about?" } }),
                json!({ "closed": { "en": "Back {opens}." } }),
            ),
            (json!({ "open": {} }), json!({})),
        ] {
            let config = config(say, of_rule);
            let stored = serde_json::to_value(&config).unwrap();
            assert!(stored["rules"][1].get("say").is_none(), "{stored}");
            assert_eq!(serde_json::from_value::<Config>(stored).unwrap(), config);
        }
        // What an older function reads of `none`, which it does not know: a text that is empty.
        let none = serde_json::to_value(Say::none()).unwrap();
        assert_eq!(none["open"], json!({}));
        assert!(none.get("closed").is_none() && none.get("clarify").is_none());
    }
}
