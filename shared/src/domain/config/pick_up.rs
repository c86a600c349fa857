//! What becomes of a hand-off that nobody picks up.

use serde::{Deserialize, Serialize};

use super::lasting::Within;
use super::{Texts, is_default};
use crate::domain::routing::cover::Cover;

/// What becomes of a hand-off that nobody picks up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PickUp {
    /// Within what time somebody should have, while those who got it are there: a minute to seven days, as `15m`.
    pub within: Within,
    /// Who gets it next, after those whom the hand-off itself names: one, or a list.
    #[serde(default, skip_serializing_if = "Cover::is_nobody")]
    pub to: Cover,
    /// What the visitor is told then, once. Nothing where this is empty.
    #[serde(default, skip_serializing_if = "is_default")]
    pub say: Texts,
}
