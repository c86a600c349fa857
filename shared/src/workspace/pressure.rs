//! What Intercom's answers say of the rate limit, told to everybody whom it concerns.

use super::Tenant;
use super::notice::Notice;
use crate::id::ConversationId;
use crate::ports::journal::Entry;
use crate::ports::{Allowance, Intercom, Journal};

/// Says what the answers say of the rate limit: to this process how much there is, and to all of them when little is left,
/// which is the one write of it. It is no reason to fail. `what` names who called, as the journal's entries do.
pub(crate) async fn pass_on(
    intercom: &dyn Intercom,
    allowance: &dyn Allowance,
    journal: &dyn Journal,
    tenant: &Tenant,
    (what, conversation): (&'static str, Option<&ConversationId>),
) {
    let pressure = intercom.pressure();
    if let Some(limit) = pressure.limit {
        allowance.learn(limit);
    }
    let Some(until) = pressure.hold else {
        return;
    };
    if let Err(error) = allowance.hold(tenant, until).await {
        let told = format!("that little of the rate limit is left could not be kept: {error}");
        let entry = Entry::new(what, Notice::NotKept.name(), told);
        journal.enter(entry.at(tenant.workspace(), conversation).failed());
    }
}
