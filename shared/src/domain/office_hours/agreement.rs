//! The hours and the second implementation of them say the same.

use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan, Zoned};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::calendar::Calendar;
use super::second::Second;
use super::*;
use crate::domain::catalog::{Exception, Schedule};

/// Of all kinds: put forward at midnight, by half an hour, by more in the north; lying apart by a quarter of an hour; with
/// summer time in winter, or with none at all.
const ZONES: &[&str] = &[
    "Europe/Berlin",
    "Europe/Dublin",
    "America/New_York",
    "America/Havana",
    "America/Sao_Paulo",
    "America/Santiago",
    "America/St_Johns",
    "America/Nuuk",
    "Asia/Beirut",
    "Asia/Gaza",
    "Asia/Kathmandu",
    "Asia/Tehran",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Antarctica/Troll",
    "Atlantic/Azores",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
    "UTC",
];

const HOLIDAYS: &[&[&str]] = &[
    &[],
    &["DE"],
    &["DE-BY", "AT"],
    &["US-CA"],
    &["IN"],
    &["JP"],
    &["BR-SP", "PT"],
    &["GB-SCT"],
];

fn read(written: &Value) -> Timetable {
    match serde_json::from_value(written.clone()).unwrap() {
        Hours::Own(timetable) => timetable,
        Hours::From(name) => panic!("{name}"),
    }
}

fn opens(calendar: &impl Calendar, at: Timestamp) -> Option<i64> {
    calendar
        .next_opening(at)
        .map(|it| it.timestamp().as_second())
}

fn any_span() -> impl Strategy<Value = String> {
    let time = |(hour, minute): (u16, u16)| format!("{hour:02}:{minute:02}");
    let any = || (0..24_u16, 0..12_u16).prop_map(|(hour, minute)| (hour, minute * 5));
    let of_two = (any(), any()).prop_filter("it ends when it begins", |(from, to)| from != to);
    prop_oneof![
        1 => Just("00:00-24:00".to_owned()),
        1 => any().prop_map(move |from| format!("{}-24:00", time(from))),
        4 => (any(), 1..12_u16).prop_map(move |((hour, from), more)| {
            let to = (hour * 60 + from + more * 5) % 1_440;
            format!("{}-{}", time((hour, from)), time((to / 60, to % 60)))
        }),
        4 => of_two.prop_map(move |(from, to)| format!("{}-{}", time(from), time(to))),
    ]
}

fn any_spans() -> impl Strategy<Value = Value> {
    prop::collection::vec(any_span(), 1..4).prop_map(|spans| json!(spans))
}

fn any_week() -> impl Strategy<Value = Value> {
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let each = prop::collection::btree_map(prop::sample::select(days.to_vec()), any_spans(), 1..8);
    prop_oneof![
        40 => each.prop_map(|week| json!(week)),
        1 => Just(json!({})),
        6 => any_spans().prop_map(|spans| json!({ "daily": spans })),
        6 => (any_spans(), any_spans()).prop_map(|(one, two)| json!({ "fri-mon": one, "wed": two })),
    ]
}

/// How long the two libraries' databases, which are not equally new, say the same of a zone's clock; from 2010 on.
fn agreed_until(zone: &'static str) -> Timestamp {
    static KNOWN: LazyLock<Mutex<BTreeMap<&str, Timestamp>>> = LazyLock::new(Mutex::default);
    let (first, last) = (1_262_304_000_i64, 2_208_988_800);
    let mut known = KNOWN.lock().unwrap();
    let until = known.entry(zone).or_insert_with(|| {
        let (rules, theirs) = (TimeZone::get(zone).unwrap(), Second::offset_in(zone));
        let mut moments = (first..last).step_by(6 * 3_600);
        let differs = moments.find(|at| {
            let ours = rules.to_offset(Timestamp::from_second(*at).unwrap());
            ours.seconds() != theirs(*at)
        });
        Timestamp::from_second(differs.unwrap_or(last)).unwrap()
    });
    *until
}

/// Whether what is asked at a moment can be known to both.
fn is_known(zone: &'static str, at: Timestamp) -> bool {
    at + SignedDuration::from_hours(402 * 24) < agreed_until(zone)
}

/// Near a change of its clocks, near the turn of a year, or anywhere.
fn any_moment(zone: &'static str) -> impl Strategy<Value = Timestamp> {
    let any =
        || (1_293_840_000_i64..2_114_380_800).prop_map(|it| Timestamp::from_second(it).unwrap());
    let near = (any(), -180_000..180_000_i64).prop_map(move |(at, off)| {
        let rules = TimeZone::get(zone).unwrap();
        let change = rules
            .following(at)
            .next()
            .map_or(at, |change| change.timestamp());
        change + SignedDuration::from_secs(off)
    });
    let new_year = (2024..2037_i16, -864_000..864_000_i64).prop_map(|(year, off)| {
        let at = Date::constant(year, 1, 1)
            .to_zoned(TimeZone::UTC)
            .unwrap()
            .timestamp();
        at + SignedDuration::from_secs(off)
    });
    let moments = prop_oneof![2 => near, 1 => new_year, 1 => any()];
    moments.prop_filter("the databases differ", move |at| is_known(zone, *at))
}

