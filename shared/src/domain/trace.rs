//! Why a decision fell as it did: every rule tried, every fact used, with where its value came from.

use serde::{Deserialize, Serialize};

/// The trace of one decision.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Trace(pub Vec<Tried>);

/// One rule that was looked at, or another step on the way to the decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tried {
    /// The rule's name.
    pub name: String,
    /// How it ended.
    pub verdict: Verdict,
    /// Why, in a sentence.
    pub why: String,
    /// The facts it looked at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<FactUsed>,
}

/// How a rule ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// It applied.
    #[serde(rename = "matched")]
    Matched,
    /// It did not apply.
    #[serde(rename = "not matched")]
    NotMatched,
    /// An earlier one applied.
    #[serde(rename = "not reached")]
    NotReached,
    /// It is no rule: something that was found out on the way.
    #[serde(rename = "noted")]
    Noted,
    /// Of the chain of a hand-off: whoever it names gets the conversation.
    #[serde(rename = "takes over")]
    TakesOver,
    /// Of the chain of a hand-off: whoever it names cannot take it.
    #[serde(rename = "passed over")]
    PassedOver,
    /// Of the chain of a hand-off: an earlier one takes it.
    #[serde(rename = "not needed")]
    NotNeeded,
}

impl Verdict {
    /// A sign for it, in a column of a terminal.
    #[must_use]
    pub const fn sign(self) -> char {
        match self {
            Self::Matched | Self::TakesOver => '✓',
            Self::NotMatched | Self::PassedOver => '✗',
            Self::NotReached | Self::NotNeeded => '–',
            Self::Noted => '·',
        }
    }
}

/// A fact and its value at the time. Never what a visitor wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactUsed {
    /// The fact's name in the configuration.
    pub name: String,
    /// Its value; `absent` where there is none.
    pub value: String,
    /// Where the value came from.
    pub origin: String,
}

impl Trace {
    /// Adds a step that is no rule of the configuration.
    pub fn note(&mut self, name: &str, why: impl Into<String>) {
        self.0.push(Tried {
            name: name.to_owned(),
            verdict: Verdict::Noted,
            why: why.into(),
            facts: Vec::new(),
        });
    }

    /// The rule that applied. A turn that went on with a newer message asked the rules again: the last one counts.
    #[must_use]
    pub fn matched(&self) -> Option<&Tried> {
        self.0
            .iter()
            .rfind(|tried| tried.verdict == Verdict::Matched)
    }

    /// What decided: the rule that applied, and what came after it, without what was not needed.
    pub fn decisive(&self) -> impl Iterator<Item = &Tried> {
        let matched = |tried: &Tried| tried.verdict == Verdict::Matched;
        let from = self.0.iter().rposition(matched).unwrap_or_default();
        let needed = |tried: &&Tried| {
            !matches!(
                tried.verdict,
                Verdict::NotMatched | Verdict::NotReached | Verdict::NotNeeded
            )
        };
        self.0[from..].iter().filter(needed)
    }
}
