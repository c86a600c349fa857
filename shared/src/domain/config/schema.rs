//! The JSON Schema of the configuration: editors complete and check by it. Derived where serde's reading is; written here
//! where a type reads itself.
//!
//! A schema cannot say everything the reader does: that names are not repeated, that the last rule has no condition, that an
//! intent exists. It never refuses what the reader takes, but for numbers without quotes where a text is due.

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use super::lasting::{Silence, Within};
use super::say::NONE;
use super::tracing::Shown;
use super::{Config, Finding, Intent, Target, Texts};
use crate::domain::attribute::Content;
use crate::domain::capture::Captures;
use crate::domain::office_hours::{Chosen, Hours};
use crate::domain::routing::cover::Cover;
use crate::domain::routing::rollout::Percent;
use crate::domain::routing::{Afterwards, Condition, Fact, Mode};

impl Config {
    /// The schema of the whole file.
    #[must_use]
    pub fn schema() -> Value {
        let generator = SchemaSettings::draft07().into_generator();
        let mut schema = generator.into_root_schema_for::<Self>();
        schema.insert("title".to_owned(), "Nexora configuration".into());
        schema.to_value()
    }
}

/// Texts, or the word for no text at all.
pub(crate) struct OrNone<T>(std::marker::PhantomData<T>);

impl<T: JsonSchema> JsonSchema for OrNone<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("{}OrNone", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let texts = generator.subschema_for::<T>();
        json_schema!({
            "description": "What the visitor is told; with `none`, nothing at a hand-off.",
            "anyOf": [texts, { "const": NONE }],
        })
    }
}

macro_rules! schemas {
    ($($type:ty, $name:literal, $generator:pat => $schema:expr;)*) => {
        $(impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }

            fn json_schema($generator: &mut SchemaGenerator) -> Schema {
                $schema
            }
        })*
    };
}

