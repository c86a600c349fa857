//! What a store and a registry must do.

#![expect(missing_docs, reason = "a case's name is the sentence it proves")]

use std::sync::Arc;

use jiff::Timestamp;
use tokio::task::JoinSet;

use super::sample::{self, conversation, other_tenant, other_workspace, tenant, workspace};
use crate::domain::conversation::Record;
use crate::domain::oauth::Nonce;
use crate::ports::keys::Sealed;
use crate::ports::registry::{Departure, Duty, Installation, Membership, Purged, Standing};
use crate::ports::store::SaveError;
use crate::ports::{Registry, Store};

/// An empty database for each case.
pub trait Fixture {
    /// Its store.
    fn store(&self) -> Arc<dyn Store>;

    /// Its registry, over the same rows.
    fn registry(&self) -> Arc<dyn Registry>;
}

pub async fn what_was_never_saved_is_not_found(fixture: &mut impl Fixture) {
    let found = fixture
        .store()
        .conversation(&tenant(), &conversation())
        .await
        .expect("reads");
    assert_eq!(found, None);
}

pub async fn a_record_is_read_back_as_it_was_saved(fixture: &mut impl Fixture) {
    let store = fixture.store();
    let mut version = 0;
    for record in [
        sample::fullest_record(),
        Record::default(),
        sample::fullest_record(),
    ] {
        version = store
            .save(
                &tenant(),
                &conversation(),
                &Record {
                    version,
                    ..record.clone()
                },
            )
            .await
            .expect("saves");
        let found = store
            .conversation(&tenant(), &conversation())
            .await
            .expect("reads");
        assert_eq!(found, Some(Record { version, ..record }));
    }
    assert_eq!(version, 3, "each write is one version");
}

pub async fn the_second_of_two_writers_gets_the_first_ones_record(fixture: &mut impl Fixture) {
    let store = fixture.store();
    let read = Record {
        turns: 1,
        ..Record::default()
    };
    let version = store
        .save(&tenant(), &conversation(), &read)
        .await
        .expect("saves");
    let first = Record {
        version,
        turns: 2,
        ..Record::default()
    };
    let second = Record {
        version,
        turns: 7,
        ..Record::default()
    };
    assert_eq!(
        store
            .save(&tenant(), &conversation(), &first)
            .await
            .expect("saves"),
        2
    );
    assert_eq!(
        conflict(store.save(&tenant(), &conversation(), &second).await),
        Some(Record {
            version: 2,
            ..first.clone()
        })
    );
    assert_eq!(
        store
            .conversation(&tenant(), &conversation())
            .await
            .expect("reads"),
        Some(Record {
            version: 2,
            ..first
        })
    );
}

pub async fn of_two_first_writers_the_second_gets_the_first_ones_record(
    fixture: &mut impl Fixture,
) {
    let store = fixture.store();
    let first = sample::fullest_record();
    store
        .save(&tenant(), &conversation(), &first)
        .await
        .expect("saves");
    let second = store
        .save(&tenant(), &conversation(), &Record::default())
        .await;
    assert_eq!(
        conflict(second),
        Some(Record {
            version: 1,
            ..first
        })
    );
}

pub async fn an_identical_record_of_another_writer_is_a_conflict_too(fixture: &mut impl Fixture) {
    let store = fixture.store();
    let same = Record {
        turns: 1,
        ..Record::default()
    };
    store
        .save(&tenant(), &conversation(), &same)
        .await
        .expect("saves");
    let second = store.save(&tenant(), &conversation(), &same).await;
    assert_eq!(conflict(second), Some(Record { version: 1, ..same }));
}

pub async fn a_record_that_is_gone_is_a_conflict_with_nothing(fixture: &mut impl Fixture) {
    let read = Record {
        version: 4,
        ..Record::default()
    };
    let saved = fixture
        .store()
        .save(&tenant(), &conversation(), &read)
        .await;
    assert_eq!(conflict(saved), None);
}

