//! The schedules of office hours that a configuration relies on.

use jiff::{Timestamp, ToSpan};

use crate::domain::catalog::{Catalog, Exception, Reading};
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

/// Whether an exception can still matter. A date ends a day later or earlier than in UTC, by where its clock is.
fn is_to_come(exception: &Exception, now: Timestamp) -> bool {
    let eve = now
        .to_zoned(jiff::tz::TimeZone::UTC)
        .date()
        .saturating_sub(2.days());
    exception.yearly || exception.date >= eve
}
