//! What keeps configurations, their pointer and the pause switch must do.

#![expect(missing_docs, reason = "a case's name is the sentence it proves")]

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use tokio::task::JoinSet;

use super::sample::{self, other_tenant, other_workspace, tenant, workspace};
use crate::domain::config::Config;
use crate::domain::switch::{Scope, Switch};
use crate::ports::configurations::{Draft, Live, MoveError, Over};
use crate::ports::registry::{Departure, Membership, Purged};
use crate::ports::{Configurations, Registry};
use crate::workspace::Tenant;

/// An empty database for each case, and the time of its clock.
pub trait Fixture {
    /// Its configurations.
    fn configurations(&self) -> Arc<dyn Configurations>;

    /// Its registry, over the same rows.
    fn registry(&self) -> Arc<dyn Registry>;

    /// What its clock says.
    fn now(&self) -> Timestamp;
}

pub async fn a_workspace_has_no_configuration_at_first(fixture: &mut impl Fixture) {
    let configurations = fixture.configurations();
    let tenant = tenant();
    assert_eq!(configurations.live(&tenant).await.expect("reads"), None);
    assert_eq!(configurations.glance(&tenant).await.expect("reads"), None);
    for number in [0, 1] {
        let version = configurations.version(&tenant, number).await;
        assert_eq!(version.expect("reads"), None);
    }
    let history = configurations.history(&tenant, None, 9).await;
    assert_eq!(history.expect("reads"), []);
    let pointed = configurations.point(&tenant, 1, 1).await;
    assert!(
        matches!(pointed, Err(MoveError::NoVersion(1))),
        "{pointed:?}"
    );
    let switched = configurations
        .switch(&tenant, &Scope::Workspace, true)
        .await;
    assert_eq!(switched.expect("writes"), None, "there is nothing to pause");
    assert_eq!(configurations.live(&tenant).await.expect("reads"), None);
}

pub async fn a_version_is_read_back_as_it_was_published(fixture: &mut impl Fixture) {
    let configurations = fixture.configurations();
    let before = fixture.now();
    let config = sample::config("first");
    let draft = Draft::new(&config, "# First.\nversion: 1\n", Some("The first one")).expect("fits");
    let number = configurations
        .publish(&tenant(), draft, Over::Seen(None))
        .await
        .expect("publishes");
    assert_eq!(number, 1);
    let version = configurations
        .version(&tenant(), 1)
        .await
        .expect("reads")
        .expect("is there");
    assert_eq!(version.number, 1);
    assert_eq!(version.config, config);
    assert_eq!(version.source, "# First.\nversion: 1\n");
    assert_eq!(version.message.as_deref(), Some("The first one"));
    assert!(version.published_at.as_second() >= before.as_second());
    let live = configurations.live(&tenant()).await.expect("reads");
    assert_eq!(
        live,
        Some(Live {
            number: 1,
            newest: 1,
            switch: Switch::default(),
            moved_at: version.published_at,
        })
    );
}

pub async fn each_publish_is_a_version_and_those_before_stay(fixture: &mut impl Fixture) {
    let configurations = fixture.configurations();
    for (name, number) in [("first", 1), ("second", 2), ("first", 3)] {
        assert_eq!(publish(&*configurations, &tenant(), name).await, number);
        assert_eq!(
            live(&*configurations, &tenant()).await,
            Some((number, number))
        );
    }
    for (number, name) in [(1, "first"), (2, "second"), (3, "first")] {
        assert_eq!(
            means(&*configurations, &tenant(), number).await,
            Some(sample::config(name))
        );
    }
    assert_eq!(means(&*configurations, &tenant(), 4).await, None);
}

