//! When a conversation counts as ended.

use serde::{Deserialize, Serialize};

use super::lasting::Silence;

/// When a conversation counts as ended in which the agent spoke last.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Outcomes {
    /// For how long after the agent's last words the visitor says nothing more: five minutes to thirty days, as `24h`.
    #[serde(default)]
    pub silence: Silence,
}
