//! Which workspaces are installed. The one port that is not scoped to a workspace.

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::keys::Sealed;
use super::store::Error;
use crate::domain::oauth::Nonce;
use crate::domain::waiting::Progress;
use crate::id::{AdminId, WorkspaceId};

/// Where a workspace's data lives, by `/me`'s `app.region`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Region {
    /// United States.
    #[default]
    #[serde(rename = "US")]
    Us,
    /// European Union.
    #[serde(rename = "EU")]
    Eu,
    /// Australia.
    #[serde(rename = "AU")]
    Au,
}

impl Region {
    /// The API's address.
    #[must_use]
    pub const fn api(self) -> &'static str {
        match self {
            Self::Us => "https://api.intercom.io",
            Self::Eu => "https://api.eu.intercom.io",
            Self::Au => "https://api.au.intercom.io",
        }
    }

    /// Where an admin authorises an app: what Intercom calls the app's host.
    #[must_use]
    pub const fn app(self) -> &'static str {
        match self {
            Self::Us => "https://app.intercom.com",
            Self::Eu => "https://app.eu.intercom.com",
            Self::Au => "https://app.au.intercom.com",
        }
    }
}

/// One workspace's grant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Installation {
    /// Which workspace.
    pub workspace: WorkspaceId,
    /// Its name, as Intercom shows it.
    pub name: String,
    /// Where its data lives.
    pub region: Region,
    /// The access token, sealed for this workspace alone.
    pub token: Sealed,
    /// The client secret of a private app, sealed; the public app's is the bundle's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub private_secret: Option<Sealed>,
    /// The teammate the agent speaks as.
    pub us: AdminId,
    /// What is known against its grant.
    #[serde(default, skip_serializing_if = "Standing::is_good")]
    pub standing: Standing,
}

/// What is known against a grant. Both may be so, and neither is for good: the grant may be renewed, and Intercom may
/// take it again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Since when Intercom refuses the token. As long as it does, no function but `sweep` calls Intercom with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused_since: Option<Timestamp>,
    /// Since when it is said that the app was removed, and Intercom has not confirmed it yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doubted_since: Option<Timestamp>,
}

impl Standing {
    /// Whether nothing is known against the grant.
    #[must_use]
    pub fn is_good(&self) -> bool {
        *self == Self::default()
    }
}

/// A workspace that removed the app. Its token and its private app's secret are deleted; the rest waits to be purged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Departure {
    /// Which workspace.
    pub workspace: WorkspaceId,
    /// Since when.
    #[serde(rename = "uninstalled_since")]
    pub since: Timestamp,
    /// When what is left of it is purged.
    pub purge_at: Timestamp,
}

impl Departure {
    /// For how long a workspace that comes back finds its configuration.
    pub const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

    /// The departure of a workspace at a time.
    #[must_use]
    pub fn at(workspace: WorkspaceId, since: Timestamp) -> Self {
        Self {
            workspace,
            since,
            purge_at: since.saturating_add(Self::KEPT).unwrap_or(Timestamp::MAX),
        }
    }
}

/// What there is of a workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Membership {
    /// It was never installed, or everything was purged.
    Unknown,
    /// It is installed.
    Installed(Box<Installation>),
    /// It was, and removed the app.
    Left(Departure),
}

/// Something that is to be done for a workspace at a time of its own. A workspace has one duty: as long as something is
/// known against its grant, or it has left, it is not swept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duty {
    /// It is to be searched for messages nobody told us of. Every installation in good standing has this duty.
    Sweep,
    /// Intercom is to be asked whether it takes the grant.
    Ask,
    /// What is left of it is to be deleted.
    Purge,
}

impl Duty {
    /// A stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sweep => "sweep",
            Self::Ask => "ask",
            Self::Purge => "purge",
        }
    }
}

/// One sweep of a workspace, which nobody else makes at the same time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// Its installation.
    pub installation: Installation,
    /// How far the sweeps before have come; none before the first.
    pub swept: Option<Progress>,
}

/// How far a purge came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purged {
    /// Nothing is left.
    All,
    /// Something is left, for the next call.
    Part,
    /// The workspace is not what it was: it came back, or somebody else purged it. What was there is there.
    Nothing,
}

/// What came of giving installations their duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Enrolled {
    /// How many had none.
    pub given: u32,
    /// Whether there was time to read all installations.
    pub to_the_end: bool,
}

/// The installed workspaces.
#[async_trait]
pub trait Registry: Send + Sync {
    /// What there is of a workspace.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn membership(&self, workspace: &WorkspaceId) -> Result<Membership, Error>;