pub async fn publishing_what_is_live_already_changes_nothing(fixture: &mut impl Fixture) {
    let configurations = fixture.configurations();
    publish(&*configurations, &tenant(), "same").await;
    let pointer = configurations.live(&tenant()).await.expect("reads");
    for over in [Over::Whatever, Over::Seen(Some(1)), Over::Seen(None)] {
        let config = sample::config("same");
        let draft = Draft::new(&config, "same", Some("Once more")).expect("fits");
        let number = configurations.publish(&tenant(), draft, over).await;
        assert_eq!(number.expect("publishes"), 1);
    }
    assert_eq!(
        configurations.live(&tenant()).await.expect("reads"),
        pointer
    );
    // Another comment is another text, which somebody may want to read again.
    let config = sample::config("same");
    let draft = Draft::new(&config, "same # said better", None).expect("fits");
    let number = configurations
        .publish(&tenant(), draft, Over::Seen(Some(1)))
        .await;
    assert_eq!(number.expect("publishes"), 2);
}

pub async fn whoever_saw_something_else_live_is_told_and_changes_nothing(
    fixture: &mut impl Fixture,
) {
    let configurations = fixture.configurations();
    for name in ["first", "second"] {
        publish(&*configurations, &tenant(), name).await;
    }
    for seen in [None, Some(1), Some(3)] {
        let config = sample::config("late");
        let draft = Draft::new(&config, "late", None).expect("fits");
        let published = configurations
            .publish(&tenant(), draft, Over::Seen(seen))
            .await;
        assert!(
            matches!(published, Err(MoveError::Moved { live: Some(2) })),
            "{published:?}"
        );
    }
    let pointed = configurations.point(&tenant(), 1, 1).await;
    assert!(
        matches!(pointed, Err(MoveError::Moved { live: Some(2) })),
        "{pointed:?}"
    );
    assert_eq!(live(&*configurations, &tenant()).await, Some((2, 2)));
    assert_eq!(means(&*configurations, &tenant(), 3).await, None);
}

pub async fn of_eight_who_saw_the_same_version_one_publishes_over_it(fixture: &mut impl Fixture) {
    publish(&*fixture.configurations(), &tenant(), "before").await;
    let mut tasks = JoinSet::new();
    for nth in 0..8 {
        let configurations = fixture.configurations();
        tasks.spawn(async move {
            let config = sample::config(&nth.to_string());
            let source = nth.to_string();
            let draft = Draft::new(&config, &source, None).expect("fits");
            match configurations
                .publish(&tenant(), draft, Over::Seen(Some(1)))
                .await
            {
                Ok(number) => Some(number),
                Err(MoveError::Moved { live: Some(2) }) => None,
                Err(error) => panic!("{error:?}"),
            }
        });
    }
    let published: Vec<_> = tasks.join_all().await.into_iter().flatten().collect();
    assert_eq!(published, [2]);
    let configurations = fixture.configurations();
    assert_eq!(live(&*configurations, &tenant()).await, Some((2, 2)));
    assert_eq!(means(&*configurations, &tenant(), 3).await, None);
}

pub async fn of_four_who_publish_over_whatever_is_live_each_is_kept(fixture: &mut impl Fixture) {
    let mut tasks = JoinSet::new();
    for nth in 0..4 {
        let configurations = fixture.configurations();
        tasks.spawn(async move { publish(&*configurations, &tenant(), &nth.to_string()).await });
    }
    let numbers: BTreeSet<_> = tasks.join_all().await.into_iter().collect();
    assert_eq!(numbers, (1..=4).collect());
    assert_eq!(
        live(&*fixture.configurations(), &tenant()).await,
        Some((4, 4))
    );
}

pub async fn the_pointer_goes_back_and_forth_and_the_next_version_is_the_newest(
    fixture: &mut impl Fixture,
) {
    let configurations = fixture.configurations();
    for name in ["first", "second", "third"] {
        publish(&*configurations, &tenant(), name).await;
    }
    for (to, over) in [(1, 3), (3, 1), (2, 3)] {
        configurations
            .point(&tenant(), to, over)
            .await
            .expect("points");
        assert_eq!(live(&*configurations, &tenant()).await, Some((to, 3)));
    }
    for number in [0, 4] {
        let pointed = configurations.point(&tenant(), number, 2).await;
        assert!(
            matches!(pointed, Err(MoveError::NoVersion(missing)) if missing == number),
            "{pointed:?}"
        );
    }
    assert_eq!(publish(&*configurations, &tenant(), "fourth").await, 4);
    assert_eq!(
        means(&*configurations, &tenant(), 3).await,
        Some(sample::config("third"))
    );
    assert_eq!(live(&*configurations, &tenant()).await, Some((4, 4)));
}

