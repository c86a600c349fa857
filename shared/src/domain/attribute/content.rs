//! What goes into an attribute, as people write it.

use std::fmt;

use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{Error as _, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Set, Takes, Value};
use crate::domain::config::{Config, Finding};
use crate::domain::inventory::Unwritable;
use crate::domain::routing::Afterwards;

/// What goes into an attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// What the agent found out.
    Finding(Finding),
    /// What the visitor said, by the name it has under `captures`.
    Capture(String),
    /// A value that is set; of several the first that applies. One at least, all of one type.
    Set(Vec<Setting>),
}

/// A value, and when it is set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Setting {
    /// The value.
    pub set: Set,
    /// When it is set.
    pub when: Afterwards,
    /// The stages in their order: the attribute never moves backwards in it, and is left alone where it has another value.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub order: Vec<Value>,
}

/// What an attribute must be to take a content; as this it is created where it is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// A text of one line.
    Text,
    /// A list of these.
    List(Vec<String>),
    /// A whole number.
    Integer,
    /// A number.
    Decimal,
    /// Yes or no.
    Flag,
}

impl Setting {
    /// Whether it is to be written over what the attribute has.
    #[must_use]
    pub fn changes(&self, has: Option<&str>) -> bool {
        let set = self.set.value();
        let Some(has) = has.filter(|has| !has.is_empty()) else {
            return true;
        };
        if set.is(has) {
            return false;
        }
        if self.order.is_empty() {
            return true;
        }
        let stage = |is: &dyn Fn(&Value) -> bool| self.order.iter().position(is);
        match stage(&|stage| stage.is(has)) {
            Some(reached) => stage(&|stage| stage == set).is_some_and(|ours| ours > reached),
            None => false,
        }
    }
}

impl Content {
    /// What an attribute must be to take it.
    #[must_use]
    pub fn form(&self) -> Form {
        let Self::Set(settings) = self else {
            return Form::Text;
        };
        let values = || {
            let each = settings.iter();
            each.flat_map(|setting| [setting.set.value()].into_iter().chain(&setting.order))
        };
        let is_whole = |value: &Value| match value {
            Value::Number(number) => number.is_i64() || number.is_u64(),
            Value::Text(_) | Value::Flag(_) => false,
        };
        match settings.first().map(|setting| setting.set.value()) {
            Some(Value::Flag(_)) => Form::Flag,
            Some(Value::Number(_)) if values().all(is_whole) => Form::Integer,
            Some(Value::Number(_)) => Form::Decimal,
            Some(Value::Text(_)) | None => {
                // The stages say which values there are. Without them, others may be set by others.
                let mut stages = Vec::new();
                for value in settings.iter().flat_map(|setting| &setting.order) {
                    let stage = value.to_string();
                    if !stages.contains(&stage) {
                        stages.push(stage);
                    }
                }
                let all = settings
                    .iter()
                    .map(|setting| setting.set.value().to_string());
                let is_listed =
                    !stages.is_empty() && all.into_iter().all(|it| stages.contains(&it));
                if is_listed {
                    Form::List(stages)
                } else {
                    Form::Text
                }
            }
        }
    }

    /// Why an attribute does not take everything that may be written into it; none if it does.
    #[must_use]
    pub fn refusal(&self, takes: &Takes, config: &Config) -> Option<Unwritable> {
        match self {
            Self::Capture(_) => takes.refusal_of_texts(),
            Self::Finding(finding) => {
                let values = finding.values(config);
                let refused = values.into_iter().map(Value::Text);
                let refused = refused.filter_map(|value| takes.refusal(&value)).next();
                // Without intents nothing is written yet; the type has to fit all the same.
                refused.or_else(|| match takes.refusal(&Value::from("")) {
                    Some(Unwritable::NoOption(_)) | None => None,
                    wrong => wrong,
                })
            }
            Self::Set(settings) => settings
                .iter()
                .find_map(|setting| takes.refusal(setting.set.value())),
        }
    }
}

