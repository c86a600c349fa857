//! The key on one machine: a file beside the database, where AWS has KMS.

use std::io::Write as _;
use std::path::Path;
use std::{fs, io};

use async_trait::async_trait;
use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::rand;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use shared::id::WorkspaceId;
use shared::ports::Keys;
use shared::ports::keys::{Error, Plain, Sealed};
use tempfile::NamedTempFile;

/// The length of the key in bytes.
const KEY_LEN: usize = 32;

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum NoKey {
    /// The key's file cannot be read or made.
    #[error("the key's file cannot be read or made")]
    File(#[source] io::Error),
    /// The file holds something else than a key.
    #[error("the key's file holds {0} bytes and not a key of 32")]
    Length(usize),
    /// The system gave no random bytes.
    #[error("the system gives no random bytes")]
    Random(#[source] Unspecified),
}

/// Seals with AES-256-GCM under one key, with the workspace as associated data: a sealed secret that is copied into
/// another workspace's row does not open there. It is kept as the nonce, the ciphertext and the tag, in base64.
pub struct LocalKeys(RandomizedNonceKey);

impl LocalKeys {
    /// The key in a file, which is made at first. Only the user who made it can read it.
    ///
    /// # Errors
    ///
    /// See [`NoKey`].
    pub fn open(path: &Path) -> Result<Self, NoKey> {
        match fs::read(path) {
            Ok(key) => Self::of(&key),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Self::make(path),
            Err(error) => Err(NoKey::File(error)),
        }
    }

    /// A key that ends with the process, for a database in memory.
    ///
    /// # Errors
    ///
    /// [`NoKey::Random`]
    pub fn in_memory() -> Result<Self, NoKey> {
        Self::of(&random_key()?)
    }

    /// Makes the file as a whole or not at all. Who finds that another process was faster takes that one's key.
    fn make(path: &Path) -> Result<Self, NoKey> {
        let key = random_key()?;
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        // Temporary files are made with mode 0600.
        let mut file = NamedTempFile::new_in(folder).map_err(NoKey::File)?;
        file.write_all(&key)
            .and_then(|()| file.as_file().sync_all())
            .map_err(NoKey::File)?;
        match file.persist_noclobber(path) {
            Ok(_) => Self::of(&key),
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
                Self::of(&fs::read(path).map_err(NoKey::File)?)
            }
            Err(error) => Err(NoKey::File(error.error)),
        }
    }

    fn of(key: &[u8]) -> Result<Self, NoKey> {
        RandomizedNonceKey::new(&AES_256_GCM, key)
            .map(Self)
            .map_err(|_| NoKey::Length(key.len()))
    }
}

fn random_key() -> Result<[u8; KEY_LEN], NoKey> {
    let mut key = [0; KEY_LEN];
    rand::fill(&mut key).map_err(NoKey::Random)?;
    Ok(key)
}

#[async_trait]
impl Keys for LocalKeys {
    async fn seal(&self, workspace: &WorkspaceId, secret: &Plain) -> Result<Sealed, Error> {
        let mut text = secret.expose().as_bytes().to_vec();
        let nonce = self
            .0
            .seal_in_place_append_tag(Aad::from(workspace.as_str()), &mut text)
            .map_err(|error| Error::Unavailable(error.into()))?;
        let sealed = [nonce.as_ref().as_slice(), &text].concat();
        Ok(Sealed(STANDARD.encode(sealed)))
    }

    async fn open(&self, workspace: &WorkspaceId, sealed: &Sealed) -> Result<Plain, Error> {
        let mut sealed = STANDARD.decode(&sealed.0).map_err(|_| Error::DoesNotOpen)?;
        let (nonce, text) = sealed
            .split_first_chunk_mut::<NONCE_LEN>()
            .ok_or(Error::DoesNotOpen)?;
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let text = self
            .0
            .open_in_place(nonce, Aad::from(workspace.as_str()), text)
            .map_err(|_| Error::DoesNotOpen)?;
        let text = std::str::from_utf8(text).map_err(|_| Error::DoesNotOpen)?;
        Ok(Plain::new(text))
    }
}
