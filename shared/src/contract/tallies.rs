//! What a keeper of counters must do, and the store that writes them.

#![expect(missing_docs, reason = "a case's name is the sentence it proves")]

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::{Date, date};
use tokio::task::JoinSet;

use super::sample::{self, conversation, other_tenant, tenant, workspace};
use crate::domain::conversation::Record;
use crate::domain::digest::Digest;
use crate::domain::ending::{Counted, Counter, Ended, Rating, Tally};
use crate::id::ConversationId;
use crate::ports::registry::{Departure, Purged};
use crate::ports::store::SaveError;
use crate::ports::tallies::DayTally;
use crate::ports::{Registry, Store, Tallies};
use crate::workspace::Tenant;

/// An empty database for each case.
pub trait Fixture {
    /// Its store.
    fn store(&self) -> Arc<dyn Store>;

    /// Its counters, over the same rows.
    fn tallies(&self) -> Arc<dyn Tallies>;

    /// Its registry, which purges who left.
    fn registry(&self) -> Arc<dyn Registry>;
}

const TALK: &str = "215474343849634";
const FIRST: Date = date(2026, 11, 1);
const LAST: Date = date(2026, 11, 30);

/// A record whose conversation ended so.
fn ended(ended: &str, rule: Option<&str>, score: Option<u8>) -> Record {
    Record {
        ended: Some(Ended {
            rule: rule.map(|name| Digest::of([name])),
            ..ended.parse().expect("an ending")
        }),
        rated: score.map(|score| Rating { at: 1, score }),
        ..Record::default()
    }
}

/// What counts as `before` is written anew as `after`; its version.
async fn counts(
    store: &dyn Store,
    id: &str,
    before: &Record,
    after: &Record,
) -> Result<u64, SaveError> {
    counts_of(store, &tenant(), id, before, after).await
}

async fn counts_of(
    store: &dyn Store,
    tenant: &Tenant,
    id: &str,
    before: &Record,
    after: &Record,
) -> Result<u64, SaveError> {
    let id = ConversationId::try_from(id).expect("an id");
    let after = Record {
        version: before.version,
        ..after.clone()
    };
    let tally = Tally::between(before.counted().as_ref(), after.counted().as_ref());
    store.save(tenant, &id, &after, &tally).await
}

/// A new conversation that ended so.
async fn ends(store: &dyn Store, tenant: &Tenant, id: &str, after: &Record) {
    let saved = counts_of(store, tenant, id, &Record::default(), after).await;
    saved.expect("saves");
}

/// What was counted in November, a line for each row.
async fn november(tallies: &dyn Tallies, tenant: &Tenant) -> Vec<String> {
    let rows = tallies.of_days(tenant, FIRST, LAST).await.expect("reads");
    rows.iter().map(told).collect()
}

fn told(row: &DayTally) -> String {
    let DayTally {
        counter: Counter { day, rule },
        counts,
    } = row;
    let names = ["Careers", "Everything else"];
    let rule = match rule {
        None => "no rule",
        Some(rule) => names
            .into_iter()
            .find(|name| Digest::of([*name]) == *rule)
            .unwrap_or("another rule"),
    };
    format!("{day} {rule}: {counts:?}")
}

pub async fn nothing_is_counted_at_first(fixture: &mut impl Fixture) {
    let tallies = fixture.tallies();
    assert_eq!(november(&*tallies, &tenant()).await, [""; 0]);
    let backwards = tallies.of_days(&tenant(), LAST, FIRST).await;
    assert_eq!(backwards.expect("reads"), []);
}