/// The long form.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Long {
    #[serde(default, deserialize_with = "given")]
    capture: Option<String>,
    #[serde(default, deserialize_with = "given")]
    set: Option<Set>,
    #[serde(default, deserialize_with = "given")]
    when: Option<Afterwards>,
    #[serde(default)]
    order: Vec<Value>,
}

/// A key without a value is another thing than no key.
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(value: D) -> Result<Option<T>, D::Error> {
    T::deserialize(value).map(Some)
}

/// What is wrong with a content whose parts are all right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
enum Odd {
    #[error("write `set: VALUE` with `when`, or `capture: NAME`")]
    Nothing,
    #[error(
        "`capture` stands alone: what the visitor said is written as it is; take the other keys out"
    )]
    Both,
    #[error("“{0}” is not in its own `order`; add it where it belongs")]
    NotInOrder(String),
    #[error("`order` is at least two stages, the first one first, such as `order: [Lead, MQL]`")]
    NoOrder,
    #[error("all values of one attribute are of one type: texts, numbers, or `true`")]
    Mixed,
}

impl Long {
    fn setting<E: serde::de::Error>(self) -> Result<Setting, E> {
        let Self {
            set, when, order, ..
        } = self;
        let set = set.ok_or_else(|| E::missing_field("set"))?;
        let when = when.ok_or_else(|| E::missing_field("when"))?;
        if order.len() == 1 {
            return Err(E::custom(Odd::NoOrder));
        }
        let of_a_type = |value: &Value| value.noun() == set.value().noun();
        if !order.iter().all(of_a_type) {
            return Err(E::custom(Odd::Mixed));
        }
        if !order.is_empty() && !order.contains(set.value()) {
            return Err(E::custom(Odd::NotInOrder(set.value().to_string())));
        }
        Ok(Setting { set, when, order })
    }
}

impl<'de> Deserialize<'de> for Setting {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let long = Long::deserialize(deserializer)?;
        if long.capture.is_some() {
            return Err(D::Error::custom(Odd::Both));
        }
        long.setting()
    }
}

impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Forms;

        impl<'de> Visitor<'de> for Forms {
            type Value = Content;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(
                    "`intent`, `outcome` or `state`, `{ capture: NAME }`, or `{ set: VALUE, when: { … } }` or a list of such",
                )
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Content, E> {
                Finding::deserialize(StrDeserializer::new(text)).map(Content::Finding)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Content, A::Error> {
                let mut settings: Vec<Setting> = Vec::new();
                while let Some(setting) = list.next_element::<Setting>()? {
                    let first = settings.first().unwrap_or(&setting);
                    if first.set.value().noun() != setting.set.value().noun() {
                        return Err(A::Error::custom(Odd::Mixed));
                    }
                    settings.push(setting);
                }
                if settings.is_empty() {
                    return Err(A::Error::invalid_length(0, &self));
                }
                Ok(Content::Set(settings))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Content, A::Error> {
                let long = Long::deserialize(MapAccessDeserializer::new(map))?;
                let sets = long.set.is_some() || long.when.is_some() || !long.order.is_empty();
                match (&long.capture, sets) {
                    (None, false) => Err(A::Error::custom(Odd::Nothing)),
                    (Some(_), true) => Err(A::Error::custom(Odd::Both)),
                    (Some(name), false) => Ok(Content::Capture(name.trim().to_owned())),
                    (None, true) => Ok(Content::Set(vec![long.setting()?])),
                }
            }
        }

        deserializer.deserialize_any(Forms)
    }
}