schemas! {
    Target, "Target", _ => json_schema!({
        "description": "Somebody a conversation can be given to: `team:NAME`, `teammate:NAME` (or e-mail address), `contact.owner`, or an attribute that names a teammate.",
        "type": "string",
        "pattern": "^(team:|teammate:).*\\S|^contact\\.owner$|^(contact|company)\\.attribute\\..*\\S",
        "examples": ["team:Support", "teammate:ada@acme.example", "contact.owner", "company.attribute.CSM"],
    });
    Cover, "Cover", generator => {
        let target = generator.subschema_for::<Target>();
        json_schema!({
            "description": "Those who take over for somebody, in order: one, or a list.",
            "anyOf": [target, { "type": "array", "items": target }],
        })
    };
    Percent, "Percent", _ => json_schema!({
        "description": "A share of conversations, in percent.",
        "type": "integer",
        "minimum": 0,
        "maximum": 100,
    });
    Silence, "Silence", _ => lasting("From five minutes to thirty days.", "24h");
    Within, "Within", _ => lasting("From a minute to seven days.", "15m");
    Texts, "Texts", _ => json_schema!({
        "description": "A text by locale, such as `en` or `de-AT`.",
        "type": "object",
        "additionalProperties": { "type": "string" },
        "examples": [{ "en": "One moment.", "de": "Einen Moment." }],
    });
    Intent, "Intent", generator => {
        let phrases = json!({
            "description": "A few phrases visitors use.",
            "type": "array",
            "items": { "type": "string" },
        });
        let mode = generator.subschema_for::<Option<Mode>>();
        json_schema!({
            "description": "What visitors want: a list of phrases they use, or `{ phrases: […], mode: draft }`.",
            "anyOf": [
                phrases,
                {
                    "type": "object",
                    "properties": { "phrases": phrases, "mode": mode },
                    "required": ["phrases"],
                    "additionalProperties": false,
                },
            ],
        })
    };
    Captures, "Captures", _ => json_schema!({
        "description": "Fields and the form of their values: `email`, `phone`, or a pattern.",
        "type": "object",
        "maxProperties": Captures::MOST,
        "propertyNames": { "minLength": 1, "maxLength": Captures::NAME },
        "additionalProperties": {
            "anyOf": [
                { "enum": ["email", "phone"] },
                {
                    "type": "object",
                    "properties": {
                        "pattern": { "description": "A regular expression, in single quotes.", "type": "string", "minLength": 1 },
                    },
                    "required": ["pattern"],
                    "additionalProperties": false,
                },
            ],
        },
        "examples": [{ "email": "email", "order number": { "pattern": "ORD-\\d{4,}" } }],
    });
    Shown, "Attribute", _ => json_schema!({
        "description": "An attribute, such as `contact.attribute.Plan`.",
        "type": "string",
        "pattern": "^(conversation|contact|company)\\.attribute\\..*\\S",
    });
    Hours, "Hours", _ => {
        let span = json!({ "type": "string", "pattern": "^\\s*\\d{1,2}:\\d{2}\\s*-\\s*\\d{1,2}:\\d{2}\\s*$" });
        json_schema!({
            "description": "When an office is open: `zone` and `open`, or `from` with the name of a schedule of office hours in Intercom.",
            "anyOf": [
                {
                    "type": "object",
                    "properties": {
                        "zone": { "description": "Where its times are, such as `Europe/Berlin`.", "type": "string" },
                        "open": {
                            "description": "Days and their hours, such as `mon-fri: \"09:00-18:00\"`.",
                            "type": "object",
                            "additionalProperties": { "anyOf": [span, { "type": "array", "items": span }] },
                        },
                        "closed": {
                            "description": "Dates on which nobody comes: `2026-12-24`, `yearly 12-25` or `2026-12-24..2027-01-01`.",
                            "type": "array",
                            "items": { "type": "string" },
                        },
                        "special": {
                            "description": "Dates, written as in `closed`, and the hours that hold on them, such as `2026-12-24: \"09:00-12:00\"`.",
                            "type": "object",
                            "additionalProperties": { "anyOf": [span, { "type": "array", "items": span, "minItems": 1 }] },
                        },
                        "holidays": {
                            "description": "Whose public holidays are closed: a country such as `DE`, a part of one such as `DE-BY`, or a list.",
                            "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }],
                        },
                    },
                    "required": ["zone", "open"],
                    "additionalProperties": false,
                },
                {
                    "type": "object",
                    "properties": { "from": { "description": "The name of a schedule of office hours in Intercom.", "type": "string" } },
                    "required": ["from"],
                    "additionalProperties": false,
                },
            ],
        })
    };
    Chosen, "HoursOrSchedule", generator => {
        let hours = generator.subschema_for::<Hours>();
        json_schema!({
            "description": "Hours, or the name of one of `office_hours.schedules`.",
            "anyOf": [hours, { "type": "string", "pattern": "\\S" }],
        })
    };
    Condition, "Condition", generator => {
        let about = "Facts and what they must be. All entries must hold; `all`, `any` and `not` nest.";
        conditions::<Self>(generator, about, &[])
    };
    Afterwards, "Afterwards", generator => {
        let about = "Facts, and what the agent's part came to. All entries must hold; `all`, `any` and `not` nest.";
        conditions::<Self>(generator, about, Fact::RESULTS)
    };
    Content, "Content", generator => {
        let finding = generator.subschema_for::<Finding>();
        let when = generator.subschema_for::<Afterwards>();
        // `false` and an empty text are refused: the agent takes nothing away.
        let set = json!({
            "description": "The value. What is set is never taken away again.",
            "anyOf": [{ "type": "string", "pattern": "\\S", "maxLength": 255 }, { "type": "number" }, { "const": true }],
        });
        let setting = json!({
            "type": "object",
            "properties": {
                "set": set,
                "when": when,
                "order": {
                    "description": "The stages, the first one first: it never moves backwards.",
                    "type": "array",
                    "items": { "type": ["string", "number", "boolean"] },
                    "minItems": 2,
                },
            },
            "required": ["set", "when"],
            "additionalProperties": false,
        });
        json_schema!({
            "description": "What goes into an attribute: a finding, what the visitor said, or a value with when it is set; of several the first that applies.",
            "anyOf": [
                finding,
                {
                    "type": "object",
                    "properties": { "capture": { "description": "A name of `captures`.", "type": "string" } },
                    "required": ["capture"],
                    "additionalProperties": false,
                },
                setting,
                { "type": "array", "items": setting, "minItems": 1 },
            ],
        })
    };
}

