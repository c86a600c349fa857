//! What a store and a registry must do.

#![expect(missing_docs, reason = "a case's name is the sentence it proves")]

use std::sync::Arc;

use jiff::Timestamp;
use tokio::task::JoinSet;

use super::sample::{self, conversation, other_tenant, other_workspace, tenant, workspace};
use crate::domain::conversation::Record;
use crate::domain::oauth::Nonce;
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
        ]);
    };
}
