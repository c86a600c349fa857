//! What a seat knows of its workspace's people, and how it comes to know better.

use std::time::Duration;

use futures_lite::future;
use jiff::{SignedDuration, Timestamp};

use super::seat::Delivery;
use super::{Notice, Seat, Workspace, redating, schedules};
use crate::domain::catalog::{Catalog, Reading};
use crate::domain::directory::Directory;
use crate::domain::inventory::Inventory;
use crate::domain::outcome::Outcome;
use crate::error::Error;
use crate::ports::journal::Entry;
use crate::ports::{intercom, store};

/// How long everything may take to be read, and what must remain of a delivery to begin with it.
const PATIENCE: Duration = Duration::from_secs(20);
const ENOUGH: SignedDuration = SignedDuration::from_secs(40);

/// How long it may take to move what is queued: what was read is kept after it, in the same delivery.
const MOVING: Duration = Duration::from_secs(15);

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
        let Workspace {
            tenant,
            clock,
            readings,
            ..
        } = &self.workspace;
        // Looked at now, and not when the turn began: somebody may have gone while the agent was thinking.
        match readings.people(tenant).await {
            Ok(Some(people)) if people.is_fresh(clock.now()) => return Ok(people.directory),
            Ok(_) => {}
            // They can be had from where they come from.
            Err(error) => self.note(
                Notice::NotRead,
                "the people that were read are not to be had",
                &error,
            ),
        }
        self.read_people().await
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
                let entry =
                    Entry::new("reading", Notice::NotRead.name(), error.to_string()).failed();
                let journal = &self.workspace.journal;
                journal.conclude(entry.at(self.workspace.id(), None));
                Err(Error::Stuck((&error).into()))
            }
        }
    }

    /// Notes that people are to be read again: somebody they show is not there.
    pub(super) async fn people_are_wrong(&self) {
        let Workspace {
            tenant,
            clock,
            readings,
            ..
        } = &self.workspace;
        if let Err(error) = readings.people_changed(tenant, clock.now()).await {
            self.note(
                Notice::NotKept,
                "that people changed could not be kept",
                &error,
            );
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
        match self
            .workspace
            .readings
            .claim(tenant, before.all_read_at, now)
            .await
        {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => {
                return self.note(
                    Notice::NotRead,
                    "the daily reading of the workspace failed",
                    &error,
                );
            }
        }
        let read = async {
            let mut directory = self.read_people().await?;
            let mut catalog = self.intercom.catalog().await?;
            let config = &self.settings.config;
            schedules::follow(&*self.intercom, config, &mut directory, &mut catalog, now).await?;
            Ok::<_, intercom::Error>((directory, catalog))
        };
        let late = async {
            clock.sleep(PATIENCE).await;
            None
        };
        let read = async { Some(read.await) };
        match future::or(read, late).await {
            None => self.workspace.enter(
                Notice::NotRead,
                "the daily reading of the workspace took too long",
                &[],
            ),
            Some(Ok((directory, catalog))) => {
                // What waits is moved before the hours are kept: whoever dies in between finds them changed again. It is due when this
                // delivery is over, so that its turns know the new hours.
                let to = delivery.deadline;
                self.follow_the_hours(&before.directory, &directory, to)
                    .await;
                if let Err(error) = self.keep(&directory, &catalog).await {
                    self.note(Notice::NotKept, "what was read could not be kept", &error);
                }
                self.tell(&directory, &catalog);
            }
            Some(Err(error)) => self.note(
                Notice::NotRead,
                "the daily reading of the workspace failed",
                &error,
            ),
        }
    }

    /// Looks again at what waits for people to open, where their hours or who is in which team are others now. What cannot be looked
    /// at now is when its time has come.
    async fn follow_the_hours(&self, before: &Directory, read: &Directory, to: Timestamp) {
        let now = self.workspace.clock.now();
        let are_others = before.teams != read.teams
            || schedules::differ(&before.schedules, &read.schedules, now);
        if !are_others || self.settings.config.out_of_hours.is_none() {
            return;
        }
        let Workspace {
            tenant,
            clock,
            follow_ups,
            ..
        } = &self.workspace;
        let moved = async { Some(redating::redate(&**follow_ups, tenant, to).await) };
        let late = async {
            clock.sleep(MOVING).await;
            None
        };
        match future::or(moved, late).await {
            None => self.workspace.enter(
                Notice::NotKept,
                "hours or teams changed, and to look again at all that is queued took too long: the rest is looked at when its time has come",
                &[],
            ),
            Some(Ok(0)) => {}
            Some(Ok(count)) => {
                let what = "hours or teams changed: what is queued is looked at again";
                let entry = Entry::new("reading", Notice::Read.name(), what).with("queued", count);
                let journal = &self.workspace.journal;
                journal.enter(entry.at(self.workspace.id(), None));
            }
            Some(Err(error)) => self.note(
                Notice::NotKept,
                "hours or teams changed, and what is queued could not be looked at again",
                &error,
            ),
        }
    }

    /// Keeps everything but people.
    async fn keep(&self, directory: &Directory, catalog: &Catalog) -> Result<(), store::Error> {
        let Workspace {
            tenant, readings, ..
        } = &self.workspace;
        readings.keep_catalog(tenant, catalog).await?;
        // What attributes take may have changed. Should somebody publish in this moment, their names are found again at the
        // next reading, and until then by themselves.
        let inventory = Inventory { directory, catalog };
        let names = inventory.names(&self.settings.config, &directory.names);
        if names != directory.names {
            readings.keep_names(tenant, &names).await?;
        }
        // Where they may not be read any more, those that were read hold.
        if let Reading::Listed(_) = catalog.office_hours {
            let schedules = &directory.schedules;
            readings.keep_schedules(tenant, schedules).await?;
        }
        Ok(())
    }

    /// Reads people from Intercom, and keeps them.
    async fn read_people(&self) -> Result<Directory, intercom::Error> {
        let Workspace { tenant, clock, .. } = &self.workspace;
        let read_at = clock.now();
        let read = self.intercom.directory().await?;
        let directory = match &self.people {
            Some(people) => Directory {
                names: people.directory.names.clone(),
                schedules: people.directory.schedules.clone(),
                ..read
            },
            None => read,
        };
        let kept = self
            .workspace
            .readings
            .keep_people(tenant, &directory, read_at);
        if let Err(error) = kept.await {
            self.note(
                Notice::NotKept,
                "the people that were read could not be kept",
                &error,
            );
        }
        Ok(directory)
    }

    /// Says what no longer fits.
    fn tell(&self, directory: &Directory, catalog: &Catalog) {
        let has_seat = directory
            .teammate(self.workspace.us())
            .is_some_and(|us| us.has_inbox_seat);
        if !has_seat {
            let what = "the agent's teammate is gone or has no inbox seat";
            self.workspace.enter(Notice::SeatLost, what, &[]);
        }
        let inventory = Inventory { directory, catalog };
        let findings = inventory.findings(&self.settings.config, &directory.names);
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
        if trouble.is_empty() {
            let what = "the workspace is as its configuration says";
            self.workspace.enter(Notice::Read, what, &[]);
        } else {
            let what = "the workspace is no longer as its configuration says";
            self.workspace.enter(Notice::Drift, what, &trouble);
        }
    }

    fn note(&self, notice: Notice, what: &str, error: &dyn std::error::Error) {
        self.workspace
            .enter(notice, format!("{what}: {error}"), &[]);
    }
}

impl Workspace {
    /// Enters what came of a reading.
    pub(super) fn enter(&self, notice: Notice, what: impl Into<String>, findings: &[String]) {
        let mut entry = Entry::new("reading", notice.name(), what).at(self.id(), None);
        if !findings.is_empty() {
            entry = entry.with("findings", findings.join(", "));
        }
        self.journal.enter(match notice {
            Notice::Read => entry,
            Notice::Drift | Notice::SeatLost | Notice::NotRead | Notice::NotKept => entry.failed(),
        });
    }
}
