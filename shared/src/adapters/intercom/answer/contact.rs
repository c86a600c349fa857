//! A contact and its segments.

use serde::Deserialize;

use super::attributes::Attributes;
use crate::domain::routing;
use crate::id::{AdminId, or_nobody};

/// `GET /contacts/{id}`. Name, e-mail and telephone number are not read at all.
#[derive(Debug, Deserialize)]
pub(crate) struct Contact {
    #[serde(default)]
    role: Option<String>,
    #[serde(default, deserialize_with = "or_nobody")]
    owner_id: Option<AdminId>,
    #[serde(default)]
    custom_attributes: Option<Attributes>,
}

/// `GET /contacts/{id}/segments`
#[derive(Debug, Deserialize)]
pub(crate) struct Segments {
    #[serde(default)]
    data: Option<Vec<Segment>>,
}

#[derive(Debug, Deserialize)]
struct Segment {
    #[serde(default)]
    name: Option<String>,
}

impl From<Contact> for routing::Contact {
    fn from(contact: Contact) -> Self {
        Self {
            role: contact.role.unwrap_or_default(),
            owner: contact.owner_id,
            attributes: contact.custom_attributes.unwrap_or_default().into(),
        }
    }
}

impl From<Segments> for Vec<String> {
    fn from(list: Segments) -> Self {
        list.data
            .into_iter()
            .flatten()
            .filter_map(|segment| segment.name)
            .collect()
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
