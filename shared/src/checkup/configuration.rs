//! What the workspace is configured with, and whether the agent is paused there.

use super::Check;
use crate::ports::configurations::{Live, Version};

/// The version that is live, and what is paused.
pub(super) fn checks(live: Option<&(Live, Version)>) -> Vec<Check> {
    let Some((live, version)) = live else {
        return vec![Check::trouble(
            "configuration",
            "there is none, and the agent is silent",
            "publish one, by `nexora config push`",
        )];
    };
    let rules = version.config.rules.len();
    let mut found = format!("version {}, {rules} rules", live.number);
    if live.newest != live.number {
        found = format!("{found}; the newest one, {}, is not live", live.newest);
    }
    let mut checks = vec![Check::good("configuration", found)];
    if version.config.is_paused(None) {
        checks.push(Check::note(
            "configuration",
            "it says `paused: true`, and the agent is silent in the whole workspace",
            "take that out, and publish it, by `nexora config push`",
        ));
    }
    let switch = &live.switch;
    if switch.all {
        checks.push(Check::note(
            "pause switch",
            "the agent is paused, and is silent in the whole workspace",
            "let it go on, by `nexora resume`",
        ));
    }
    if !switch.rules.is_empty() {
        let rules: Vec<_> = switch
            .rules
            .iter()
            .map(|rule| format!("“{rule}”"))
            .collect();
        checks.push(Check::note(
            "pause switch",
            format!("paused for the rules {}", rules.join(", ")),
            "let one go on, by `nexora resume --rule NAME`",
        ));
    }
    checks
}
