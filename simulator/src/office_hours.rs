use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// An office-hours schedule. Nothing in Intercom's API links one to a team.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OfficeHoursSchedule {
    /// Decimal digits; left empty, the workspace allots one.
    pub id: String,
    /// As the workspace calls it.
    pub name: String,
    /// An IANA zone name.
    pub time_zone_name: String,
    /// Start and end in minutes since Monday 00:00.
    pub intervals: Vec<(u32, u32)>,
    /// Days that differ.
    pub exceptions: Vec<OfficeHoursException>,
    /// Unix seconds; 0 for the moment it is added.
    pub created_at: i64,
}

/// A day on which a schedule does not hold.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OfficeHoursException {
    /// Decimal digits; left empty, the workspace allots one.
    pub id: String,
    /// `YYYY-MM-DD`.
    pub date: String,
    /// Why.
    pub name: Option<String>,
    /// Start and end in minutes since midnight; none means closed.
    pub intervals: Option<Vec<(u32, u32)>>,
    /// Whether it holds every year.
    pub recurring_annually: bool,
}

impl OfficeHoursSchedule {
    /// A schedule without exceptions.
    pub fn new(
        name: impl Into<String>,
        time_zone_name: impl Into<String>,
        intervals: impl IntoIterator<Item = (u32, u32)>,
    ) -> Self {
        Self {
            id: String::new(),
            name: name.into(),
            time_zone_name: time_zone_name.into(),
            intervals: intervals.into_iter().collect(),
            exceptions: Vec::new(),
            created_at: 0,
        }
    }

    pub(crate) fn json(&self) -> Value {
        let intervals: Vec<Value> = self
            .intervals
            .iter()
            .map(|&(start, end)| interval(start, end, start / 1440))
            .collect();
        json!({
            "type": "office_hours_schedule",
            "id": self.id,
            "name": self.name,
            "time_zone_name": self.time_zone_name,
            "time_intervals": intervals,
            "twenty_four_seven": self.intervals == [(0, 10_080)],
            "created_at": self.created_at,
            "updated_at": self.created_at,
        })
    }

    pub(crate) fn exceptions_json(&self) -> Value {
        let data = self.exceptions.iter().map(|exception| {
            let intervals = exception.intervals.as_ref();
            json!({
                "type": "office_hours_exception",
                "id": exception.id,
                "office_hours_schedule_id": self.id,
                "exception_date": exception.date,
                "exception_type": if intervals.is_some() { "custom_hours" } else { "closed" },
                "name": exception.name,
                "time_intervals": intervals.map(|all| all.iter().map(|&(start, end)| interval(start, end, 0)).collect::<Vec<_>>()),
                "recurring_annually": exception.recurring_annually,
                "created_at": self.created_at,
                "updated_at": self.created_at,
            })
        });
        json!({ "type": "office_hours_exception.list", "data": data.collect::<Vec<_>>() })
    }
}

fn interval(start: u32, end: u32, day: u32) -> Value {
    json!({ "start_minute": start, "end_minute": end, "day_of_week": day })
}
