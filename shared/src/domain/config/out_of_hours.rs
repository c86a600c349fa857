//! What the agent does while people are closed.

use serde::{Deserialize, Serialize};

use super::{Texts, is_default, texts};
use crate::domain::routing::cover::Cover;

/// What the agent does while those who would get a conversation are closed: it goes on answering, and what needs a person waits
/// until they are back. Without this key, a hand-off at night goes to them at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OutOfHours {
    /// How it should speak then, after what `agent.guidance` says.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub guidance: String,
    /// Which of `captures` the visitor is asked for before their conversation waits: one at a time, only what is not known, and
    /// no more once they do not give one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub capture: Vec<String>,
    /// What the visitor is told.
    #[serde(default, skip_serializing_if = "is_default")]
    pub say: NightSay,
    /// Who gets it when they are back, after those a rule names and before `hand_off.default`: one, or a list.
    #[serde(default, skip_serializing_if = "Cover::is_nobody")]
    pub follow_up: Cover,
    /// Whether what waits is snoozed until then, so that it does not stand in the open inbox.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub snooze: bool,
    /// Phrases by which a text of Intercom's own, or of a workflow's, is known to tell the visitor the hours, beside those that
    /// are known anyway: then `say.beside` is said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub intercom_says: Vec<String>,
    /// Whether the note of a team's first one lists the others that came in with it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub digest: bool,
}

/// What the visitor is told while people are closed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NightSay {
    /// When they are asked for something, with `{field}` for what it is called.
    #[serde(
        default,
        deserialize_with = "texts::with_field",
        skip_serializing_if = "is_default"
    )]
    pub ask: Texts,
    /// When they write again, and it is added to what waits.
    #[serde(default, skip_serializing_if = "is_default")]
    pub again: Texts,
    /// In place of `hand_off.say.closed` where Intercom has just told them itself when people are back.
    #[serde(default, skip_serializing_if = "is_default")]
    pub beside: Texts,
}

impl Default for OutOfHours {
    fn default() -> Self {
        Self {
            guidance: String::new(),
            capture: Vec::new(),
            say: NightSay::default(),
            follow_up: Cover::default(),
            snooze: true,
            intercom_says: Vec::new(),
            digest: false,
        }
    }
}

const fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
const fn is_yes(yes: &bool) -> bool {
    *yes
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn it_is_read_as_it_is_written_and_what_is_not_there_is_not_stored() {
        let whole = json!({
            "guidance": "Be calm.",
            "capture": ["email"],
            "say": { "ask": { "en": "Your {field}?" }, "again": { "en": "Added." }, "beside": { "en": "Noted." } },
            "follow_up": "team:Morning",
            "snooze": false,
            "intercom_says": ["The kettle is off"],
            "digest": true,
        });
        for night in [whole, json!({})] {
            let read: OutOfHours = serde_json::from_value(night.clone()).unwrap();
            assert_eq!(serde_json::to_value(&read).unwrap(), night);
        }
        let empty: OutOfHours = serde_json::from_value(json!({})).unwrap();
        assert_eq!(empty, OutOfHours::default());
        assert!(empty.snooze);
    }
}
