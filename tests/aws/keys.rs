//! The key's suite, on KMS.
//!
//! What the emulator cannot show is `a_changed_secret_does_not_open`: its ciphertext carries no tag, so a changed byte
//! gives another plaintext. KMS's is AES-GCM.

use std::error::Error as _;
use std::sync::Arc;

use shared::contract::{keys, sample};
use shared::ports::Keys;
use shared::ports::keys::{Error, Plain, Sealed};

use crate::stack::Stack;

struct Fixture(Arc<dyn Keys>);

impl keys::Fixture for Fixture {
    fn keys(&self) -> Arc<dyn Keys> {
        self.0.clone()
    }
}

async fn fixture() -> Fixture {
    let stack = Stack::new();
    let key = stack.key().await;
    Fixture(stack.kms(&key))
}

shared::contract_cases!(keys, fixture, [
    a_secret_opens_for_its_workspace
    a_secret_does_not_open_for_another_workspace
    one_secret_sealed_twice_looks_different
    neither_form_of_a_secret_can_be_printed
]);

#[tokio::test]
async fn what_is_no_ciphertext_does_not_open() {
    let Fixture(keys) = fixture().await;
    for text in ["", "not base64", "c2hvcnQ="] {
        let opened = keys
            .open(&sample::workspace(), &Sealed(text.to_owned()))
            .await;
        assert!(
            matches!(opened, Err(Error::DoesNotOpen)),
            "{text}: {opened:?}"
        );
    }
}

#[tokio::test]
async fn another_key_does_not_open_it() {
    let stack = Stack::new();
    let (ours, theirs) = (stack.key().await, stack.key().await);
    let sealed = stack
        .kms(&ours)
        .seal(&sample::workspace(), &Plain::new("a secret of some length"))
        .await
        .unwrap();
    let opened = stack.kms(&theirs).open(&sample::workspace(), &sealed).await;
    assert!(matches!(opened, Err(Error::DoesNotOpen)), "{opened:?}");
}

#[tokio::test]
async fn a_key_that_is_not_there_is_unavailable_and_says_why() {
    let keys = Stack::new().kms("1234abcd-12ab-34cd-56ef-1234567890ab");
    let sealed = keys
        .seal(&sample::workspace(), &Plain::new("a secret"))
        .await;
    let Err(error @ Error::Unavailable(_)) = sealed else {
        panic!("{sealed:?}")
    };
    assert_eq!(
        error.source().unwrap().to_string(),
        "the service declined with NotFoundException"
    );
}
