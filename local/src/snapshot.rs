//! The simulated Intercom and the feed, kept over a restart.

use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{fs, io};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use simulator::Intercom;

use crate::feed::{Feed, Row};

/// What is kept.
#[derive(Serialize, Deserialize)]
pub struct Snapshot {
    /// The simulated Intercom.
    pub intercom: Value,
    /// What happened.
    pub feed: Vec<Row>,
}

/// What a snapshot is made of. Clones are the same.
#[derive(Clone)]
pub struct Kept {
    /// The simulated Intercom.
    pub intercom: Intercom,
    /// What happened.
    pub feed: Feed,
}

/// Why a snapshot cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file cannot be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It was written by another version, or by hand.
    #[error("{} cannot be read ({source}); start with --fresh to begin anew", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: serde_json::Error,
    },
}

impl Snapshot {
    /// Reads a snapshot; none if there is no file yet.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub fn read(path: &Path) -> Result<Option<Self>, Error> {
        match fs::read(path) {
            Ok(bytes) => {
                serde_json::from_slice(&bytes)
                    .map(Some)
                    .map_err(|source| Error::Unreadable {
                        path: path.to_owned(),
                        source,
                    })
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(Error::File {
                path: path.to_owned(),
                source,
            }),
        }
    }

    /// Writes what there is now, whole or not at all.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub fn write(path: &Path, kept: &Kept) -> Result<(), Error> {
        let snapshot = Self {
            intercom: kept.intercom.snapshot(),
            feed: kept.feed.rows(),
        };
        let bytes = serde_json::to_vec(&snapshot).map_err(|source| Error::Unreadable {
            path: path.to_owned(),
            source,
        })?;
        let beside = path.with_extension("new");
        let file = |source| Error::File {
            path: path.to_owned(),
            source,
        };
        fs::write(&beside, bytes).map_err(file)?;
        fs::rename(&beside, path).map_err(file)
    }
}

/// Writes a snapshot soon after each change, until it is dropped.
pub async fn keep(path: PathBuf, kept: Kept) {
    let (mut changes, mut rows) = (kept.intercom.changes(), kept.feed.changes());
    loop {
        let changed = tokio::select! {
            changed = changes.changed() => changed,
            changed = rows.changed() => changed,
        };
        if changed.is_err() {
            return;
        }
        // A burst of changes is one write.
        tokio::time::sleep(Duration::from_millis(200)).await;
        if let Err(error) = Snapshot::write(&path, &kept) {
            tracing::error!(%error, "the demo's state could not be saved");
        }
    }
}
