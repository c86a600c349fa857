//! The spans of a day.

use std::fmt;

use serde::de::value::SeqAccessDeserializer;
use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::span::Span;

/// A span or a list of them, in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Spans(Vec<Span>);

impl Spans {
    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) const fn as_slice(&self) -> &[Span] {
        self.0.as_slice()
    }
}

impl<'de> Deserialize<'de> for Spans {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OneOrSeveral)
    }
}

impl Serialize for Spans {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.as_slice() {
            [span] => span.serialize(serializer),
            spans => spans.serialize(serializer),
        }
    }
}

struct OneOrSeveral;

impl<'de> Visitor<'de> for OneOrSeveral {
    type Value = Spans;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a span such as `09:00-18:00`, or a list of spans")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Spans, E> {
        let span = Span::try_from(text.to_owned()).map_err(E::custom)?;
        Ok(Spans(vec![span]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Spans, A::Error> {
        let mut spans = Vec::<Span>::deserialize(SeqAccessDeserializer::new(items))?;
        spans.sort_unstable();
        spans.dedup();
        Ok(Spans(spans))
    }
}
