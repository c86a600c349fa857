//! The queue's connection to the file.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Transaction, TransactionBehavior};
use shared::ports::queue::Error;
use tokio::task;

/// How long to wait for the other connection's transaction, which takes milliseconds.
const PATIENCE: Duration = Duration::from_secs(30);

/// A connection. `SQLite` blocks, so each use runs on a thread for that.
#[derive(Clone)]
pub(super) struct Connection(Arc<Mutex<rusqlite::Connection>>);

impl Connection {
    pub(super) fn open(path: Option<&Path>) -> Result<Self, Error> {
        let open = || {
            let connection = match path {
                Some(path) => rusqlite::Connection::open(path)?,
                None => rusqlite::Connection::open_in_memory()?,
            };
            connection.busy_timeout(PATIENCE)?;
            connection.pragma_update(None, "journal_mode", "WAL")?;
            // With WAL a killed process loses nothing; only a power cut may lose the last moments.
            connection.pragma_update(None, "synchronous", "NORMAL")?;
            connection.execute_batch(include_str!("schema.sql"))?;
            Ok(connection)
        };
        open()
            .map(|connection| Self(Arc::new(Mutex::new(connection))))
            .map_err(failed)
    }

    /// Reads one state of the queues.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, Error> {
        self.run(TransactionBehavior::Deferred, read).await
    }

    /// Writes all or nothing. The lock is taken at the beginning, because a transaction that has read already
    /// cannot wait for it.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        write: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, Error> {
        self.run(TransactionBehavior::Immediate, write).await
    }

    async fn run<T: Send + 'static>(
        &self,
        behavior: TransactionBehavior,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, Error> {
        let connection = Arc::clone(&self.0);
        let work = move || {
            // A transaction that panicked was rolled back, so that its connection is as good as new.
            let mut connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
            let transaction = connection.transaction_with_behavior(behavior)?;
            let found = work(&transaction)?;
            transaction.commit()?;
            Ok(found)
        };
        task::spawn_blocking(work)
            .await
            .map_err(|error| Error(error.into()))?
            .map_err(failed)
    }
}

fn failed(error: rusqlite::Error) -> Error {
    Error(error.into())
}