pub async fn two_hundred_increments_by_eight_tasks_lose_none(fixture: &mut impl Fixture) {
    let mut tasks = JoinSet::new();
    for _ in 0..8 {
        let store = fixture.store();
        tasks.spawn(async move {
            let mut record = Record::default();
            for _ in 0..25 {
                record.turns += 1;
                record.version = loop {
                    match store.save(&tenant(), &conversation(), &record).await {
                        Ok(version) => break version,
                        Err(SaveError::Conflict(Some(theirs))) => {
                            record = Record {
                                turns: theirs.turns + 1,
                                ..*theirs
                            }
                        }
                        Err(error) => panic!("{error:?}"),
                    }
                };
            }
        });
    }
    tasks.join_all().await;
    let found = fixture
        .store()
        .conversation(&tenant(), &conversation())
        .await
        .expect("reads");
    assert_eq!(
        found,
        Some(Record {
            version: 200,
            turns: 200,
            ..Record::default()
        })
    );
}

pub async fn equal_conversation_ids_in_two_workspaces_are_two_rows(fixture: &mut impl Fixture) {
    let store = fixture.store();
    let ours = sample::fullest_record();
    let theirs = Record {
        turns: 99,
        ..Record::default()
    };
    store
        .save(&tenant(), &conversation(), &ours)
        .await
        .expect("saves");
    assert_eq!(
        store
            .conversation(&other_tenant(), &conversation())
            .await
            .expect("reads"),
        None
    );
    store
        .save(&other_tenant(), &conversation(), &theirs)
        .await
        .expect("saves");
    let found = store
        .conversation(&tenant(), &conversation())
        .await
        .expect("reads");
    assert_eq!(found, Some(Record { version: 1, ..ours }));
    let found = store
        .conversation(&other_tenant(), &conversation())
        .await
        .expect("reads");
    assert_eq!(
        found,
        Some(Record {
            version: 1,
            ..theirs
        })
    );
}

pub async fn a_workspace_has_no_configuration_at_first(fixture: &mut impl Fixture) {
    assert_eq!(
        fixture.store().config(&tenant()).await.expect("reads"),
        None
    );
}

pub async fn a_published_configuration_is_the_live_one(fixture: &mut impl Fixture) {
    let store = fixture.store();
    // The last is one that was live before: to go back is to publish again.
    for name in ["first", "second", "second", "first"] {
        store
            .publish(&tenant(), &sample::config(name))
            .await
            .expect("publishes");
        assert_eq!(
            store.config(&tenant()).await.expect("reads"),
            Some(sample::config(name))
        );
    }
}

pub async fn of_configurations_published_at_once_one_is_live(fixture: &mut impl Fixture) {
    let mut tasks = JoinSet::new();
    for nth in 0..4 {
        let store = fixture.store();
        tasks.spawn(async move {
            store
                .publish(&tenant(), &sample::config(&nth.to_string()))
                .await
                .expect("publishes");
        });
    }
    tasks.join_all().await;
    let live = fixture
        .store()
        .config(&tenant())
        .await
        .expect("reads")
        .expect("is there");
    assert!(
        (0..4).any(|nth| live == sample::config(&nth.to_string())),
        "{live:?}"
    );
}

pub async fn the_configurations_of_two_workspaces_are_apart(fixture: &mut impl Fixture) {
    let store = fixture.store();
    store
        .publish(&tenant(), &sample::config("ours"))
        .await
        .expect("publishes");
    assert_eq!(store.config(&other_tenant()).await.expect("reads"), None);
    store
        .publish(&other_tenant(), &sample::config("theirs"))
        .await
        .expect("publishes");
    assert_eq!(
        store.config(&tenant()).await.expect("reads"),
        Some(sample::config("ours"))
    );
}

pub async fn a_workspace_is_installed_when_it_was_installed(fixture: &mut impl Fixture) {
    let registry = fixture.registry();
    assert_eq!(
        registry.installation(&workspace()).await.expect("reads"),
        None
    );
    let ours = sample::installation(workspace());
    registry.install(&ours).await.expect("installs");
    assert_eq!(
        registry.installation(&workspace()).await.expect("reads"),
        Some(ours)
    );
    assert_eq!(
        registry
            .installation(&other_workspace())
            .await
            .expect("reads"),
        None
    );
}

