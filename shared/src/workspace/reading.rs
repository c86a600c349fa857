//! What a seat knows of its workspace's people, and how it comes to know better.

use jiff::SignedDuration;

use super::seat::Delivery;
use super::{Seat, Workspace};
use crate::domain::catalog::Catalog;
use crate::domain::directory::Directory;
use crate::domain::inventory::Inventory;
use crate::domain::outcome::Outcome;
use crate::error::Error;
use crate::ports::intercom;
use crate::ports::journal::Entry;

/// What must remain of a delivery to read everything in it: eight reads of Intercom, which may be slow.
const ENOUGH: SignedDuration = SignedDuration::from_secs(40);

impl Seat {
    /// The workspace's people as they were read; read now, if they never were.
    pub(super) async fn directory(&self) -> Result<Directory, intercom::Error> {
        match &self.people {
            Some(people) => Ok(people.directory.clone()),
            None => self.read_people().await,
        }
    }

    /// The workspace's people as they are now: as they were read, if that still holds.
    pub(super) async fn present(&self) -> Result<Directory, intercom::Error> {
        let now = self.workspace.clock.now();
        match self.people.as_ref().filter(|people| people.is_fresh(now)) {
            Some(people) => Ok(people.directory.clone()),
            None => self.read_people().await,
        }
    }

    /// Reads the workspace's people anew, because a message that said they changed could not be delivered.
    ///
    /// # Errors
    ///
    /// When Intercom does not answer.
    pub async fn look_around(&self) -> Result<Outcome, Error> {
        match self.read_people().await {
            Ok(_) => {
                let outcome = Outcome::Noted { turn: false };
                let entry = Entry::new("reading", outcome.name(), "people were read anew");
                let journal = &self.workspace.journal;
                journal.conclude(entry.at(self.workspace.id(), None));
                Ok(outcome)
            }
            Err(error) => {
                let entry = Entry::new("reading", "people_unread", error.to_string()).failed();
                let journal = &self.workspace.journal;
                journal.conclude(entry.at(self.workspace.id(), None));
                Err(error.into())
            }
        }
    }

    /// Reads everything of the workspace once a day, after a turn, and says what an admin should know. Whoever waits
    /// has their answer already. A reading that fails is made the next day.
    pub(super) async fn read_if_due(&self, delivery: Delivery) {
        let Workspace { tenant, clock, .. } = &self.workspace;
        let now = clock.now();
        let Some(before) = self.people.as_ref().filter(|people| people.is_due(now)) else {
            return;
        };
        if delivery.deadline.duration_since(now) < ENOUGH {
            return;
        }
        match self.readings.claim(tenant, before.all_read_at, now).await {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => return self.note("reading_failed", &error),
        }
        let read = async {
            let directory = self.read_people().await?;
            Ok::<_, intercom::Error>((directory, self.intercom.catalog().await?))
        };
        match read.await {
            Ok((directory, catalog)) => {
                if let Err(error) = self.readings.keep_catalog(tenant, &catalog).await {
                    self.note("reading_not_kept", &error);
                }
                self.tell(&directory, &catalog);
            }
            Err(error) => self.note("reading_failed", &error),
        }
    }

    /// Reads people from Intercom, and keeps them.
    async fn read_people(&self) -> Result<Directory, intercom::Error> {
        let Workspace { tenant, clock, .. } = &self.workspace;
        let read_at = clock.now();
        let names = self
            .people
            .as_ref()
            .map(|people| people.directory.names.clone());
        let directory = Directory {
            names: names.unwrap_or_default(),
            ..self.intercom.directory().await?
        };
        let kept = self.readings.keep_people(tenant, &directory, read_at);
        if let Err(error) = kept.await {
            self.note("people_not_kept", &error);
        }
        Ok(directory)
    }

    /// Says what no longer fits.
    fn tell(&self, directory: &Directory, catalog: &Catalog) {
        let settings = &self.workspace.settings;
        let has_seat = directory
            .teammate(&settings.us)
            .is_some_and(|us| us.has_inbox_seat);
        if !has_seat {
            let what = "the agent's teammate is gone or has no inbox seat";
            self.enter(Entry::new("reading", "seat_lost", what).failed());
        }
        let inventory = Inventory { directory, catalog };
        let findings = inventory.findings(&settings.config, &directory.names);
        // Places and kinds, and no names: they may be people's.
        let mut trouble: Vec<_> = findings
            .iter()
            .filter(|finding| finding.is_trouble())
            .map(|finding| match finding.place() {
                Some(place) => format!("{} at {place}", finding.name()),
                None => finding.name().to_owned(),
            })
            .collect();
        trouble.dedup();
        let entry = if trouble.is_empty() {
            Entry::new(
                "reading",
                "read",
                "the workspace is as its configuration says",
            )
        } else {
            let what = "the workspace is no longer as its configuration says";
            let drift = Entry::new("reading", "drift", what).failed();
            drift.with("findings", trouble.join(", "))
        };
        self.enter(entry);
    }

    fn note(&self, name: &'static str, error: &dyn std::error::Error) {
        self.enter(Entry::new("reading", name, error.to_string()).failed());
    }

    fn enter(&self, entry: Entry) {
        let journal = &self.workspace.journal;
        journal.enter(entry.at(self.workspace.id(), None));
    }
}
