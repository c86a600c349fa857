//! The first rule that matches, and the trace of how it was found.

use super::condition::Condition;
use super::facts::Source;
use super::rollout::Bucket;
use super::rule::{Rule, Then, ToPeople};
use super::scene::{Scene, is};
use crate::domain::trace::{FactUsed, Trace, Tried, Verdict};

/// What the rules say so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// This rule applies.
    To {
        /// Its name.
        rule: String,
        /// Where it sends the conversation.
        then: Then,
        /// Why.
        trace: Trace,
    },
    /// A fact is missing: ask this source, then route again.
    Ask(Source),
}

/// What a rule looked at.
struct Look<'s> {
    scene: &'s Scene<'s>,
    used: Vec<FactUsed>,
}

/// Routes a conversation by the configuration's rules. The first match wins.
#[must_use]
pub fn route(scene: &Scene<'_>) -> Route {
    let mut trace = Trace::default();
    let mut found = None;
    for rule in &scene.config.rules {
        let mut look = Look {
            scene,
            used: Vec::new(),
        };
        let (verdict, why) = if found.is_some() {
            (Verdict::NotReached, "an earlier rule matched")
        } else {
            match look.tries(rule) {
                Ok(tried) => tried,
                Err(source) => return Route::Ask(source),
            }
        };
        if verdict == Verdict::Matched {
            found = Some((rule.name.clone(), rule.then.clone()));
        }
        trace.0.push(Tried {
            name: rule.name.clone(),
            verdict,
            why: why.to_owned(),
            facts: look.used,
        });
    }
    // `Config::check` refuses rules without a last one; should one slip through, people get the conversation.
    let (rule, then) = found.unwrap_or_else(|| {
        let to = ToPeople::new(scene.config.hand_off.default.clone());
        ("no rule matched".to_owned(), Then::HandOff(to))
    });
    Route::To { rule, then, trace }
}

impl Look<'_> {
    /// Whether a rule applies. Its share is looked at first: it costs nothing to know.
    fn tries(&mut self, rule: &Rule) -> Result<(Verdict, &'static str), Source> {
        if let Some(share) = rule.rollout {
            let bucket = Bucket::of(&rule.name, &self.scene.transcript.id);
            self.used.push(FactUsed {
                name: "rollout".to_owned(),
                value: format!("bucket {} of 100", bucket.get()),
                origin: format!("the conversation's id; {} % are in", share.get()),
            });
            if !bucket.is_in(share) {
                return Ok((Verdict::NotMatched, "it is not in the rule's share"));
            }
        }
        let Some(condition) = &rule.when else {
            let why = match rule.rollout {
                None => "it applies to everything else",
                Some(_) => "it is in the rule's share",
            };
            return Ok((Verdict::Matched, why));
        };
        Ok(if self.holds(condition)? {
            (Verdict::Matched, "its conditions hold")
        } else {
            (Verdict::NotMatched, "a condition does not hold")
        })
    }

    /// Whether a condition holds; `Err` names the source that must be asked first.
    fn holds(&mut self, condition: &Condition) -> Result<bool, Source> {
        condition.decide(&mut |fact, wanted| {
            let values = self.scene.values(fact)?;
            self.used.push(self.scene.shown(fact, wanted, &values));
            Ok(wanted.holds(&values, |value, text| is(fact, value, text)))
        })
    }
}
