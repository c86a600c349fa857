//! What a keeper of readings must do.

#![expect(missing_docs, reason = "a case's name is the sentence it proves")]

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use tokio::task::JoinSet;

use super::sample::{self, other_tenant, tenant};
use crate::domain::catalog::{Attribute, Catalog, Exception, Named, Reading, Schedule};
use crate::domain::directory::Directory;
use crate::domain::names::{Kind, Names};
use crate::domain::people::People;
use crate::ports::Readings;
use crate::topic::Topic;

/// An empty database for each case.
pub trait Fixture {
    /// Its readings.
    fn readings(&self) -> Arc<dyn Readings>;
}

const READ: Timestamp = Timestamp::constant(1_773_144_600, 0);

fn after(seconds: i64) -> Timestamp {
    READ + SignedDuration::from_secs(seconds)
}

fn names(name: &str) -> Names {
    let mut names = Names::default();
    names.keep(Kind::Team, name, "10482217");
    names
}

fn schedule(name: &str) -> Schedule {
    Schedule {
        id: "12".to_owned(),
        name: name.to_owned(),
        zone: "Europe/Berlin".to_owned(),
        always: false,
        open: vec![(540, 1_020)],
        exceptions: Vec::new(),
    }
}

async fn people(readings: &dyn Readings) -> Option<People> {
    readings.people(&tenant()).await.expect("reads")
}

pub async fn nothing_was_read_at_first(fixture: &mut impl Fixture) {
    let readings = fixture.readings();
    assert_eq!(people(&*readings).await, None);
    assert_eq!(readings.catalog(&tenant()).await.expect("reads"), None);
}

pub async fn what_was_kept_of_people_is_what_was_read_with_the_names_kept_beside(
    fixture: &mut impl Fixture,
) {
    let readings = fixture.readings();
    let read = sample::directory("Support");
    readings
        .keep_names(&tenant(), &names("Support"))
        .await
        .expect("keeps");
    assert_eq!(people(&*readings).await, None, "names are no people");
    readings
        .keep_people(&tenant(), &read, READ)
        .await
        .expect("keeps");
    let expected = People {
        directory: Directory {
            names: names("Support"),
            ..read
        },
        read_at: READ,
        changed_at: None,
        all_read_at: Timestamp::UNIX_EPOCH,
    };
    assert_eq!(people(&*readings).await, Some(expected));
}

pub async fn schedules_are_kept_beside_people_and_stay_when_people_are_read_again(
    fixture: &mut impl Fixture,
) {
    let readings = fixture.readings();
    let keep = async |schedules: &[Schedule]| {
        let kept = readings.keep_schedules(&tenant(), schedules).await;
        kept.expect("keeps");
    };
    let kept = async || {
        let found = people(&*readings).await.expect("it was read");
        found.directory.schedules
    };
    let closed = Exception {
        date: "2026-12-25".parse().expect("it is a date"),
        yearly: true,
        open: Vec::new(),
    };
    let with_exception = Schedule {
        exceptions: vec![closed],
        ..schedule("Desk")
    };
    keep(&[schedule("Desk"), schedule("Nights")]).await;
    assert_eq!(people(&*readings).await, None, "schedules are no people");
    for read_at in [READ, after(60)] {
        readings
            .keep_people(&tenant(), &sample::directory("Support"), read_at)
            .await
            .expect("keeps");
        assert_eq!(kept().await, [schedule("Desk"), schedule("Nights")]);
    }
    keep(std::slice::from_ref(&with_exception)).await;
    assert_eq!(kept().await, [with_exception]);
    keep(&[]).await;
    assert_eq!(kept().await, []);
    let others = readings.people(&other_tenant()).await.expect("reads");
    assert_eq!(others, None);
}

pub async fn the_later_reading_is_kept_whichever_comes_first(fixture: &mut impl Fixture) {
    let readings = fixture.readings();
    for (name, read_at) in [("Second", after(60)), ("First", READ), ("Third", after(61))] {
        readings
            .keep_people(&tenant(), &sample::directory(name), read_at)
            .await
            .expect("keeps");
        let found = people(&*readings).await.expect("it was read");
        let expected = if name == "First" { "Second" } else { name };
        assert_eq!(found.directory.teams[0].name, expected);
    }
}

pub async fn a_change_is_noted_before_and_after_people_were_read_and_the_newest_counts(
    fixture: &mut impl Fixture,
) {
    let readings = fixture.readings();
    readings
        .people_changed(&tenant(), after(5))
        .await
        .expect("notes");
    assert_eq!(people(&*readings).await, None, "a change is no people");
    readings
        .keep_people(&tenant(), &sample::directory("Support"), READ)
        .await
        .expect("keeps");
    readings
        .people_changed(&tenant(), after(3))
        .await
        .expect("notes");
    let found = people(&*readings).await.expect("it was read");
    assert_eq!(found.changed_at, Some(after(5)));
}