pub async fn installing_twice_is_one_workspace_with_its_configuration_kept(
    fixture: &mut impl Fixture,
) {
    let (store, registry) = (fixture.store(), fixture.registry());
    let first = sample::installation(workspace());
    registry.install(&first).await.expect("installs");
    store
        .publish(&tenant(), &sample::config("kept"))
        .await
        .expect("publishes");
    store
        .save(&tenant(), &conversation(), &sample::fullest_record())
        .await
        .expect("saves");

    let mut second = sample::installation(workspace());
    second.name = "Acme Ltd".to_owned();
    second.private_secret = None;
    registry.install(&second).await.expect("installs");

    assert_eq!(
        registry.installation(&workspace()).await.expect("reads"),
        Some(second)
    );
    assert_eq!(
        store.config(&tenant()).await.expect("reads"),
        Some(sample::config("kept"))
    );
    let found = store
        .conversation(&tenant(), &conversation())
        .await
        .expect("reads");
    assert_eq!(
        found,
        Some(Record {
            version: 1,
            ..sample::fullest_record()
        })
    );
}

pub async fn of_eight_who_use_up_a_nonce_at_once_one_is_the_first(fixture: &mut impl Fixture) {
    let until = Timestamp::constant(1_773_144_600, 0);
    let mut tasks = JoinSet::new();
    for _ in 0..8 {
        let registry = fixture.registry();
        tasks.spawn(async move {
            registry
                .use_up(&Nonce::new(7), until)
                .await
                .expect("writes")
        });
    }
    let firsts = tasks.join_all().await;
    assert_eq!(
        firsts.iter().filter(|first| **first).count(),
        1,
        "{firsts:?}"
    );
    let other = fixture.registry().use_up(&Nonce::new(8), until).await;
    assert!(other.expect("writes"), "another nonce is another nonce");
}

pub async fn a_workspace_that_left_has_no_token_and_keeps_its_configuration(
    fixture: &mut impl Fixture,
) {
    let (store, registry) = (fixture.store(), fixture.registry());
    let installation = sample::installation(workspace());
    registry.install(&installation).await.expect("installs");
    store
        .publish(&tenant(), &sample::config("kept"))
        .await
        .expect("publishes");
    let departure = Departure::at(workspace(), at(0));
    assert!(
        registry
            .uninstall(&installation, &departure)
            .await
            .expect("writes")
    );
    assert_eq!(
        registry.membership(&workspace()).await.expect("reads"),
        Membership::Left(departure.clone())
    );
    assert_eq!(
        registry.installation(&workspace()).await.expect("reads"),
        None
    );
    assert!(store.config(&tenant()).await.expect("reads").is_some());
    // It cannot leave twice, and what is known of a grant that is gone is not written down.
    assert!(
        !registry
            .uninstall(&installation, &Departure::at(workspace(), at(9)))
            .await
            .expect("writes")
    );
    assert!(
        !registry
            .judge(&installation, refused(), at(0))
            .await
            .expect("writes")
    );
    assert!(
        !registry
            .renew(&installation, &installation.token)
            .await
            .expect("writes")
    );
    assert_eq!(
        registry.membership(&workspace()).await.expect("reads"),
        Membership::Left(departure)
    );
}

pub async fn a_grant_that_was_renewed_is_not_touched_by_what_is_known_of_the_old_one(
    fixture: &mut impl Fixture,
) {
    let registry = fixture.registry();
    let old = sample::installation(workspace());
    let new = Installation {
        token: Sealed("YW5vdGhlcg==".to_owned()),
        ..old.clone()
    };
    registry.install(&old).await.expect("installs");
    registry.install(&new).await.expect("installs");
    let departure = Departure::at(workspace(), at(0));
    assert!(!registry.uninstall(&old, &departure).await.expect("writes"));
    assert!(
        !registry
            .judge(&old, refused(), at(0))
            .await
            .expect("writes")
    );
    assert!(!registry.renew(&old, &old.token).await.expect("writes"));
    assert_eq!(
        registry.installation(&workspace()).await.expect("reads"),
        Some(new.clone())
    );
    // And its own may be written anew, whoever seals it.
    let configured = Installation {
        name: "Acme Ltd".to_owned(),
        token: Sealed("YSB0aGlyZA==".to_owned()),
        ..new.clone()
    };
    assert!(
        registry
            .renew(&configured, &new.token)
            .await
            .expect("writes")
    );
    assert_eq!(
        registry.installation(&workspace()).await.expect("reads"),
        Some(configured)
    );
}

