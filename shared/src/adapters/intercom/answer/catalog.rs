//! The lists of a workspace. A list itself must be there: that something is not in it is a fact.

use jiff::civil::Date;
use serde::Deserialize;

use super::name::plain;
use crate::domain::catalog::{Attribute, Exception, Named, Schedule};
use crate::id::{TagId, or_nobody};

/// `GET /segments`
#[derive(Debug, Deserialize)]
pub(crate) struct AllSegments {
    segments: Vec<NamedItem>,
}

/// `GET /tags`
#[derive(Debug, Deserialize)]
pub(crate) struct Tags {
    data: Vec<NamedItem>,
}

/// `POST /tags`
#[derive(Debug, Deserialize)]
pub(crate) struct CreatedTag {
    id: TagId,
}

impl From<CreatedTag> for TagId {
    fn from(tag: CreatedTag) -> Self {
        tag.id
    }
}

#[derive(Debug, Deserialize)]
struct NamedItem {
    #[serde(deserialize_with = "or_nobody")]
    id: Option<ItemId>,
    #[serde(default)]
    name: Option<String>,
}

/// `GET /data_attributes`
#[derive(Debug, Deserialize)]
pub(crate) struct DataAttributes {
    data: Vec<DataAttribute>,
}

/// One of them; also what creating one is answered with.
#[derive(Debug, Deserialize)]
pub(crate) struct DataAttribute {
    /// Only custom attributes have one.
    #[serde(default, deserialize_with = "or_nobody")]
    id: Option<ItemId>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    data_type: Option<String>,
    #[serde(default)]
    options: Option<Vec<String>>,
    #[serde(default)]
    api_writable: Option<bool>,
    #[serde(default)]
    custom: Option<bool>,
    #[serde(default)]
    archived: Option<bool>,
}

/// `GET /conversations/attributes`
#[derive(Debug, Deserialize)]
pub(crate) struct ConversationAttributes {
    data: Vec<ConversationAttribute>,
}

/// One of them; also what creating one is answered with.
#[derive(Debug, Deserialize)]
pub(crate) struct ConversationAttribute {
    #[serde(deserialize_with = "or_nobody")]
    id: Option<ItemId>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    data_type: Option<String>,
    #[serde(default)]
    options: Option<Vec<OptionItem>>,
    #[serde(default)]
    archived: Option<bool>,
}

#[derive(Debug, Deserialize)]
struct OptionItem {
    #[serde(default)]
    label: Option<String>,
    #[serde(default)]
    archived: Option<bool>,
}

/// `GET /office_hours_schedules`
#[derive(Debug, Deserialize)]
pub(crate) struct Schedules {
    data: Vec<ScheduleItem>,
}

#[derive(Debug, Deserialize)]
struct ScheduleItem {
    #[serde(deserialize_with = "or_nobody")]
    id: Option<ItemId>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    time_zone_name: Option<String>,
    #[serde(default)]
    twenty_four_seven: Option<bool>,
    #[serde(default)]
    time_intervals: Option<Vec<Interval>>,
}

#[derive(Debug, Deserialize)]
struct Interval {
    start_minute: u32,
    end_minute: u32,
}

/// `GET /office_hours_schedules/{id}/office_hours_exceptions`
#[derive(Debug, Deserialize)]
pub(crate) struct Exceptions {
    data: Vec<ExceptionItem>,
}

#[derive(Debug, Deserialize)]
struct ExceptionItem {
    exception_date: Date,
    /// None when it is closed.
    #[serde(default)]
    time_intervals: Option<Vec<Interval>>,
    #[serde(default)]
    recurring_annually: Option<bool>,
}

/// An id of something we have no type for: it is never sent back.
#[derive(Debug)]
struct ItemId(String);

impl TryFrom<String> for ItemId {
    type Error = crate::id::NotAnId;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text.is_empty() || text == "0" {
            return Err(crate::id::NotAnId);
        }
        Ok(Self(text))
    }
}

fn named(list: Vec<NamedItem>) -> Vec<Named> {
    let named = list.into_iter().filter_map(|item| {
        Some(Named {
            id: item.id?.0,
            name: plain(item.name),
        })
    });
    named.collect()
}

impl From<AllSegments> for Vec<Named> {
    fn from(list: AllSegments) -> Self {
        named(list.segments)
    }
}

impl From<Tags> for Vec<Named> {
    fn from(list: Tags) -> Self {
        named(list.data)
    }
}

impl From<DataAttributes> for Vec<Attribute> {
    fn from(list: DataAttributes) -> Self {
        let attributes = list.data.into_iter();
        attributes.filter_map(DataAttribute::attribute).collect()
    }
}

impl DataAttribute {
    /// None for one that is Intercom's own, is archived, or has no id.
    pub(crate) fn attribute(self) -> Option<Attribute> {
        if !self.custom.unwrap_or(false) || self.archived.unwrap_or(false) {
            return None;
        }
        Some(Attribute {
            id: self.id?.0,
            name: plain(self.name),
            data_type: plain(self.data_type),
            options: self.options.unwrap_or_default(),
            writable: self.api_writable.unwrap_or(true),
        })
    }
}

