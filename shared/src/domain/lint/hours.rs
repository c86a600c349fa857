//! Office hours that never open, that nobody keeps, or whose holidays are not known.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::Lint;
use crate::domain::config::{Config, KeyPath, Target};
use crate::domain::office_hours::{Hours, Timetable};
use crate::domain::routing::{Condition, Fact};

pub(super) fn lints(config: &Config, lints: &mut Vec<Lint>) {
    let mut lint = |name, key, said: String| lints.push(Lint { name, key, said });
    for (key, hours) in config.office_hours.written() {
        let Hours::Own(table) = hours else {
            continue;
        };
        if table.open.is_empty() && table.special.is_empty() {
            let never = "no hours are ever open; write days and hours, or take the key out to be always open";
            lint("never-open", key.clone(), never.to_owned());
        }
        if let Some((last, code)) = known_until(table)
            && let Some(beyond) = dates_after(table, last)
        {
            let said = format!(
                "holidays of {code} are known until the end of {last}, and {beyond} is later; on its holidays it would be open"
            );
            lint("holidays-end", key.key("holidays"), said);
        }
    }
    let hours = KeyPath::new("office_hours");
    let named = teams(config);
    for team in config.office_hours.teams.keys() {
        if !named.contains(&team.to_lowercase()) {
            let said = format!(
                "no rule and no hand-off names the team “{team}”; compare how it is written there, or take its hours out"
            );
            lint("unused-hours", hours.key("teams").key(team), said);
        }
    }
    let chosen: BTreeSet<_> = config
        .office_hours
        .chosen()
        .filter_map(|(_, chosen)| chosen.name())
        .collect();
    let conditions = config.conditions();
    let asked = conditions
        .iter()
        .flat_map(|(_, condition)| condition.leaves());
    let asked = asked.filter(|(fact, _)| **fact == Fact::ScheduleOpen);
    let asked: BTreeSet<_> = asked
        .flat_map(|(_, wanted)| wanted.texts())
        .map(String::as_str)
        .collect();
    for name in config.office_hours.schedules.keys() {
        if !chosen.contains(&**name) && !asked.contains(&**name) {
            let said = format!(
                "nothing keeps the schedule “{name}”; name it in `default` or `teams`, ask for it with `schedule.open`, or take it out"
            );
            lint("unused-schedule", hours.key("schedules").key(name), said);
        }
    }
}

/// Holidays that are known for less than a year to come.
pub(super) fn ending(config: &Config, today: Date, lints: &mut Vec<Lint>) {
    for (key, hours) in config.office_hours.written() {
        let Hours::Own(table) = hours else {
            continue;
        };
        if let Some((last, code)) = known_until(table)
            && today.year() >= last
        {
            lints.push(Lint {
                name: "holidays-end",
                key: key.key("holidays"),
                said: format!(
                    "holidays of {code} are known until the end of {last} only; update Nexora, or write those that come later under `closed`"
                ),
            });
        }
    }
}

/// The last year whose holidays are all known, and of whom they are not known any longer.
fn known_until(table: &Timetable) -> Option<(i16, &'static str)> {
    let regions = table.holidays.regions();
    regions
        .map(|region| (region.last_year(), region.code()))
        .min()
}

/// The last date that is written, if it is after the end of a year.
fn dates_after(table: &Timetable, year: i16) -> Option<Date> {
    let dates = table.closed.iter().copied().chain(table.special.dates());
    dates
        .filter_map(|dates| dates.last())
        .max()
        .filter(|date| date.year() > year)
}

/// The teams that are named somewhere, in small letters.
fn teams(config: &Config) -> BTreeSet<String> {
    let next = config.hand_off.pick_up.iter();
    let night = config.out_of_hours.iter();
    let targets = config.rules.iter().flat_map(|rule| rule.then.targets());
    let targets = targets
        .map(|(_, target)| target)
        .chain([&config.hand_off.default])
        .chain(next.flat_map(|pick_up| pick_up.to.targets()))
        .chain(night.flat_map(|night| night.follow_up.targets()));
    let teams = targets.filter_map(|target| match target {
        Target::Team(name) => Some(name.as_str()),
        _ => None,
    });
    let conditions = config.rules.iter().filter_map(|rule| rule.when.as_ref());
    let facts = conditions.flat_map(Condition::leaves);
    let asked = facts
        .filter(|(fact, _)| matches!(fact, Fact::TeamAvailable | Fact::OfficeOpen))
        .flat_map(|(_, wanted)| wanted.texts())
        .map(String::as_str);
    teams.chain(asked).map(str::to_lowercase).collect()
}
