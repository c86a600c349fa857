//! Sweeping one workspace for visitors' messages nobody told us of.
//!
//! The search says who waits, the record what is known of it. What is in neither's order gets a turn, which reads the
//! conversation and does what it would have done had it been told. So nothing is decided here: a rule, a pause or Fin is the
//! turn's business.

use std::time::Duration;

use futures_lite::future;
use jiff::{SignedDuration, Timestamp};

use super::Ports;
use crate::domain::conversation::Errand;
use crate::domain::digest::Digest;
use crate::domain::turn::TurnRequest;
use crate::domain::waiting::{Missed, Page, Unreadable, Waiting, Window};
use crate::error::Error;
use crate::grants::Finding;
use crate::id::WorkspaceId;
use crate::ports::Intercom;
use crate::ports::allowance::{Share, Taken};
use crate::ports::intercom;
use crate::ports::journal::Entry;
use crate::ports::queue::Letter;
use crate::ports::registry::Round;
use crate::workspace::{Tenant, pressure};

/// After how long a workspace is swept again, where the app's share of calls lets it.
pub const PERIOD: SignedDuration = SignedDuration::from_mins(5);

/// How long Intercom may take for a search: others wait for this one.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long a search and what follows it take at most.
const ONE: SignedDuration = SignedDuration::from_secs(12);

/// A search has more pages than there is time for.
const NO_TIME: Error = Error::Later {
    after: PERIOD.unsigned_abs(),
    why: "there is no time for all pages of a search",
};

/// What a sweep of one workspace found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Found {
    /// Conversations nobody told us of.
    pub lost: u32,
    /// Conversations we were told of, which are not dealt with yet.
    pub late: u32,
    /// Conversations that could not be read.
    pub unreadable: u32,
    /// Seconds in which more conversations changed than there was time for. What was not looked at counts as swept.
    pub crowded: u32,
}

impl Ports {
    /// Sweeps a workspace that is due; what was found, or none when somebody else did it. The first call to Intercom is taken from
    /// the app's share before; every other one is taken here.
    ///
    /// # Errors
    ///
    /// When it was not swept to its end. The next sweep begins where this one did; what was found is asked for already.
    pub async fn sweep(
        &self,
        workspace: &WorkspaceId,
        deadline: Timestamp,
    ) -> Result<Option<Found>, Error> {
        let now = self.clock.now();
        let next = now.saturating_add(PERIOD).unwrap_or(Timestamp::MAX);
        let Some(round) = self.registry.begin_sweep(workspace, now, next).await? else {
            return Ok(None);
        };
        let tenant = Tenant::verified(workspace.clone());
        let switch = self.configurations.glance(&tenant).await?;
        let speaks = switch.is_some_and(|switch| !switch.all);
        let (Some(swept), true) = (round.swept, speaks) else {
            // Who waited before the agent came waits for people, and who writes while it is paused does.
            self.registry.pass_over(workspace, now, next).await?;
            return Ok(Some(Found::default()));
        };
        if let Some(until) = self.allowance.held(&tenant).await? {
            self.registry
                .end_sweep(workspace, swept.until, until.min(next))
                .await?;
            return Err(Error::Later {
                after: until.duration_since(now).try_into().unwrap_or_default(),
                why: "little of the workspace's rate limit is left",
            });
        }
        let sweep = Sweep {
            ports: self,
            tenant,
            round,
            deadline,
        };
        let (window, found) = match sweep.run(Window::after(swept, now)).await {
            // It is as far as it was, and due again when its window ends.
            Err(Error::Intercom(error @ intercom::Error::RateLimited { until })) => {
                let until = until.clamp(now, next);
                self.registry
                    .end_sweep(workspace, swept.until, until)
                    .await?;
                return Err(error.into());
            }
            ended => ended?,
        };
        // What was cut off is searched as soon as there is time for it.
        let next = if window.is_cut() { now } else { next };
        let until = window.swept_until();
        self.registry.end_sweep(workspace, until, next).await?;
        Ok(Some(found))
    }
}

/// A sweep under way.
struct Sweep<'p> {
    ports: &'p Ports,
    tenant: Tenant,
    round: Round,
    deadline: Timestamp,
}

