//! What a keeper of workspaces' secrets must do.

#![expect(missing_docs, reason = "a case's name is the sentence it proves")]

use std::sync::Arc;

use jiff::Timestamp;

use super::sample::{self, other_tenant, other_workspace, tenant, workspace};
use crate::domain::secret_name::SecretName;
use crate::ports::keys::Sealed;
use crate::ports::registry::{Departure, Purged};
use crate::ports::vault::Kept;
use crate::ports::{Registry, Vault};
use crate::workspace::Tenant;

/// An empty database for each case.
pub trait Fixture {
    /// Its secrets.
    fn vault(&self) -> Arc<dyn Vault>;

    /// Its registry: who is not in it has no secrets.
    fn registry(&self) -> Arc<dyn Registry>;
}

fn name(name: &str) -> SecretName {
    name.parse().expect("a name")
}

fn sealed(value: &str) -> Sealed {
    Sealed(value.to_owned())
}

fn at(second: i64) -> Timestamp {
    Timestamp::constant(1_773_144_600 + second, 0)
}

fn kept(called: &str, second: i64) -> Kept {
    Kept {
        name: name(called),
        since: at(second),
    }
}

/// Both workspaces, installed.
async fn installed(fixture: &impl Fixture) -> Arc<dyn Vault> {
    for workspace in [workspace(), other_workspace()] {
        let installation = sample::installation(workspace);
        let done = fixture.registry().install(&installation).await;
        done.expect("installs");
    }
    fixture.vault()
}

async fn put(vault: &dyn Vault, tenant: &Tenant, called: &str, value: &str, second: i64) -> bool {
    let (name, value) = (name(called), sealed(value));
    let put = vault.put(tenant, &name, &value, at(second));
    put.await.expect("writes")
}

async fn read(vault: &dyn Vault, tenant: &Tenant, called: &str) -> Option<Sealed> {
    vault.read(tenant, &name(called)).await.expect("reads")
}

async fn list(vault: &dyn Vault, tenant: &Tenant) -> Vec<Kept> {
    vault.list(tenant).await.expect("reads")
}

pub async fn there_is_no_secret_at_first(fixture: &mut impl Fixture) {
    let vault = installed(fixture).await;
    assert_eq!(read(&*vault, &tenant(), "openai").await, None);
    assert_eq!(list(&*vault, &tenant()).await, []);
    let removed = vault.remove(&tenant(), &name("openai")).await;
    assert!(!removed.expect("writes"));
}

pub async fn a_secret_is_read_as_it_was_last_put(fixture: &mut impl Fixture) {
    let vault = installed(fixture).await;
    for (second, value) in [(0, "Zmlyc3Q="), (60, "c2Vjb25k")] {
        assert!(put(&*vault, &tenant(), "openai", value, second).await);
        assert_eq!(
            read(&*vault, &tenant(), "openai").await,
            Some(sealed(value))
        );
        assert_eq!(list(&*vault, &tenant()).await, [kept("openai", second)]);
    }
}

pub async fn a_secret_that_was_removed_is_gone_and_the_others_are_not(fixture: &mut impl Fixture) {
    let vault = installed(fixture).await;
    for called in ["openai", "shop"] {
        assert!(put(&*vault, &tenant(), called, "djE=", 0).await);
    }
    for was_there in [true, false] {
        let removed = vault.remove(&tenant(), &name("openai")).await;
        assert_eq!(removed.expect("writes"), was_there);
    }
    assert_eq!(read(&*vault, &tenant(), "openai").await, None);
    assert_eq!(list(&*vault, &tenant()).await, [kept("shop", 0)]);
}

pub async fn a_list_has_every_secret_by_name_however_many_there_are(fixture: &mut impl Fixture) {
    let vault = installed(fixture).await;
    // As long as the longest is when it is sealed: together they are more than an answer of DynamoDB's holds.
    let longest = "s".repeat(5_700);
    let mut names: Vec<_> = (0..200).map(|nth| format!("key-{nth:03}")).collect();
    for called in names.iter().rev() {
        assert!(put(&*vault, &tenant(), called, &longest, 0).await);
    }
    names.sort();
    let found = list(&*vault, &tenant()).await;
    let found: Vec<_> = found.iter().map(|kept| kept.name.as_str()).collect();
    assert_eq!(found, names);
}