pub async fn a_catalog_is_read_back_as_it_was_kept(fixture: &mut impl Fixture) {
    let readings = fixture.readings();
    let named = |name: &str| Named {
        id: "696205460674dbb9050aa7fd".to_owned(),
        name: name.to_owned(),
    };
    let attribute = |name: &str| Attribute {
        id: "7".to_owned(),
        name: name.to_owned(),
        data_type: "list".to_owned(),
        options: vec!["gold".to_owned(), "silver".to_owned()],
        writable: false,
    };
    let catalog = |name: &str| Catalog {
        segments: Reading::Listed(vec![named(name)]),
        tags: Reading::Refused {
            status: 403,
            code: "forbidden".to_owned(),
        },
        contact_attributes: Reading::Listed(Vec::new()),
        company_attributes: Reading::Listed(vec![attribute(name)]),
        conversation_attributes: Reading::NotYet,
        office_hours: Reading::Listed(vec![schedule("Desk")]),
    };
    readings
        .keep_people(&tenant(), &sample::directory("Support"), READ)
        .await
        .expect("keeps");
    for kept in [catalog("first"), catalog("second")] {
        readings
            .keep_catalog(&tenant(), &kept)
            .await
            .expect("keeps");
        let found = readings.catalog(&tenant()).await.expect("reads");
        assert_eq!(found, Some(kept));
    }
}

pub async fn a_topic_arrived_when_it_arrived_last_and_the_others_never(fixture: &mut impl Fixture) {
    let readings = fixture.readings();
    let none = readings.topics_arrived(&tenant()).await.expect("reads");
    assert!(none.is_empty(), "{none:?}");
    let (created, away) = (Topic::ConversationUserCreated, Topic::AdminAwayModeUpdated);
    for (topic, at) in [(created, READ), (away, after(5)), (created, after(9))] {
        readings
            .topic_arrived(&tenant(), topic, at)
            .await
            .expect("notes");
    }
    let found = readings.topics_arrived(&tenant()).await.expect("reads");
    assert_eq!(
        found,
        BTreeMap::from([(created, after(9)), (away, after(5))])
    );
    assert_eq!(readings.catalog(&tenant()).await.expect("reads"), None);
    let theirs = readings.topics_arrived(&other_tenant()).await;
    assert!(theirs.expect("reads").is_empty());
}

pub async fn of_eight_who_would_read_everything_at_once_one_does(fixture: &mut impl Fixture) {
    let readings = fixture.readings();
    readings
        .keep_people(&tenant(), &sample::directory("Support"), READ)
        .await
        .expect("keeps");
    for (before, now) in [(Timestamp::UNIX_EPOCH, READ), (READ, after(86_400))] {
        let mut tasks = JoinSet::new();
        for nth in 0..8 {
            let readings = fixture.readings();
            let now = now + SignedDuration::from_millis(nth);
            tasks.spawn(async move {
                readings
                    .claim(&tenant(), before, now)
                    .await
                    .expect("claims")
            });
        }
        let claimed = tasks.join_all().await;
        let count = claimed.iter().filter(|claimed| **claimed).count();
        assert_eq!(count, 1, "{claimed:?}");
        // The next round begins where this one ended, whoever won it.
        let found = people(&*readings).await.expect("it was read");
        assert!(found.all_read_at >= now);
        readings
            .claim(&tenant(), found.all_read_at, now)
            .await
            .expect("claims");
    }
}

pub async fn what_was_read_of_two_workspaces_is_apart(fixture: &mut impl Fixture) {
    let readings = fixture.readings();
    for (tenant, name) in [(tenant(), "Ours"), (other_tenant(), "Theirs")] {
        let catalog = Catalog {
            tags: Reading::Listed(vec![Named {
                id: "1".to_owned(),
                name: name.to_owned(),
            }]),
            ..Catalog::default()
        };
        readings
            .keep_people(&tenant, &sample::directory(name), READ)
            .await
            .expect("keeps");
        readings
            .keep_names(&tenant, &names(name))
            .await
            .expect("keeps");
        readings
            .keep_catalog(&tenant, &catalog)
            .await
            .expect("keeps");
    }
    readings
        .people_changed(&other_tenant(), after(1))
        .await
        .expect("notes");
    for (tenant, name, changed) in [
        (tenant(), "Ours", None),
        (other_tenant(), "Theirs", Some(after(1))),
    ] {
        let found = readings.people(&tenant).await.expect("reads");
        let found = found.expect("it was read");
        assert_eq!(found.directory.teams[0].name, name);
        assert_eq!(found.directory.names, names(name));
        assert_eq!(found.changed_at, changed);
        let catalog = readings.catalog(&tenant).await.expect("reads");
        let tags = catalog.expect("it was read").tags;
        assert_eq!(tags.iter().next().map(|tag| tag.name.as_str()), Some(name));
    }
}

/// Makes a test of each case; see [`contract`](crate::contract).
#[macro_export]
macro_rules! readings_contract {
    ($fixture:path) => {
        $crate::contract_cases!(readings, $fixture, [
            nothing_was_read_at_first
            what_was_kept_of_people_is_what_was_read_with_the_names_kept_beside
            schedules_are_kept_beside_people_and_stay_when_people_are_read_again
            the_later_reading_is_kept_whichever_comes_first
            a_change_is_noted_before_and_after_people_were_read_and_the_newest_counts
            a_catalog_is_read_back_as_it_was_kept
            a_topic_arrived_when_it_arrived_last_and_the_others_never
            of_eight_who_would_read_everything_at_once_one_does
            what_was_read_of_two_workspaces_is_apart
        ]);
    };
}