pub async fn the_history_begins_with_the_newest_and_goes_on_where_it_was_left(
    fixture: &mut impl Fixture,
) {
    let configurations = fixture.configurations();
    for nth in 1..=5 {
        let config = sample::config(&nth.to_string());
        let message = format!("Number {nth}");
        let message = (nth % 2 == 1).then_some(message.as_str());
        let draft = Draft::new(&config, "text", message).expect("fits");
        let published = configurations
            .publish(&tenant(), draft, Over::Whatever)
            .await;
        published.expect("publishes");
    }
    let listed = async |before, most| {
        let history = configurations.history(&tenant(), before, most).await;
        let history = history.expect("reads").into_iter();
        history
            .map(|summary| (summary.number, summary.message))
            .collect::<Vec<_>>()
    };
    let said = |nth: u64| (nth, (nth % 2 == 1).then(|| format!("Number {nth}")));
    assert_eq!(listed(None, 9).await, [5, 4, 3, 2, 1].map(said));
    assert_eq!(listed(None, 2).await, [5, 4].map(said));
    assert_eq!(listed(Some(4), 2).await, [3, 2].map(said));
    assert_eq!(listed(Some(2), 9).await, [1].map(said));
    assert_eq!(listed(Some(1), 9).await, []);
    assert_eq!(listed(None, 0).await, []);
}

pub async fn a_long_history_is_listed_although_no_page_has_all_of_it(fixture: &mut impl Fixture) {
    let configurations = fixture.configurations();
    // Five of these are more than a page, which ends at a megabyte.
    for nth in 0..5 {
        let config = sample::config(&nth.to_string());
        let source = "#".repeat(300_000);
        let draft = Draft::new(&config, &source, None).expect("fits");
        let published = configurations
            .publish(&tenant(), draft, Over::Whatever)
            .await;
        published.expect("publishes");
    }
    let history = configurations
        .history(&tenant(), None, 9)
        .await
        .expect("reads");
    let numbers: Vec<_> = history.iter().map(|summary| summary.number).collect();
    assert_eq!(numbers, [5, 4, 3, 2, 1]);
}

pub async fn what_is_paused_stays_paused_over_publishes_and_rollbacks(fixture: &mut impl Fixture) {
    let configurations = fixture.configurations();
    for name in ["first", "second"] {
        publish(&*configurations, &tenant(), name).await;
    }
    let shop = || Scope::Rule("Shop".to_owned());
    let throw = async |scope: Scope, paused| {
        let live = configurations.switch(&tenant(), &scope, paused).await;
        let live = live.expect("writes").expect("there is a pointer");
        assert_eq!(
            configurations.live(&tenant()).await.expect("reads"),
            Some(live.clone())
        );
        let glanced = configurations.glance(&tenant()).await.expect("reads");
        assert_eq!(glanced.as_ref(), Some(&live.switch));
        live
    };
    let paused = throw(Scope::Workspace, true).await;
    assert_eq!(paused.switch.to_string(), "the whole workspace");
    assert_eq!((paused.number, paused.newest), (2, 2));
    // Twice is once.
    assert_eq!(throw(Scope::Workspace, true).await, paused);
    throw(shop(), true).await;
    let both = throw(Scope::Rule("Docs".to_owned()), true).await.switch;
    assert_eq!(
        both.to_string(),
        "the whole workspace, the rule “Docs”, the rule “Shop”"
    );
    publish(&*configurations, &tenant(), "third").await;
    configurations.point(&tenant(), 1, 3).await.expect("points");
    let live = configurations
        .live(&tenant())
        .await
        .expect("reads")
        .expect("is there");
    assert_eq!((live.number, live.newest, live.switch), (1, 3, both));

    assert_eq!(throw(Scope::Workspace, false).await.switch.rules.len(), 2);
    assert_eq!(
        throw(shop(), false).await.switch.to_string(),
        "the rule “Docs”"
    );
    // What is not paused can go on without harm.
    throw(shop(), false).await;
    let clear = throw(Scope::Rule("Docs".to_owned()), false).await;
    assert_eq!((clear.number, clear.newest), (1, 3));
    assert!(clear.switch.is_clear());
}