#[derive(Debug, Clone)]
enum Dated {
    On(i32),
    Yearly(i32),
    Through(i32, i32),
}

impl Dated {
    fn text(&self, from: Date) -> String {
        let day = |days: i32| from.checked_add(days.days()).unwrap();
        match self {
            Self::On(days) => day(*days).to_string(),
            Self::Yearly(days) => format!("yearly {}", day(*days).strftime("%m-%d")),
            Self::Through(days, more) => format!("{}..{}", day(*days), day(days + more)),
        }
    }
}

/// Dates about a moment, a few days of every year among them.
fn any_dated() -> impl Strategy<Value = Dated> {
    prop_oneof![
        (-2..9).prop_map(Dated::On),
        (-2..9).prop_map(Dated::Yearly),
        (-4..9, 0..20).prop_map(|(days, more)| Dated::Through(days, more)),
    ]
}

prop_compose! {
    fn any_hours()(zone in prop::sample::select(ZONES))
        (zone in Just(zone), at in any_moment(zone), open in any_week(), closed in prop::collection::vec(any_dated(), 0..3),
        special in prop::collection::vec((any_dated(), any_spans()), 0..3), holidays in prop::sample::select(HOLIDAYS)) -> (Value, Timestamp) {
        let about = at.to_zoned(TimeZone::get(zone).unwrap()).date();
        let mut taken: Vec<Dates> = Vec::new();
        let mut is_free = |text: &String| {
            let dates = Dates::try_from(text.clone()).unwrap();
            let is_free = taken.iter().all(|other| !dates.contradicts(*other));
            taken.push(dates);
            is_free
        };
        let mut other = Map::new();
        for (dated, spans) in special {
            let text = dated.text(about);
            if is_free(&text) {
                other.insert(text, spans);
            }
        }
        let closed = closed.iter().map(|dated| dated.text(about));
        let closed: Vec<_> = closed.filter(|text| is_free(text)).collect();
        let hours = json!({ "zone": zone, "open": open, "closed": closed, "special": other, "holidays": holidays });
        (hours, at)
    }
}

fn any_minutes(of: u32) -> impl Strategy<Value = Vec<(u32, u32)>> {
    let span = (0..of, 1..of / 2).prop_map(move |(from, length)| (from, (from + length).min(of)));
    // None at all takes the second implementation 400 days of minutes: seldom.
    prop_oneof![
        20 => prop::collection::vec(span.clone(), 1..4),
        1 => prop::collection::vec(span, 0..1),
    ]
}

prop_compose! {
    fn any_schedule()(zone in prop::sample::select(ZONES))
        (zone in Just(zone), at in any_moment(zone), always in prop::bool::weighted(0.2), open in any_minutes(7 * 1_440),
        exceptions in prop::collection::vec((-2..9_i32, any::<bool>(), any_minutes(1_440)), 0..4)) -> (Schedule, Timestamp) {
        let about = at.to_zoned(TimeZone::get(zone).unwrap()).date();
        let exceptions = exceptions.into_iter().map(|(days, yearly, open)| Exception {
            date: about.checked_add(days.days()).unwrap(),
            yearly,
            open,
        });
        let schedule = Schedule {
            id: "1".to_owned(),
            name: "Desk".to_owned(),
            zone: zone.to_owned(),
            always,
            open,
            exceptions: exceptions.collect(),
        };
        (schedule, at)
    }
}

