//! What a store and a registry must do.

#![expect(missing_docs, reason = "a case's name is the sentence it proves")]

use std::sync::Arc;

use jiff::Timestamp;
use tokio::task::JoinSet;

use super::sample::{self, conversation, other_tenant, other_workspace, tenant, workspace};
use crate::domain::conversation::Record;
use crate::domain::ending::Tally;
use crate::domain::oauth::Nonce;
use crate::domain::waiting::Progress;
use crate::ports::keys::Sealed;
use crate::ports::registry::{Departure, Duty, Installation, Membership, Standing};
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
                &Tally::default(),
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
        .save(&tenant(), &conversation(), &read, &Tally::default())
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
            .save(&tenant(), &conversation(), &first, &Tally::default())
            .await
            .expect("saves"),
        2
    );
    assert_eq!(
        conflict(
            store
                .save(&tenant(), &conversation(), &second, &Tally::default())
                .await
        ),
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
        .save(&tenant(), &conversation(), &first, &Tally::default())
        .await
        .expect("saves");
    let second = store
        .save(
            &tenant(),
            &conversation(),
            &Record::default(),
            &Tally::default(),
        )
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
        .save(&tenant(), &conversation(), &same, &Tally::default())
        .await
        .expect("saves");
    let second = store
        .save(&tenant(), &conversation(), &same, &Tally::default())
        .await;
    assert_eq!(conflict(second), Some(Record { version: 1, ..same }));
}