pub async fn equal_names_in_two_workspaces_are_two_secrets(fixture: &mut impl Fixture) {
    let vault = installed(fixture).await;
    assert!(put(&*vault, &tenant(), "openai", "b3Vycw==", 0).await);
    assert_eq!(read(&*vault, &other_tenant(), "openai").await, None);
    assert_eq!(list(&*vault, &other_tenant()).await, []);
    assert!(put(&*vault, &other_tenant(), "openai", "dGhlaXJz", 9).await);
    assert_eq!(
        read(&*vault, &tenant(), "openai").await,
        Some(sealed("b3Vycw=="))
    );
    let removed = vault.remove(&tenant(), &name("openai")).await;
    assert!(removed.expect("writes"));
    assert_eq!(list(&*vault, &other_tenant()).await, [kept("openai", 9)]);
}

pub async fn a_workspace_that_is_not_installed_gets_none(fixture: &mut impl Fixture) {
    let (vault, registry) = (fixture.vault(), fixture.registry());
    assert!(!put(&*vault, &tenant(), "openai", "djE=", 0).await);
    let installation = sample::installation(workspace());
    registry.install(&installation).await.expect("installs");
    let departure = Departure::at(workspace(), at(0));
    let left = registry.uninstall(&installation, &departure).await;
    assert!(left.expect("writes"));
    assert!(!put(&*vault, &tenant(), "openai", "djE=", 0).await);
    assert_eq!(list(&*vault, &tenant()).await, []);
}

pub async fn a_workspace_that_leaves_has_no_secrets_from_then_on(fixture: &mut impl Fixture) {
    let vault = installed(fixture).await;
    let registry = fixture.registry();
    // More than go at once.
    for nth in 0..100 {
        assert!(put(&*vault, &tenant(), &format!("key-{nth}"), "djE=", 0).await);
    }
    assert!(put(&*vault, &other_tenant(), "openai", "djE=", 0).await);
    let installation = sample::installation(workspace());
    let departure = Departure::at(workspace(), at(0));
    let left = registry.uninstall(&installation, &departure).await;
    assert!(left.expect("writes"));
    assert_eq!(list(&*vault, &tenant()).await, []);
    assert_eq!(list(&*vault, &other_tenant()).await, [kept("openai", 0)]);
    // It may come back, and is purged with nothing in the vault as well.
    registry.install(&installation).await.expect("installs");
    assert!(put(&*vault, &tenant(), "openai", "djI=", 5).await);
    let again = Departure::at(workspace(), at(60));
    let left = registry.uninstall(&installation, &again).await;
    assert!(left.expect("writes"));
    let purged = registry.purge(&again).await.expect("deletes");
    assert_eq!(purged, Purged::All);
}

pub async fn a_workspace_whose_uninstall_is_refused_keeps_its_secrets(fixture: &mut impl Fixture) {
    let vault = installed(fixture).await;
    let registry = fixture.registry();
    assert!(put(&*vault, &tenant(), "openai", "djE=", 0).await);
    let mut renewed = sample::installation(workspace());
    renewed.token = sealed("YW5vdGhlcg==");
    registry.install(&renewed).await.expect("installs");
    let departure = Departure::at(workspace(), at(0));
    let old = sample::installation(workspace());
    let left = registry.uninstall(&old, &departure).await;
    assert!(!left.expect("writes"));
    let purged = registry.purge(&departure).await.expect("deletes");
    assert_eq!(purged, Purged::Nothing);
    assert_eq!(list(&*vault, &tenant()).await, [kept("openai", 0)]);
}

/// Makes a test of each case; see [`contract`](crate::contract).
#[macro_export]
macro_rules! vault_contract {
    ($fixture:path) => {
        $crate::contract_cases!(vault, $fixture, [
            there_is_no_secret_at_first
            a_secret_is_read_as_it_was_last_put
            a_secret_that_was_removed_is_gone_and_the_others_are_not
            a_list_has_every_secret_by_name_however_many_there_are
            equal_names_in_two_workspaces_are_two_secrets
            a_workspace_that_is_not_installed_gets_none
            a_workspace_that_leaves_has_no_secrets_from_then_on
            a_workspace_whose_uninstall_is_refused_keeps_its_secrets
        ]);
    };
}
