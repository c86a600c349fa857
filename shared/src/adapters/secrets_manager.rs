//! The client secrets in AWS: the public app's in Secrets Manager, private apps' sealed in their installations.
//!
//! The secret is JSON with a text `client_secret` and, for installs by OAuth, `client_id`; other fields are for others.
//! Both `AWSCURRENT` and `AWSPREVIOUS` verify, so that a rotation loses no notification; to end a secret for good, rotate
//! twice.

mod kept;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use aws_sdk_secretsmanager::Client;
use futures_lite::future;
use serde::Deserialize;

use super::aws::cause;
use super::private_apps::PrivateApps;
use crate::domain::notification::Secret;
use crate::domain::notification::signature::EmptySecret;
use crate::id::WorkspaceId;
use crate::ports::app::App;
use crate::ports::keys::Plain;
use crate::ports::secrets::Error;
use crate::ports::{Apps, Clock, Secrets};

use kept::Kept;

/// How many apps' secrets are kept in memory at most: anybody may ask for any workspace's.
const MOST: usize = 500;

/// The client secrets, each kept in memory for five minutes; that there is none is kept as well.
pub struct SecretsManager {
    client: Client,
    secret: String,
    private: PrivateApps,
    clock: Arc<dyn Clock>,
    kept: Mutex<HashMap<Option<WorkspaceId>, Kept>>,
}

impl SecretsManager {
    /// With the public app's secret under the name or ARN `secret`.
    #[must_use]
    pub fn new(
        client: Client,
        secret: String,
        private: PrivateApps,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            client,
            secret,
            private,
            clock,
            kept: Mutex::default(),
        }
    }

    async fn read(&self, app: Option<&WorkspaceId>) -> Result<Vec<Secret>, Error> {
        match app {
            Some(workspace) => Ok(self.private.secret(workspace).await?.into_iter().collect()),
            None => {
                let (current, previous) =
                    future::zip(self.version("AWSCURRENT"), self.version("AWSPREVIOUS")).await;
                let current = current?.ok_or_else(|| Error(Box::new(NoSecret)))?;
                // What stood there before may be a placeholder; it is not asked to be a secret. But one that is not to be
                // had at this moment may be what Intercom still signs with.
                let previous = match previous {
                    Err(Error(error)) if error.is::<NotAnApp>() || error.is::<EmptySecret>() => {
                        None
                    }
                    previous => previous?,
                };
                Ok([Some(current), previous].into_iter().flatten().collect())
            }
        }
    }

    async fn version(&self, stage: &str) -> Result<Option<Secret>, Error> {
        let stored = self.stored(stage).await?;
        stored
            .map(|stored| Secret::new(&stored.client_secret))
            .transpose()
            .map_err(|error| Error(error.into()))
    }

    async fn stored(&self, stage: &str) -> Result<Option<Stored>, Error> {
        let asked = self
            .client
            .get_secret_value()
            .secret_id(&self.secret)
            .version_stage(stage);
        let found = match asked.send().await {
            Ok(found) => found,
            Err(error)
                if error
                    .as_service_error()
                    .is_some_and(|error| error.is_resource_not_found_exception()) =>
            {
                return Ok(None);
            }
            Err(error) => return Err(Error(cause(error))),
        };
        let json = found.secret_string.unwrap_or_default();
        // The parser's error would quote what it read.
        serde_json::from_str(&json)
            .map(Some)
            .map_err(|_| Error(Box::new(NotAnApp)))
    }

    /// What is kept of an app, if it need not be read again.
    fn known(
        &self,
        app: Option<&WorkspaceId>,
        is_good: impl Fn(&Kept) -> bool,
    ) -> Option<Vec<Secret>> {
        let kept = self.kept.lock().expect("no holder of this lock panics");
        kept.get(&app.cloned())
            .filter(|kept| is_good(kept))
            .map(|kept| kept.secrets.clone())
    }

    /// Reads an app's secrets. Where that fails, what was read before is good for a while longer.
    async fn renew(&self, app: Option<&WorkspaceId>) -> Result<Vec<Secret>, Error> {
        let read = self.read(app).await;
        let now = self.clock.now();
        let mut kept = self.kept.lock().expect("no holder of this lock panics");
        let key = app.cloned();
        match (read, kept.get_mut(&key)) {
            (Ok(secrets), _) => {
                if kept.len() >= MOST {
                    kept.retain(|app, _| app.is_none());
                }
                kept.insert(key, Kept::read(secrets.clone(), now));
                Ok(secrets)
            }
            (Err(_), Some(before)) => {
                before.failed(now);
                Ok(before.secrets.clone())
            }
            (Err(error), None) => Err(error),
        }
    }
}

#[async_trait]
impl Secrets for SecretsManager {
    async fn of(&self, private: Option<&WorkspaceId>) -> Result<Vec<Secret>, Error> {
        let now = self.clock.now();
        match self.known(private, |kept| kept.is_fresh(now)) {
            Some(secrets) => Ok(secrets),
            None => self.renew(private).await,
        }
    }

    /// Reads at most once in half a minute: a wrong signature costs whoever sends it, and not us.
    async fn refreshed(&self, private: Option<&WorkspaceId>) -> Result<Vec<Secret>, Error> {
        let now = self.clock.now();
        match self.known(private, |kept| kept.is_recent(now)) {
            Some(secrets) => Ok(secrets),
            None => self.renew(private).await,
        }
    }
}

#[derive(Deserialize)]
struct Stored {
    client_secret: String,
    /// Needed for OAuth only.
    #[serde(default)]
    client_id: String,
}

#[async_trait]
impl Apps for SecretsManager {
    async fn public_app(&self) -> Result<Option<App>, Error> {
        let (current, previous) =
            future::zip(self.stored("AWSCURRENT"), self.stored("AWSPREVIOUS")).await;
        let current = current?.filter(|stored| !stored.client_id.is_empty());
        let previous = previous.ok().flatten();
        Ok(current.map(|stored| App {
            client_id: stored.client_id,
            client_secret: Plain::new(stored.client_secret),
            previous_secret: previous.map(|previous| Plain::new(previous.client_secret)),
        }))
    }
}

#[derive(Debug, thiserror::Error)]
#[error("the app's secret has no current version")]
struct NoSecret;

#[derive(Debug, thiserror::Error)]
#[error("the app's secret is not JSON with a text `client_secret`")]
struct NotAnApp;