pub async fn a_record_that_is_gone_is_a_conflict_with_nothing(fixture: &mut impl Fixture) {
    let read = Record {
        version: 4,
        ..Record::default()
    };
    let saved = fixture
        .store()
        .save(&tenant(), &conversation(), &read, &Tally::default())
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
                    match store
                        .save(&tenant(), &conversation(), &record, &Tally::default())
                        .await
                    {
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
        .save(&tenant(), &conversation(), &ours, &Tally::default())
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
        .save(&other_tenant(), &conversation(), &theirs, &Tally::default())
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

pub async fn installing_twice_is_one_workspace_with_its_conversations_kept(
    fixture: &mut impl Fixture,
) {
    let (store, registry) = (fixture.store(), fixture.registry());
    let first = sample::installation(workspace());
    registry.install(&first).await.expect("installs");
    store
        .save(
            &tenant(),
            &conversation(),
            &sample::fullest_record(),
            &Tally::default(),
        )
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

pub async fn a_workspace_that_left_has_no_token(fixture: &mut impl Fixture) {
    let registry = fixture.registry();
    let installation = sample::installation(workspace());
    registry.install(&installation).await.expect("installs");
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
    // Who comes back is not purged.
    registry.install(&gone).await.expect("installs");
    assert_eq!(due(&*registry, Duty::Purge, kept).await, [""; 0]);
}

pub async fn the_longest_unswept_workspace_is_swept_first_and_by_one_alone(
    fixture: &mut impl Fixture,
) {
    let registry = fixture.registry();
    let mut all = Vec::new();
    for id in ["first001", "second01", "third001"] {
        let installation = sample::installation(id.try_into().expect("an id"));
        registry.install(&installation).await.expect("installs");
        all.push(installation);
    }
    let id = |nth: usize| &all[nth].workspace;
    // Whoever was installed is due at once; each is due anew when it was taken on.
    for (nth, next) in [(1, 300), (0, 301), (2, 302)] {
        let begun = registry.begin_sweep(id(nth), at(9), at(next)).await;
        let round = begun.expect("writes").expect("it is due");
        assert_eq!((&round.installation, round.swept), (&all[nth], None));
    }
    assert_eq!(due(&*registry, Duty::Sweep, 299).await, [""; 0]);
    assert_eq!(
        due(&*registry, Duty::Sweep, 301).await,
        ["second01", "first001"]
    );

    let mut tasks = JoinSet::new();
    for _ in 0..8 {
        let (registry, second) = (fixture.registry(), id(1).clone());
        tasks.spawn(async move {
            let begun = registry.begin_sweep(&second, at(300), at(600)).await;
            begun.expect("writes").is_some()
        });
    }
    let begun = tasks.join_all().await;
    assert_eq!(begun.iter().filter(|begun| **begun).count(), 1, "{begun:?}");
}

pub async fn how_far_a_workspace_was_swept_is_known_until_it_leaves(fixture: &mut impl Fixture) {
    let registry = fixture.registry();
    let installation = sample::installation(workspace());
    registry.install(&installation).await.expect("installs");
    let ended = registry.end_sweep(&workspace(), at(10), at(20)).await;
    assert!(ended.expect("writes"));
    let ended = registry.end_sweep(&workspace(), at(15), at(20)).await;
    assert!(ended.expect("writes"));
    let swept = async |now: i64| {
        let begun = registry
            .begin_sweep(&workspace(), at(now), at(now + 9))
            .await;
        begun.expect("writes").map(|round| round.swept)
    };
    let known = Some(Progress {
        since: at(10),
        until: at(15),
    });
    assert_eq!(swept(19).await, None, "it is not due");
    assert_eq!(swept(20).await, Some(known));
    // What was written while the agent was silent is not for it later.
    let over = registry.pass_over(&workspace(), at(17), at(21)).await;
    assert!(over.expect("writes"));
    let known = Some(Progress {
        since: at(17),
        until: at(17),
    });
    assert_eq!(swept(21).await, Some(known));
    // Who authorises again, or publishes, is swept at once, and from where it was.
    registry.install(&installation).await.expect("installs");
    assert_eq!(swept(21).await, Some(known));
    let token = &installation.token;
    assert!(registry.renew(&installation, token).await.expect("writes"));
    assert_eq!(swept(22).await, Some(known));
    // As long as something is known against the grant, nobody sweeps it, nor says that they did.
    let judged = registry.judge(&installation, refused(), at(0)).await;
    assert!(judged.expect("writes"));
    assert_eq!(swept(99).await, None);
    assert_eq!(due(&*registry, Duty::Sweep, 99).await, [""; 0]);
    let ended = registry.end_sweep(&workspace(), at(50), at(60)).await;
    assert!(!ended.expect("writes"));
    let good = Standing::default();
    let judged = registry.judge(&installation, good, at(500)).await;
    assert!(judged.expect("writes"));
    assert_eq!(swept(99).await, Some(known));
    // Who left begins anew.
    let departure = Departure::at(workspace(), at(0));
    let left = registry.uninstall(&installation, &departure).await;
    assert!(left.expect("writes"));
    assert_eq!(swept(200).await, None);
    let ended = registry.end_sweep(&workspace(), at(50), at(60)).await;
    assert!(!ended.expect("writes"), "nothing is made of nothing");
    let over = registry.pass_over(&workspace(), at(50), at(60)).await;
    assert!(!over.expect("writes"), "nor of what is passed over");
    registry.install(&installation).await.expect("installs");
    assert_eq!(swept(201).await, Some(None));
    assert_eq!(
        registry.installation(&workspace()).await.expect("reads"),
        Some(installation)
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
            a_workspace_is_installed_when_it_was_installed
            installing_twice_is_one_workspace_with_its_conversations_kept
            of_eight_who_use_up_a_nonce_at_once_one_is_the_first
            a_workspace_that_left_has_no_token
            a_grant_that_was_renewed_is_not_touched_by_what_is_known_of_the_old_one
            what_is_known_against_a_grant_is_read_with_it_until_it_is_good
            a_duty_is_due_at_its_time_and_the_longest_due_comes_first
            the_longest_unswept_workspace_is_swept_first_and_by_one_alone
            how_far_a_workspace_was_swept_is_known_until_it_leaves
        ]);
    };
}
