//! What a workspace has besides its people, as read from Intercom: segments, tags, attributes, office hours.
//!
//! Rules, workflows, Fin's settings and the balance of a team are not among them: Intercom's API does not show them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What was read of a workspace. A list that may not be read is one that says so.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Catalog {
    /// `GET /segments`
    pub segments: Reading<Named>,
    /// `GET /tags`
    pub tags: Reading<Named>,
    /// `GET /data_attributes?model=contact`, the custom ones.
    pub contact_attributes: Reading<Attribute>,
    /// `GET /data_attributes?model=company`, the custom ones.
    pub company_attributes: Reading<Attribute>,
    /// `GET /conversations/attributes`
    pub conversation_attributes: Reading<Attribute>,
    /// `GET /office_hours_schedules`, which some plans have and some apps may read.
    pub office_hours: Reading<Schedule>,
}

/// A list, or why there is none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reading<T> {
    /// It was not read yet.
    #[default]
    NotYet,
    /// What there is. Of a very long list, the first [`Reading::MOST`].
    Listed(Vec<T>),
    /// Intercom declined: the app has no permission for it, or the plan does not have it.
    Refused {
        /// The HTTP status.
        status: u16,
        /// The first `code` of the `error.list`.
        code: String,
    },
}

/// Something with a name: a segment, a tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Which. Unique in its list, in its workspace.
    pub id: String,
    /// As the workspace calls it.
    pub name: String,
}

/// A custom attribute that is not archived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribute {
    /// Which. Unique in its list, in its workspace.
    pub id: String,
    /// Its name, by which values are read and written.
    pub name: String,
    /// `string`, `integer`, `boolean` …, as Intercom calls it.
    #[serde(rename = "type")]
    pub data_type: String,
    /// The values it takes; empty where it takes any of its type.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
    /// Whether the API may write it.
    pub writable: bool,
}

/// A schedule of office hours. Nothing in Intercom's API says whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    /// Which.
    pub id: String,
    /// As the workspace calls it.
    pub name: String,
    /// An IANA zone name.
    pub zone: String,
    /// Open day and night.
    #[serde(default)]
    pub always: bool,
    /// When it is open: from and to, in minutes since Monday 00:00, 0 to 10080.
    #[serde(default)]
    pub open: Vec<(u32, u32)>,
    /// The dates it does not hold on. Read only where a configuration relies on the schedule.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<Exception>,
}

/// A date on which a schedule does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exception {
    /// Which.
    pub date: Date,
    /// Whether it is that day of every year.
    #[serde(default)]
    pub yearly: bool,
    /// When it is open instead: from and to, in minutes since midnight, 0 to 1440. Empty: it is closed.
    #[serde(default)]
    pub open: Vec<(u32, u32)>,
}

impl Exception {
    /// Whether its day of the year is that of a date.
    #[must_use]
    pub fn is_day_of(&self, date: Date) -> bool {
        (self.date.month(), self.date.day()) == (date.month(), date.day())
    }
}

impl<T> Reading<T> {
    /// The longest list that is kept. What is kept of one workspace has to fit into an item of DynamoDB, 400 KB.
    pub const MOST: usize = 2_000;

    /// A list, cut where it is too long.
    #[must_use]
    pub fn listed(mut list: Vec<T>) -> Self {
        list.truncate(Self::MOST);
        Self::Listed(list)
    }

    /// What is in the list; nothing where it may not be read.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        match self {
            Self::Listed(list) => list.iter(),
            Self::NotYet | Self::Refused { .. } => [].iter(),
        }
    }

    /// Whether everything there is was read, so that what is not in it does not exist.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        match self {
            Self::Listed(list) => list.len() < Self::MOST,
            Self::NotYet | Self::Refused { .. } => false,
        }
    }
}

impl<'r, T> IntoIterator for &'r Reading<T> {
    type Item = &'r T;
    type IntoIter = std::slice::Iter<'r, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
