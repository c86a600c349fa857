//! The brains and the Intercom of this machine.

use std::sync::Arc;

use shared::adapters::articles::Articles;
use shared::adapters::intercom::{Client, Hosts};
use shared::domain::config::Brain;
use shared::ports::keys::Plain;
use shared::ports::registry::Installation;
use shared::ports::{Agent, Intercom};
use shared::runtime::{Brains, Connect};

/// Every brain this program has.
pub struct LocalBrains(pub Arc<Articles>);

impl Brains for LocalBrains {
    fn brain(&self, brain: Brain) -> Arc<dyn Agent> {
        match brain {
            Brain::Articles => self.0.clone(),
        }
    }
}

/// The simulated Intercom, each workspace where its data lives.
pub struct SimulatedHost {
    /// The client of this process.
    pub client: Client,
    /// Where the simulator listens.
    pub hosts: Hosts,
}

impl Connect for SimulatedHost {
    fn connect(&self, installation: &Installation, token: Plain) -> Arc<dyn Intercom> {
        let host = self.hosts.api(installation.region);
        Arc::new(
            self.client
                .grant(host, token, installation.workspace.clone()),
        )
    }

    fn connect_yielding(&self, installation: &Installation, token: Plain) -> Arc<dyn Intercom> {
        let host = self.hosts.api(installation.region);
        let workspace = installation.workspace.clone();
        Arc::new(self.client.yielding_grant(host, token, workspace))
    }
}
