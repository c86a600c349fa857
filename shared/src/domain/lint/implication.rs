//! Whether one thing follows from another, as far as it can be seen for certain.

use serde_json::Number;

use super::case::{Atom, Case, Literal};
use crate::domain::locale::speaks;
use crate::domain::routing::fact::ABSENT;
use crate::domain::routing::page::{plain_host, plain_path};
use crate::domain::routing::{Fact, Page};

/// Whether a case never comes up: two of its parts exclude each other.
pub(super) fn is_impossible(case: &Case<'_>) -> bool {
    case.iter().any(|one| {
        let mut others = case.iter();
        others.any(|other| follows(one, other, !other.holds))
    })
}

/// Whether whoever is in the first case is in the second one too.
pub(super) fn is_within(case: &Case<'_>, wider: &Case<'_>) -> bool {
    wider.iter().all(|wanted| {
        let mut known = case.iter();
        known.any(|known| follows(known, wanted, wanted.holds))
    })
}

/// Whether from a literal follows that the atom of another holds, or does not.
fn follows(known: &Literal<'_>, wanted: &Literal<'_>, holds: bool) -> bool {
    if known.fact != wanted.fact {
        return false;
    }
    let fact = known.fact;
    match (known.holds, holds) {
        (true, true) => is_part(fact, known.atom, wanted.atom),
        (false, false) => is_part(fact, wanted.atom, known.atom),
        (true, false) => excludes(fact, known.atom, wanted.atom),
        // Without a value it is `absent`.
        (false, true) => known.atom == Atom::Exists && wanted.atom == Atom::Value(ABSENT),
    }
}

/// Whether the second holds wherever the first does.
fn is_part(fact: &Fact, part: Atom<'_>, whole: Atom<'_>) -> bool {
    match (part, whole) {
        (Atom::Value(part), Atom::Value(whole)) => is_part_of_pattern(fact, part, whole),
        (Atom::Value(value), Atom::Exists) => value != ABSENT,
        (Atom::Value(value), Atom::Between(above, below)) => {
            let number = value.trim().parse::<f64>();
            let inside = |number: f64| {
                bound(above).is_none_or(|above| number > above)
                    && bound(below).is_none_or(|below| number < below)
            };
            fact.is_attribute() && number.is_ok_and(inside)
        }
        (Atom::Between(..) | Atom::Exists, Atom::Exists) => true,
        (Atom::Between(above, below), Atom::Between(wider_above, wider_below)) => {
            let higher = match (bound(above), bound(wider_above)) {
                (_, None) => true,
                (Some(above), Some(wider)) => above >= wider,
                (None, Some(_)) => false,
            };
            let lower = match (bound(below), bound(wider_below)) {
                (_, None) => true,
                (Some(below), Some(wider)) => below <= wider,
                (None, Some(_)) => false,
            };
            higher && lower
        }
        (Atom::Exists, _) | (Atom::Between(..), Atom::Value(_)) => false,
    }
}

fn bound(bound: Option<&Number>) -> Option<f64> {
    bound.and_then(Number::as_f64)
}

/// Whether never both hold. Only facts with one value at a time exclude anything.
fn excludes(fact: &Fact, one: Atom<'_>, other: Atom<'_>) -> bool {
    let (Atom::Value(one), Atom::Value(other)) = (one, other) else {
        return false;
    };
    match fact {
        Fact::Channel
        | Fact::Bot
        | Fact::ContactRole
        | Fact::ContactOwner
        | Fact::CompanyPlan
        | Fact::Intent
        | Fact::Outcome
        | Fact::Reason => one != other,
        Fact::UrlPath => {
            let is_page = |text: &str| text != ABSENT && is_literal(text);
            is_page(one) && is_page(other) && plain_path(one) != plain_path(other)
        }
        _ => false,
    }
}

/// Whether a value, or a pattern's every value, is one of another pattern.
fn is_part_of_pattern(fact: &Fact, part: &str, whole: &str) -> bool {
    if part == whole {
        return true;
    }
    if part == ABSENT || whole == ABSENT {
        return false;
    }
    match fact {
        Fact::UrlPath if is_literal(part) => Page::path_matches(&plain_path(part), whole),
        Fact::UrlPath => is_below(part, whole),
        Fact::UrlHost => is_literal(part) && Page::host_matches(&plain_host(part), whole),
        Fact::Locale => speaks(part, whole),
        _ => false,
    }
}

/// Whether every page of a pattern is below the one that the other names with `/**`.
fn is_below(part: &str, whole: &str) -> bool {
    let Some(above) = whole.strip_suffix("/**").filter(|above| is_literal(above)) else {
        return false;
    };
    let above = match plain_path(above).as_str() {
        "/" => String::new(),
        above => above.to_owned(),
    };
    // What comes before the first sign with a meaning is in every page.
    let fixed = part.split(SIGNS).next().unwrap_or_default();
    let Some((fixed, _)) = fixed.rsplit_once('/') else {
        return false;
    };
    let fixed = match plain_path(fixed).as_str() {
        "/" => String::new(),
        fixed => fixed.to_owned(),
    };
    part.starts_with('/') && (fixed == above || fixed.starts_with(&format!("{above}/")))
}

/// What has a meaning in a pattern.
const SIGNS: [char; 8] = ['*', '?', '[', ']', '{', '}', '!', '\\'];

fn is_literal(pattern: &str) -> bool {
    !pattern.contains(SIGNS) && !pattern.contains('%')
}
