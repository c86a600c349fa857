//! The workspace's office on the page: its time, whether it is open, and what the clock can be turned to.

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use serde::Serialize;
use shared::domain::config::Config;
use shared::domain::directory::Directory;
use shared::domain::office_hours::Opening;
use shared::ports::Clock as _;
use shared::ports::store;

use super::room::Room;
use crate::marks::{self, Mark};

/// The office, as the page shows it.
#[derive(Serialize)]
pub struct Office {
    /// By what clock the page shows times: the workspace's zone at Intercom.
    zone: String,
    /// `open`, `closed`, `always` for an office without hours, `never` for one that does not open again, `unknown` where Intercom's
    /// schedule could not be read, `none` without a configuration.
    standing: &'static str,
    /// When it opens next, in Unix seconds, where it is closed.
    opens: Option<i64>,
    /// What the clock can be turned to.
    marks: Vec<Mark>,
}

impl Office {
    /// The office of a workspace.
    ///
    /// # Errors
    ///
    /// When the store does not answer.
    pub async fn of(room: &Room, config: Option<&Config>) -> Result<Self, store::Error> {
        let zone = room.workspace.view().time_zone;
        let now = room.page.clock.now().to_zoned(time_zone(&zone));
        let Some(config) = config else {
            return Ok(Self {
                zone,
                standing: "none",
                opens: None,
                marks: marks::marks(&now, None),
            });
        };
        let directory = directory(room).await?;
        let office = marks::Office {
            hours: &config.office_hours,
            directory: &directory,
        };
        let (standing, opens) = standing(&now, office);
        Ok(Self {
            zone,
            standing,
            opens,
            marks: marks::marks(&now, Some(office)),
        })
    }
}

/// What was read of a workspace's people, teams and schedules; nothing before that.
///
/// # Errors
///
/// When the store does not answer.
pub async fn directory(room: &Room) -> Result<Directory, store::Error> {
    let people = room.page.console.ports.people(&room.id).await?;
    Ok(people.map(|people| people.directory).unwrap_or_default())
}

/// A zone by its name. The demo's workspaces have one that is known.
fn time_zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

fn standing(now: &Zoned, office: marks::Office<'_>) -> (&'static str, Option<i64>) {
    let marks::Office { hours, directory } = office;
    if hours.of(None, directory).is_none() {
        return ("always", None);
    }
    match hours.next_opening(None, directory, Timestamp::from(now)) {
        Opening::Now => ("open", None),
        Opening::At(opens) => ("closed", Some(opens.timestamp().as_second())),
        Opening::Never => ("never", None),
        Opening::Unknown => ("unknown", None),
    }
}