#[test]
fn the_two_databases_of_zones_differ_where_one_is_older_and_nowhere_else() {
    let last = "2040-01-01T00:00:00Z".parse().unwrap();
    let zones = ZONES.iter().map(|zone| (zone, agreed_until(zone)));
    let differ = zones.filter(|(_, until)| *until < last);
    let differ = differ.map(|(zone, until)| format!("{zone} {until}"));
    insta::assert_snapshot!(differ.collect::<Vec<_>>().join("\n"), @"
    America/Havana 2026-11-01T06:00:00Z
    Africa/Casablanca 2026-09-20T06:00:00Z
    ");
}

proptest! {
    #[test]
    fn of_any_hours_at_any_moment_both_say_whether_it_is_open_and_when_it_opens((written, at) in any_hours()) {
        let (hours, second) = (read(&written), Second::written(&written));
        let now = at.as_second();
        prop_assert_eq!(hours.is_open(at), second.is_open(now));
        prop_assert_eq!(opens(&hours, at), second.next_opening(now));
    }

    #[test]
    fn of_any_schedule_of_intercoms_both_say_the_same((schedule, at) in any_schedule()) {
        let (theirs, second) = (Theirs::new(&schedule).unwrap(), Second::theirs(&schedule));
        let now = at.as_second();
        prop_assert_eq!(theirs.is_open(at), second.is_open(now));
        prop_assert_eq!(opens(&theirs, at), second.next_opening(now));
    }
}

/// A row: what it is about, the hours, and a moment.
type Case = (&'static str, Value, &'static str);

fn cases() -> Vec<Case> {
    let berlin = |open: Value| json!({ "zone": "Europe/Berlin", "open": open });
    let with = |mut hours: Value, key: &str, value: Value| {
        hours[key] = value;
        hours
    };
    let day = || json!({ "daily": "09:00-18:00" });
    let night = || json!({ "daily": "22:00-06:00" });
    let bavaria = || with(berlin(day()), "holidays", json!("DE-BY"));
    let in_zone = |zone: &str, open: Value| json!({ "zone": zone, "open": open });
    vec![
        (
            "spring: it opens in what is skipped",
            berlin(json!({ "sun": "02:30-04:00" })),
            "2027-03-28T00:00:00Z",
        ),
        (
            "spring: all of it is skipped",
            berlin(json!({ "sun": "02:15-02:45" })),
            "2027-03-28T00:00:00Z",
        ),
        (
            "spring: the morning after",
            berlin(day()),
            "2027-03-27T20:00:00Z",
        ),
        (
            "autumn: a time shown twice is the first",
            berlin(json!({ "sun": "02:30-04:00" })),
            "2026-10-24T23:00:00Z",
        ),
        (
            "autumn: in the second 02:15, the span was over at the first",
            berlin(json!({ "sun": "01:00-02:10" })),
            "2026-10-25T01:15:00Z",
        ),
        (
            "autumn: the morning after",
            berlin(day()),
            "2026-10-24T20:00:00Z",
        ),
        (
            "autumn: over midnight into a longer night",
            berlin(night()),
            "2026-10-25T04:30:00Z",
        ),
        (
            "spring: over midnight into a shorter night",
            berlin(night()),
            "2027-03-28T04:00:00Z",
        ),
        (
            "midnight is skipped, and opens an hour later",
            in_zone("Asia/Beirut", json!({ "sun": "00:00-02:00" })),
            "2027-03-27T21:00:00Z",
        ),
        (
            "midnight comes twice, and the day begins once",
            in_zone("America/Havana", json!({ "sun": "00:00-24:00" })),
            "2025-11-02T03:00:00Z",
        ),
        (
            "half an hour forward",
            in_zone("Australia/Lord_Howe", json!({ "sun": "02:10-02:20" })),
            "2026-10-03T15:00:00Z",
        ),
        (
            "half an hour back",
            in_zone("Australia/Lord_Howe", json!({ "sun": "01:45-02:15" })),
            "2027-04-03T14:50:00Z",
        ),
        (
            "a quarter of an hour apart",
            in_zone("Pacific/Chatham", day()),
            "2026-06-01T08:00:00Z",
        ),
        (
            "a date that was left out",
            in_zone("Pacific/Apia", json!({ "fri": "09:00-18:00" })),
            "2011-12-30T08:00:00Z",
        ),
        (
            "over the week's end",
            berlin(json!({ "sun": "22:00-06:00" })),
            "2026-11-30T04:59:00Z",
        ),
        (
            "over the week's end, and then a week",
            berlin(json!({ "sun": "22:00-06:00" })),
            "2026-11-30T05:00:00Z",
        ),
        (
            "all day",
            berlin(json!({ "daily": "00:00-24:00" })),
            "2026-11-25T23:30:00Z",
        ),
        (
            "all day on weekdays",
            berlin(json!({ "mon-fri": "00:00-24:00" })),
            "2026-11-28T12:00:00Z",
        ),
        (
            "a break at noon",
            berlin(json!({ "daily": ["09:00-12:00", "13:00-18:00"] })),
            "2026-11-25T11:30:00Z",
        ),
        (
            "a holiday of the country",
            with(berlin(day()), "holidays", json!("DE")),
            "2026-10-02T18:00:00Z",
        ),
        (
            "a holiday of a part of it",
            bavaria(),
            "2027-01-05T18:00:00Z",
        ),
        (
            "no holiday in another part",
            with(berlin(day()), "holidays", json!("DE-BE")),
            "2027-01-05T18:00:00Z",
        ),
        (
            "holidays of two countries",
            with(berlin(day()), "holidays", json!(["DE", "AT"])),
            "2026-10-25T18:00:00Z",
        ),
        (
            "three holidays and a weekend",
            with(
                berlin(json!({ "mon-fri": "09:00-18:00" })),
                "holidays",
                json!("DE"),
            ),
            "2026-12-24T18:00:00Z",
        ),
        (
            "Easter",
            with(
                berlin(json!({ "mon-fri": "09:00-18:00" })),
                "holidays",
                json!("DE"),
            ),
            "2027-03-25T18:00:00Z",
        ),
        (
            "a holiday lets the night before go on",
            with(berlin(night()), "holidays", json!("DE")),
            "2026-12-25T02:00:00Z",
        ),
        (
            "a holiday takes away the night that begins on it",
            with(berlin(night()), "holidays", json!("DE")),
            "2026-12-25T22:00:00Z",
        ),
        (
            "custom hours on a holiday",
            with(bavaria(), "special", json!({ "2027-01-06": "10:00-12:00" })),
            "2027-01-05T18:00:00Z",
        ),
        (
            "custom hours on a holiday, every year",
            with(
                bavaria(),
                "special",
                json!({ "yearly 01-06": "10:00-12:00" }),
            ),
            "2029-01-05T18:00:00Z",
        ),
        (
            "custom hours on a day of the week that is closed",
            with(
                berlin(json!({ "mon-fri": "09:00-18:00" })),
                "special",
                json!({ "2026-11-28": "10:00-12:00" }),
            ),
            "2026-11-27T18:00:00Z",
        ),
        (
            "custom hours over midnight",
            with(
                berlin(day()),
                "special",
                json!({ "2026-12-31": "20:00-02:00" }),
            ),
            "2027-01-01T00:30:00Z",
        ),
        (
            "a date before the same day of every year",
            with(
                with(berlin(day()), "closed", json!(["yearly 12-24"])),
                "special",
                json!({ "2026-12-24": "09:00-12:00" }),
            ),
            "2026-12-23T18:00:00Z",
        ),
        (
            "a date among dates that are closed",
            with(
                with(berlin(day()), "closed", json!(["2026-12-20..2027-01-10"])),
                "special",
                json!({ "2026-12-30": "10:00-12:00" }),
            ),
            "2026-12-20T08:00:00Z",
        ),
        (
            "29 February is closed",
            with(berlin(day()), "closed", json!(["yearly 02-29"])),
            "2028-02-28T18:00:00Z",
        ),
        (
            "29 February, in a year without",
            with(berlin(day()), "closed", json!(["yearly 02-29"])),
            "2027-02-28T18:00:00Z",
        ),
        (
            "open on 29 February alone, within 400 days",
            with(
                berlin(json!({})),
                "special",
                json!({ "yearly 02-29": "09:00-12:00" }),
            ),
            "2027-02-01T00:00:00Z",
        ),
        (
            "open on 29 February alone, too far ahead",
            with(
                berlin(json!({})),
                "special",
                json!({ "yearly 02-29": "09:00-12:00" }),
            ),
            "2026-12-01T00:00:00Z",
        ),
        (
            "never opens",
            with(berlin(json!({})), "holidays", json!("DE")),
            "2026-11-25T12:00:00Z",
        ),
        (
            "always closed, by dates",
            with(berlin(day()), "closed", json!(["2026-01-01..2029-12-31"])),
            "2026-11-25T12:00:00Z",
        ),
    ]
}

#[test]
fn the_table_of_summer_time_and_holidays_is_what_both_say() {
    let mut table = String::new();
    for (about, written, at) in cases() {
        let (hours, second) = (read(&written), Second::written(&written));
        let at: Timestamp = at.parse().unwrap();
        let shown = |at: &Zoned| at.strftime("%a %Y-%m-%d %H:%M %:z").to_string();
        let local = at.to_zoned(hours.zone.rules().clone());
        let said = |opens: Option<i64>, is_open: bool| match opens {
            _ if is_open => "open".to_owned(),
            None => "never".to_owned(),
            Some(opens) => {
                let opens = Timestamp::from_second(opens).unwrap();
                shown(&opens.to_zoned(hours.zone.rules().clone()))
            }
        };
        let first = said(opens(&hours, at), hours.is_open(at));
        let other = said(
            second.next_opening(at.as_second()),
            second.is_open(at.as_second()),
        );
        assert_eq!(first, other, "{about}");
        table.push_str(&format!(
            "{about:<60} | {} | {first:<27} | {other}\n",
            shown(&local)
        ));
    }
    let head = format!(
        "{:<60} | {:<27} | {:<27} | {}\n",
        "what it is about", "at", "opens", "the second says"
    );
    insta::assert_snapshot!(head + &table);
}
