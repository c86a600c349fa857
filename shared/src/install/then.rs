//! Whom and what a configuration would have found in a workspace at an earlier time.

use jiff::Timestamp;

use crate::adapters::intercom::Grant;
use crate::domain::catalog::Reading;
use crate::domain::config::Config;
use crate::domain::directory::Directory;
use crate::domain::names::Kind;
use crate::ports::{Intercom as _, intercom};
use crate::workspace::schedules;

/// Puts the schedules of office hours that a configuration relies on into a directory, with their exceptions since `since`,
/// where a turn needs those alone that are to come. False when they may not be read, and their hours are unknown as they
/// are to a turn. Nothing is called for a configuration without them.
///
/// # Errors
///
/// When Intercom does not answer.
pub async fn follow_hours(
    grant: &Grant,
    config: &Config,
    directory: &mut Directory,
    since: Timestamp,
) -> Result<bool, intercom::Error> {
    directory.schedules.clear();
    let mut mentions = config.mentions().into_iter();
    if !mentions.any(|mention| mention.kind == Kind::Schedule) {
        return Ok(true);
    }
    let mut catalog = grant.catalog().await?;
    schedules::follow(grant, config, directory, &mut catalog, since).await?;
    Ok(matches!(catalog.office_hours, Reading::Listed(_)))
}
