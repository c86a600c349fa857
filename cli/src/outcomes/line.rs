//! A line of the report: what it is about, and what was counted.

use shared::domain::figures::{Figures, Share};
use shared::install::outcomes::{Known, Outcomes, Rule};

use super::glyphs::Glyphs;
use super::period::{Length, periods};

/// A rule, a day, or all of them.
pub(super) struct Line {
    pub(super) label: String,
    pub(super) figures: Figures,
}

/// One for each rule, in their order.
pub(super) fn of_rules(outcomes: &Outcomes, glyphs: Glyphs) -> Vec<Line> {
    let rules = outcomes.rules.iter();
    let lines = rules.map(|rule| Line {
        label: called(rule, glyphs),
        figures: of_rule(outcomes, rule),
    });
    lines.collect()
}

/// One for each day, or each week.
pub(super) fn of_days(outcomes: &Outcomes) -> (Length, Vec<Line>) {
    let (length, periods) = periods(outcomes);
    let lines = periods.into_iter().map(|period| Line {
        label: period.begin.to_string(),
        figures: period.figures,
    });
    (length, lines.collect())
}

/// Everything.
pub(super) fn of_all(outcomes: &Outcomes) -> Line {
    Line {
        label: "all".to_owned(),
        figures: outcomes.rows.iter().map(|row| &row.counts).sum(),
    }
}

/// What was counted of a rule.
pub(super) fn of_rule(outcomes: &Outcomes, rule: &Rule) -> Figures {
    let rows = outcomes.rows.iter().filter(|row| row.rule == rule.digest);
    rows.map(|row| &row.counts).sum()
}

/// What a rule is called.
fn called(rule: &Rule, glyphs: Glyphs) -> String {
    let (begin, end) = glyphs.quotes;
    match (&rule.known, rule.digest) {
        (Known::Live(name), _) => name.clone(),
        (Known::Gone(name), _) => format!("{begin}{name}{end}, no longer there"),
        (Known::Assigned, _) | (Known::Nameless, None) => "(given to the agent)".to_owned(),
        (Known::Nameless, Some(digest)) => format!("(a rule of before, {digest})"),
    }
}

/// What a rule is called for programs, and what is known of it in a word.
pub(super) fn named(rule: &Rule) -> (Option<&str>, &'static str) {
    match &rule.known {
        Known::Live(name) => (Some(name), "live"),
        Known::Gone(name) => (Some(name), "gone"),
        Known::Nameless => (None, "nameless"),
        Known::Assigned => (None, "assigned"),
    }
}

/// A reason of a hand-off as it stands behind a count.
fn in_words(why: &str) -> String {
    match why {
        "rule" => "by a rule".to_owned(),
        "intent" => "by an intent".to_owned(),
        "ordered" => "ordered by a teammate".to_owned(),
        "asked_for_person" => "asked for a person".to_owned(),
        why => why.replace('_', " "),
    }
}

/// A percentage, rounded.
pub(super) fn percent(share: Option<Share>, glyphs: Glyphs) -> String {
    share.map_or_else(
        || glyphs.none.to_owned(),
        |share| format!("{} %", share.of(100)),
    )
}

/// Counts with their reasons, such as `7 unsure, 2 by an intent`.
pub(super) fn because(figures: &Figures, most: usize) -> String {
    let reasons = figures.reasons();
    let told = reasons.iter().take(most);
    let mut told: Vec<_> = told
        .map(|(why, count)| format!("{count} {}", in_words(why)))
        .collect();
    let rest: u64 = reasons.iter().skip(most).map(|(_, count)| count).sum();
    if rest > 0 {
        told.push(format!("{rest} for other reasons"));
    }
    told.join(", ")
}
