//! Reading a workspace: everything the API gives, held against what its configuration names.

use std::time::Duration;

use futures_lite::future;
use jiff::Timestamp;

use super::{Error, Place};
use crate::adapters::intercom::Grant;
use crate::domain::attribute::{Content, Form};
use crate::domain::catalog::{Catalog, Named, Reading};
use crate::domain::config::Config;
use crate::domain::directory::Directory;
use crate::domain::inventory::{Finding, Inventory, Sought, Unwritable};
use crate::domain::names::{Kind, Mention, Names};
use crate::ports::intercom;
use crate::ports::{Intercom as _, store};
use crate::workspace::{Tenant, schedules};

/// What was read of a workspace, and what came of it.
#[derive(Debug)]
pub struct Survey {
    /// Teammates and teams.
    pub directory: Directory,
    /// The rest.
    pub catalog: Catalog,
    /// The attributes and tags that were created, because the configuration writes to them.
    pub created: Vec<(Kind, String)>,
    /// What an admin should know.
    pub findings: Vec<Finding>,
    /// Why not everything was read and kept. The workspace is installed all the same, and read with its first turns.
    pub unread: Option<Unread>,
    read_at: Timestamp,
}

/// Why not everything was read and kept.
#[derive(Debug, thiserror::Error)]
pub enum Unread {
    /// Intercom did not give it.
    #[error(transparent)]
    Intercom(#[from] intercom::Error),
    /// It took too long.
    #[error("Intercom took too long")]
    TooSlow,
    /// The store did not take it.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// How long reading the rest may take. An admin may be waiting, and the workspace is installed already.
const PATIENCE: Duration = Duration::from_secs(12);

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
            unread: None,
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

    /// Reads the rest, creates the attributes and the tags that the configuration writes to and the workspace does not
    /// have, and keeps all of it. None of it is needed for the agent to answer, so that a failure is told and not more.
    pub(super) async fn finish(
        &mut self,
        place: Place<'_>,
        grant: &Grant,
        tenant: &Tenant,
        config: Option<&Config>,
    ) {
        let read = async { Ok(self.complete(grant, config).await?) };
        let late = async {
            place.clock.sleep(PATIENCE).await;
            Err(Unread::TooSlow)
        };
        let read = future::or(read, late).await;
        let kept = self.keep(place, tenant, config).await;
        self.unread = read.err().or(kept.err().map(Unread::Store));
    }

    /// Reads the rest.
    async fn read(
        &mut self,
        grant: &Grant,
        config: Option<&Config>,
    ) -> Result<(), intercom::Error> {
        let mut catalog = grant.catalog().await?;
        if let Some(config) = config {
            let (directory, now) = (&mut self.directory, self.read_at);
            schedules::follow(grant, config, directory, &mut catalog, now).await?;
        }
        self.catalog = catalog;
        Ok(())
    }

    /// Reads the rest, and creates what is missing of it.
    async fn complete(
        &mut self,
        grant: &Grant,
        config: Option<&Config>,
    ) -> Result<(), intercom::Error> {
        self.read(grant, config).await?;
        let Some(config) = config else {
            return Ok(());
        };
        let mut declined = Vec::new();
        for mention in config.mentions() {
            if !mention.written || !self.lacks(&mention) {
                continue;
            }
            let content = config.attributes.of(mention.kind);
            let content = content.and_then(|contents| contents.get(&mention.name));
            let form = content.map(Content::form);
            match self.create(grant, &mention, form.as_ref()).await {
                Ok(()) => {}
                Err(error) => {
                    let Some((status, code)) = error.declined() else {
                        return Err(error);
                    };
                    let code = code.to_owned();
                    let why = Unwritable::NotCreated { status, code, form };
                    declined.push(Finding::NotWritable { mention, why });
                }
            }
        }
        let names = self.directory.names.clone();
        let found = self.inventory().findings(config, &names);
        let is_told = |finding: &Finding| match finding {
            Finding::Missing { mention, .. } => {
                let declined = declined.iter().any(|told| told.is_about(mention));
                let mut created = self.created.iter();
                let is_it =
                    |(kind, name): &(Kind, String)| *kind == mention.kind && *name == mention.name;
                declined || (mention.written && created.any(is_it))
            }
            _ => false,
        };
        let rest = found.into_iter().filter(|finding| !is_told(finding));
        let rest: Vec<_> = rest.collect();
        self.findings = declined.into_iter().chain(rest).collect();
        Ok(())
    }

    /// Reads the rest and keeps all of it, and creates nothing: what is missing stays missing.
    pub(super) async fn keep_all(
        &mut self,
        place: Place<'_>,
        grant: &Grant,
        tenant: &Tenant,
        config: &Config,
    ) -> Result<(), Error> {
        self.read(grant, Some(config)).await?;
        self.keep(place, tenant, Some(config)).await?;
        Ok(())
    }

    /// Creates what the agent writes to and the workspace does not have.
    async fn create(
        &mut self,
        grant: &Grant,
        mention: &Mention,
        form: Option<&Form>,
    ) -> Result<(), intercom::Error> {
        let (kind, name) = (mention.kind, mention.name.clone());
        if kind == Kind::Tag {
            let id = grant.create_tag(&name).await?.to_string();
            if let Reading::Listed(list) = &mut self.catalog.tags {
                // By the name that stands in the file: Intercom's may differ in case.
                list.push(Named {
                    id,
                    name: name.clone(),
                });
            }
        } else {
            let form = form.unwrap_or(&Form::Text);
            let attribute = grant.create_attribute(kind, &name, form).await?;
            let list = match kind {
                Kind::ContactAttribute => &mut self.catalog.contact_attributes,
                Kind::CompanyAttribute => &mut self.catalog.company_attributes,
                _ => &mut self.catalog.conversation_attributes,
            };
            if let Reading::Listed(list) = list {
                list.extend(attribute);
            }
        }
        self.created.push((kind, name));
        Ok(())
    }

    /// Keeps what was read, and what names mean.
    async fn keep(
        &mut self,
        place: Place<'_>,
        tenant: &Tenant,
        config: Option<&Config>,
    ) -> Result<(), store::Error> {
        let readings = place.readings;
        if let Some(config) = config {
            let names = self.inventory().names(config, &self.directory.names);
            readings.keep_names(tenant, &names).await?;
            self.directory.names = names;
        }
        readings
            .keep_people(tenant, &self.directory, self.read_at)
            .await?;
        if self.catalog == Catalog::default() {
            // It was not read: that is left to the first turn.
            return Ok(());
        }
        readings.keep_catalog(tenant, &self.catalog).await?;
        if let Reading::Listed(_) = self.catalog.office_hours {
            let schedules = &self.directory.schedules;
            readings.keep_schedules(tenant, schedules).await?;
        }
        if let Some(before) = readings.people(tenant).await? {
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
