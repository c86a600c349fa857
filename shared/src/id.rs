//! Ids as Intercom gives them: strings here, integers there, compared as text.
//!
//! No id but [`WorkspaceId`] is unique beyond its workspace, so none of them is ever a key by itself.

use std::fmt;

use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize};

/// A text that cannot be an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id: expected 1 to 128 visible characters without `#`, and not `0`")]
pub struct NotAnId;

/// Reads an id that may be absent: `null`, `0`, `"0"` and `""` all mean nobody.
///
/// # Errors
///
/// Fails on a value that is neither a string, an integer nor null.
pub fn or_nobody<'de, D, I>(deserializer: D) -> Result<Option<I>, D::Error>
where
    D: Deserializer<'de>,
    I: TryFrom<String, Error = NotAnId>,
{
    let text = Option::<Text>::deserialize(deserializer)?;
    Ok(text.and_then(|Text(text)| I::try_from(text).ok()))
}

/// A string or an integer, kept as text.
struct Text(String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AsText;

        impl Visitor<'_> for AsText {
            type Value = Text;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an id as a string or an integer")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Text, E> {
                Ok(Text(text.to_owned()))
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Text, E> {
                Ok(Text(number.to_string()))
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Text, E> {
                Ok(Text(number.to_string()))
            }
        }

        deserializer.deserialize_any(AsText)
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])+ $name:ident;)+) => {$(
        $(#[$doc])+
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        pub struct $name(Box<str>);

        impl $name {
            /// The id as Intercom writes it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotAnId;

            fn try_from(text: String) -> Result<Self, NotAnId> {
                let fits = !text.is_empty()
                    && text.len() <= 128
                    && text != "0"
                    && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#');
                if fits { Ok(Self(text.into())) } else { Err(NotAnId) }
            }
        }

        impl TryFrom<&str> for $name {
            type Error = NotAnId;

            fn try_from(text: &str) -> Result<Self, NotAnId> {
                Self::try_from(text.to_owned())
            }
        }

        impl std::str::FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                Self::try_from(text)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let Text(text) = Text::deserialize(deserializer)?;
                Self::try_from(text).map_err(de::Error::custom)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        // The bare value, so that snapshots stay readable.
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

ids! {
    /// A workspace: `app_id` of a notification, `app.id_code` of `/me`. The only id that is unique everywhere.
    WorkspaceId;
    /// A conversation, within its workspace.
    ConversationId;
    /// A conversation part, or the message a conversation began with (`source.id`).
    PartId;
    /// A notification (`notif_…`). Absent on a ping.
    NotificationId;
    /// A teammate. Intercom's API calls them admins.
    AdminId;
    /// A team.
    TeamId;
    /// A contact: a user, a lead or an anonymous visitor.
    ContactId;
    /// A company, by Intercom's own id, not the customer's `company_id`.
    CompanyId;
    /// A Help Center article.
    ArticleId;
    /// A tag.
    TagId;
}

impl PartId {
    /// The id of part zero where Intercom gives none (`source.id` may be null).
    #[must_use]
    pub fn of_source() -> Self {
        Self("source".into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Assigned {
        #[serde(default, deserialize_with = "or_nobody")]
        to: Option<AdminId>,
    }

    fn assigned(json: &str) -> Option<String> {
        let assigned: Assigned = serde_json::from_str(json).unwrap();
        assigned.to.map(|id| id.to_string())
    }

    #[test]
    fn a_string_and_an_integer_are_the_same_id() {
        assert_eq!(
            assigned(r#"{"to":"9608799"}"#),
            assigned(r#"{"to":9608799}"#)
        );
        assert_eq!(
            assigned(r#"{"to":215474343849634}"#).as_deref(),
            Some("215474343849634")
        );
    }

    #[test]
    fn null_zero_empty_and_missing_mean_nobody() {
        for json in [
            r#"{"to":null}"#,
            r#"{"to":0}"#,
            r#"{"to":"0"}"#,
            r#"{"to":""}"#,
            "{}",
        ] {
            assert_eq!(assigned(json), None, "{json}");
        }
    }

    #[test]
    fn a_text_that_could_leave_its_key_is_no_id() {
        for text in ["acme#201", "a b", "a\n", "", "0", &"9".repeat(129)] {
            assert_eq!(WorkspaceId::try_from(text), Err(NotAnId), "{text:?}");
        }
    }
}
