//! From an installation to its Intercom.

use std::sync::Arc;

use super::Intercom;
use super::keys::Plain;
use super::registry::Installation;

/// Makes the handle on one workspace's Intercom.
pub trait Connect: Send + Sync {
    /// The handle for an installation and its token.
    fn connect(&self, installation: &Installation, token: Plain) -> Arc<dyn Intercom>;

    /// The same for what nobody waits for: it stops calling when little of the rate limit is left.
    fn connect_yielding(&self, installation: &Installation, token: Plain) -> Arc<dyn Intercom>;
}
