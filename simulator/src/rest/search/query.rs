use std::cmp::Ordering;

use serde_json::Value;

use crate::refusal::Refusal;

/// Groups may hold groups, but no deeper than this.
const DEEPEST: usize = 2;
const MOST_IN_A_GROUP: usize = 15;

/// What is looked for.
pub(crate) enum Query {
    All(Vec<Query>),
    Any(Vec<Query>),
    One {
        field: String,
        operator: Operator,
        value: Value,
    },
}

#[derive(Clone, Copy)]
pub(crate) enum Operator {
    Equals,
    Differs,
    In,
    NotIn,
    /// Intercom's `>` takes the value itself too.
    AtLeast,
    AtMost,
    Contains,
    Lacks,
    StartsWith,
    EndsWith,
}

impl Query {
    pub(crate) fn read(query: Option<&Value>, fields: &[&str]) -> Result<Self, Refusal> {
        Self::read_nested(query.ok_or_else(|| Refusal::missing("query"))?, fields, 0)
    }

    fn read_nested(query: &Value, fields: &[&str], depth: usize) -> Result<Self, Refusal> {
        let operator = query["operator"]
            .as_str()
            .ok_or_else(|| Refusal::missing("operator"))?;
        if !matches!(operator, "AND" | "OR") {
            return Self::read_one(query, operator, fields);
        }
        let parts = query["value"]
            .as_array()
            .ok_or_else(|| invalid("a group's value must be an array"))?;
        if depth == DEEPEST || parts.len() > MOST_IN_A_GROUP {
            return Err(invalid(
                "the query is nested too deep or has too many filters",
            ));
        }
        let parts = parts
            .iter()
            .map(|part| Self::read_nested(part, fields, depth + 1))
            .collect::<Result<_, _>>()?;
        Ok(if operator == "AND" {
            Self::All(parts)
        } else {
            Self::Any(parts)
        })
    }

    fn read_one(query: &Value, operator: &str, fields: &[&str]) -> Result<Self, Refusal> {
        let field = query["field"]
            .as_str()
            .ok_or_else(|| Refusal::missing("field"))?;
        let known = fields
            .iter()
            .any(|known| *known == field || (known.ends_with('.') && field.starts_with(known)));
        if !known {
            return Err(invalid(&format!("'{field}' cannot be searched by")));
        }
        let operator = match operator {
            "=" => Operator::Equals,
            "!=" => Operator::Differs,
            "IN" => Operator::In,
            "NIN" => Operator::NotIn,
            ">" | ">=" => Operator::AtLeast,
            "<" | "<=" => Operator::AtMost,
            "~" => Operator::Contains,
            "!~" => Operator::Lacks,
            "^" => Operator::StartsWith,
            "$" => Operator::EndsWith,
            _ => return Err(invalid(&format!("'{operator}' is not an operator"))),
        };
        let value = query
            .get("value")
            .ok_or_else(|| Refusal::missing("value"))?
            .clone();
        if matches!(operator, Operator::In | Operator::NotIn) != value.is_array() {
            return Err(invalid("IN and NIN take an array, and nothing else does"));
        }
        Ok(Self::One {
            field: field.to_owned(),
            operator,
            value,
        })
    }

    pub(crate) fn matches(&self, value_of: &impl Fn(&str) -> Value) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.matches(value_of)),
            Self::Any(parts) => parts.iter().any(|part| part.matches(value_of)),
            Self::One {
                field,
                operator,
                value,
            } => operator.holds(&value_of(field), value),
        }
    }
}

impl Operator {
    /// A field with several values holds when one of them does; "not" holds when none does.
    fn holds(self, actual: &Value, wanted: &Value) -> bool {
        let any = |test: &dyn Fn(&Value) -> bool| match actual {
            Value::Array(all) => all.iter().any(test),
            one => test(one),
        };
        let wanted_any = |one: &Value| {
            wanted
                .as_array()
                .is_some_and(|all| all.iter().any(|wanted| same(one, wanted)))
        };
        let text = |test: fn(&str, &str) -> bool| {
            any(
                &|one| matches!((one.as_str(), wanted.as_str()), (Some(one), Some(wanted)) if test(&one.to_lowercase(), &wanted.to_lowercase())),
            )
        };
        match self {
            Self::Equals => any(&|one| same(one, wanted)),
            Self::Differs => !any(&|one| same(one, wanted)),
            Self::In => any(&wanted_any),
            Self::NotIn => !any(&wanted_any),
            Self::AtLeast => any(&|one| compare(one, wanted).is_some_and(Ordering::is_ge)),
            Self::AtMost => any(&|one| compare(one, wanted).is_some_and(Ordering::is_le)),
            Self::Contains => text(|one, wanted| one.contains(wanted)),
            Self::Lacks => !text(|one, wanted| one.contains(wanted)),
            Self::StartsWith => text(|one, wanted| one.starts_with(wanted)),
            Self::EndsWith => text(|one, wanted| one.ends_with(wanted)),
        }
    }
}

/// Numbers and booleans may be written as text.
fn same(one: &Value, wanted: &Value) -> bool {
    let words = |value: &Value| {
        value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned)
    };
    one == wanted || (!one.is_null() && !wanted.is_null() && words(one) == words(wanted))
}

fn compare(one: &Value, wanted: &Value) -> Option<Ordering> {
    let number = |value: &Value| value.as_f64().or_else(|| value.as_str()?.parse().ok());
    number(one)?.partial_cmp(&number(wanted)?)
}

fn invalid(message: &str) -> Refusal {
    Refusal::invalid("query", message)
}