    /// The installation of a workspace; `None` when it is not installed.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn installation(&self, workspace: &WorkspaceId) -> Result<Option<Installation>, Error> {
        Ok(match self.membership(workspace).await? {
            Membership::Installed(installation) => Some(*installation),
            Membership::Unknown | Membership::Left(_) => None,
        })
    }

    /// Installs a workspace by a grant that was given just now: it counts more than whatever is there, a departure
    /// included. Its configuration and conversations stay as they are, and how far it was swept; it is to be swept at once.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn install(&self, installation: &Installation) -> Result<(), Error>;

    /// Writes an installation anew, as [`Registry::install`], if its token is still the one it was read with: `over`. False
    /// when it is not.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn renew(&self, installation: &Installation, over: &Sealed) -> Result<bool, Error>;

    /// Writes down what is known against an installation's grant, if that is still its grant, and when Intercom is to
    /// be asked about it. When nothing is, it is to be swept at once instead. False when it is another one by now.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn judge(
        &self,
        installation: &Installation,
        standing: Standing,
        ask_at: Timestamp,
    ) -> Result<bool, Error>;

    /// Deletes the token and the private app's secret of an installation and leaves a departure in its place, if the
    /// grant is still this one; then the secrets of its [`Vault`](super::Vault). False when it is another one by now, or none.
    ///
    /// # Errors
    ///
    /// See [`Error`]. It may be done all the same.
    async fn uninstall(
        &self,
        installation: &Installation,
        departure: &Departure,
    ) -> Result<bool, Error>;

    /// Deletes at once what a workspace that left does not keep: its secrets, and everything that was read of it. Part of
    /// [`Registry::uninstall`], and again for one that was interrupted. Nothing is deleted when it came back meanwhile.
    ///
    /// # Errors
    ///
    /// See [`Error`]. Some may be deleted then; to do it again is safe.
    async fn clear(&self, departure: &Departure) -> Result<(), Error>;

    /// The workspaces whose duty is due, the longest first, `most` at most. It costs the same however many there are
    /// beside them. One that is named need not be due any more; read it before you act.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn due(&self, duty: Duty, now: Timestamp, most: u8) -> Result<Vec<WorkspaceId>, Error>;

    /// Takes on the sweep of a workspace that is due at `now`, and will be due again at `next` whatever comes of it. None
    /// when it is not due, or somebody else took it on.
    ///
    /// # Errors
    ///
    /// See [`Error`]. It may be taken on all the same; then nobody sweeps it until `next`.
    async fn begin_sweep(
        &self,
        workspace: &WorkspaceId,
        now: Timestamp,
        next: Timestamp,
    ) -> Result<Option<Round>, Error>;

    /// Writes down how far a sweep has come, and when the next one is due. False when something else is to be done for the
    /// workspace by now.
    ///
    /// # Errors
    ///
    /// See [`Error`]. It may be written all the same.
    async fn end_sweep(
        &self,
        workspace: &WorkspaceId,
        until: Timestamp,
        next: Timestamp,
    ) -> Result<bool, Error>;

    /// Writes down that what was written up to then is not for a sweep at all, and when the next one is due: whatever was known of
    /// sweeps counts no longer. False when something else is to be done for the workspace by now.
    ///
    /// # Errors
    ///
    /// See [`Error`]. It may be written all the same.
    async fn pass_over(
        &self,
        workspace: &WorkspaceId,
        until: Timestamp,
        next: Timestamp,
    ) -> Result<bool, Error>;

    /// Gives the duty to be swept to installations that have none, which were written before there was one; how many. It
    /// reads every installation, or as many as it has come to at `deadline`: after it, it begins no call.
    ///
    /// # Errors
    ///
    /// See [`Error`]. Some may have it then; to do it again is safe.
    async fn enrol(&self, deadline: Timestamp) -> Result<Enrolled, Error>;

    /// Deletes a batch of what is left of a workspace that left, its secrets, its decisions, its configurations and in
    /// the end its row, if it did not come back. Conversations' records end by themselves.
    ///
    /// # Errors
    ///
    /// See [`Error`]. It may be done all the same.
    async fn purge(&self, departure: &Departure) -> Result<Purged, Error>;

    /// Uses up the nonce of an OAuth state, which nobody needs to remember after `until`. True the first time at most,
    /// and never again: it is false too when the answer to the first time was lost.
    ///
    /// # Errors
    ///
    /// See [`Error`]. Then it may be used up all the same.
    async fn use_up(&self, nonce: &Nonce, until: Timestamp) -> Result<bool, Error>;
}
