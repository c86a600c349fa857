use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use local::keys::{LocalKeys, NoKey};
use shared::contract::{keys, sample};
use shared::ports::Keys;
use shared::ports::keys::{Error, Plain};
use tempfile::TempDir;

struct Fixture(Arc<LocalKeys>);

impl keys::Fixture for Fixture {
    fn keys(&self) -> Arc<dyn Keys> {
        self.0.clone()
    }
}

async fn fixture() -> Fixture {
    Fixture(Arc::new(LocalKeys::in_memory().unwrap()))
}

shared::keys_contract!(fixture);

fn path() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nexora.key");
    (folder, path)
}

#[tokio::test]
async fn a_key_is_made_once_and_opens_what_it_sealed_before() {
    let (_folder, path) = path();
    let sealed = LocalKeys::open(&path)
        .unwrap()
        .seal(&sample::workspace(), &Plain::new("secret"))
        .await
        .unwrap();
    let opened = LocalKeys::open(&path)
        .unwrap()
        .open(&sample::workspace(), &sealed)
        .await
        .unwrap();
    assert_eq!(opened.expose(), "secret");
}

#[tokio::test]
async fn another_key_does_not_open_it() {
    let sealed = LocalKeys::in_memory()
        .unwrap()
        .seal(&sample::workspace(), &Plain::new("secret"))
        .await
        .unwrap();
    let opened = LocalKeys::in_memory()
        .unwrap()
        .open(&sample::workspace(), &sealed)
        .await;
    assert!(matches!(opened, Err(Error::DoesNotOpen)));
}

#[cfg(unix)]
#[test]
fn only_its_user_can_read_a_keys_file() {
    use std::os::unix::fs::PermissionsExt as _;

    let (folder, path) = path();
    LocalKeys::open(&path).unwrap();
    assert_eq!(
        fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        1,
        "nothing else is left behind"
    );
}

#[test]
fn a_file_that_is_no_key_is_not_replaced() {
    let (_folder, path) = path();
    fs::write(&path, "short").unwrap();
    assert!(matches!(LocalKeys::open(&path), Err(NoKey::Length(5))));
    assert_eq!(fs::read(&path).unwrap(), b"short");
}
