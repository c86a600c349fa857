//! Credentials for one workspace at a time, where the template's `WorkspaceCredentials` is `vended`.
//!
//! The function's own role reaches no row and no token then. It may take a role that does, if it says for which workspace: the
//! session carries that as a tag, and the role's policy compares every row's key and every token's encryption context
//! with it. So AWS refuses a key or a context that was put together for another workspace than the call is about. Which one that
//! is the delivery says, and no handler can name another.

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use aws_config::identity::IdentityCache;
use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{self, ProvideCredentials, future};
use aws_sdk_sts::types::Tag;

use super::clients::Clients;
use crate::adapters::aws::cause;
use crate::adapters::kms::CONTEXT;
use crate::adapters::sessions::Sessions;
use crate::id::WorkspaceId;

/// Sessions last an hour, which is as long as a role that took another one may have it. They are renewed this long before
/// they end, less up to half of it at random, so that not all are at once. A function may run for two minutes.
const MARGIN: Duration = Duration::from_secs(300);

/// Some containers see many workspaces; memory stays flat.
const MOST: usize = 100;

/// The sessions of one process.
pub(super) struct WorkspaceSessions {
    clients: Arc<Clients>,
    role: String,
    name: String,
    kept: Mutex<Kept<Session>>,
}

/// Sessions that have begun. The one that was not asked for longest makes room for a new one.
struct Kept<S> {
    sessions: HashMap<WorkspaceId, (u64, S)>,
    /// How often one was asked for.
    asked: u64,
}

impl<S: Clone> Kept<S> {
    fn new() -> Self {
        Self {
            sessions: HashMap::new(),
            asked: 0,
        }
    }

    fn of(&mut self, workspace: &WorkspaceId, begin: impl FnOnce() -> S) -> S {
        self.asked += 1;
        if let Some((last, session)) = self.sessions.get_mut(workspace) {
            *last = self.asked;
            return session.clone();
        }
        if self.sessions.len() >= MOST {
            let oldest = self.sessions.iter().min_by_key(|(_, (last, _))| *last);
            if let Some(oldest) = oldest.map(|(workspace, _)| workspace.clone()) {
                self.sessions.remove(&oldest);
            }
        }
        let session = begin();
        let entry = (self.asked, session.clone());
        self.sessions.insert(workspace.clone(), entry);
        session
    }
}

/// One workspace's clients. They share its credentials.
#[derive(Clone)]
struct Session {
    dynamodb: aws_sdk_dynamodb::Client,
    kms: aws_sdk_kms::Client,
}

impl WorkspaceSessions {
    /// Of a role by its ARN. `name` is what `CloudTrail` shows of the sessions.
    pub(super) fn new(clients: Arc<Clients>, role: String, name: String) -> Self {
        Self {
            clients,
            role,
            name,
            kept: Mutex::new(Kept::new()),
        }
    }

    fn session(&self, workspace: &WorkspaceId) -> Session {
        let mut kept = self.kept.lock().expect("no holder of this lock panics");
        kept.of(workspace, || self.begin(workspace))
    }

    fn begin(&self, workspace: &WorkspaceId) -> Session {
        let credentials = Vended {
            sts: self.clients.sts(),
            role: self.role.clone(),
            name: self.name.clone(),
            workspace: workspace.clone(),
        };
        // A cache of its own, so that no other workspace's credentials can come out of it.
        let cache = IdentityCache::lazy().buffer_time(MARGIN).build();
        let clients = self.clients.with_credentials(credentials, cache);
        Session {
            dynamodb: clients.dynamodb(),
            kms: clients.kms(),
        }
    }
}

impl Sessions<aws_sdk_dynamodb::Client> for WorkspaceSessions {
    fn of(&self, workspace: &WorkspaceId) -> aws_sdk_dynamodb::Client {
        self.session(workspace).dynamodb
    }
}

impl Sessions<aws_sdk_kms::Client> for WorkspaceSessions {
    fn of(&self, workspace: &WorkspaceId) -> aws_sdk_kms::Client {
        self.session(workspace).kms
    }
}

/// Takes the role for a workspace.
#[derive(Debug)]
struct Vended {
    sts: aws_sdk_sts::Client,
    role: String,
    name: String,
    workspace: WorkspaceId,
}

impl Vended {
    async fn take(&self) -> provider::Result {
        let tag = Tag::builder().key(CONTEXT).value(self.workspace.as_str());
        let tag = tag.build().expect("key and value are set");
        let taken = self
            .sts
            .assume_role()
            .role_arn(&self.role)
            .role_session_name(&self.name)
            .tags(tag)
            .send()
            .await
            .map_err(|error| CredentialsError::provider_error(cause(error)))?;
        let taken = taken
            .credentials
            .ok_or_else(|| CredentialsError::provider_error("STS gave no credentials"))?;
        let ends =
            SystemTime::try_from(taken.expiration).map_err(CredentialsError::provider_error)?;
        Ok(Credentials::new(
            taken.access_key_id,
            taken.secret_access_key,
            Some(taken.session_token),
            Some(ends),
            "a workspace's session",
        ))
    }
}

impl ProvideCredentials for Vended {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(self.take())
    }
}