pub async fn what_is_known_against_a_grant_is_read_with_it_until_it_is_good(
    fixture: &mut impl Fixture,
) {
    let registry = fixture.registry();
    let installation = sample::installation(workspace());
    registry.install(&installation).await.expect("installs");
    for standing in [
        refused(),
        Standing {
            doubted_since: Some(at(4)),
            ..refused()
        },
        Standing::default(),
    ] {
        assert!(
            registry
                .judge(&installation, standing, at(5))
                .await
                .expect("writes")
        );
        assert_eq!(
            registry.installation(&workspace()).await.expect("reads"),
            Some(Installation {
                standing,
                ..installation.clone()
            })
        );
    }
    assert_eq!(due(&*registry, Duty::Ask, 9).await, [""; 0]);
}

pub async fn a_duty_is_due_at_its_time_and_the_longest_due_comes_first(fixture: &mut impl Fixture) {
    let registry = fixture.registry();
    // Somebody who has nothing due.
    let quiet = "quiet001".try_into().expect("an id");
    registry
        .install(&sample::installation(quiet))
        .await
        .expect("installs");
    for (id, ask_at) in [("late0001", 7), ("early001", 3), ("later001", 20)] {
        let installation = sample::installation(id.try_into().expect("an id"));
        registry.install(&installation).await.expect("installs");
        registry
            .judge(&installation, refused(), at(ask_at))
            .await
            .expect("writes");
    }
    let gone = sample::installation(workspace());
    registry.install(&gone).await.expect("installs");
    registry
        .uninstall(&gone, &Departure::at(workspace(), at(0)))
        .await
        .expect("writes");

    assert_eq!(due(&*registry, Duty::Ask, 2).await, [""; 0]);
    assert_eq!(due(&*registry, Duty::Ask, 3).await, ["early001"]);
    assert_eq!(
        due(&*registry, Duty::Ask, 9).await,
        ["early001", "late0001"]
    );
    let first = registry.due(Duty::Ask, at(99), 1).await.expect("reads");
    assert_eq!(first.len(), 1, "no more than are asked for");
    assert_eq!(first[0].as_str(), "early001");
    let kept = Departure::KEPT.as_secs();
    assert_eq!(due(&*registry, Duty::Purge, kept - 1).await, [""; 0]);
    assert_eq!(
        due(&*registry, Duty::Purge, kept).await,
        [workspace().as_str()]
    );
    // Who comes back has nothing due.
    registry.install(&gone).await.expect("installs");
    assert_eq!(due(&*registry, Duty::Purge, kept).await, [""; 0]);
}

pub async fn a_purge_leaves_nothing_and_nothing_of_others_out(fixture: &mut impl Fixture) {
    let (store, registry) = (fixture.store(), fixture.registry());
    let installation = sample::installation(workspace());
    for (tenant, id) in [(tenant(), workspace()), (other_tenant(), other_workspace())] {
        registry
            .install(&sample::installation(id))
            .await
            .expect("installs");
        // More than a purge takes at once.
        for nth in 0..100 {
            store
                .publish(&tenant, &sample::config(&nth.to_string()))
                .await
                .expect("publishes");
        }
    }
    let departure = Departure::at(workspace(), at(0));
    registry
        .uninstall(&installation, &departure)
        .await
        .expect("writes");
    assert_eq!(
        registry.purge(&departure).await.expect("deletes"),
        Purged::Part
    );
    // What counts when it comes back goes last.
    assert!(store.config(&tenant()).await.expect("reads").is_some());
    assert_eq!(
        registry.purge(&departure).await.expect("deletes"),
        Purged::All
    );
    assert_eq!(
        registry.membership(&workspace()).await.expect("reads"),
        Membership::Unknown
    );
    assert_eq!(store.config(&tenant()).await.expect("reads"), None);
    assert_eq!(
        due(&*registry, Duty::Purge, i64::from(u32::MAX)).await,
        [""; 0]
    );
    assert_eq!(
        registry.purge(&departure).await.expect("deletes"),
        Purged::Nothing
    );
    assert!(
        store
            .config(&other_tenant())
            .await
            .expect("reads")
            .is_some()
    );
    assert!(
        registry
            .installation(&other_workspace())
            .await
            .expect("reads")
            .is_some()
    );
}

