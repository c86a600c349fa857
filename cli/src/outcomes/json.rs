//! The report for programs.

use serde_json::{Map, Value, json};
use shared::domain::ending::Ending;
use shared::domain::figures::{Figures, TARGET};
use shared::install::outcomes::Outcomes;

use super::line;
use super::period::days;
use super::view::View;

/// All, by rule and by day; every day, however many there are.
pub(super) fn told(view: &View) -> Value {
    let outcomes = &view.outcomes;
    let Outcomes {
        since,
        until,
        rules,
        rows,
    } = outcomes;
    let rules = rules.iter().map(|rule| {
        let (name, is) = line::named(rule);
        let mut told = figures(&line::of_rule(outcomes, rule));
        told.insert("rule".to_owned(), json!(name));
        told.insert("is".to_owned(), json!(is));
        told.insert("digest".to_owned(), json!(rule.digest));
        Value::Object(told)
    });
    let days = days(*since, *until).into_iter().map(|day| {
        let rows = rows.iter().filter(|row| row.day == day);
        let mut told = figures(&rows.map(|row| &row.counts).sum());
        told.insert("day".to_owned(), json!(day));
        Value::Object(told)
    });
    let (from, to) = TARGET;
    json!({
        "of": view.whose,
        "since": since,
        "until": until,
        "target_percent": [from, to],
        "all": figures(&line::of_all(outcomes).figures),
        "rules": rules.collect::<Value>(),
        "days": days.collect::<Value>(),
    })
}

fn figures(figures: &Figures) -> Map<String, Value> {
    let mut told = Map::new();
    let mut tell = |name: &str, value: Value| told.insert(name.to_owned(), value);
    tell("involved", json!(figures.involved()));
    tell("resolved", json!(figures.resolved()));
    for ending in Ending::ALL {
        tell(ending.name(), json!(figures.count(ending)));
    }
    let reasons = figures.reasons().into_iter();
    tell("handed_off_because", reasons.collect());
    let share = figures.handled().map(|share| thousandths(share.of(1000)));
    tell("share_handled", json!(share));
    let ratings = figures.ratings();
    tell("ratings", json!(ratings.map_or(0, |ratings| ratings.count)));
    let average = ratings.map(|ratings| tenths(ratings.tenths()));
    tell("rating_average", json!(average));
    told
}

/// A share is at most one.
fn thousandths(thousandths: u64) -> f64 {
    u32::try_from(thousandths).map_or(1.0, f64::from) / 1000.0
}

fn tenths(tenths: u64) -> f64 {
    u32::try_from(tenths).map_or(5.0, f64::from) / 10.0
}
