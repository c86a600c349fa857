//! The schedules of office hours that a configuration relies on.

use jiff::{Timestamp, ToSpan};

use crate::domain::catalog::{Catalog, Exception, Reading, Schedule};
use crate::domain::config::Config;
use crate::domain::directory::Directory;
use crate::domain::inventory::Inventory;
use crate::ports::{Intercom, intercom};

/// Reads the exceptions of the schedules that a configuration names, a call each, and puts these schedules into the
/// directory, beside the names. Where schedules or exceptions may not be read, the catalog says so, and the directory stays
/// as it was: hours without their holidays would be wrong on the very days that matter.
///
/// # Errors
///
/// When Intercom does not answer.
pub(crate) async fn follow(
    intercom: &dyn Intercom,
    config: &Config,
    directory: &mut Directory,
    catalog: &mut Catalog,
    now: Timestamp,
) -> Result<(), intercom::Error> {
    let named = Inventory { directory, catalog }.schedules(config);
    let Reading::Listed(schedules) = &mut catalog.office_hours else {
        return Ok(());
    };
    let mut found = Vec::new();
    for id in named {
        let Some(at) = schedules.iter().position(|schedule| schedule.id == id) else {
            continue;
        };
        match intercom.exceptions(&id).await? {
            Reading::Listed(mut exceptions) => {
                exceptions.retain(|exception| is_to_come(exception, now));
                schedules[at].exceptions = exceptions;
                found.push(schedules[at].clone());
            }
            // It was deleted since the list was read.
            Reading::NotYet | Reading::Refused { status: 404, .. } => drop(schedules.remove(at)),
            Reading::Refused { status, code } => {
                catalog.office_hours = Reading::Refused { status, code };
                return Ok(());
            }
        }
    }
    directory.schedules = found;
    Ok(())
}

/// Whether hours are others than they were. An exception that has passed since is no change.
pub(super) fn differ(before: &[Schedule], read: &[Schedule], now: Timestamp) -> bool {
    let mut before = before.to_vec();
    for schedule in &mut before {
        schedule
            .exceptions
            .retain(|exception| is_to_come(exception, now));
    }
    before != read
}

/// Whether an exception can still matter. A date ends a day later or earlier than in UTC, by where its clock is.
fn is_to_come(exception: &Exception, now: Timestamp) -> bool {
    let eve = now
        .to_zoned(jiff::tz::TimeZone::UTC)
        .date()
        .saturating_sub(2.days());
    exception.yearly || exception.date >= eve
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schedule(exceptions: &[(&str, bool)]) -> Schedule {
        Schedule {
            exceptions: exceptions
                .iter()
                .map(|(date, yearly)| Exception {
                    date: date.parse().unwrap(),
                    yearly: *yearly,
                    open: Vec::new(),
                })
                .collect(),
            id: "12".to_owned(),
            name: "Desk".to_owned(),
            zone: "Europe/Berlin".to_owned(),
            always: false,
            open: vec![(540, 1_020)],
        }
    }

    #[test]
    fn an_exception_that_has_passed_is_no_change_of_hours_and_one_to_come_is() {
        let now: Timestamp = "2026-11-23T09:00:00Z".parse().unwrap();
        let (passed, yearly, to_come) = (
            ("2026-11-20", false),
            ("2025-05-01", true),
            ("2026-12-24", false),
        );
        let before = [schedule(&[passed, yearly])];
        assert!(!differ(&before, &[schedule(&[yearly])], now));
        assert!(differ(&before, &[schedule(&[])], now));
        assert!(differ(&before, &[schedule(&[yearly, to_come])], now));
        assert!(differ(&before, &[], now));
    }
}
