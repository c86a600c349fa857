//! A contact and its segments.

use serde::Deserialize;

use super::attributes::Attributes;
use crate::domain::routing;
use crate::id::{AdminId, or_nobody};

/// `GET /contacts/{id}`. The name is not read at all; of an e-mail address and a telephone number,
/// only whether there is one.
#[derive(Debug, Deserialize)]
pub(crate) struct Contact {
    #[serde(default)]
    role: Option<String>,
    #[serde(default, deserialize_with = "or_nobody")]
    owner_id: Option<AdminId>,
    #[serde(default)]
    language_override: Option<String>,
    #[serde(default)]
    browser_language: Option<String>,
    #[serde(default)]
    location: Option<Location>,
    #[serde(default)]
    email: Option<Known>,
    #[serde(default)]
    phone: Option<Known>,
    #[serde(default)]
    custom_attributes: Option<Attributes>,
}

#[derive(Debug, Default, Deserialize)]
struct Location {
    #[serde(default)]
    country: Option<String>,
}

/// Whether a text says something. The text itself is not kept.
#[derive(Debug, Deserialize)]
#[serde(from = "String")]
struct Known(bool);

impl From<String> for Known {
    fn from(text: String) -> Self {
        Self(!text.trim().is_empty())
    }
}

/// `GET /contacts/{id}/segments`
#[derive(Debug, Deserialize)]
pub(crate) struct Segments {
    #[serde(default)]
    data: Option<Vec<Named>>,
}

/// `GET /contacts/{id}/tags`
#[derive(Debug, Deserialize)]
pub(crate) struct Tags {
    #[serde(default)]
    data: Option<Vec<Named>>,
}

#[derive(Debug, Deserialize)]
struct Named {
    #[serde(default)]
    name: Option<String>,
}

fn names(list: Option<Vec<Named>>) -> Vec<String> {
    let list = list.into_iter().flatten();
    list.filter_map(|named| named.name).collect()
}

impl From<Contact> for routing::Contact {
    fn from(contact: Contact) -> Self {
        Self {
            role: contact.role.unwrap_or_default(),
            owner: contact.owner_id,
            locale: [contact.language_override, contact.browser_language]
                .into_iter()
                .flatten()
                .find(|locale| !locale.trim().is_empty()),
            country: contact.location.unwrap_or_default().country,
            has_email: contact.email.is_some_and(|Known(known)| known),
            has_phone: contact.phone.is_some_and(|Known(known)| known),
            attributes: contact.custom_attributes.unwrap_or_default().into(),
        }
    }
}

impl From<Segments> for Vec<String> {
    fn from(list: Segments) -> Self {
        names(list.data)
    }
}

impl From<Tags> for Vec<String> {
    fn from(list: Tags) -> Self {
        names(list.data)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_owner_is_a_string_an_integer_or_nobody() {
        let owner = |owner: &str| {
            let json =
                format!(r#"{{"type":"contact","id":"69","role":"user","owner_id":{owner}}}"#);
            let contact: routing::Contact = serde_json::from_str::<Contact>(&json).unwrap().into();
            contact.owner.map(|id| id.to_string())
        };
        assert_eq!(
            [r#""321""#, "321"].map(owner),
            [Some("321".to_owned()), Some("321".to_owned())]
        );
        assert_eq!(["null", "0", r#""""#].map(owner), [None, None, None]);
    }

    #[test]
    fn the_language_somebody_set_comes_before_the_browsers() {
        let locale = |fields: &str| {
            let json = format!(r#"{{"type":"contact","id":"69","role":"user"{fields}}}"#);
            let contact: routing::Contact = serde_json::from_str::<Contact>(&json).unwrap().into();
            contact.locale
        };
        let table = [
            r#","language_override":"de-AT","browser_language":"en""#,
            r#","language_override":null,"browser_language":"pt-BR""#,
            r#","language_override":"","browser_language":"fr""#,
            r#","browser_language":null"#,
        ]
        .map(locale);
        let expected = [Some("de-AT"), Some("pt-BR"), Some("fr"), None];
        assert_eq!(table, expected.map(|locale| locale.map(str::to_owned)));
    }

    #[test]
    fn attributes_that_are_no_scalars_are_left_out() {
        let contact: Contact = serde_json::from_str(
            r#"{"role":"lead","custom_attributes":{"vip":true,"spend":155.5,"seats":9,"team":"Ops","none":null,
                "orders":{"type":"order.list","instances":[]},"files":[1]}}"#,
        )
        .unwrap();
        insta::assert_debug_snapshot!(routing::Contact::from(contact), @r#"
        Contact {
            role: "lead",
            owner: None,
            locale: None,
            country: None,
            has_email: false,
            has_phone: false,
            attributes: [
                (
                    "seats",
                    "9",
                ),
                (
                    "spend",
                    "155.5",
                ),
                (
                    "team",
                    "Ops",
                ),
                (
                    "vip",
                    "true",
                ),
            ],
        }
        "#);
    }

    #[test]
    fn segments_are_their_names() {
        let names = |json| Vec::<String>::from(serde_json::from_str::<Segments>(json).unwrap());
        assert_eq!(
            names(r#"{"type":"list","data":[{"type":"segment","id":"1","name":"VIP"},{"id":2}]}"#),
            ["VIP"]
        );
        assert_eq!(names(r#"{"type":"list","data":null}"#), [""; 0]);
    }
}
