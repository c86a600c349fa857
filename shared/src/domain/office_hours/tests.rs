use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::calendar::Calendar;
use super::*;
use crate::domain::catalog::{Exception, Schedule};
use crate::domain::directory::Team;
use crate::domain::names::Kind;
use crate::id::TeamId;

fn hours(zone: &str, open: Value, closed: &[&str]) -> Timetable {
    let written = json!({ "zone": zone, "open": open, "closed": closed });
    match serde_json::from_value(written).unwrap() {
        Hours::Own(timetable) => timetable,
        Hours::From(name) => panic!("{name}"),
    }
}

/// When it opens and closes between two dates, by its own clock.
fn changes(calendar: &impl Calendar, from: &str, until: &str) -> String {
    let zone = calendar.zone().clone();
    let at = |date: &str| {
        let date: jiff::civil::Date = date.parse().unwrap();
        date.to_zoned(zone.clone()).unwrap().timestamp()
    };
    let (mut now, until) = (at(from), at(until));
    let mut was = calendar.is_open(now);
    let mut said = vec![if was { "open" } else { "closed" }.to_owned()];
    while now < until {
        let is = calendar.is_open(now);
        if is != was {
            let what = if is { "opens" } else { "closes" };
            let shown = now.to_zoned(zone.clone());
            said.push(format!("{what} {}", shown.strftime("%a %d %H:%M %z")));
            was = is;
        }
        now += SignedDuration::from_mins(1);
    }
    said.join("\n")
}

