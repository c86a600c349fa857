//! The first rule that matches, and the trace of how it was found.

use super::condition::Condition;
use super::fact::{ABSENT, Fact};
use super::facts::{Facts, Known, Source};
use super::page::Page;
use super::rule::Then;
use crate::domain::config::Config;
use crate::domain::trace::{FactUsed, Trace, Tried, Verdict};
use crate::domain::transcript::Transcript;
use crate::id::AdminId;

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
struct Look<'r> {
    facts: &'r Facts,
    transcript: &'r Transcript,
    tiers: &'r [String],
    us: &'r AdminId,
    used: Vec<FactUsed>,
}

/// Routes a conversation by the configuration's rules. The first match wins.
#[must_use]
pub fn route(config: &Config, facts: &Facts, transcript: &Transcript, us: &AdminId) -> Route {
    let mut trace = Trace::default();
    let mut found = None;
    for rule in &config.rules {
        if found.is_some() {
            trace.0.push(Tried {
                name: rule.name.clone(),
                verdict: Verdict::NotReached,
                why: "an earlier rule matched".to_owned(),
                facts: Vec::new(),
            });
            continue;
        }
        let mut look = Look {
            facts,
            transcript,
            tiers: &config.companies.tiers,
            us,
            used: Vec::new(),
        };
        let held = match &rule.when {
            None => Ok(true),
            Some(condition) => look.holds(condition),
        };
        let holds = match held {
            Ok(holds) => holds,
            Err(source) => return Route::Ask(source),
        };
        let (verdict, why) = match (holds, &rule.when) {
            (true, None) => (Verdict::Matched, "it applies to everything else"),
            (true, Some(_)) => (Verdict::Matched, "its conditions hold"),
            (false, _) => (Verdict::NotMatched, "a condition does not hold"),
        };
        if holds {
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
        let to = super::rule::ToPeople {
            to: config.hand_off.default.clone(),
            cover: None,
        };
        ("no rule matched".to_owned(), Then::HandOff(to))
    });
    Route::To { rule, then, trace }
}

impl Look<'_> {
    /// Whether a condition holds; `Err` names the source that must be asked first.
    fn holds(&mut self, condition: &Condition) -> Result<bool, Source> {
        match condition {
            Condition::All(conditions) => self.unless(conditions, false),
            Condition::Any(conditions) => self.unless(conditions, true),
            Condition::Not(condition) => Ok(!self.holds(condition)?),
            Condition::Is(fact, wanted) => {
                let values = match self.facts.of(fact, self.transcript, self.tiers, self.us) {
                    Known::Values(values) => values,
                    Known::Ask(source) => return Err(source),
                };
                self.used
                    .push(self.facts.shown(fact, &values, self.transcript));
                Ok(wanted.iter().any(|wanted| is(fact, &values, wanted)))
            }
        }
    }
}

impl Look<'_> {
    /// Whether one of the conditions comes out as `decisive`, and if none does, the opposite. What is known already is
    /// looked at first, so that nothing is asked for that could not change the result.
    fn unless(&mut self, conditions: &[Condition], decisive: bool) -> Result<bool, Source> {
        let mut asked = None;
        for condition in conditions {
            match self.holds(condition) {
                Ok(holds) if holds == decisive => return Ok(decisive),
                Ok(_) => {}
                Err(source) => asked = asked.or(Some(source)),
            }
        }
        asked.map_or(Ok(!decisive), Err)
    }
}

fn is(fact: &Fact, values: &[String], wanted: &str) -> bool {
    if wanted == ABSENT && *fact != Fact::Bot {
        return values.is_empty();
    }
    values.iter().any(|value| match fact {
        Fact::UrlPath => Page {
            host: String::new(),
            path: value.clone(),
        }
        .matches(wanted),
        Fact::UrlHost => value.eq_ignore_ascii_case(wanted.trim_start_matches("www.")),
        _ => value == wanted,
    })
}
