//! Sealing what must not be read by whoever reads the store.

use std::fmt;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::id::WorkspaceId;

/// A ciphertext, in base64. It opens for the workspace it was sealed for and no other.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sealed(pub String);

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealed(…)")
    }
}

/// A secret in the clear. It is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Plain(String);

impl Plain {
    /// Takes a secret.
    #[must_use]
    pub fn new(secret: impl Into<String>) -> Self {
        Self(secret.into())
    }

    /// The secret, for the one header or key it is meant for.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Plain(…)")
    }
}

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The key service does not answer.
    #[error("the key service does not answer")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// It was sealed for another workspace, or with another key, or was changed.
    #[error("a sealed secret does not open for this workspace")]
    DoesNotOpen,
}

/// A key. In AWS this is KMS with the workspace in the encryption context.
#[async_trait]
pub trait Keys: Send + Sync {
    /// Seals a secret for a workspace.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn seal(&self, workspace: &WorkspaceId, secret: &Plain) -> Result<Sealed, Error>;

    /// Opens what was sealed for this workspace.
    ///
    /// # Errors
    ///
    /// [`Error::DoesNotOpen`] for what was sealed for another.
    async fn open(&self, workspace: &WorkspaceId, sealed: &Sealed) -> Result<Plain, Error>;
}