pub async fn a_purge_takes_nothing_of_a_workspace_that_came_back(fixture: &mut impl Fixture) {
    let (store, registry) = (fixture.store(), fixture.registry());
    let installation = sample::installation(workspace());
    registry.install(&installation).await.expect("installs");
    store
        .publish(&tenant(), &sample::config("kept"))
        .await
        .expect("publishes");
    let departure = Departure::at(workspace(), at(0));
    registry
        .uninstall(&installation, &departure)
        .await
        .expect("writes");
    registry.install(&installation).await.expect("installs");
    assert_eq!(
        registry.purge(&departure).await.expect("deletes"),
        Purged::Nothing
    );
    // Nor of one that came back and left again: its time begins anew.
    let again = Departure::at(workspace(), at(60));
    registry
        .uninstall(&installation, &again)
        .await
        .expect("writes");
    assert_eq!(
        registry.purge(&departure).await.expect("deletes"),
        Purged::Nothing
    );
    assert_eq!(
        store.config(&tenant()).await.expect("reads"),
        Some(sample::config("kept"))
    );
    assert_eq!(
        registry.membership(&workspace()).await.expect("reads"),
        Membership::Left(again)
    );
}

/// A time, in seconds.
fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).expect("a time")
}

fn refused() -> Standing {
    Standing {
        refused_since: Some(at(1)),
        doubted_since: None,
    }
}

async fn due(registry: &dyn Registry, duty: Duty, second: i64) -> Vec<String> {
    let due = registry.due(duty, at(second), 9).await.expect("reads");
    due.iter().map(ToString::to_string).collect()
}

/// The record a save was refused with.
fn conflict(saved: Result<u64, SaveError>) -> Option<Record> {
    match saved {
        Err(SaveError::Conflict(theirs)) => theirs.map(|record| *record),
        saved => panic!("a conflict was expected: {saved:?}"),
    }
}

/// Makes a test of each case; see [`contract`](crate::contract).
#[macro_export]
macro_rules! store_contract {
    ($fixture:path) => {
        $crate::contract_cases!(store, $fixture, [
            what_was_never_saved_is_not_found
            a_record_is_read_back_as_it_was_saved
            the_second_of_two_writers_gets_the_first_ones_record
            of_two_first_writers_the_second_gets_the_first_ones_record
            an_identical_record_of_another_writer_is_a_conflict_too
            a_record_that_is_gone_is_a_conflict_with_nothing
            two_hundred_increments_by_eight_tasks_lose_none
            equal_conversation_ids_in_two_workspaces_are_two_rows
            a_workspace_has_no_configuration_at_first
            a_published_configuration_is_the_live_one
            of_configurations_published_at_once_one_is_live
            the_configurations_of_two_workspaces_are_apart
            a_workspace_is_installed_when_it_was_installed
            installing_twice_is_one_workspace_with_its_configuration_kept
            of_eight_who_use_up_a_nonce_at_once_one_is_the_first
            a_workspace_that_left_has_no_token_and_keeps_its_configuration
            a_grant_that_was_renewed_is_not_touched_by_what_is_known_of_the_old_one
            what_is_known_against_a_grant_is_read_with_it_until_it_is_good
            a_duty_is_due_at_its_time_and_the_longest_due_comes_first
            a_purge_leaves_nothing_and_nothing_of_others_out
            a_purge_takes_nothing_of_a_workspace_that_came_back
        ]);
    };
}
