//! What stands in the note of a hand-off beside what always does.

use serde::{Deserialize, Serialize};

use crate::domain::hand_off::Language;

/// What is added to the note of a hand-off.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HandOffNote {
    /// Why the conversation came where it is: the rule, the facts that decided, and who was asked in turn.
    #[serde(default)]
    pub why: bool,
    /// The language of the team: what the note says by itself is in it.
    #[serde(default, skip_serializing_if = "super::is_default")]
    pub language: Language,
}
