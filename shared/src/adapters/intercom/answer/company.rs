//! Companies, alone in a conversation or as a contact's list.

use serde::Deserialize;

use super::attributes::Attributes;
use crate::domain::transcript;
use crate::id::{CompanyId, or_nobody};

/// A company.
#[derive(Debug, Deserialize)]
pub(super) struct Company {
    #[serde(default, deserialize_with = "or_nobody")]
    id: Option<CompanyId>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    plan: Option<Plan>,
    #[serde(default)]
    segments: Option<SegmentList>,
    #[serde(default)]
    tags: Option<TagList>,
    #[serde(default)]
    custom_attributes: Option<Attributes>,
}

/// `{"type":"segment.list","segments":[…]}`
#[derive(Debug, Deserialize)]
struct SegmentList {
    #[serde(default)]
    segments: Option<Vec<Named>>,
}

/// `{"type":"tag.list","tags":[…]}`
#[derive(Debug, Deserialize)]
struct TagList {
    #[serde(default)]
    tags: Option<Vec<Named>>,
}

#[derive(Debug, Deserialize)]
struct Named {
    #[serde(default)]
    name: Option<String>,
}

fn names(list: Vec<Named>) -> Vec<String> {
    list.into_iter().filter_map(|named| named.name).collect()
}

/// A plan; `{}` for none.
#[derive(Debug, Deserialize)]
struct Plan {
    #[serde(default)]
    name: Option<String>,
}

/// A contact's companies: under `companies` in the schema, under `data` in its example. Only the first page of 50.
#[derive(Debug, Deserialize)]
pub(crate) struct Companies {
    #[serde(default)]
    companies: Option<Vec<Company>>,
    #[serde(default)]
    data: Option<Vec<Company>>,
}

impl Company {
    /// The company; `None` for an object without an id, which is how some answers write none.
    pub(super) fn known(self) -> Option<transcript::Company> {
        Some(transcript::Company {
            id: self.id?,
            name: self.name.filter(|name| !name.is_empty()),
            plan: self
                .plan
                .and_then(|plan| plan.name)
                .filter(|name| !name.is_empty()),
            segments: self.segments.and_then(|list| list.segments).map(names),
            tags: self.tags.and_then(|list| list.tags).map(names),
            attributes: self.custom_attributes.unwrap_or_default().into(),
        })
    }
}

impl From<Companies> for Vec<transcript::Company> {
    fn from(list: Companies) -> Self {
        let companies = list.companies.or(list.data);
        companies
            .into_iter()
            .flatten()
            .filter_map(Company::known)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Vec<transcript::Company> {
        serde_json::from_str::<Companies>(json).unwrap().into()
    }

    #[test]
    fn companies_are_read_under_either_key() {
        let acme = r#"[{"type":"company","id":"6762f0a61bb69f9f2193bb55","company_id":"1","name":"Acme",
            "plan":{"type":"plan","id":"1","name":"Pro"},
            "segments":{"type":"segment.list","segments":[{"type":"segment","id":"5","name":"Growing"}]},
            "tags":{"type":"tag.list","tags":[]},"custom_attributes":{"seats":9}}]"#;
        let [data, companies] =
            ["data", "companies"].map(|key| read(&format!(r#"{{"type":"list","{key}":{acme}}}"#)));
        assert_eq!(data, companies);
        insta::assert_debug_snapshot!(data, @r#"
        [
            Company {
                id: 6762f0a61bb69f9f2193bb55,
                name: Some(
                    "Acme",
                ),
                plan: Some(
                    "Pro",
                ),
                segments: Some(
                    [
                        "Growing",
                    ],
                ),
                tags: Some(
                    [],
                ),
                attributes: [
                    (
                        "seats",
                        "9",
                    ),
                ],
            },
        ]
        "#);
    }

    #[test]
    fn a_company_may_lack_everything_but_its_id() {
        let companies = read(
            r#"{"type":"list","data":[{"id":1,"plan":{}},{"id":2,"plan":null,"name":"","custom_attributes":null},{}]}"#,
        );
        let bare = |id: &str| transcript::Company {
            id: id.parse().unwrap(),
            name: None,
            plan: None,
            segments: None,
            tags: None,
            attributes: Vec::new(),
        };
        assert_eq!(companies, [bare("1"), bare("2")]);
        for json in ["{}", r#"{"companies":null,"data":[]}"#] {
            assert_eq!(read(json), [], "{json}");
        }
    }
}
