//! What the functions that act have beside their rows: Intercom, and a brain.

use std::sync::Arc;

use super::environment::{Environment, INTERCOM_API};
use super::failure::Failure;
use crate::adapters::articles::Articles;
use crate::adapters::intercom::{Client, Hosts, Timeouts};
use crate::domain::config::Brain;
use crate::ports::keys::Plain;
use crate::ports::registry::Installation;
use crate::ports::{Agent, Clock, Intercom, Journal};
use crate::runtime::{Brains, Connect};

/// Intercom, each workspace where its data lives.
pub(super) struct Regions {
    client: Client,
    hosts: Hosts,
}

impl Regions {
    pub(super) fn new(
        environment: &Environment,
        clock: Arc<dyn Clock>,
        journal: Arc<dyn Journal>,
    ) -> Result<Self, Failure> {
        let instead = environment
            .optional(INTERCOM_API)
            .map(str::parse)
            .transpose();
        let instead = instead.map_err(|source| Failure::IntercomApi {
            function: environment.function.clone(),
            source,
        })?;
        Ok(Self {
            client: Client::new(Timeouts::default(), clock, journal)?,
            hosts: instead.map_or(Hosts::Intercom, Hosts::One),
        })
    }
}

impl Regions {
    /// The client, and where Intercom is.
    pub(super) fn parts(self) -> (Client, Hosts) {
        (self.client, self.hosts)
    }
}

impl Connect for Regions {
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

/// The brains there are.
pub(super) struct Known;

impl Brains for Known {
    fn brain(&self, brain: Brain) -> Arc<dyn Agent> {
        match brain {
            Brain::Articles => Arc::new(Articles),
        }
    }
}
