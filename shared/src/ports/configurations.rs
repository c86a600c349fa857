//! What a workspace is configured with: versions that never change, and a pointer to the one that is live.
//!
//! The pointer is small, so that every turn can afford to read it, and a version is read once by whoever keeps it by its
//! number. Nothing here edits a version: a correction is the next one, and to go back is to move the pointer.

use async_trait::async_trait;
use jiff::Timestamp;

use super::store::Error;
use crate::domain::config::Config;
use crate::domain::switch::{Scope, Switch};
use crate::workspace::Tenant;

/// The pointer of a workspace that has a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Live {
    /// The version that is live.
    pub number: u64,
    /// The newest one there is.
    pub newest: u64,
    /// What is paused. No publish and no rollback changes it.
    pub switch: Switch,
    /// When the live version became it, to the second.
    pub moved_at: Timestamp,
}

/// A version.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// Its number, from 1.
    pub number: u64,
    /// When it was published, to the second.
    pub published_at: Timestamp,
    /// What its publisher says of it.
    pub message: Option<String>,
    /// What it means.
    pub config: Config,
    /// What was written: YAML, with its comments.
    pub source: String,
}

/// What a list says of a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Its number.
    pub number: u64,
    /// When it was published, to the second.
    pub published_at: Timestamp,
    /// What its publisher says of it.
    pub message: Option<String>,
}

/// A version that is to be. It fits where versions are kept.
#[derive(Debug, Clone, Copy)]
pub struct Draft<'d> {
    config: &'d Config,
    source: &'d str,
    message: Option<&'d str>,
}

/// A configuration that is too long to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the configuration is too long: as it is stored it takes {size} bytes, and {} are the most; shorten its texts, or split its rules among workspaces",
    Draft::MOST
)]
pub struct TooLong {
    /// How many bytes it takes.
    pub size: usize,
}

impl<'d> Draft<'d> {
    /// How many bytes its parts may take together. DynamoDB keeps items of 400 KB, names and numbers included.
    pub const MOST: usize = 380_000;

    /// A draft of what `source` says, which means `config`.
    ///
    /// # Errors
    ///
    /// When it is longer than [`Draft::MOST`].
    pub fn new(
        config: &'d Config,
        source: &'d str,
        message: Option<&'d str>,
    ) -> Result<Self, TooLong> {
        let json = serde_json::to_string(config).expect("a configuration has text keys");
        let size = json.len() + source.len() + message.map_or(0, str::len);
        if size > Self::MOST {
            return Err(TooLong { size });
        }
        Ok(Self {
            config,
            source,
            message,
        })
    }

    /// What it means.
    #[must_use]
    pub const fn config(&self) -> &'d Config {
        self.config
    }

    /// What was written.
    #[must_use]
    pub const fn source(&self) -> &'d str {
        self.source
    }

    /// What is said of it.
    #[must_use]
    pub const fn message(&self) -> Option<&'d str> {
        self.message
    }
}

/// What a publisher knows to be live.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// Whatever is: an install, which is told everything at once.
    Whatever,
    /// The version the publisher has looked at; none if there was none.
    Seen(Option<u64>),
}

/// Why the pointer was not moved.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    /// Somebody else moved it since the caller looked.
    #[error("{}", moved(*.live))]
    Moved {
        /// What is live now, if anything is.
        live: Option<u64>,
    },
    /// There is no such version.
    #[error("there is no version {0}")]
    NoVersion(u64),
    /// The store failed. The pointer may have been moved.
    #[error(transparent)]
    Store(#[from] Error),
}

fn moved(live: Option<u64>) -> String {
    match live {
        Some(live) => format!("version {live} is live by now, and not the one this was made for"),
        None => "no configuration is live any more".to_owned(),
    }
}

/// The configurations, one workspace at a time.
#[async_trait]
pub trait Configurations: Send + Sync {
    /// The pointer, strongly consistent; none when nothing was ever published.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn live(&self, tenant: &Tenant) -> Result<Option<Live>, Error>;

    /// The switch, perhaps as it was a second ago, for half the cost of [`Configurations::live`]. None when nothing was
    /// ever published.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn glance(&self, tenant: &Tenant) -> Result<Option<Switch>, Error>;

    /// A version. It never changes.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn version(&self, tenant: &Tenant, number: u64) -> Result<Option<Version>, Error>;

    /// The versions before `before`, or all of them: the newest first, `most` at most.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn history(
        &self,
        tenant: &Tenant,
        before: Option<u64>,
        most: u8,
    ) -> Result<Vec<Summary>, Error>;

    /// Makes a draft the newest version and the live one, in one; its number. What is live already stays as it is, and
    /// keeps its number.
    ///
    /// # Errors
    ///
    /// [`MoveError::Moved`] when something else is live than the publisher saw. Nothing is written then.
    async fn publish(
        &self,
        tenant: &Tenant,
        draft: Draft<'_>,
        over: Over,
    ) -> Result<u64, MoveError>;

    /// Makes a version that was published before the live one, over the version `over`. All others stay.
    ///
    /// # Errors
    ///
    /// [`MoveError::Moved`] when `over` is not live; [`MoveError::NoVersion`] when there is none of that number.
    async fn point(&self, tenant: &Tenant, number: u64, over: u64) -> Result<(), MoveError>;

    /// Pauses, or lets go on; the pointer as it is then. Nothing else of it changes, whoever else moves it at the same
    /// time. None when nothing was ever published.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn switch(
        &self,
        tenant: &Tenant,
        scope: &Scope,
        paused: bool,
    ) -> Result<Option<Live>, Error>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_that_does_not_fit_is_refused_with_its_size() {
        let config: Config = serde_json::from_value(serde_json::json!({
            "version": 1,
            "agent": { "teammate": "Nexora" },
            "rules": [{ "name": "Everything", "then": { "agent": {} } }],
            "hand_off": { "default": "team:Support" },
        }))
        .unwrap();
        assert!(Draft::new(&config, &"#".repeat(370_000), Some("long")).is_ok());
        let error = Draft::new(&config, &"#".repeat(400_000), None).unwrap_err();
        assert!(error.size > 400_000);
        let said = error.to_string().replace(&error.size.to_string(), "SIZE");
        insta::assert_snapshot!(said, @"the configuration is too long: as it is stored it takes SIZE bytes, and 380000 are the most; shorten its texts, or split its rules among workspaces");
    }
}
