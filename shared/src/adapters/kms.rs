//! The key on KMS.
//!
//! The workspace is the encryption context, so KMS itself refuses a ciphertext that was copied into another
//! workspace's row, and `CloudTrail` shows for which workspace each one was opened.

use std::sync::Arc;

use async_trait::async_trait;
use aws_sdk_kms::Client;
use aws_sdk_kms::operation::decrypt::DecryptError;
use aws_sdk_kms::primitives::Blob;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::aws::cause;
use super::sessions::Sessions;
use crate::id::WorkspaceId;
use crate::ports::Keys;
use crate::ports::keys::{Error, Plain, Sealed};

/// The name under which the workspace stands in the encryption context. The functions' policies name it too.
pub const CONTEXT: &str = "workspace";

/// What a plaintext begins with. KMS takes no empty one, and a later format begins with something else.
const FORMAT: u8 = b'1';

/// A symmetric KMS key. A secret may have 4,095 bytes.
pub struct Kms {
    client: Client,
    sessions: Option<Arc<dyn Sessions<Client>>>,
    key: String,
}

impl Kms {
    /// On a key, by its id, its ARN or an alias.
    #[must_use]
    pub const fn new(client: Client, key: String) -> Self {
        Self {
            client,
            sessions: None,
            key,
        }
    }

    /// The same, but what was sealed for a workspace is opened with that workspace's own client.
    #[must_use]
    pub fn with_sessions(self, sessions: Arc<dyn Sessions<Client>>) -> Self {
        Self {
            sessions: Some(sessions),
            ..self
        }
    }
}

#[async_trait]
impl Keys for Kms {
    async fn seal(&self, workspace: &WorkspaceId, secret: &Plain) -> Result<Sealed, Error> {
        let text = [&[FORMAT], secret.expose().as_bytes()].concat();
        let sealed = self
            .client
            .encrypt()
            .key_id(&self.key)
            .encryption_context(CONTEXT, workspace.as_str())
            .plaintext(Blob::new(text))
            .send()
            .await
            .map_err(|error| Error::Unavailable(cause(error)))?;
        let blob = sealed
            .ciphertext_blob
            .ok_or_else(|| Error::Unavailable("KMS gave no ciphertext".into()))?;
        Ok(Sealed(STANDARD.encode(blob)))
    }

    /// A missing permission is [`Error::Unavailable`], with its cause: the functions' policies ask for a workspace in
    /// the context and leave it to the ciphertext which one.
    async fn open(&self, workspace: &WorkspaceId, sealed: &Sealed) -> Result<Plain, Error> {
        let blob = STANDARD.decode(&sealed.0).map_err(|_| Error::DoesNotOpen)?;
        if blob.is_empty() {
            return Err(Error::DoesNotOpen);
        }
        let client = self.sessions.as_ref();
        let client = client.map_or_else(|| self.client.clone(), |sessions| sessions.of(workspace));
        let opened = client
            .decrypt()
            .key_id(&self.key)
            .encryption_context(CONTEXT, workspace.as_str())
            .ciphertext_blob(Blob::new(blob))
            .send()
            .await;
        let opened = opened.map_err(|error| match error.as_service_error() {
            Some(
                DecryptError::InvalidCiphertextException(_)
                | DecryptError::IncorrectKeyException(_),
            ) => Error::DoesNotOpen,
            _ => Error::Unavailable(cause(error)),
        })?;
        let text = opened.plaintext.ok_or(Error::DoesNotOpen)?.into_inner();
        let text = text.strip_prefix(&[FORMAT]).ok_or(Error::DoesNotOpen)?;
        std::str::from_utf8(text)
            .map(Plain::new)
            .map_err(|_| Error::DoesNotOpen)
    }
}
