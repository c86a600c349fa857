//! What a key must do.

#![expect(missing_docs, reason = "a case's name is the sentence it proves")]

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::sample;
use crate::ports::Keys;
use crate::ports::keys::{Error, Plain, Sealed};

/// A key of its own for each case.
pub trait Fixture {
    /// The key.
    fn keys(&self) -> Arc<dyn Keys>;
}

const SECRET: &str = "dG9rOjEyMzQ1Njc4OTA=";

pub async fn a_secret_opens_for_its_workspace(fixture: &mut impl Fixture) {
    let keys = fixture.keys();
    for secret in [SECRET, "", &"s".repeat(4000)] {
        let sealed = keys
            .seal(&sample::workspace(), &Plain::new(secret))
            .await
            .expect("seals");
        let opened = keys
            .open(&sample::workspace(), &sealed)
            .await
            .expect("opens");
        assert_eq!(opened.expose(), secret);
    }
}

pub async fn a_secret_does_not_open_for_another_workspace(fixture: &mut impl Fixture) {
    let keys = fixture.keys();
    let sealed = keys
        .seal(&sample::workspace(), &Plain::new(SECRET))
        .await
        .expect("seals");
    let opened = keys.open(&sample::other_workspace(), &sealed).await;
    assert!(matches!(opened, Err(Error::DoesNotOpen)), "{opened:?}");
}

pub async fn a_changed_secret_does_not_open(fixture: &mut impl Fixture) {
    let keys = fixture.keys();
    let Sealed(sealed) = keys
        .seal(&sample::workspace(), &Plain::new(SECRET))
        .await
        .expect("seals");
    let bytes = STANDARD.decode(&sealed).expect("a sealed secret is base64");
    let mut changed = vec![
        String::new(),
        "not base64".to_owned(),
        STANDARD.encode(&bytes[..bytes.len() - 1]),
        STANDARD.encode([]),
    ];
    for at in 0..bytes.len() {
        let mut bytes = bytes.clone();
        bytes[at] ^= 1;
        changed.push(STANDARD.encode(bytes));
    }
    for text in changed {
        let opened = keys.open(&sample::workspace(), &Sealed(text)).await;
        assert!(matches!(opened, Err(Error::DoesNotOpen)), "{opened:?}");
    }
}

pub async fn one_secret_sealed_twice_looks_different(fixture: &mut impl Fixture) {
    let keys = fixture.keys();
    let first = keys
        .seal(&sample::workspace(), &Plain::new(SECRET))
        .await
        .expect("seals");
    let second = keys
        .seal(&sample::workspace(), &Plain::new(SECRET))
        .await
        .expect("seals");
    assert!(
        first.0 != second.0,
        "whoever reads the store could tell equal secrets"
    );
}

pub async fn neither_form_of_a_secret_can_be_printed(fixture: &mut impl Fixture) {
    let plain = Plain::new(SECRET);
    let sealed = fixture
        .keys()
        .seal(&sample::workspace(), &plain)
        .await
        .expect("seals");
    assert_eq!(format!("{plain:?} {sealed:?}"), "Plain(…) Sealed(…)");
    assert!(
        !sealed.0.contains(SECRET),
        "sealing must not leave the secret in the clear"
    );
}

/// Makes a test of each case; see [`contract`](crate::contract).
#[macro_export]
macro_rules! keys_contract {
    ($fixture:path) => {
        $crate::contract_cases!(keys, $fixture, [
            a_secret_opens_for_its_workspace
            a_secret_does_not_open_for_another_workspace
            a_changed_secret_does_not_open
            one_secret_sealed_twice_looks_different
            neither_form_of_a_secret_can_be_printed
        ]);
    };
}