pub async fn a_switch_thrown_while_others_publish_undoes_nothing(fixture: &mut impl Fixture) {
    publish(&*fixture.configurations(), &tenant(), "before").await;
    let mut tasks = JoinSet::new();
    for nth in 0..4 {
        let configurations = fixture.configurations();
        tasks.spawn(async move {
            publish(&*configurations, &tenant(), &nth.to_string()).await;
        });
        let configurations = fixture.configurations();
        tasks.spawn(async move {
            let rule = Scope::Rule(nth.to_string());
            let thrown = configurations.switch(&tenant(), &rule, true).await;
            thrown.expect("writes").expect("there is a pointer");
        });
    }
    tasks.join_all().await;
    let live = fixture.configurations().live(&tenant()).await;
    let live = live.expect("reads").expect("is there");
    assert_eq!((live.number, live.newest), (5, 5));
    assert_eq!(live.switch.rules.len(), 4, "{:?}", live.switch);
}

pub async fn the_configurations_of_two_workspaces_are_apart(fixture: &mut impl Fixture) {
    let configurations = fixture.configurations();
    publish(&*configurations, &tenant(), "ours").await;
    assert_eq!(live(&*configurations, &other_tenant()).await, None);
    assert_eq!(means(&*configurations, &other_tenant(), 1).await, None);
    for name in ["theirs", "theirs too"] {
        publish(&*configurations, &other_tenant(), name).await;
    }
    let paused = configurations
        .switch(&other_tenant(), &Scope::Workspace, true)
        .await;
    paused.expect("writes");
    assert_eq!(live(&*configurations, &tenant()).await, Some((1, 1)));
    let glanced = configurations.glance(&tenant()).await.expect("reads");
    assert_eq!(glanced, Some(Switch::default()));
    assert_eq!(
        means(&*configurations, &tenant(), 1).await,
        Some(sample::config("ours"))
    );
    let history = configurations
        .history(&tenant(), None, 9)
        .await
        .expect("reads");
    assert_eq!(history.len(), 1);
}

pub async fn who_is_installed_anew_or_has_left_finds_what_was_published(
    fixture: &mut impl Fixture,
) {
    let (configurations, registry) = (fixture.configurations(), fixture.registry());
    let installation = sample::installation(workspace());
    registry.install(&installation).await.expect("installs");
    publish(&*configurations, &tenant(), "kept").await;
    registry.install(&installation).await.expect("installs");
    assert_eq!(
        means(&*configurations, &tenant(), 1).await,
        Some(sample::config("kept"))
    );
    let departure = Departure::at(workspace(), at(0));
    let left = registry.uninstall(&installation, &departure).await;
    assert!(left.expect("writes"));
    assert_eq!(
        means(&*configurations, &tenant(), 1).await,
        Some(sample::config("kept"))
    );
}

pub async fn a_purge_leaves_nothing_and_nothing_of_others_out(fixture: &mut impl Fixture) {
    let (configurations, registry) = (fixture.configurations(), fixture.registry());
    let installation = sample::installation(workspace());
    for (tenant, id) in [(tenant(), workspace()), (other_tenant(), other_workspace())] {
        let installed = registry.install(&sample::installation(id)).await;
        installed.expect("installs");
        // More than a purge takes at once.
        for nth in 0..100 {
            publish(&*configurations, &tenant, &nth.to_string()).await;
        }
        // One of the first is live: what is oldest must not go first.
        configurations.point(&tenant, 3, 100).await.expect("points");
    }
    let departure = Departure::at(workspace(), at(0));
    let left = registry.uninstall(&installation, &departure).await;
    left.expect("writes");
    assert_eq!(
        registry.purge(&departure).await.expect("deletes"),
        Purged::Part
    );
    // What counts when it comes back goes last.
    assert_eq!(live(&*configurations, &tenant()).await, Some((3, 100)));
    assert_eq!(
        means(&*configurations, &tenant(), 3).await,
        Some(sample::config("2"))
    );
    assert_eq!(means(&*configurations, &tenant(), 2).await, None);
    assert_eq!(
        registry.purge(&departure).await.expect("deletes"),
        Purged::All
    );
    assert_eq!(
        registry.membership(&workspace()).await.expect("reads"),
        Membership::Unknown
    );
    assert_eq!(live(&*configurations, &tenant()).await, None);
    let history = configurations.history(&tenant(), None, 9).await;
    assert_eq!(history.expect("reads"), []);
    assert_eq!(
        registry.purge(&departure).await.expect("deletes"),
        Purged::Nothing
    );
    assert_eq!(
        live(&*configurations, &other_tenant()).await,
        Some((3, 100))
    );
    let others = configurations.history(&other_tenant(), None, 200).await;
    assert_eq!(others.expect("reads").len(), 100);
    let installed = registry.installation(&other_workspace()).await;
    assert!(installed.expect("reads").is_some());
}

