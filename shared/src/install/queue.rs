//! What waits until people are back, for whoever runs the stack.
//!
//! Rows say which conversations may wait; each one's record says whether it does, and until when. So a row that is left over shows
//! nothing.

use std::collections::BTreeSet;

use futures_util::future::try_join_all;
use jiff::{SignedDuration, Timestamp, Zoned};
use serde::{Deserialize, Serialize};

use super::{Place, Versions};
use crate::domain::config::Config;
use crate::domain::directory::Directory;
use crate::domain::office_hours::Opening;
use crate::domain::queued::{Queued, Tier};
use crate::domain::reminder::{Purpose, Reminder};
use crate::id::{ConversationId, TeamId, WorkspaceId};
use crate::ports::follow_ups::FollowUp;
use crate::ports::{Due, FollowUps, Store, store};
use crate::workspace::Tenant;

/// How many rows are asked for at once.
const PAGE: u16 = 500;
/// How many records are read at the same time.
const AT_ONCE: usize = 25;
/// How many rows of all workspaces are looked at.
const OF_ALL: u16 = 5_000;

/// What waits in one workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// Where.
    pub workspace: WorkspaceId,
    /// What the workspace is called.
    pub name: String,
    /// In the order in which people are given them: by the time, then the highest tier, then who has waited longest.
    pub conversations: Vec<Waits>,
    /// How many rows were passed over because nobody can tell what they are.
    pub unreadable: u32,
}

/// A conversation that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waits {
    /// Which.
    pub conversation: ConversationId,
    /// Since when its visitor has waited for a person.
    pub since: Timestamp,
    /// When people are back, by the office's clock. Their hours are asked again then.
    pub due: Zoned,
    /// The customer's plan, where it is one of `companies.tiers`.
    pub tier: Option<String>,
    /// The team it waits for, where it is one.
    pub team: Option<Team>,
    /// The name of the reason.
    pub why: String,
    /// The intent that was detected, where it was one and the configuration still has it.
    pub intent: Option<String>,
    /// Whether the visitor was told when people are back.
    pub told: bool,
}

/// A team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    /// Which.
    pub id: TeamId,
    /// What it is called; none when it is not there any more.
    pub name: Option<String>,
}

/// Where it is looked up.
#[derive(Clone, Copy)]
pub struct Desk<'d> {
    /// Which workspaces there are, and what they are configured with.
    pub place: Place<'d>,
    /// What is kept of conversations.
    pub store: &'d dyn Store,
    /// The rows of a workspace.
    pub follow_ups: &'d dyn FollowUps,
    /// The rows of all workspaces.
    pub due: &'d dyn Due,
}

/// What could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Unread {
    /// Which workspaces there are, what they are configured with, or what is kept of their conversations.
    #[error(transparent)]
    Registry(store::Error),
    /// The rows.
    #[error(transparent)]
    FollowUps(store::Error),
}