impl Serialize for Content {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Capture<'c> {
            capture: &'c str,
        }
        match self {
            Self::Finding(finding) => finding.serialize(serializer),
            Self::Capture(capture) => Capture { capture }.serialize(serializer),
            Self::Set(settings) => match settings.as_slice() {
                [setting] => setting.serialize(serializer),
                several => several.serialize(serializer),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(value: serde_json::Value) -> Result<Content, String> {
        serde_json::from_value(value).map_err(|error| error.to_string())
    }

    #[test]
    fn every_form_is_read_and_written_as_it_was() {
        for json in [
            json!("intent"),
            json!({ "capture": "order number" }),
            json!({ "set": true, "when": { "outcome": ["handed_off"] } }),
            json!({ "set": "MQL", "when": { "intent": ["pricing"] }, "order": ["Lead", "MQL"] }),
            json!([{ "set": 2, "when": { "intent": ["a"] } }, { "set": 1, "when": { "intent": ["b"] } }]),
        ] {
            let content = read(json.clone()).unwrap();
            assert_eq!(serde_json::to_value(&content).unwrap(), json);
        }
    }

    #[test]
    fn what_is_no_content_is_told_with_what_to_write() {
        let when = json!({ "intent": "pricing" });
        let told = [
            json!("intnt"),
            json!(5),
            json!([]),
            json!({}),
            json!({ "set": "MQL" }),
            json!({ "when": when }),
            json!({ "capture": "a", "set": "MQL", "when": when }),
            json!({ "set": false, "when": when }),
            json!({ "set": "MQL", "when": when, "order": ["Lead", "SQL"] }),
            json!({ "set": "MQL", "when": when, "order": ["MQL"] }),
            json!({ "set": "MQL", "when": when, "order": ["MQL", 3] }),
            json!([{ "set": true, "when": when }, { "set": "x", "when": when }]),
            json!({ "sets": "MQL", "when": when }),
        ];
        let told = told.map(|value| read(value).unwrap_err());
        insta::assert_snapshot!(told.join("\n"), @"
        unknown variant `intnt`, expected one of `intent`, `outcome`, `state`
        invalid type: integer `5`, expected `intent`, `outcome` or `state`, `{ capture: NAME }`, or `{ set: VALUE, when: { … } }` or a list of such
        invalid length 0, expected `intent`, `outcome` or `state`, `{ capture: NAME }`, or `{ set: VALUE, when: { … } }` or a list of such
        write `set: VALUE` with `when`, or `capture: NAME`
        missing field `when`
        missing field `set`
        `capture` stands alone: what the visitor said is written as it is; take the other keys out
        the agent sets flags and never clears them: whoever acts on one clears it; write `true`, or take this out
        “MQL” is not in its own `order`; add it where it belongs
        `order` is at least two stages, the first one first, such as `order: [Lead, MQL]`
        all values of one attribute are of one type: texts, numbers, or `true`
        all values of one attribute are of one type: texts, numbers, or `true`
        unknown field `sets`, expected one of `capture`, `set`, `when`, `order`
        ");
    }

    #[test]
    fn a_stage_never_moves_backwards_and_what_is_no_stage_is_left_alone() {
        let content = read(
            json!({ "set": "MQL", "when": { "intent": "pricing" }, "order": ["Lead", "MQL", "SQL"] }),
        );
        let Ok(Content::Set(settings)) = content else {
            panic!("a setting")
        };
        let table = [
            None,
            Some(""),
            Some("Lead"),
            Some("MQL"),
            Some("SQL"),
            Some("Partner"),
        ];
        let written = table.map(|has| settings[0].changes(has));
        assert_eq!(written, [true, true, true, false, false, false]);
    }

    #[test]
    fn a_missing_attribute_is_created_as_what_is_written_into_it() {
        let when = json!({ "intent": "pricing" });
        let forms = [
            json!("outcome"),
            json!({ "capture": "order number" }),
            json!({ "set": "MQL", "when": when }),
            json!({ "set": "MQL", "when": when, "order": ["Lead", "MQL"] }),
            json!([{ "set": "SQL", "when": when, "order": ["Lead", "SQL"] }, { "set": "MQL", "when": when, "order": ["Lead", "MQL", "SQL"] }]),
            json!([{ "set": "SQL", "when": when, "order": ["Lead", "SQL"] }, { "set": "Partner", "when": when }]),
            json!({ "set": 5, "when": when }),
            json!({ "set": 5, "when": when, "order": [2.5, 5] }),
            json!({ "set": true, "when": when }),
        ]
        .map(|json| format!("{:?}", read(json).unwrap().form()));
        insta::assert_snapshot!(forms.join("\n"), @r#"
        Text
        Text
        Text
        List(["Lead", "MQL"])
        List(["Lead", "SQL", "MQL"])
        Text
        Integer
        Decimal
        Flag
        "#);
    }
}
