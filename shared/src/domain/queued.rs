//! A conversation that waits until people are back: why, and its place among the others that wait.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::config::Config;
use super::digest::Digest;
use super::hand_off::Reason;
use crate::id::TeamId;

/// Why a conversation waits for people who are closed, as its record keeps it: names only as far as the configuration has them,
/// so that it fits into a line of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Queued {
    /// The name of the reason, one of [`Reason::NAMES`].
    pub why: &'static str,
    /// The intent that was detected, and how sure the agent was of it, in percent.
    pub intent: Option<(Short, u8)>,
    /// How high its customer's tier is.
    pub tier: Tier,
    /// Whether the visitor was told that it waits: after that they are asked for nothing more.
    pub told: bool,
    /// How many seconds after the visitor had begun to wait for a person it began to wait for people to open.
    pub after: u32,
}

/// A tier's place from above: 0 is the highest of `companies.tiers`, [`Tier::NONE`] a customer without one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Tier(u8);

/// A number that is no digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a tier is a digit")]
pub struct NoTier;

impl TryFrom<u8> for Tier {
    type Error = NoTier;

    fn try_from(digit: u8) -> Result<Self, NoTier> {
        Self::from_digit(digit).ok_or(NoTier)
    }
}

impl From<Tier> for u8 {
    fn from(tier: Tier) -> Self {
        tier.0
    }
}

impl Tier {
    /// Of nobody whose plan is known to be one of `companies.tiers`.
    pub const NONE: Self = Self(9);

    /// The tier of a plan. What is below the ninth of them is the ninth.
    #[must_use]
    pub fn of(plan: Option<&str>, config: &Config) -> Self {
        let tiers = config.companies.tiers.iter().rev();
        let place = plan.and_then(|plan| tiers.clone().position(|tier| tier == plan));
        place.map_or(Self::NONE, |place| {
            Self(u8::try_from(place).unwrap_or(8).min(8))
        })
    }

    /// What the configuration calls it; none for a customer without one, and for those below the ninth.
    #[must_use]
    pub fn name(self, config: &Config) -> Option<&str> {
        let tiers = &config.companies.tiers;
        let is_one = self.0 < 8 || tiers.len() <= 9;
        let mut from_above = tiers.iter().rev().map(String::as_str);
        from_above.nth(self.0.into()).filter(|_| is_one)
    }

    /// A digit, lower for a higher tier.
    #[must_use]
    pub const fn digit(self) -> u8 {
        self.0
    }

    /// The tier a digit stands for.
    #[must_use]
    pub fn from_digit(digit: u8) -> Option<Self> {
        (digit <= 9).then_some(Self(digit))
    }
}

/// Half a digest of a name: enough to tell the few names of one configuration apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Short(u32);

impl Short {
    /// Of a name.
    #[must_use]
    pub fn of(name: &str) -> Self {
        let digest = Digest::of([name]).number() >> 32;
        Self(u32::try_from(digest).expect("half of 64 bits are 32"))
    }
}

/// Where a follow-up stands among those that are due at one time: the highest tier first, then who has waited longest.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The customer's tier.
    pub tier: Tier,
    /// Since when the visitor has waited, in Unix seconds.
    pub since: i64,
    /// The team it waits for; none where it waits for a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
}

impl Queued {
    /// The intent by its configured name; none where the configuration has it no more.
    #[must_use]
    pub fn intent<'c>(&self, config: &'c Config) -> Option<&'c str> {
        let (short, _) = self.intent?;
        let mut names = config.intents.keys().map(String::as_str);
        names.find(|name| Short::of(name) == short)
    }

    /// Why people are needed. `rule` is the name of the rule that routed it, as far as it is known.
    #[must_use]
    pub fn reason(&self, rule: Option<&str>, config: &Config) -> Reason {
        let what = match self.why {
            "intent" => self.intent(config),
            _ => rule,
        };
        Reason::named(self.why, what.unwrap_or_default()).unwrap_or(Reason::LastResort)
    }
}

/// `asked_for_person 2t+95 5e6f7a8b 87`: the reason, the tier, whether the visitor was told (`t`) or not (`-`), after how long it
/// began, and the intent.
impl fmt::Display for Queued {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let told = if self.told { 't' } else { '-' };
        write!(f, "{} {}{told}", self.why, self.tier.0)?;
        if self.after > 0 {
            write!(f, "+{}", self.after)?;
        }
        match self.intent {
            Some((Short(intent), sure)) => write!(f, " {intent:08x} {sure}"),
            None => Ok(()),
        }
    }
}

/// A text that does not say why a conversation waits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("what waits is a reason, a tier, and perhaps an intent")]
pub struct NotQueued;

impl FromStr for Queued {
    type Err = NotQueued;

    fn from_str(text: &str) -> Result<Self, NotQueued> {
        let words: Vec<_> = text.split(' ').collect();
        let (why, place, intent) = match words.as_slice() {
            [why, place] => (why, place, None),
            [why, place, intent, sure] if intent.len() == 8 => {
                let intent = u32::from_str_radix(intent, 16).map_err(|_| NotQueued)?;
                let sure = sure.parse().map_err(|_| NotQueued)?;
                (why, place, Some((Short(intent), sure)))
            }
            _ => return Err(NotQueued),
        };
        let why = Reason::NAMES.iter().find(|name| *name == why);
        let (place, after) = match place.split_once('+') {
            Some((place, after)) => (place, after.parse().map_err(|_| NotQueued)?),
            None => (*place, 0),
        };
        let (tier, told) = match place.as_bytes() {
            [digit @ b'0'..=b'9', told @ (b't' | b'-')] => (Tier(digit - b'0'), *told == b't'),
            _ => return Err(NotQueued),
        };
        Ok(Self {
            why: why.ok_or(NotQueued)?,
            intent,
            tier,
            told,
            after,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn why_it_waits_is_written_as_it_is_read() {
        for text in [
            "asked_for_person 2t",
            "intent 9- 5e6f7a8b 87",
            "unsure 9t+3600",
            "rule 0t 00000001 100",
        ] {
            let queued: Queued = text.parse().unwrap();
            assert_eq!(queued.to_string(), text);
        }
        for text in [
            "",
            "unsure",
            "unsure 2",
            "unsure 2x",
            "unsure 2t+x",
            "unsure 12t",
            "boredom 2t",
            "unsure 2t 5e6f 87",
            "unsure 2t 5e6f7a8b",
        ] {
            assert_eq!(text.parse::<Queued>(), Err(NotQueued), "{text}");
        }
    }

    #[test]
    fn the_highest_tier_comes_first_and_a_plan_that_is_none_last() {
        let config = crate::contract::sample::config("any");
        let tiers = [
            Some("Enterprise"),
            Some("Team"),
            Some("Free"),
            Some("Gold"),
            None,
        ];
        let placed = tiers.map(|plan| Tier::of(plan, &config));
        assert_eq!(placed.map(Tier::digit), [0, 1, 2, 9, 9]);
        let names = placed.map(|tier| tier.name(&config));
        assert_eq!(names[..3], tiers[..3]);
        assert_eq!(names[3..], [None, None]);
    }
}