impl Desk<'_> {
    /// What waits in a workspace; none when it is not installed.
    ///
    /// # Errors
    ///
    /// See [`Unread`].
    pub async fn of(self, workspace: &WorkspaceId) -> Result<Option<Waiting>, Unread> {
        let installation = self.place.registry.installation(workspace).await;
        let Some(installation) = installation.map_err(Unread::Registry)? else {
            return Ok(None);
        };
        // Whoever may read the stack's tables speaks for its workspaces.
        let tenant = Tenant::verified(workspace.clone());
        let (mut rows, mut unreadable) = (Vec::new(), 0);
        loop {
            let found = self.follow_ups.queued(&tenant, rows.last(), PAGE).await;
            let found = found.map_err(Unread::FollowUps)?;
            unreadable += found.unreadable;
            let is_last = !found.more || found.follow_ups.is_empty();
            rows.extend(found.follow_ups);
            if is_last {
                break;
            }
        }
        let conversations = self.conversations(tenant, rows).await;
        Ok(Some(Waiting {
            workspace: workspace.clone(),
            name: installation.name,
            conversations: conversations.map_err(Unread::Registry)?,
            unreadable,
        }))
    }

    /// What waits in every workspace that is installed and has something that waits, by their ids, and whether there is more than
    /// was looked at.
    ///
    /// # Errors
    ///
    /// See [`Unread`].
    pub async fn of_all(self) -> Result<(Vec<Waiting>, bool), Unread> {
        let found = self.due.due(Timestamp::MAX, OF_ALL).await;
        let found = found.map_err(Unread::FollowUps)?;
        let rows = found.follow_ups.into_iter();
        let workspaces: BTreeSet<_> = rows
            .filter(|row| row.place.is_some())
            .map(|row| row.workspace)
            .collect();
        let mut all = Vec::new();
        for workspace in workspaces {
            let waiting = self.of(&workspace).await?;
            all.extend(waiting.filter(|waiting| !waiting.conversations.is_empty()));
        }
        Ok((all, found.more))
    }

    /// Those whose records say that they wait, each once.
    async fn conversations(
        self,
        tenant: Tenant,
        rows: Vec<FollowUp>,
    ) -> Result<Vec<Waits>, store::Error> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let people = self.place.readings.people_lately(&tenant).await?;
        let directory = people.map(|people| people.directory).unwrap_or_default();
        let mut seen = BTreeSet::new();
        let mut waits = Vec::new();
        for rows in rows.chunks(AT_ONCE) {
            let records = rows
                .iter()
                .map(|row| self.store.conversation(&tenant, &row.conversation));
            for (row, record) in rows.iter().zip(try_join_all(records).await?) {
                let reminder = record.and_then(|record| record.reminder);
                if let Some((reminder, queued)) = reminder.and_then(opening)
                    && seen.insert(row.conversation.clone())
                {
                    waits.push((row, reminder, queued));
                }
            }
        }
        let live = Versions::at(self.place, tenant).live_version().await?;
        let config = live.map(|(_, version)| version.config);
        let office = Office {
            config: config.as_ref(),
            directory: &directory,
        };
        waits.sort_by_key(|(_, reminder, queued)| (reminder.at, queued.tier, reminder.since));
        let waits = waits.into_iter();
        Ok(waits
            .map(|(row, reminder, queued)| office.waits(row, reminder, queued))
            .collect())
    }
}

fn opening(reminder: Reminder) -> Option<(Reminder, Queued)> {
    match reminder.purpose {
        Purpose::Opening(queued) => Some((reminder, queued)),
        Purpose::Silence | Purpose::PickUp { .. } => None,
    }
}

/// What things are called in a workspace.
struct Office<'o> {
    config: Option<&'o Config>,
    directory: &'o Directory,
}

impl Office<'_> {
    fn waits(&self, row: &FollowUp, reminder: Reminder, queued: Queued) -> Waits {
        let team = row.place.as_ref().and_then(|place| place.team.clone());
        let team = team.map(|id| Team {
            name: self
                .directory
                .team_called(id.as_str())
                .map(|team| team.name.clone()),
            id,
        });
        Waits {
            conversation: row.conversation.clone(),
            since: Timestamp::from_second(reminder.since).unwrap_or_default(),
            due: self.by_its_clock(reminder.time(), team.as_ref()),
            tier: self.tier(queued.tier),
            team,
            why: queued.why.to_owned(),
            intent: self
                .config
                .and_then(|config| queued.intent(config))
                .map(str::to_owned),
            told: queued.told,
        }
    }

    fn tier(&self, tier: Tier) -> Option<String> {
        let tiers = self.config?.companies.tiers.iter().rev();
        let mut named = tiers.skip(tier.digit().into());
        named.next().filter(|_| tier != Tier::NONE).cloned()
    }

    /// By the clock of whoever opens then; in UTC where their hours are gone.
    fn by_its_clock(&self, at: Timestamp, team: Option<&Team>) -> Zoned {
        let team = team.map(|team| team.id.as_str());
        let moment_before = at.saturating_sub(SignedDuration::from_secs(1));
        let opens = self.config.zip(moment_before.ok()).map(|(config, before)| {
            let hours = &config.office_hours;
            hours.next_opening(team, self.directory, before)
        });
        match opens {
            Some(Opening::At(opens)) => at.to_zoned(opens.time_zone().clone()),
            _ => at.to_zoned(jiff::tz::TimeZone::UTC),
        }
    }
}
