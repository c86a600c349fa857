//! Who comes after the first choice of a hand-off.

use std::fmt;

use serde::de::{SeqAccess, Visitor, value::SeqAccessDeserializer};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::domain::config::Target;

/// Those who take over for somebody, in order: written as one, or as a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cover(Vec<Target>);

impl Cover {
    /// Them, in order.
    #[must_use]
    pub fn targets(&self) -> &[Target] {
        &self.0
    }

    /// Whether there is nobody.
    #[must_use]
    pub const fn is_nobody(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Cover {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.as_slice() {
            [one] => one.serialize(serializer),
            several => several.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Cover {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrSeveral;

        impl<'de> Visitor<'de> for OneOrSeveral {
            type Value = Cover;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("one `team:NAME`, `teammate:NAME` or the like, or a list of them")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Cover, E> {
                let target = Target::try_from(text.to_owned()).map_err(E::custom)?;
                Ok(Cover(vec![target]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Cover, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(list)).map(Cover)
            }
        }

        deserializer.deserialize_any(OneOrSeveral)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_one_or_a_list_and_is_written_as_it_was() {
        for json in [
            r#""team:Success""#,
            r#"["teammate:Ben","team:Success"]"#,
            "[]",
        ] {
            let cover: Cover = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&cover).unwrap(), json);
        }
        let error = serde_json::from_str::<Cover>("3").unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("invalid type: integer `3`, expected one `team:NAME`")
        );
    }
}
