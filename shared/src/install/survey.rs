//! Reading a workspace: everything the API gives, held against what its configuration names.

use jiff::Timestamp;

use super::{Error, Place};
use crate::adapters::intercom::Grant;
use crate::domain::catalog::{Catalog, Reading};
use crate::domain::config::Config;
use crate::domain::directory::Directory;
use crate::domain::inventory::{Finding, Inventory, Sought, Unwritable};
use crate::domain::names::{Kind, Mention, Names};
use crate::ports::intercom;
use crate::ports::{Intercom as _, store};
use crate::workspace::Tenant;

/// What was read of a workspace, and what came of it.
#[derive(Debug)]
pub struct Survey {
    /// Teammates and teams.
    pub directory: Directory,
    /// The rest.
    pub catalog: Catalog,
    /// The attributes of conversations that were created, because the configuration writes to them.
    pub created: Vec<String>,
    /// What an admin should know.
    pub findings: Vec<Finding>,
    read_at: Timestamp,
}

impl Survey {
    /// Reads people alone: what has to be known before anything is stored. `names`: what the configuration's names meant.
    pub(super) async fn begin(
        place: Place<'_>,
        grant: &Grant,
        names: Names,
    ) -> Result<Self, intercom::Error> {
        let read_at = place.clock.now();
        let directory = Directory {
            names,
            ..grant.directory().await?
        };
        Ok(Self {
            directory,
            catalog: Catalog::default(),
            created: Vec::new(),
            findings: Vec::new(),
            read_at,
        })
    }

    /// Everyone the configuration names, found.
    ///
    /// # Errors
    ///
    /// [`Error::Nobody`] for the first who is not there, [`Error::Several`] for a name that two have.
    pub(super) fn everybody(&self, config: &Config) -> Result<(), Error> {
        for Mention {
            place, kind, name, ..
        } in config.mentions()
        {
            if matches!(kind, Kind::Team | Kind::Teammate) {
                match self.inventory().seek(kind, &name) {
                    Sought::None(known) => {
                        let known = known.into_iter().map(str::to_owned).collect();
                        return Err(Error::nobody(place, name, kind, known));
                    }
                    Sought::Several(count) => {
                        return Err(Error::Several {
                            place,
                            name,
                            kind,
                            count,
                        });
                    }
                    Sought::One(..) | Sought::Unknown => {}
                }
            }
        }
        Ok(())
    }

    /// Reads the rest, and creates the attributes of conversations that the configuration writes to and the workspace
    /// does not have.
    pub(super) async fn complete(
        &mut self,
        grant: &Grant,
        config: Option<&Config>,
    ) -> Result<(), intercom::Error> {
        self.catalog = grant.catalog().await?;
        let Some(config) = config else {
            return Ok(());
        };
        let mut declined = Vec::new();
        for mention in config.mentions() {
            if !mention.written || !self.lacks(&mention) {
                continue;
            }
            match grant.create_attribute(&mention.name).await {
                Ok(attribute) => {
                    if let Reading::Listed(list) = &mut self.catalog.conversation_attributes {
                        list.extend(attribute);
                    }
                    self.created.push(mention.name);
                }
                Err(intercom::Error::Refused { status, code }) => {
                    let why = Unwritable::NotCreated { status, code };
                    declined.push(Finding::NotWritable { mention, why });
                }
                Err(intercom::Error::Unauthorized) => {
                    let why = Unwritable::NotCreated {
                        status: 401,
                        code: "unauthorized".to_owned(),
                    };
                    declined.push(Finding::NotWritable { mention, why });
                }
                Err(error) => return Err(error),
            }
        }
        let tried = |finding: &Finding| {
            let place = |finding: &Finding| match finding {
                Finding::Missing { mention, .. } | Finding::NotWritable { mention, .. } => {
                    Some((mention.kind, mention.name.clone()))
                }
                _ => None,
            };
            declined.iter().any(|other| place(other) == place(finding))
        };
        let names = self.directory.names.clone();
        let found = self.inventory().findings(config, &names);
        let found: Vec<_> = found
            .into_iter()
            .filter(|finding| !tried(finding))
            .collect();
        self.findings = declined.into_iter().chain(found).collect();
        Ok(())
    }

    /// Keeps what was read; with a configuration that is published now, also what its names mean.
    pub(super) async fn keep(
        &mut self,
        place: Place<'_>,
        tenant: &Tenant,
        published: Option<&Config>,
    ) -> Result<(), store::Error> {
        let readings = place.readings;
        if let Some(config) = published {
            self.directory.names = self.inventory().names(config, &Names::default());
            readings.keep_names(tenant, &self.directory.names).await?;
        }
        readings
            .keep_people(tenant, &self.directory, self.read_at)
            .await?;
        readings.keep_catalog(tenant, &self.catalog).await?;
        let before = readings.people(tenant).await?;
        if let Some(before) = before {
            // Somebody else who is at it reads the same.
            readings
                .claim(tenant, before.all_read_at, self.read_at)
                .await?;
        }
        Ok(())
    }

    fn inventory(&self) -> Inventory<'_> {
        Inventory {
            directory: &self.directory,
            catalog: &self.catalog,
        }
    }

    fn lacks(&self, mention: &Mention) -> bool {
        matches!(
            self.inventory().seek(mention.kind, &mention.name),
            Sought::None(_)
        ) && self
            .directory
            .names
            .meant(mention.kind, &mention.name)
            .is_none()
    }
}
