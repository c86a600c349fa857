//! `nexora config hours`

mod days;

use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use shared::adapters::system_clock::SystemClock;
use shared::domain::config::{Config, Target};
use shared::domain::directory::Directory;
use shared::domain::office_hours::{Chosen, Hours, OfficeHours};
use shared::domain::spelling::nearest;
use shared::ports::Clock as _;

use crate::config_file::{ConfigFile, Written};
use crate::explain::moment::{Moment, zone};
use crate::failure::Failure;
use crate::said::Said;

/// Says when each schedule of a configuration is open on the days to come, without a stack or a workspace.
///
/// Every day stands with its hours and, where they are not those of the week, with the reason: a date that is closed, one with
/// hours of its own, a holiday by its name. Days on which clocks change say so. Schedules that are taken `from` Intercom
/// are named, but only Intercom knows their hours.
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Arguments {
    /// The workspace's configuration, which docs/CONFIG.md describes; - is standard input
    file: PathBuf,
    /// What several workspaces start from: the configuration is laid over it key by key
    #[arg(long, value_name = "FILE")]
    defaults: Option<PathBuf>,
    /// How many days are shown
    #[arg(long, value_name = "N", default_value_t = 14, value_parser = clap::value_parser!(u16).range(1..=400))]
    days: u16,
    /// The moment to begin with, such as 2026-12-24T22:00, in the zone of the default office hours or else UTC, or with an
    /// offset; without it, now
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// Only the hours of this team
    #[arg(long, value_name = "NAME")]
    team: Option<String>,
}

/// Looks; what the operator is told.
///
/// # Errors
///
/// When a file cannot be opened or is no configuration, or the time is none.
pub(super) fn run(arguments: Arguments) -> Result<Said, Failure> {
    let Arguments {
        file,
        defaults,
        days,
        at,
        team,
    } = arguments;
    let Written { config, name, .. } = ConfigFile::new(file, defaults).read()?;
    let at = match at {
        Some(text) => Moment::read(&text, zone(&config))?.at,
        None => SystemClock.now(),
    };
    // A team that the file does not name has the default's hours; one that is nearly named was misspelt.
    if let Some(team) = team.as_deref().filter(|team| !is_named(&config, team))
        && let Some(meant) = nearest(team, named(&config))
    {
        return Err(Failure::NoSuchTeam {
            team: team.to_owned(),
            meant: meant.to_owned(),
        });
    }
    let mut shown = format!("{name}, from {} on\n", at.strftime("%Y-%m-%d %H:%M UTC"));
    for (title, hours) in sections(&config.office_hours, team.as_deref()) {
        shown.push('\n');
        match hours {
            None => shown.push_str(&format!(
                "{title}: no hours are written, so it is always open\n"
            )),
            Some(Hours::From(schedule)) => shown.push_str(&format!(
                "{title}: the schedule “{schedule}” in Intercom, which only Intercom shows\n"
            )),
            Some(hours @ Hours::Own(table)) => {
                let opening = hours.next_opening(&Directory::default(), at);
                shown.push_str(&days::shown(&title, table, &opening, at, days));
            }
        }
    }
    Ok(Said::of(shown + &warnings(&config, at)))
}

/// The teams the configuration names, for hours or as receivers.
fn named(config: &Config) -> impl Iterator<Item = &str> {
    let rules = config.rules.iter().flat_map(|rule| rule.then.targets());
    let receivers = rules.map(|(_, target)| target);
    let receivers = receivers.chain([&config.hand_off.default]);
    let receivers = receivers.filter_map(|target| match target {
        Target::Team(name) => Some(name.as_str()),
        _ => None,
    });
    let teams = config.office_hours.teams.keys().map(String::as_str);
    teams.chain(receivers)
}

fn is_named(config: &Config, team: &str) -> bool {
    named(config).any(|name| name == team)
}

/// Each hours to show, and what they are called.
fn sections<'c>(hours: &'c OfficeHours, team: Option<&str>) -> Vec<(String, Option<&'c Hours>)> {
    if let Some(team) = team {
        let whose = match (hours.teams.get(team), &hours.default) {
            (Some(chosen), _) => by_name(chosen),
            (None, Some(chosen)) => format!(
                " (has no hours of its own, so the default){}",
                by_name(chosen)
            ),
            (None, None) => String::new(),
        };
        let of_team = hours.of(Some(team), &Directory::default());
        return vec![(format!("team “{team}”{whose}"), of_team)];
    }
    let mut sections = Vec::new();
    let here = |chosen: &'c Chosen| chosen.here();
    match &hours.default {
        None => sections.push(("default".to_owned(), None)),
        Some(chosen) => {
            sections.extend(here(chosen).map(|hours| ("default".to_owned(), Some(hours))));
        }
    }
    for (team, chosen) in &hours.teams {
        sections.extend(here(chosen).map(|hours| (format!("team “{team}”"), Some(hours))));
    }
    for (name, of_schedule) in &hours.schedules {
        let is_it = |chosen: &Chosen| chosen.name() == Some(name);
        let default = hours
            .default
            .iter()
            .filter(|chosen| is_it(chosen))
            .map(|_| "default".to_owned());
        let teams = hours.teams.iter().filter(|(_, chosen)| is_it(chosen));
        let keepers: Vec<_> = default
            .chain(teams.map(|(team, _)| format!("team “{team}”")))
            .collect();
        let kept = if keepers.is_empty() {
            "nobody".to_owned()
        } else {
            keepers.join(", ")
        };
        sections.push((
            format!("schedule “{name}”, kept by {kept}"),
            Some(of_schedule),
        ));
    }
    sections
}

fn by_name(chosen: &Chosen) -> String {
    let name = chosen.name();
    name.map(|name| format!(", schedule “{name}”"))
        .unwrap_or_default()
}

/// Holidays that are not known for much longer.
fn warnings(config: &Config, at: Timestamp) -> String {
    let today = at.to_zoned(TimeZone::UTC).date();
    let lints = config.lints_on(today).into_iter();
    let ending = lints.filter(|lint| lint.name == "holidays-end");
    ending.map(|lint| format!("\nwarning: {lint}\n")).collect()
}
