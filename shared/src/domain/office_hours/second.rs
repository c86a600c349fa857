//! Office hours once more, for tests: another library, another idea, and no code of the first.
//!
//! A clock that is put back waits until it is as late as it was; so each minute is a step on, and never twice. It is open
//! while that clock is within the hours. Whatever is asked is found by going from minute to minute.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{LazyLock, Mutex};

use chrono::{
    DateTime, Datelike, Days, NaiveDate, NaiveDateTime, Offset, TimeDelta, TimeZone, Timelike, Utc,
};
use chrono_tz::Tz;
use serde_json::Value;

use crate::domain::catalog::Schedule;

type Spans = Vec<(u32, u32)>;

/// Hours, as somebody else would read them.
pub(super) struct Second {
    zone: Tz,
    rules: Rules,
}

enum Rules {
    Written {
        week: [Spans; 7],
        closed: Vec<String>,
        special: Vec<(String, Spans)>,
        holidays: BTreeSet<NaiveDate>,
    },
    Theirs(Schedule),
}

impl Second {
    /// Hours of a configuration.
    pub(super) fn written(hours: &Value) -> Self {
        let mut week: [Spans; 7] = Default::default();
        for (days, hours) in entries(&hours["open"]) {
            for day in days_of(days) {
                week[day] = spans(hours);
            }
        }
        let holidays = texts(&hours["holidays"]);
        Self {
            zone: hours["zone"].as_str().unwrap().parse().unwrap(),
            rules: Rules::Written {
                week,
                closed: texts(&hours["closed"]),
                special: entries(&hours["special"])
                    .map(|(dates, hours)| (dates.clone(), spans(hours)))
                    .collect(),
                holidays: holidays
                    .iter()
                    .flat_map(|region| holidays_of(region))
                    .collect(),
            },
        }
    }

    /// A schedule of Intercom's.
    pub(super) fn theirs(schedule: &Schedule) -> Self {
        Self {
            zone: schedule.zone.parse().unwrap(),
            rules: Rules::Theirs(schedule.clone()),
        }
    }

    /// How many seconds its library's clocks of a zone go before Greenwich's.
    pub(super) fn offset_in(zone: &str) -> impl Fn(i64) -> i32 + use<> {
        let zone: Tz = zone.parse().unwrap();
        move |at| {
            let at = DateTime::<Utc>::from_timestamp(at, 0).unwrap();
            zone.offset_from_utc_datetime(&at.naive_utc())
                .fix()
                .local_minus_utc()
        }
    }

    pub(super) fn is_open(&self, at: i64) -> bool {
        self.clock(at).is_open()
    }

    /// The second it opens, if it does within 400 days.
    pub(super) fn next_opening(&self, at: i64) -> Option<i64> {
        let mut clock = self.clock(at);
        if clock.is_open() {
            return Some(at);
        }
        let last = clock.minute + TimeDelta::days(400);
        while clock.minute < last {
            clock.step();
            if clock.is_open() {
                return Some(clock.minute.and_utc().timestamp());
            }
        }
        None
    }

    /// The clock at a moment, started two days before: it has been put back since, or never.
    fn clock(&self, at: i64) -> Clock<'_> {
        let at = DateTime::<Utc>::from_timestamp(at, 0).unwrap().naive_utc();
        let at = at.with_second(0).unwrap();
        let minute = at - TimeDelta::days(2);
        let shown = self.shown(minute);
        let mut clock = Clock {
            hours: self,
            minute,
            shown,
            today: None,
        };
        while clock.minute < at {
            clock.step();
        }
        clock
    }

    fn shown(&self, minute: NaiveDateTime) -> NaiveDateTime {
        self.zone.from_utc_datetime(&minute).naive_local()
    }

    /// What is open on a date by what begins on it, in minutes since its midnight.
    fn begins_on(&self, date: NaiveDate) -> Spans {
        let day = usize::try_from(date.weekday().num_days_from_monday()).unwrap();
        match &self.rules {
            Rules::Written {
                week,
                closed,
                special,
                holidays,
            } => {
                // 3: that date, 2: dates, 1: every year. Nothing is both closed and special of one kind.
                for kind in [3, 2, 1] {
                    if closed
                        .iter()
                        .any(|dates| kind_of(dates, date) == Some(kind))
                    {
                        return Vec::new();
                    }
                    let mut special = special.iter();
                    let own = special.find(|(dates, _)| kind_of(dates, date) == Some(kind));
                    if let Some((_, spans)) = own {
                        return spans.clone();
                    }
                }
                if holidays.contains(&date) {
                    return Vec::new();
                }
                week[day].clone()
            }
            Rules::Theirs(schedule) => {
                let same = |text: &str, from| text[from..] == date.to_string()[from..];
                let mut exceptions: Vec<_> = schedule.exceptions.iter().collect();
                exceptions.sort_by_key(|exception| !same(&exception.date.to_string(), 0));
                let exception = exceptions.into_iter().find(|exception| {
                    let text = exception.date.to_string();
                    same(&text, 0) || exception.yearly && same(&text, 4)
                });
                let within = |minute: u32| match exception {
                    Some(exception) => is_in(&exception.open, minute),
                    None if schedule.always => true,
                    None => is_in(&schedule.open, u32::try_from(day).unwrap() * 1_440 + minute),
                };
                let minutes = (0..1_440).filter(|minute| within(*minute));
                minutes.map(|minute| (minute, minute + 1)).collect()
            }
        }
    }
}

