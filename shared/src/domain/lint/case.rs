//! A condition as the cases it holds in.

use serde_json::Number;

use crate::domain::routing::wanted::Wanted;
use crate::domain::routing::{Condition, Fact};

/// The most cases of a condition that are told apart.
const MOST: usize = 64;

/// What a fact is looked at for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Atom<'c> {
    /// It has this value, or one of this pattern.
    Value(&'c str),
    /// It has a value.
    Exists,
    /// It has a number between these.
    Between(Option<&'c Number>, Option<&'c Number>),
}

/// Something that holds, or does not.
#[derive(Debug, Clone, Copy)]
pub(super) struct Literal<'c> {
    pub(super) fact: &'c Fact,
    pub(super) atom: Atom<'c>,
    pub(super) holds: bool,
}

/// A case: all of these together.
pub(super) type Case<'c> = Vec<Literal<'c>>;

/// The cases in which a condition holds: in one of them at least, and in no other. None where there are too many.
pub(super) fn cases(condition: Option<&Condition>) -> Option<Vec<Case<'_>>> {
    condition.map_or_else(|| Some(vec![Case::new()]), |condition| of(condition, true))
}

fn of(condition: &Condition, holds: bool) -> Option<Vec<Case<'_>>> {
    match condition {
        Condition::Not(condition) => of(condition, !holds),
        Condition::All(conditions) | Condition::Any(conditions) => {
            let each = conditions.iter().map(|condition| of(condition, holds));
            // Not all of them: one that does not hold.
            if matches!(condition, Condition::All(_)) == holds {
                all(each)
            } else {
                any(each)
            }
        }
        Condition::Is(fact, wanted) => {
            let literal = |atom, holds| Literal { fact, atom, holds };
            match wanted {
                Wanted::Exists(wanted) => Some(vec![vec![literal(Atom::Exists, *wanted == holds)]]),
                Wanted::Between { above, below } => {
                    let atom = Atom::Between(above.as_ref(), below.as_ref());
                    Some(vec![vec![literal(atom, holds)]])
                }
                Wanted::OneOf(texts) => {
                    let each = texts.iter().map(|text| {
                        let literal = literal(Atom::Value(text), holds);
                        Some(vec![vec![literal]])
                    });
                    if holds { any(each) } else { all(each) }
                }
            }
        }
    }
}

fn any<'c>(each: impl Iterator<Item = Option<Vec<Case<'c>>>>) -> Option<Vec<Case<'c>>> {
    let mut cases = Vec::new();
    for more in each {
        cases.extend(more?);
        if cases.len() > MOST {
            return None;
        }
    }
    Some(cases)
}

fn all<'c>(each: impl Iterator<Item = Option<Vec<Case<'c>>>>) -> Option<Vec<Case<'c>>> {
    let mut cases = vec![Case::new()];
    for more in each {
        let more = more?;
        if cases.len() * more.len() > MOST {
            return None;
        }
        let with = |case: &Case<'c>| {
            let both = more.iter().map(|other| [case.as_slice(), other].concat());
            both.collect::<Vec<_>>()
        };
        cases = cases.iter().flat_map(with).collect();
    }
    Some(cases)
}
