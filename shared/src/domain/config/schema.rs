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
use super::tracing::Shown;
use super::{Config, Intent, Target, Texts};
use crate::domain::office_hours::Hours;
use crate::domain::routing::cover::Cover;
use crate::domain::routing::rollout::Percent;
use crate::domain::routing::{Condition, Fact, Mode};

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
    Condition, "Condition", generator => {
        let condition = generator.subschema_for::<Self>();
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
        let facts = Fact::NAMES.iter().filter_map(|name| Fact::named(name));
        for fact in facts.filter(|fact| !fact.is_attribute()) {
            add(&fact.to_string(), about(&fact), wanted(&fact));
        }
        let attribute = Fact::ContactAttribute(String::new());
        json_schema!({
            "description": "Facts and what they must be. All entries must hold; `all`, `any` and `not` nest.",
            "type": "object",
            "minProperties": 1,
            "properties": properties,
            "patternProperties": { "^(conversation|contact|company)\\.attribute\\..*\\S": wanted(&attribute) },
            "additionalProperties": false,
        })
    };
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