/// A clock on the wall that is never put back, but waits.
struct Clock<'h> {
    hours: &'h Second,
    /// By Greenwich.
    minute: NaiveDateTime,
    /// The latest it has shown.
    shown: NaiveDateTime,
    /// What begins yesterday and today, since it takes long to find out.
    today: Option<(NaiveDate, [Spans; 2])>,
}

impl Clock<'_> {
    fn step(&mut self) {
        self.minute += TimeDelta::minutes(1);
        self.shown = self.shown.max(self.hours.shown(self.minute));
    }

    fn is_open(&mut self) -> bool {
        let date = self.shown.date();
        let hours = self.hours;
        if self.today.as_ref().is_none_or(|(of, _)| *of != date) {
            let yesterday = date.checked_sub_days(Days::new(1)).unwrap();
            self.today = Some((date, [hours.begins_on(yesterday), hours.begins_on(date)]));
        }
        let (_, [yesterday, today]) = self.today.as_ref().unwrap();
        let minute = self.shown.hour() * 60 + self.shown.minute();
        is_in(today, minute) || is_in(yesterday, minute + 1_440)
    }
}

fn is_in(spans: &[(u32, u32)], minute: u32) -> bool {
    spans
        .iter()
        .any(|(from, to)| *from <= minute && minute < *to)
}

/// How exactly dates say a date, if it is among them.
fn kind_of(dates: &str, date: NaiveDate) -> Option<u8> {
    let shown = date.to_string();
    if let Some(day) = dates.strip_prefix("yearly ") {
        return (shown[5..] == *day).then_some(1);
    }
    match dates.split_once("..") {
        Some((first, last)) => (first <= &*shown && &*shown <= last).then_some(2),
        None => (shown == dates).then_some(3),
    }
}

fn days_of(text: &str) -> Vec<usize> {
    const NAMES: &str = "montuewedthufrisatsun";
    let day = |name: &str| NAMES.find(name).unwrap() / 3;
    match text.split_once('-') {
        _ if text == "daily" => (0..7).collect(),
        None => vec![day(text)],
        Some((first, last)) => {
            let mut days = vec![day(first)];
            while days[days.len() - 1] != day(last) {
                days.push((days[days.len() - 1] + 1) % 7);
            }
            days
        }
    }
}

fn spans(hours: &Value) -> Spans {
    let minutes = |text: &str| -> u32 {
        text[..2].parse::<u32>().unwrap() * 60 + text[3..].parse::<u32>().unwrap()
    };
    let spans = texts(hours).into_iter().map(|span| {
        let (from, to) = (minutes(&span[..5]), minutes(&span[6..]));
        if from < to {
            (from, to)
        } else {
            (from, to + 1_440)
        }
    });
    spans.collect()
}

/// A text, a list of texts, or nothing.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items
            .iter()
            .map(|item| item.as_str().unwrap().to_owned())
            .collect(),
        _ => Vec::new(),
    }
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

/// The holidays of a region, read from the text of the data line by line.
fn holidays_of(region: &str) -> BTreeSet<NaiveDate> {
    static READ: LazyLock<Mutex<BTreeMap<String, BTreeSet<NaiveDate>>>> =
        LazyLock::new(Mutex::default);
    if let Some(dates) = READ.lock().unwrap().get(region) {
        return dates.clone();
    }
    let text = include_str!("holidays.txt");
    let text = &text[text.find("\n2025 2040\n").unwrap() + 11..];
    let (holidays, regions) = text.split_once("\n\n").unwrap();
    let holidays: Vec<_> = holidays.lines().collect();
    let line = |code: &str| {
        let line = regions
            .lines()
            .find(|line| line.starts_with(&format!("{code}|")))
            .unwrap();
        line.split('|').collect::<Vec<_>>()
    };
    let country = line(&region[..2]);
    let mut numbers: BTreeSet<&str> = country[3].split(' ').collect();
    if region.len() > 2 {
        for number in line(region)[3].split_whitespace() {
            match number.strip_prefix('-') {
                Some(gone) => assert!(numbers.remove(gone)),
                None => assert!(numbers.insert(number)),
            }
        }
    }
    let last: i32 = country[2].parse().unwrap_or(2040);
    let mut dates = BTreeSet::new();
    for number in numbers {
        let dated = holidays[number.parse::<usize>().unwrap()]
            .split(' ')
            .next()
            .unwrap();
        let dated = if dated.len() == 4 {
            dated.repeat(16)
        } else {
            dated.replace('-', "0000")
        };
        for year in 2025..=last {
            let nth = usize::try_from(year - 2025).unwrap() * 4;
            let (month, day) = dated[nth..nth + 4].split_at(2);
            let [month, day] = [month, day].map(|part| part.parse().unwrap());
            dates.extend(NaiveDate::from_ymd_opt(year, month, day));
        }
    }
    READ.lock()
        .unwrap()
        .insert(region.to_owned(), dates.clone());
    dates
}