#[test]
fn hours_over_midnight_belong_to_the_day_they_begin_on() {
    let night = hours("America/New_York", json!({ "sun-thu": "22:00-06:00" }), &[]);
    insta::assert_snapshot!(changes(&night, "2026-11-19", "2026-11-24"), @"
    open
    closes Thu 19 06:00 -0500
    opens Thu 19 22:00 -0500
    closes Fri 20 06:00 -0500
    opens Sun 22 22:00 -0500
    closes Mon 23 06:00 -0500
    opens Mon 23 22:00 -0500
    ");
}

#[test]
fn a_closed_date_takes_away_what_begins_on_it_and_not_what_began_the_evening_before() {
    let night = hours(
        "Europe/Berlin",
        json!({ "daily": ["09:00-12:00", "22:00-06:00"] }),
        &["2026-12-24", "yearly 12-26"],
    );
    insta::assert_snapshot!(changes(&night, "2026-12-23", "2026-12-28"), @"
    open
    closes Wed 23 06:00 +0100
    opens Wed 23 09:00 +0100
    closes Wed 23 12:00 +0100
    opens Wed 23 22:00 +0100
    closes Thu 24 06:00 +0100
    opens Fri 25 09:00 +0100
    closes Fri 25 12:00 +0100
    opens Fri 25 22:00 +0100
    closes Sat 26 06:00 +0100
    opens Sun 27 09:00 +0100
    closes Sun 27 12:00 +0100
    opens Sun 27 22:00 +0100
    ");
}

#[test]
fn a_date_goes_before_dates_these_before_a_yearly_day_and_that_before_a_holiday() {
    let written = json!({
        "zone": "Europe/Berlin",
        "open": { "daily": "09:00-18:00" },
        "closed": ["2026-12-28..2027-01-03", "yearly 12-24", "2026-12-23"],
        "special": {
            // Closed every year, and open in this one.
            "2026-12-24": "09:00-12:00",
            // A holiday, every year.
            "yearly 12-25": ["10:00-11:00", "13:00-15:00"],
            // A date in what is closed.
            "2026-12-30": "10:00-12:00",
            "2026-12-20..2026-12-24": "08:00-09:00",
        },
        "holidays": "DE-BY",
    });
    let Hours::Own(hours) = serde_json::from_value(written.clone()).unwrap() else {
        panic!("these are written");
    };
    assert_eq!(
        serde_json::to_value(Hours::Own(hours.clone())).unwrap(),
        written
    );
    let days = jiff::civil::Date::constant(2026, 12, 21)
        .series(1.day())
        .take(18);
    let said = days.map(|date| {
        let spans = hours.on(date).spans().iter().map(ToString::to_string);
        let spans = spans.collect::<Vec<_>>().join(", ");
        let why = match hours.on(date) {
            On::Closed(dates) => format!("closed {dates}"),
            On::Special(dates, _) => format!("special {dates}"),
            On::Holiday(region, name) => format!("{} {name}", region.code()),
            On::Week(_) => "week".to_owned(),
        };
        format!("{date} {spans} ({why})")
    });
    insta::assert_snapshot!(said.collect::<Vec<_>>().join("\n"), @"
    2026-12-21 08:00-09:00 (special 2026-12-20..2026-12-24)
    2026-12-22 08:00-09:00 (special 2026-12-20..2026-12-24)
    2026-12-23  (closed 2026-12-23)
    2026-12-24 09:00-12:00 (special 2026-12-24)
    2026-12-25 10:00-11:00, 13:00-15:00 (special yearly 12-25)
    2026-12-26  (DE-BY Second Day of Christmas)
    2026-12-27 09:00-18:00 (week)
    2026-12-28  (closed 2026-12-28..2027-01-03)
    2026-12-29  (closed 2026-12-28..2027-01-03)
    2026-12-30 10:00-12:00 (special 2026-12-30)
    2026-12-31  (closed 2026-12-28..2027-01-03)
    2027-01-01  (closed 2026-12-28..2027-01-03)
    2027-01-02  (closed 2026-12-28..2027-01-03)
    2027-01-03  (closed 2026-12-28..2027-01-03)
    2027-01-04 09:00-18:00 (week)
    2027-01-05 09:00-18:00 (week)
    2027-01-06  (DE-BY Epiphany)
    2027-01-07 09:00-18:00 (week)
    ");
}

#[test]
fn on_the_day_clocks_go_forward_a_skipped_time_is_the_moment_it_is_skipped() {
    let berlin = |open| {
        changes(
            &hours("Europe/Berlin", open, &[]),
            "2027-03-27",
            "2027-03-29",
        )
    };
    insta::assert_snapshot!(berlin(json!({ "sat": "22:00-02:30" })), @"
    closed
    opens Sat 27 22:00 +0100
    closes Sun 28 03:00 +0200
    ");
    insta::assert_snapshot!(berlin(json!({ "sun": "02:30-04:00" })), @"
    closed
    opens Sun 28 03:00 +0200
    closes Sun 28 04:00 +0200
    ");
    assert_eq!(berlin(json!({ "sun": "02:15-02:45" })), "closed");
}

#[test]
fn on_the_day_clocks_go_back_a_time_shown_twice_is_the_first() {
    let open = json!({ "sat": "22:00-02:15", "sun": ["02:30-04:00"] });
    insta::assert_snapshot!(changes(&hours("Europe/Berlin", open, &[]), "2026-10-24", "2026-10-26"), @"
    closed
    opens Sat 24 22:00 +0200
    closes Sun 25 02:15 +0200
    opens Sun 25 02:30 +0200
    closes Sun 25 04:00 +0100
    ");
}

#[test]
fn a_night_is_an_hour_shorter_or_longer_when_clocks_change() {
    let night = hours("Europe/Berlin", json!({ "daily": "22:00-06:00" }), &[]);
    let length = |date: &str| {
        let [open] = night.moments(date.parse().unwrap()).try_into().unwrap();
        open.end.duration_since(open.start).as_hours()
    };
    assert_eq!(
        ["2027-03-26", "2027-03-27", "2026-10-24"].map(length),
        [8, 7, 9]
    );
}

#[test]
fn zones_that_move_by_half_an_hour_or_lie_half_an_hour_apart_are_right() {
    // Lord Howe puts its clocks forward by half an hour at 02:00, and back at 02:00.
    let island = hours("Australia/Lord_Howe", json!({ "sun": "01:45-02:15" }), &[]);
    insta::assert_snapshot!(changes(&island, "2026-10-04", "2026-10-05"), @"
    closed
    opens Sun 04 01:45 +1030
    closes Sun 04 02:30 +1100
    ");
    insta::assert_snapshot!(changes(&island, "2027-04-04", "2027-04-05"), @"
    closed
    opens Sun 04 01:45 +1100
    closes Sun 04 02:15 +1030
    ");
    let kolkata = hours("Asia/Kolkata", json!({ "mon": "09:00-18:00" }), &[]);
    let opens = kolkata
        .next_opening("2026-11-22T12:00:00Z".parse().unwrap())
        .unwrap();
    assert_eq!(opens.timestamp().to_string(), "2026-11-23T03:30:00Z");
}

#[test]
fn day_and_night_is_day_and_night_where_midnight_is_skipped_or_comes_twice() {
    // Beirut skips midnight, Havana has it twice.
    for (zone, from, until) in [
        ("Asia/Beirut", "2027-03-20", "2027-04-03"),
        ("America/Havana", "2025-10-26", "2025-11-09"),
    ] {
        let always = hours(zone, json!({ "daily": "00:00-24:00" }), &[]);
        assert_eq!(changes(&always, from, until), "open", "{zone}");
    }
}

#[test]
fn hours_are_read_back_as_they_are_written() {
    let written = json!({
        "default": { "zone": "Europe/Berlin", "open": { "mon-thu": "09:00-18:00", "fri": ["09:00-12:00", "13:00-16:00"] },
            "closed": ["2026-12-24", "yearly 12-25", "2026-12-27..2027-01-01"] },
        "teams": { "Night desk": { "zone": "America/New_York", "open": { "sun-thu": "22:00-06:00" } },
            "Support": { "from": "Support hours" } },
    });
    let hours: OfficeHours = serde_json::from_value(written.clone()).unwrap();
    assert_eq!(serde_json::to_value(&hours).unwrap(), written);
    assert_eq!(
        serde_json::to_value(OfficeHours::default()).unwrap(),
        json!({})
    );
}

#[test]
fn what_is_wrong_is_said_with_what_to_write() {
    let wrong = [
        json!({ "zone": "Europe/Berln", "open": {} }),
        json!({ "zone": "Europe/Berlin", "open": { "mno-fri": "09:00-18:00" } }),
        json!({ "zone": "Europe/Berlin", "open": { "mon-fri": "9-18" } }),
        json!({ "zone": "Europe/Berlin", "open": { "mon-fri": 9 } }),
        json!({ "zone": "Europe/Berlin", "open": { "mon-fri": "09:00-18:00", "fri": "09:00-16:00" } }),
        json!({ "zone": "Europe/Berlin", "open": "09:00-18:00" }),
        json!({ "zone": "Europe/Berlin", "open": {}, "closed": ["Christmas"] }),
        json!({ "zone": "Europe/Berlin", "open": {}, "special": { "24.12.": "09:00-12:00" } }),
        json!({ "zone": "Europe/Berlin", "open": {}, "special": { "2026-12-24": [] } }),
        json!({ "zone": "Europe/Berlin", "open": {}, "special": { "2026-12-24": "9-12" } }),
        json!({ "zone": "Europe/Berlin", "open": {}, "special": ["2026-12-24"] }),
        json!({ "zone": "Europe/Berlin", "open": {}, "special": { "2026-12-24": "09:00-12:00", " 2026-12-24": "13:00-15:00" } }),
        json!({ "zone": "Europe/Berlin", "open": {}, "special": { "2026-08-01..2026-08-31": "09:00-12:00", "2026-08-31..2026-09-02": "13:00-15:00" } }),
        json!({ "zone": "Europe/Berlin", "open": {}, "holidays": "Germany" }),
        json!({ "zone": "Europe/Berlin", "open": {}, "holidays": ["DE", "AT-Vienna"] }),
        json!({ "zone": "Europe/Berlin", "open": {}, "holidays": true }),
        json!({ "from": "Support hours", "holidays": "DE" }),
        json!({ "zone": "Europe/Berlin" }),
        json!({ "open": { "mon-fri": "09:00-18:00" } }),
        json!({ "from": "Support hours", "zone": "Europe/Berlin" }),
        json!({ "from": " " }),
        json!({}),
    ];
    let errors = wrong.map(|hours| {
        serde_json::from_value::<Hours>(hours)
            .unwrap_err()
            .to_string()
    });
    insta::assert_snapshot!(errors.join("\n"), @r#"
    expected a time zone such as `Europe/Berlin` or `America/New_York`, found `Europe/Berln`; did you mean `Europe/Berlin`?
    expected days such as `mon`, `mon-fri`, `tue, thu` or `daily`, found `mno-fri`; did you mean `mon-fri`?
    expected a span such as `09:00-18:00` or `22:00-06:00`, found `9-18`
    invalid type: integer `9`, expected a span such as `09:00-18:00`, or a list of spans
    `fri` is written twice; write each day once, with a list of spans where it has several
    invalid type: string "09:00-18:00", expected days and their hours, such as `mon-fri: "09:00-18:00"`
    expected a date such as `2026-12-24`, `yearly 12-25` or `2026-12-24..2027-01-01`, found `Christmas`
    expected a date such as `2026-12-24`, `yearly 12-25` or `2026-12-24..2027-01-01`, found `24.12.`
    there are no hours here; write a date on which nobody comes under `closed`
    expected a span such as `09:00-18:00` or `22:00-06:00`, found `9-12`
    invalid type: sequence, expected dates and their hours, such as `2026-12-24: "09:00-12:00"`
    `2026-12-24` is written twice; write it once, with a list of spans where it has several
    `2026-08-31..2026-09-02` and `2026-08-01..2026-08-31` have dates in common; give each date its hours once
    expected a country such as `DE`, or a part of one such as `DE-BY`, found `Germany`; did you mean `DE`?
    expected a country such as `DE`, or a part of one such as `DE-BY`, found `AT-Vienna`; did you mean `AT`?
    invalid type: boolean `true`, expected a country such as `DE`, or a list of countries and parts of them
    `from` stands alone: the schedule in Intercom says zone, hours and closed dates
    `open` is missing: write the hours, such as `open: { mon-fri: "09:00-18:00" }`
    `zone` is missing: write where the hours are, such as `zone: Europe/Berlin`
    `from` stands alone: the schedule in Intercom says zone, hours and closed dates
    expected `zone` and `open`, or `from` with the name of a schedule of office hours in Intercom
    expected `zone` and `open`, or `from` with the name of a schedule of office hours in Intercom
    "#);
}

fn schedule(name: &str, open: &[(u32, u32)]) -> Schedule {
    Schedule {
        id: "12".to_owned(),
        name: name.to_owned(),
        zone: "Europe/Berlin".to_owned(),
        always: false,
        open: open.to_vec(),
        exceptions: Vec::new(),
    }
}

#[test]
fn a_schedule_of_intercoms_is_minutes_of_a_week_and_its_exceptions_replace_their_dates() {
    let day = 24 * 60;
    let exception = |date: &str, yearly, open: &[(u32, u32)]| Exception {
        date: date.parse().unwrap(),
        yearly,
        open: open.to_vec(),
    };
    // Tuesday, Wednesday over midnight, and Sunday into Monday, which is two intervals.
    let schedule = Schedule {
        exceptions: vec![
            exception("2020-12-23", true, &[]),
            exception("2026-12-23", false, &[(600, 660)]),
            exception("2026-12-31", false, &[]),
        ],
        ..schedule(
            "Desk",
            &[
                (day + 540, day + 1_020),
                (2 * day + 1_320, 3 * day + 360),
                (6 * day + 1_320, 7 * day),
                (0, 120),
            ],
        )
    };
    let theirs = Theirs::new(&schedule).unwrap();
    insta::assert_snapshot!(changes(&theirs, "2026-12-20", "2027-01-02"), @"
    closed
    opens Sun 20 22:00 +0100
    closes Mon 21 02:00 +0100
    opens Tue 22 09:00 +0100
    closes Tue 22 17:00 +0100
    opens Wed 23 10:00 +0100
    closes Wed 23 11:00 +0100
    opens Thu 24 00:00 +0100
    closes Thu 24 06:00 +0100
    opens Sun 27 22:00 +0100
    closes Mon 28 02:00 +0100
    opens Tue 29 09:00 +0100
    closes Tue 29 17:00 +0100
    opens Wed 30 22:00 +0100
    closes Thu 31 00:00 +0100
    ");
    let mut always = Schedule {
        always: true,
        ..schedule
    };
    insta::assert_snapshot!(changes(&Theirs::new(&always).unwrap(), "2026-12-20", "2027-01-02"), @"
    open
    closes Wed 23 00:00 +0100
    opens Wed 23 10:00 +0100
    closes Wed 23 11:00 +0100
    opens Thu 24 00:00 +0100
    closes Thu 31 00:00 +0100
    opens Fri 01 00:00 +0100
    ");
    always.zone = "Mars/Olympus".to_owned();
    assert!(Theirs::new(&always).is_none());
}

fn directory() -> Directory {
    let mut directory = Directory {
        teams: vec![Team::new(
            TeamId::try_from("7").unwrap(),
            "Night desk",
            Vec::new(),
        )],
        schedules: vec![schedule("Desk", &[(540, 1_020)])],
        ..Directory::default()
    };
    directory.names.keep(Kind::Team, "Nights", "7");
    directory.names.keep(Kind::Schedule, "Old desk", "12");
    directory
}

#[test]
fn a_team_has_its_own_hours_or_the_defaults_and_without_any_it_is_always_open() {
    let hours: OfficeHours = serde_json::from_value(json!({
        "default": { "zone": "UTC", "open": { "mon-fri": "09:00-17:00" } },
        "teams": { "Nights": { "zone": "UTC", "open": { "daily": "22:00-06:00" } }, "Desk": { "from": "Desk" },
            "Renamed": { "from": "Old desk" }, "Lost": { "from": "Nothing" }, "Closed": { "zone": "UTC", "open": {} } },
    }))
    .unwrap();
    let directory = directory();
    // A Monday.
    let at = |time: &str| format!("2026-11-23T{time}Z").parse().unwrap();
    let is_open = |team, time| hours.is_open(team, &directory, at(time));
    assert_eq!(is_open(None, "10:00:00"), Some(true));
    assert_eq!(is_open(Some("Sales"), "10:00:00"), Some(true));
    assert_eq!(is_open(Some("Sales"), "23:00:00"), Some(false));
    // By its name in the file, by its name now, and by its id.
    for name in ["Nights", "Night desk", "7"] {
        assert_eq!(is_open(Some(name), "23:00:00"), Some(true), "{name}");
        assert_eq!(is_open(Some(name), "10:00:00"), Some(false), "{name}");
    }
    // 09:00 in Berlin.
    for name in ["Desk", "Renamed"] {
        assert_eq!(is_open(Some(name), "07:59:59"), Some(false), "{name}");
        assert_eq!(is_open(Some(name), "08:00:00"), Some(true), "{name}");
    }
    assert_eq!(is_open(Some("Lost"), "10:00:00"), None);
    let none = OfficeHours::default();
    assert_eq!(
        none.is_open(Some("Nights"), &directory, at("10:00:00")),
        Some(true)
    );
    assert_eq!(
        none.next_opening(None, &directory, at("10:00:00")),
        Opening::Now
    );
    let opening = |team, time| match hours.next_opening(team, &directory, at(time)) {
        Opening::At(at) => at.to_string(),
        other => format!("{other:?}"),
    };
    let openings = [
        opening(None, "16:59:59"),
        opening(None, "17:00:00"),
        opening(Some("Nights"), "06:00:00"),
        opening(Some("Desk"), "23:00:00"),
        opening(Some("Lost"), "23:00:00"),
        opening(Some("Closed"), "23:00:00"),
    ];
    insta::assert_snapshot!(openings.join("\n"), @"
    Now
    2026-11-24T09:00:00+00:00[UTC]
    2026-11-23T22:00:00+00:00[UTC]
    2026-11-30T09:00:00+01:00[Europe/Berlin]
    Unknown
    Never
    ");
}

#[test]
fn a_schedule_is_written_once_and_chosen_by_its_name() {
    let written = json!({
        "default": "Berlin",
        "teams": { "Nights": "Nights", "Desk": { "from": "Desk" } },
        "schedules": {
            "Berlin": { "zone": "Europe/Berlin", "open": { "mon-fri": "09:00-17:00" }, "holidays": "DE" },
            "Nights": { "zone": "UTC", "open": { "daily": "22:00-06:00" } },
            "Theirs": { "from": "Old desk" },
        },
    });
    let hours: OfficeHours = serde_json::from_value(written.clone()).unwrap();
    assert_eq!(serde_json::to_value(&hours).unwrap(), written);
    let directory = directory();
    let at = |time: &str| time.parse::<Timestamp>().unwrap();
    let monday = at("2026-11-23T10:00:00Z");
    let christmas = at("2026-12-25T23:00:00Z");
    for (team, monday_is, christmas_is) in [
        (None, true, false),
        (Some("7"), false, true),
        (Some("Sales"), true, false),
    ] {
        assert_eq!(
            hours.is_open(team, &directory, monday),
            Some(monday_is),
            "{team:?}"
        );
        assert_eq!(
            hours.is_open(team, &directory, christmas),
            Some(christmas_is),
            "{team:?}"
        );
    }
    // Desk, Old desk and Theirs are open from Monday 09:00, and it is 11:00 there.
    assert_eq!(
        hours.open_schedules(&directory, monday),
        ["Berlin", "Desk", "Old desk", "Theirs"]
    );
    assert_eq!(hours.open_schedules(&directory, christmas), ["Nights"]);
    let lost: OfficeHours = serde_json::from_value(json!({ "default": "Berln" })).unwrap();
    assert_eq!(lost.is_open(None, &directory, monday), None);
    assert_eq!(
        lost.next_opening(None, &directory, monday),
        Opening::Unknown
    );
    assert_eq!(lost.of(None, &directory), None);
}

fn any_span() -> impl Strategy<Value = String> {
    let time = (0..24_u32, 0..4_u32);
    (time.clone(), time)
        .prop_filter("it ends when it begins", |(from, to)| from != to)
        .prop_map(|(from, to)| {
            let [from, to] =
                [from, to].map(|(hour, quarter)| format!("{hour:02}:{:02}", quarter * 15));
            format!("{from}-{to}")
        })
}

fn any_week() -> impl Strategy<Value = Value> {
    let day = prop::sample::select(vec!["mon", "tue", "wed", "thu", "fri", "sat", "sun"]);
    let spans = prop::collection::vec(any_span(), 1..3);
    prop::collection::btree_map(day, spans, 1..7).prop_map(|week| json!(week))
}

fn any_zone() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "Europe/Berlin",
        "America/New_York",
        "America/Havana",
        "Asia/Kolkata",
        "Asia/Beirut",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "UTC",
    ])
}

/// A moment of the years from 2026 to 2030.
fn any_moment() -> impl Strategy<Value = Timestamp> {
    (1_767_225_600_i64..1_924_992_000).prop_map(|second| Timestamp::from_second(second).unwrap())
}

proptest! {
    #[test]
    fn the_next_opening_is_open_and_nothing_before_it_is(week in any_week(), zone in any_zone(), at in any_moment()) {
        let hours = hours(zone, week, &["2027-03-27..2027-04-05", "yearly 10-25"]);
        let opens = hours.next_opening(at).expect("it opens every week").timestamp();
        prop_assert!(opens >= at);
        prop_assert!(hours.is_open(opens));
        let mut before = at;
        while before < opens {
            prop_assert!(!hours.is_open(before), "{before}");
            before += SignedDuration::from_mins(7);
        }
        if opens > at {
            prop_assert!(!hours.is_open(opens - SignedDuration::from_nanos(1)));
        }
    }

    #[test]
    fn where_no_clock_changes_it_is_open_while_the_clock_is_within_a_span(week in any_week(), zone in any_zone(), at in any_moment()) {
        let hours = hours(zone, week, &["yearly 10-25"]);
        let rules = hours.zone.rules();
        let [before, now, after] = [-72, 0, 72].map(|hours| (at + SignedDuration::from_hours(hours)).to_zoned(rules.clone()));
        prop_assume!(before.offset() == now.offset() && now.offset() == after.offset());
        let shown = u16::try_from(i32::from(now.hour()) * 60 + i32::from(now.minute())).unwrap();
        let within = |date: jiff::civil::Date, minute: u16| {
            let is_closed = (date.month(), date.day()) == (10, 25);
            !is_closed && hours.open.on(date).iter().any(|span| span.minutes().contains(&minute))
        };
        let yesterday = now.date().yesterday().unwrap();
        let expected = within(now.date(), shown) || within(yesterday, shown + 1_440);
        prop_assert_eq!(hours.is_open(at), expected);
    }

    #[test]
    fn the_hours_of_a_week_repeat_by_the_clock(week in any_week(), at in any_moment(), weeks in 1..60_i64) {
        // Nobody moves clocks there.
        let hours = hours("Asia/Kolkata", week, &[]);
        let later = at.to_zoned(TimeZone::get("Asia/Kolkata").unwrap()).checked_add(weeks.weeks()).unwrap();
        prop_assert_eq!(hours.is_open(at), hours.is_open(later.timestamp()));
    }

    #[test]
    fn any_hours_survive_being_kept(week in any_week(), zone in any_zone()) {
        let hours = Hours::Own(hours(zone, week, &["yearly 10-25"]));
        let kept = serde_json::to_string(&hours).unwrap();
        prop_assert_eq!(serde_json::from_str::<Hours>(&kept).unwrap(), hours);
    }
}