pub async fn an_ending_is_counted_with_its_record(fixture: &mut impl Fixture) {
    let (store, tallies) = (fixture.store(), fixture.tallies());
    let resolved = ended("resolved_assumed 2026-11-22", Some("Careers"), None);
    let first = counts(&*store, TALK, &Record::default(), &resolved).await;
    let version = first.expect("saves");
    assert_eq!(version, 1);
    let (tenant, id) = (tenant(), conversation());
    let found = store.conversation(&tenant, &id).await;
    let resolved = Record {
        version,
        ..resolved
    };
    assert_eq!(found.expect("reads"), Some(resolved.clone()));
    assert_eq!(
        november(&*tallies, &tenant).await,
        [r#"2026-11-22 Careers: {"resolved_assumed": 1}"#]
    );
    // A write that changes nothing of it counts nothing.
    let turned = Record {
        turns: 2,
        ..resolved.clone()
    };
    let second = counts(&*store, TALK, &resolved, &turned).await;
    assert_eq!(second.expect("saves"), 2);
    assert_eq!(november(&*tallies, &tenant).await.len(), 1);
}

pub async fn who_does_not_write_the_record_counts_nothing(fixture: &mut impl Fixture) {
    let (store, tallies) = (fixture.store(), fixture.tallies());
    let resolved = ended("resolved_assumed 2026-11-22", Some("Careers"), None);
    let taken = ended("taken_over 2026-11-22", None, None);
    ends(&*store, &tenant(), TALK, &resolved).await;
    // Both read nothing, and the second is told what the first one wrote.
    let second = counts(&*store, TALK, &Record::default(), &taken).await;
    match second {
        Err(SaveError::Conflict(Some(theirs))) => assert_eq!(
            *theirs,
            Record {
                version: 1,
                ..resolved.clone()
            }
        ),
        saved => panic!("a conflict was expected: {saved:?}"),
    }
    // So is one who read an older version.
    let old = Record {
        version: 7,
        ..resolved
    };
    let third = counts(&*store, TALK, &old, &taken).await;
    assert!(
        matches!(third, Err(SaveError::Conflict(Some(_)))),
        "{third:?}"
    );
    // And one whose record is gone.
    let fourth = counts(&*store, "9", &old, &taken).await;
    assert!(
        matches!(fourth, Err(SaveError::Conflict(None))),
        "{fourth:?}"
    );
    assert_eq!(
        november(&*tallies, &tenant()).await,
        [r#"2026-11-22 Careers: {"resolved_assumed": 1}"#]
    );
}

pub async fn what_ends_otherwise_later_is_taken_back_in_the_same_write(fixture: &mut impl Fixture) {
    let (store, tallies) = (fixture.store(), fixture.tallies());
    let resolved = ended(
        "resolved_assumed 2026-11-22",
        Some("Everything else"),
        Some(4),
    );
    ends(&*store, &tenant(), "1", &resolved).await;
    ends(&*store, &tenant(), "2", &resolved).await;
    let resolved = Record {
        version: 1,
        ..resolved
    };
    let other_rule = ended("handed_off 2026-11-23 unsure", Some("Careers"), Some(4));
    let moved = counts(&*store, "1", &resolved, &other_rule).await;
    assert_eq!(moved.expect("saves"), 2);
    assert_eq!(
        november(&*tallies, &tenant()).await,
        [
            r#"2026-11-22 Everything else: {"ratings#resolved_assumed": 1, "resolved_assumed": 1, "scores#resolved_assumed": 4}"#,
            r#"2026-11-23 Careers: {"handed_off": 1, "handed_off#unsure": 1, "ratings#handed_off": 1, "scores#handed_off": 4}"#,
        ]
    );
    // Of the same row twice is one change of it.
    let other_rule = Record {
        version: 2,
        ..other_rule
    };
    let other_why = ended(
        "handed_off 2026-11-23 asked_for_person",
        Some("Careers"),
        Some(1),
    );
    let moved = counts(&*store, "1", &other_rule, &other_why).await;
    assert_eq!(moved.expect("saves"), 3);
    // And where nothing is left there is no row.
    let forgotten = Record {
        ended: None,
        ..resolved.clone()
    };
    let gone = counts(&*store, "2", &resolved, &forgotten).await;
    assert_eq!(gone.expect("saves"), 2);
    assert_eq!(
        november(&*tallies, &tenant()).await,
        [
            r#"2026-11-23 Careers: {"handed_off": 1, "handed_off#asked_for_person": 1, "ratings#handed_off": 1, "scores#handed_off": 1}"#
        ]
    );
}

pub async fn what_was_counted_before_it_was_kept_is_taken_back_below_nothing(
    fixture: &mut impl Fixture,
) {
    let (store, tallies) = (fixture.store(), fixture.tallies());
    let counted = |ended: &str| Counted {
        ended: ended.parse().expect("an ending"),
        score: None,
    };
    let tally = Tally::between(
        Some(&counted("abandoned 2026-11-01")),
        Some(&counted("taken_over 2026-11-30")),
    );
    let (tenant, id, record) = (tenant(), conversation(), Record::default());
    let saved = store.save(&tenant, &id, &record, &tally).await;
    assert_eq!(saved.expect("saves"), 1);
    assert_eq!(
        november(&*tallies, &tenant).await,
        [
            r#"2026-11-01 no rule: {"abandoned": -1}"#,
            r#"2026-11-30 no rule: {"taken_over": 1}"#,
        ]
    );
}

pub async fn days_come_in_their_order_and_none_that_was_not_asked_for(fixture: &mut impl Fixture) {
    let (store, tallies) = (fixture.store(), fixture.tallies());
    let days = ["10-31", "11-30", "11-01", "12-01", "11-09"];
    for (nth, day) in days.into_iter().enumerate() {
        for (kind, rule) in [None, Some("Careers")].into_iter().enumerate() {
            let record = ended(&format!("left_to_bot 2026-{day}"), rule, None);
            ends(&*store, &tenant(), &format!("{nth}{kind}"), &record).await;
        }
    }
    assert_eq!(
        november(&*tallies, &tenant()).await,
        [
            r#"2026-11-01 no rule: {"left_to_bot": 1}"#,
            r#"2026-11-01 Careers: {"left_to_bot": 1}"#,
            r#"2026-11-09 no rule: {"left_to_bot": 1}"#,
            r#"2026-11-09 Careers: {"left_to_bot": 1}"#,
            r#"2026-11-30 no rule: {"left_to_bot": 1}"#,
            r#"2026-11-30 Careers: {"left_to_bot": 1}"#,
        ]
    );
    let day = date(2026, 11, 9);
    let one = tallies.of_days(&tenant(), day, day).await.expect("reads");
    assert_eq!(one.len(), 2);
}

pub async fn of_twenty_who_count_at_once_every_one_is_counted(fixture: &mut impl Fixture) {
    let mut tasks = JoinSet::new();
    for nth in 1..=20 {
        let store = fixture.store();
        tasks.spawn(async move {
            let id = nth.to_string();
            let resolved = ended("resolved_assumed 2026-11-23", Some("Careers"), None);
            let first = counts(&*store, &id, &Record::default(), &resolved).await;
            let version = first.expect("saves");
            let resolved = Record {
                version,
                ..resolved
            };
            // Every other one ends otherwise: the same row again.
            if nth % 2 == 0 {
                let after = ended("handed_off 2026-11-23 unsure", Some("Careers"), None);
                let second = counts(&*store, &id, &resolved, &after).await;
                second.expect("saves");
            }
        });
    }
    tasks.join_all().await;
    assert_eq!(
        november(&*fixture.tallies(), &tenant()).await,
        [
            r#"2026-11-23 Careers: {"handed_off": 10, "handed_off#unsure": 10, "resolved_assumed": 10}"#
        ]
    );
}

pub async fn of_eight_who_end_one_conversation_at_once_one_is_counted(fixture: &mut impl Fixture) {
    let mut tasks = JoinSet::new();
    for _ in 0..8 {
        let store = fixture.store();
        tasks.spawn(async move {
            let resolved = ended("resolved_confirmed 2026-11-23", None, Some(5));
            match counts(&*store, TALK, &Record::default(), &resolved).await {
                Ok(_) => true,
                Err(SaveError::Conflict(_)) => false,
                Err(error) => panic!("{error:?}"),
            }
        });
    }
    let written = tasks.join_all().await;
    assert_eq!(written.iter().filter(|written| **written).count(), 1);
    assert_eq!(
        november(&*fixture.tallies(), &tenant()).await,
        [
            r#"2026-11-23 no rule: {"ratings#resolved_confirmed": 1, "resolved_confirmed": 1, "scores#resolved_confirmed": 5}"#
        ]
    );
}

pub async fn equal_conversations_in_two_workspaces_are_counted_in_their_own(
    fixture: &mut impl Fixture,
) {
    let (store, tallies) = (fixture.store(), fixture.tallies());
    let ours = ended("resolved_assumed 2026-11-23", Some("Careers"), None);
    let theirs = ended("taken_over 2026-11-23", Some("Careers"), None);
    ends(&*store, &tenant(), "1", &ours).await;
    assert_eq!(november(&*tallies, &other_tenant()).await, [""; 0]);
    ends(&*store, &other_tenant(), "1", &theirs).await;
    assert_eq!(
        november(&*tallies, &tenant()).await,
        [r#"2026-11-23 Careers: {"resolved_assumed": 1}"#]
    );
    assert_eq!(
        november(&*tallies, &other_tenant()).await,
        [r#"2026-11-23 Careers: {"taken_over": 1}"#]
    );
}

pub async fn a_workspace_that_left_is_purged_of_its_counters(fixture: &mut impl Fixture) {
    let (store, tallies, registry) = (fixture.store(), fixture.tallies(), fixture.registry());
    let installation = sample::installation(workspace());
    registry.install(&installation).await.expect("installs");
    // More rows than go at once.
    for nth in 1..=100 {
        let rule = format!("rule {nth}");
        let record = ended("resolved_assumed 2026-11-23", Some(&rule), None);
        ends(&*store, &tenant(), &nth.to_string(), &record).await;
    }
    let record = ended("resolved_assumed 2026-11-23", Some("Careers"), None);
    ends(&*store, &other_tenant(), "1", &record).await;
    let departure = Departure::at(workspace(), Timestamp::constant(1_773_144_600, 0));
    let left = registry.uninstall(&installation, &departure).await;
    assert!(left.expect("writes"));
    assert_eq!(november(&*tallies, &tenant()).await.len(), 100);
    while registry.purge(&departure).await.expect("deletes") == Purged::Part {}
    assert_eq!(november(&*tallies, &tenant()).await, [""; 0]);
    assert_eq!(november(&*tallies, &other_tenant()).await.len(), 1);
}

/// Makes a test of each case; see [`contract`](crate::contract).
#[macro_export]
macro_rules! tallies_contract {
    ($fixture:path) => {
        $crate::contract_cases!(tallies, $fixture, [
            nothing_is_counted_at_first
            an_ending_is_counted_with_its_record
            who_does_not_write_the_record_counts_nothing
            what_ends_otherwise_later_is_taken_back_in_the_same_write
            what_was_counted_before_it_was_kept_is_taken_back_below_nothing
            days_come_in_their_order_and_none_that_was_not_asked_for
            of_twenty_who_count_at_once_every_one_is_counted
            of_eight_who_end_one_conversation_at_once_one_is_counted
            equal_conversations_in_two_workspaces_are_counted_in_their_own
            a_workspace_that_left_is_purged_of_its_counters
        ]);
    };
}