impl Sweep<'_> {
    /// Searches as much of a window as can be looked at in one go; what that was, and what was found.
    async fn run(&self, mut window: Window) -> Result<(Window, Found), Error> {
        let Round { installation, .. } = &self.round;
        let token = self.ports.keys.open(self.id(), &installation.token).await?;
        let intercom = self.ports.connect.connect_yielding(installation, token);
        let mut page = self.page(&*intercom, &window, None).await?;
        while let Some(shorter) = window.narrowed(page.total) {
            window = shorter;
            if !self.takes().await? {
                return Err(NO_TIME);
            }
            page = self.page(&*intercom, &window, None).await?;
        }
        let mut found = Found::default();
        loop {
            for read in &page.conversations {
                match read {
                    Ok(waiting) => self.look(waiting, &window, &mut found).await?,
                    Err(unreadable) => self.skip(unreadable, &mut found),
                }
            }
            let Some(next) = &page.next else {
                return Ok((window, found));
            };
            if !self.takes().await? {
                if !window.is_crowded(page.total) {
                    return Err(NO_TIME);
                }
                // The next sweep would come no further, and nothing behind it would ever be searched.
                self.pass(&page, &mut found);
                return Ok((window, found));
            }
            page = self.page(&*intercom, &window, Some(next)).await?;
        }
    }

    fn id(&self) -> &WorkspaceId {
        self.tenant.workspace()
    }

    /// Takes one more call, of the next window if need be; false when there is no time for it.
    async fn takes(&self) -> Result<bool, Error> {
        let Ports {
            allowance, clock, ..
        } = self.ports;
        loop {
            let now = clock.now();
            match allowance.take(Share::Sweep, 1).await? {
                Taken::Yes if self.has_time(now) => return Ok(true),
                Taken::UsedUp(until) if self.has_time(until) => {
                    let wait = until.duration_since(now).try_into().unwrap_or_default();
                    clock.sleep(wait).await;
                }
                Taken::Yes | Taken::UsedUp(_) => return Ok(false),
            }
        }
    }

    fn has_time(&self, at: Timestamp) -> bool {
        self.deadline.duration_since(at) >= ONE
    }

    async fn page(
        &self,
        intercom: &dyn Intercom,
        window: &Window,
        after: Option<&str>,
    ) -> Result<Page, Error> {
        let late = async {
            self.ports.clock.sleep(PATIENCE).await;
            Err(intercom::Error::Unknown(Box::new(TooSlow)))
        };
        let came = future::or(intercom.waiting(window, after), late).await;
        let Ports {
            allowance, journal, ..
        } = self.ports;
        let by = ("sweep", None);
        pressure::pass_on(intercom, &**allowance, &**journal, &self.tenant, by).await;
        match came {
            Ok(page) => Ok(page),
            Err(error @ (intercom::Error::Unauthorized | intercom::Error::Refused { .. })) => {
                Err(self.refused(error).await)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// What a refusal means: the whole grant, or this search for want of a permission.
    async fn refused(&self, error: intercom::Error) -> Error {
        match self.ports.grants().refused(self.id()).await {
            Ok(Finding::Refused) => Error::GrantRefused,
            Ok(Finding::Ended | Finding::LeftBefore | Finding::NotInstalled) => Error::NotInstalled,
            Ok(Finding::Accepted | Finding::Renewed) => error.into(),
            Err(error) => error,
        }
    }

    /// Asks for a turn where one is missing.
    async fn look(
        &self,
        waiting: &Waiting,
        window: &Window,
        found: &mut Found,
    ) -> Result<(), Error> {
        let store = &self.ports.store;
        let record = store.conversation(&self.tenant, &waiting.id).await?;
        let us = &self.round.installation.us;
        let Some(missed) = waiting.missed(window, record.as_ref(), us) else {
            return Ok(());
        };
        let wrote_at = waiting.wrote_at.as_second().to_string();
        let request = TurnRequest {
            workspace: self.id().clone(),
            conversation: waiting.id.clone(),
            cause: Digest::of(["sweep", &wrote_at]),
            errand: Errand::Look,
            place: None,
            beside: None,
        };
        self.ports.queue.send(&Letter::turn(&request)).await?;
        let what = match missed {
            Missed::Lost => {
                found.lost += 1;
                "nobody told us that a visitor wrote; a turn is asked for"
            }
            Missed::Late => {
                found.late += 1;
                "a visitor waits whose turn did not come to its end; one more is asked for"
            }
        };
        let waited = window.now.duration_since(waiting.wrote_at).as_secs();
        let entry = Entry::new("sweep", missed.name(), what).with("waited_s", waited);
        let entry = entry.at(self.id(), Some(&waiting.id));
        self.ports.journal.enter(entry.failed());
        Ok(())
    }

    fn pass(&self, page: &Page, found: &mut Found) {
        found.crowded += 1;
        let what = "more conversations changed within a second than there was time for; the others count as swept";
        let entry = Entry::new("sweep", "crowded", what).with("conversations", page.total);
        self.ports.journal.enter(entry.at(self.id(), None).failed());
    }

    fn skip(&self, unreadable: &Unreadable, found: &mut Found) {
        found.unreadable += 1;
        let what = format!(
            "a conversation of a search differs from what Intercom documents at {}",
            unreadable.path
        );
        let entry = Entry::new("sweep", "unreadable", what);
        let entry = entry.at(self.id(), unreadable.id.as_ref());
        self.ports.journal.enter(entry.failed());
    }
}

#[derive(Debug, thiserror::Error)]
#[error("Intercom did not answer the search in time")]
struct TooSlow;
