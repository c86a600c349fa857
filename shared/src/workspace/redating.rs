//! What waits until people are back is looked at again, because the hours it waits for may have changed.
//!
//! Nothing is decided here: each gets a row that is due now or soon, and its turn asks the hours as they are. So whoever dies on the way leaves
//! rows that are looked at later, as they would have been.

use jiff::Timestamp;

use super::Tenant;
use crate::ports::follow_ups::FollowUp;
use crate::ports::{FollowUps, store};

/// How many are asked for at once.
const PAGE: u16 = 500;

/// Moves every row of a workspace's queue that is due after `to` to that time; how many conversations these are.
///
/// # Errors
///
/// When the store does not answer. Some may be moved then; to do it again is safe.
pub(crate) async fn redate(
    follow_ups: &dyn FollowUps,
    tenant: &Tenant,
    to: Timestamp,
) -> Result<u32, store::Error> {
    let mut count = 0;
    let mut after: Option<FollowUp> = None;
    loop {
        let found = follow_ups.queued(tenant, after.as_ref(), PAGE).await?;
        let mut waiting = found.follow_ups;
        after = waiting.last().cloned();
        // The others are due by then.
        waiting.retain(|one| one.at > to);
        follow_ups.put_off(tenant, &waiting, to).await?;
        count += u32::try_from(waiting.len()).unwrap_or(u32::MAX);
        if !found.more || after.is_none() {
            return Ok(count);
        }
    }
}
