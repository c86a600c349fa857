//! `nexora config hours`, as a terminal shows it.

use crate::program::nexora;

const FILE: &str = "\
version: 1
agent: { teammate: nexora@acmetea.example }
office_hours:
  default: Berlin
  teams:
    Support: Berlin
    Desk: { from: Desk hours }
  schedules:
    Berlin:
      zone: Europe/Berlin
      open: { mon-fri: [\"09:00-12:00\", \"13:00-18:00\"] }
      closed: [2026-12-28..2026-12-30]
      special: { 2026-12-24: \"09:00-12:00\", yearly 12-31: \"09:00-11:00\" }
      holidays: DE-BY
    Colombo: { zone: Asia/Colombo, open: { mon-fri: \"09:00-17:00\" }, holidays: LK }
    Nobody: { zone: UTC, open: {} }
rules: [{ name: Everything else, then: { agent: {} } }]
hand_off: { default: \"team:Support\" }
";

#[test]
fn every_schedule_is_shown_with_its_days_and_why_a_day_is_not_as_the_week_says() {
    let ended = nexora("config hours - --at 2026-12-23T19:00 --days 15", FILE);
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    insta::assert_snapshot!(ended.out);
}

#[test]
fn a_team_is_shown_alone_with_the_days_on_which_clocks_change() {
    let of = |team: &str| {
        let words = format!("config hours - --at 2027-10-30T23:30+02:00 --days 2 --team {team}");
        nexora(&words, &FILE.replace(", holidays: LK", "")).out
    };
    insta::assert_snapshot!(of("Support") + &of("Sales") + &of("Desk"), @"
    standard input, from 2027-10-30 21:30 UTC on

    team “Support”, schedule “Berlin”
      Europe/Berlin, Sat 2027-10-30 23:30: closed, opens Tue 2027-11-02 09:00
      Sat 2027-10-30  closed
      Sun 2027-10-31  closed                    clocks go back by 60 min at 03:00
    standard input, from 2027-10-30 21:30 UTC on

    team “Sales” (has no hours of its own, so the default), schedule “Berlin”
      Europe/Berlin, Sat 2027-10-30 23:30: closed, opens Tue 2027-11-02 09:00
      Sat 2027-10-30  closed
      Sun 2027-10-31  closed                    clocks go back by 60 min at 03:00
    standard input, from 2027-10-30 21:30 UTC on

    team “Desk”: the schedule “Desk hours” in Intercom, which only Intercom shows
    ");
}

#[test]
fn a_team_that_is_nearly_named_was_misspelt() {
    let ended = nexora("config hours - --team Suport", FILE);
    assert_eq!(
        ended.err.trim_end(),
        "nexora: the configuration names no team “Suport”; did you mean “Support”?"
    );
}

#[test]
fn without_hours_it_is_always_open() {
    let file = "version: 1\nagent: { teammate: Ana }\nrules: [{ name: All, then: { agent: {} } }]\nhand_off: { default: \"team:Support\" }\n";
    let ended = nexora("config hours - --at 2026-12-23T19:00 --team Support", file);
    insta::assert_snapshot!(ended.out, @"
    standard input, from 2026-12-23 19:00 UTC on

    team “Support”: no hours are written, so it is always open
    ");
}

#[test]
fn what_is_wrong_is_said_at_its_place() {
    let wrong = FILE
        .replace("DE-BY", "DE-BAY")
        .replace("default: Berlin", "default: Berln");
    let ended = nexora("config hours -", &wrong);
    assert_eq!((ended.code, ended.out.as_str()), (1, ""));
    insta::assert_snapshot!(ended.err, @"
    nexora: the configuration is refused, and nothing was stored:
    standard input:14:17: error: office_hours.schedules.Berlin.holidays: expected a country such as `DE`, or a part of one such as `DE-BY`, found `DE-BAY`; did you mean `DE-BY`?
     14 |       holidays: DE-BAY
        |                 ^
    docs/CONFIG.md describes every key.
    ");
    let ended = nexora("config hours - --at tomorrow", FILE);
    assert_eq!((ended.code, ended.out.as_str()), (1, ""));
    insta::assert_snapshot!(ended.err, @"nexora: --at tomorrow is no time: write it as 2026-12-24T22:00, or with an offset as 2026-12-24T22:00+01:00");
}
