use jiff::Timestamp;
use jiff::civil::Date;
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

    /// Whether somebody is there at `at`, in Unix seconds. In a zone that is not known nobody ever is.
    pub(crate) fn is_open(&self, at: i64) -> bool {
        let Ok(local) = Timestamp::from_second(at)
            .and_then(|time| time.in_tz(&self.time_zone_name))
            .map(|zoned| zoned.datetime())
        else {
            return false;
        };
        let minutes = |units: i8| u32::try_from(units).unwrap_or_default();
        let minute = minutes(local.hour()) * 60 + minutes(local.minute());
        let within = |intervals: &[(u32, u32)], minute: u32| {
            let mut intervals = intervals.iter();
            intervals.any(|&(start, end)| (start..end).contains(&minute))
        };
        match self.exceptions.iter().find(|day| day.is_on(local.date())) {
            Some(day) => within(day.intervals.as_deref().unwrap_or_default(), minute),
            None => {
                let weekday = minutes(local.weekday().to_monday_zero_offset());
                within(&self.intervals, weekday * 1440 + minute)
            }
        }
    }

    /// Whether somebody was there at a quarter of an hour between two times; Intercom's hours begin and end at one. Looks at a week.
    pub(crate) fn has_opened_between(&self, from: i64, to: i64) -> bool {
        const QUARTER: i64 = 15 * 60;
        let first = (from.div_euclid(QUARTER) + 1) * QUARTER;
        let mut quarters = (first..=to).step_by(QUARTER.unsigned_abs() as usize);
        to - from > 7 * 24 * 3_600 || quarters.any(|at| self.is_open(at))
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

impl OfficeHoursException {
    fn is_on(&self, date: Date) -> bool {
        let Ok(day) = self.date.parse::<Date>() else {
            return false;
        };
        day == date
            || self.recurring_annually && (day.month(), day.day()) == (date.month(), date.day())
    }
}

fn interval(start: u32, end: u32, day: u32) -> Value {
    json!({ "start_minute": start, "end_minute": end, "day_of_week": day })
}
