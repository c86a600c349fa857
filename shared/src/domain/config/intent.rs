//! An intent, as people describe it.

use std::fmt;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::domain::routing::Mode;

/// What visitors want, by a few phrases they use, and how far the agent may go about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Intent {
    /// A few phrases.
    pub phrases: Vec<String>,
    /// The most the agent may do about it, whatever the rule allows. None: what the rule allows.
    pub mode: Option<Mode>,
}

/// The long form.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Long {
    phrases: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mode: Option<Mode>,
}

impl Serialize for Intent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.mode {
            None => self.phrases.serialize(serializer),
            mode => Long {
                phrases: self.phrases.clone(),
                mode,
            }
            .serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Intent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ShortOrLong;

        impl<'de> Visitor<'de> for ShortOrLong {
            type Value = Intent;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of phrases, or `{ phrases: […], mode: draft }`")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Intent, A::Error> {
                let phrases = Vec::deserialize(SeqAccessDeserializer::new(list))?;
                Ok(Intent {
                    phrases,
                    mode: None,
                })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Intent, A::Error> {
                let Long { phrases, mode } = Long::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Intent { phrases, mode })
            }
        }

        deserializer.deserialize_any(ShortOrLong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_phrases_alone_or_with_a_mode_and_is_written_as_it_was() {
        for json in [
            r#"["where is my parcel"]"#,
            r#"{"phrases":["money back"],"mode":"draft"}"#,
        ] {
            let intent: Intent = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&intent).unwrap(), json);
        }
        let error = serde_json::from_str::<Intent>(r#"{"phrases":[],"mod":"draft"}"#).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("unknown field `mod`, expected `phrases` or `mode`")
        );
    }
}
