//! The queue's connection to the file.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{ErrorCode, Transaction, TransactionBehavior};
use shared::ports::queue::Error;
use tokio::task;

/// How long to wait for the other connection's transaction, which takes milliseconds.
const PATIENCE: Duration = Duration::from_secs(30);

/// A connection, until it is closed. `SQLite` blocks, so each use runs on a thread for that.
#[derive(Clone)]
pub(super) struct Connection(Arc<Mutex<Option<rusqlite::Connection>>>);

/// The connection was closed.
#[derive(Debug, thiserror::Error)]
#[error("the queues are closed")]
struct Closed;

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
            .map(|connection| Self(Arc::new(Mutex::new(Some(connection)))))
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

    /// Lets go of the file, also for every clone, if no other connection has it open; whether it did.
    ///
    /// Only a connection that is alone can leave WAL mode. What is left is one file that nobody will touch: a
    /// connection that closes later would remove the files of whoever opened them in between.
    pub(super) async fn close(&self) -> Result<bool, Error> {
        self.on_thread(|slot| {
            let Some(connection) = slot else {
                return Ok(true);
            };
            match connection.pragma_update(None, "journal_mode", "DELETE") {
                Ok(()) => {
                    *slot = None;
                    Ok(true)
                }
                Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => {
                    Ok(false)
                }
                Err(error) => Err(failed(error)),
            }
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        behavior: TransactionBehavior,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, Error> {
        self.on_thread(move |slot| {
            let connection = slot.as_mut().ok_or_else(|| Error(Closed.into()))?;
            let within = |connection: &mut rusqlite::Connection| {
                let transaction = connection.transaction_with_behavior(behavior)?;
                let found = work(&transaction)?;
                transaction.commit()?;
                Ok(found)
            };
            within(connection).map_err(failed)
        })
        .await
    }

    async fn on_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Option<rusqlite::Connection>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let slot = Arc::clone(&self.0);
        // A transaction that panicked was rolled back, so that its connection is as good as new.
        let work = move || work(&mut slot.lock().unwrap_or_else(PoisonError::into_inner));
        task::spawn_blocking(work)
            .await
            .map_err(|error| Error(error.into()))?
    }
}

fn failed(error: rusqlite::Error) -> Error {
    Error(error.into())
}