impl ConversationAttribute {
    /// None for one that is archived, or has no id.
    pub(crate) fn attribute(self) -> Option<Attribute> {
        if self.archived.unwrap_or(false) {
            return None;
        }
        let options = self.options.into_iter().flatten();
        let open = options.filter(|option| !option.archived.unwrap_or(false));
        Some(Attribute {
            id: self.id?.0,
            name: plain(self.name),
            data_type: plain(self.data_type),
            options: open.filter_map(|option| option.label).collect(),
            writable: true,
        })
    }
}

impl From<ConversationAttributes> for Vec<Attribute> {
    fn from(list: ConversationAttributes) -> Self {
        let attributes = list.data.into_iter();
        attributes
            .filter_map(ConversationAttribute::attribute)
            .collect()
    }
}

impl From<Schedules> for Vec<Schedule> {
    fn from(list: Schedules) -> Self {
        let schedules = list.data.into_iter().filter_map(|schedule| {
            let intervals = schedule.time_intervals.into_iter().flatten();
            Some(Schedule {
                id: schedule.id?.0,
                name: plain(schedule.name),
                zone: plain(schedule.time_zone_name),
                always: schedule.twenty_four_seven.unwrap_or(false),
                open: intervals
                    .map(|interval| (interval.start_minute, interval.end_minute))
                    .collect(),
                exceptions: Vec::new(),
            })
        });
        schedules.collect()
    }
}

impl From<Exceptions> for Vec<Exception> {
    fn from(list: Exceptions) -> Self {
        let exceptions = list.data.into_iter().map(|exception| {
            let intervals = exception.time_intervals.into_iter().flatten();
            Exception {
                date: exception.exception_date,
                yearly: exception.recurring_annually.unwrap_or(false),
                open: intervals
                    .map(|interval| (interval.start_minute, interval.end_minute))
                    .collect(),
            }
        });
        exceptions.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_archived_or_not_custom_is_no_attribute() {
        let of_contacts: DataAttributes = serde_json::from_str(
            r#"{"type":"list","data":[
                {"type":"data_attribute","name":"email","custom":false,"data_type":"string"},
                {"id":7,"name":"tier","custom":true,"data_type":"string","options":["Free","Team"],"api_writable":false},
                {"id":8,"name":"old","custom":true,"archived":true,"data_type":"string"}]}"#,
        )
        .unwrap();
        let of_conversations: ConversationAttributes = serde_json::from_str(
            r#"{"type":"list","data":[
                {"id":1,"name":"Outcome","data_type":"list","options":[{"id":"a","label":"answered","archived":false},
                    {"id":"b","label":"gone","archived":true}]},
                {"id":2,"name":"Old","data_type":"string","archived":true}]}"#,
        )
        .unwrap();
        insta::assert_debug_snapshot!((Vec::<Attribute>::from(of_contacts), Vec::<Attribute>::from(of_conversations)), @r#"
        (
            [
                Attribute {
                    id: "7",
                    name: "tier",
                    data_type: "string",
                    options: [
                        "Free",
                        "Team",
                    ],
                    writable: false,
                },
            ],
            [
                Attribute {
                    id: "1",
                    name: "Outcome",
                    data_type: "list",
                    options: [
                        "answered",
                    ],
                    writable: true,
                },
            ],
        )
        "#);
    }

    #[test]
    fn a_schedule_is_minutes_of_a_week() {
        let schedules: Schedules = serde_json::from_str(
            r#"{"type":"office_hours_schedule.list","data":[{"type":"office_hours_schedule","id":"12","name":"Desk",
                "time_zone_name":"Europe/Berlin","time_intervals":[{"start_minute":540,"end_minute":1020,"day_of_week":0}],
                "twenty_four_seven":false}]}"#,
        )
        .unwrap();
        insta::assert_debug_snapshot!(Vec::<Schedule>::from(schedules), @r#"
        [
            Schedule {
                id: "12",
                name: "Desk",
                zone: "Europe/Berlin",
                always: false,
                open: [
                    (
                        540,
                        1020,
                    ),
                ],
                exceptions: [],
            },
        ]
        "#);
    }

    #[test]
    fn an_exception_is_minutes_of_a_day_or_none() {
        let exceptions: Exceptions = serde_json::from_str(
            r#"{"type":"office_hours_exception.list","data":[
                {"type":"office_hours_exception","id":"456","office_hours_schedule_id":"123","exception_date":"2026-12-25",
                    "exception_type":"closed","name":"Christmas Day","time_intervals":null,"recurring_annually":true},
                {"type":"office_hours_exception","id":"457","office_hours_schedule_id":"123","exception_date":"2026-12-24",
                    "exception_type":"custom_hours","time_intervals":[{"start_minute":540,"end_minute":780,"day_of_week":3}]}]}"#,
        )
        .unwrap();
        let exception = |date: &str, yearly, open: &[(u32, u32)]| Exception {
            date: date.parse().unwrap(),
            yearly,
            open: open.to_vec(),
        };
        let expected = [
            exception("2026-12-25", true, &[]),
            exception("2026-12-24", false, &[(540, 780)]),
        ];
        assert_eq!(Vec::from(exceptions), expected);
    }
}