pub async fn a_purge_takes_nothing_of_a_workspace_that_came_back(fixture: &mut impl Fixture) {
    let (configurations, registry) = (fixture.configurations(), fixture.registry());
    let installation = sample::installation(workspace());
    registry.install(&installation).await.expect("installs");
    publish(&*configurations, &tenant(), "kept").await;
    let departure = Departure::at(workspace(), at(0));
    let left = registry.uninstall(&installation, &departure).await;
    left.expect("writes");
    registry.install(&installation).await.expect("installs");
    assert_eq!(
        registry.purge(&departure).await.expect("deletes"),
        Purged::Nothing
    );
    // Nor of one that came back and left again: its time begins anew.
    let again = Departure::at(workspace(), at(60));
    let left = registry.uninstall(&installation, &again).await;
    left.expect("writes");
    assert_eq!(
        registry.purge(&departure).await.expect("deletes"),
        Purged::Nothing
    );
    assert_eq!(
        means(&*configurations, &tenant(), 1).await,
        Some(sample::config("kept"))
    );
    assert_eq!(
        registry.membership(&workspace()).await.expect("reads"),
        Membership::Left(again)
    );
}

/// Publishes over whatever is live; the number.
async fn publish(configurations: &dyn Configurations, tenant: &Tenant, name: &str) -> u64 {
    let config = sample::config(name);
    let draft = Draft::new(&config, name, None).expect("fits");
    let published = configurations.publish(tenant, draft, Over::Whatever).await;
    published.expect("publishes")
}

/// The number that is live, and the newest.
async fn live(configurations: &dyn Configurations, tenant: &Tenant) -> Option<(u64, u64)> {
    let live = configurations.live(tenant).await.expect("reads");
    live.map(|live| (live.number, live.newest))
}

/// What a version means.
async fn means(
    configurations: &dyn Configurations,
    tenant: &Tenant,
    number: u64,
) -> Option<Config> {
    let version = configurations.version(tenant, number).await.expect("reads");
    version.map(|version| version.config)
}

/// A time, in seconds.
fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).expect("a time")
}

/// Makes a test of each case; see [`contract`](crate::contract).
#[macro_export]
macro_rules! configurations_contract {
    ($fixture:path) => {
        $crate::contract_cases!(configurations, $fixture, [
            a_workspace_has_no_configuration_at_first
            a_version_is_read_back_as_it_was_published
            each_publish_is_a_version_and_those_before_stay
            publishing_what_is_live_already_changes_nothing
            whoever_saw_something_else_live_is_told_and_changes_nothing
            of_eight_who_saw_the_same_version_one_publishes_over_it
            of_four_who_publish_over_whatever_is_live_each_is_kept
            the_pointer_goes_back_and_forth_and_the_next_version_is_the_newest
            the_history_begins_with_the_newest_and_goes_on_where_it_was_left
            a_long_history_is_listed_although_no_page_has_all_of_it
            what_is_paused_stays_paused_over_publishes_and_rollbacks
            a_switch_thrown_while_others_publish_undoes_nothing
            the_configurations_of_two_workspaces_are_apart
            who_is_installed_anew_or_has_left_finds_what_was_published
            a_purge_leaves_nothing_and_nothing_of_others_out
            a_purge_takes_nothing_of_a_workspace_that_came_back
        ]);
    };
}