/// Conditions that may use all facts, and these too.
fn conditions<T: JsonSchema>(
    generator: &mut SchemaGenerator,
    description: &str,
    more: &[&str],
) -> Schema {
    let condition = generator.subschema_for::<T>();
    let several = json!({ "type": "array", "items": condition, "minItems": 1 });
    let mut properties = Map::new();
    let mut add = |name: &str, about: &str, mut schema: Value| {
        if !about.is_empty() {
            schema["description"] = about.into();
        }
        properties.insert(name.to_owned(), schema);
    };
    add("all", "Each of them must hold.", several.clone());
    add("any", "One of them must hold.", several);
    add("not", "It must not hold.", json!({ "allOf": [condition] }));
    let names = Fact::NAMES.iter().chain(more);
    let facts = names.filter_map(|name| Fact::named(name));
    for fact in facts.filter(|fact| !fact.is_attribute()) {
        add(&fact.to_string(), about(&fact), wanted(&fact));
    }
    let attribute = Fact::ContactAttribute(String::new());
    json_schema!({
        "description": description,
        "type": "object",
        "minProperties": 1,
        "properties": properties,
        "patternProperties": { "^(conversation|contact|company)\\.attribute\\..*\\S": wanted(&attribute) },
        "additionalProperties": false,
    })
}

/// A length of time.
fn lasting(about: &str, example: &str) -> Schema {
    json_schema!({
        "description": about,
        "type": "string",
        "pattern": "^\\s*\\d",
        "examples": [example],
    })
}

/// What a fact can be compared with.
fn wanted(fact: &Fact) -> Value {
    let one = match fact.words() {
        [] => json!({ "type": ["string", "number", "boolean"] }),
        words => json!({ "enum": words }),
    };
    let mut forms = vec![
        one.clone(),
        json!({ "type": "array", "items": one, "minItems": 1 }),
        json!({
            "type": "object",
            "properties": { "exists": { "type": "boolean" } },
            "required": ["exists"],
            "additionalProperties": false,
        }),
    ];
    if fact.is_attribute() {
        forms.push(json!({
            "type": "object",
            "properties": { "above": { "type": "number" }, "below": { "type": "number" } },
            "minProperties": 1,
            "additionalProperties": false,
        }));
    }
    json!({ "anyOf": forms })
}

/// What a fact is, in the words of docs/CONFIG.md.
const fn about(fact: &Fact) -> &'static str {
    match fact {
        Fact::UrlPath => "The page the conversation started on; `*` within a segment, `**` across.",
        Fact::UrlHost => "Its site, without `www.`.",
        Fact::Channel => "`conversation` is the Messenger.",
        Fact::Bot => "How far Intercom's own AI agent is in it.",
        Fact::Locale => "The visitor's language, such as `de` or `de-AT`.",
        Fact::TextMatches => "A phrase in what the visitor wrote and nobody answered yet.",
        Fact::ConversationTag => "A tag of the conversation, by its name.",
        Fact::ConversationAssignee => "`nobody`, `bot`, `team:NAME` or `teammate:NAME`.",
        Fact::ContactRole => "`user` or `lead`.",
        Fact::ContactSegment | Fact::CompanySegment => "A segment's name.",
        Fact::ContactTag | Fact::CompanyTag => "A tag's name.",
        Fact::ContactOwner => "The account owner's id.",
        Fact::CompanyPlan => "The plan's name.",
        Fact::TeamAvailable => {
            "A team's name: its hours are open, and somebody in it has a seat and is not away."
        }
        Fact::OfficeOpen => {
            "`true` or `false` for the default hours; a team's name while that team is open."
        }
        Fact::ScheduleOpen => "A schedule's name while it is open.",
        Fact::Intent => "An intent's name.",
        Fact::Outcome => "What the agent's part came to.",
        Fact::Reason => "Why people got the conversation.",
        Fact::ConversationAttribute(_) | Fact::ContactAttribute(_) | Fact::CompanyAttribute(_) => {
            ""
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COPY: &str = include_str!("../../../../docs/config.schema.json");

    #[test]
    fn the_copy_in_the_docs_is_what_the_types_say() {
        let schema = format!("{:#}\n", Config::schema());
        assert!(
            schema == COPY,
            "run: cargo run -p nexora -- config schema > docs/config.schema.json"
        );
    }
}
