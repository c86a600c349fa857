//! What a keeper of decisions must do.

#![expect(missing_docs, reason = "a case's name is the sentence it proves")]

use std::sync::Arc;

use jiff::Timestamp;

use super::sample::{self, other_tenant, tenant, workspace};
use crate::domain::decision::Decision;
use crate::domain::trace::{FactUsed, Trace, Tried, Verdict};
use crate::id::ConversationId;
use crate::ports::registry::{Departure, Purged};
use crate::ports::{Decisions, Registry};
use crate::workspace::Tenant;

/// An empty database for each case.
pub trait Fixture {
    /// Its decisions.
    fn decisions(&self) -> Arc<dyn Decisions>;

    /// Its registry, which purges who left.
    fn registry(&self) -> Arc<dyn Registry>;
}

fn conversation(id: &str) -> ConversationId {
    ConversationId::try_from(id).expect("an id")
}

/// The decision of the `nth` second, with steps of every kind, one of which has a reason of its own.
#[must_use]
pub fn decision(nth: i64) -> Decision {
    let tried = |name: &str, verdict, why: &str, facts: &[(&str, &str, &str)]| Tried {
        name: name.to_owned(),
        verdict,
        why: why.to_owned(),
        facts: facts
            .iter()
            .map(|(name, value, origin)| FactUsed {
                name: (*name).to_owned(),
                value: (*value).to_owned(),
                origin: (*origin).to_owned(),
            })
            .collect(),
    };
    let path = ("url.path", "/shop/“green”", "conversation.source.url");
    let plan = ("company.plan", "absent", "GET /contacts/{id}/companies");
    let no = "a condition does not hold";
    Decision {
        at: Timestamp::constant(1_773_144_600 + nth, 7_000_000),
        worker: u64::MAX,
        configuration: 12,
        outcome: "handed_off".to_owned(),
        reason: Some("rule".to_owned()),
        what: "handed off to Support: the rule “Enterprise” sends it to people".to_owned(),
        trace: Trace(vec![
            tried("Careers", Verdict::NotMatched, no, &[path]),
            tried("Legal", Verdict::NotMatched, "paused", &[path, plan]),
            tried(
                "Enterprise",
                Verdict::Matched,
                "its conditions hold",
                &[plan, path],
            ),
            tried("agent", Verdict::Noted, "confidence 80 %", &[]),
            tried(
                "hand off to contact.owner",
                Verdict::PassedOver,
                "away",
                &[],
            ),
            tried(
                "hand off to team:Success",
                Verdict::TakesOver,
                "a team",
                &[],
            ),
            tried(
                "hand off to team:Support",
                Verdict::NotNeeded,
                "an earlier one can take it",
                &[],
            ),
            tried(
                "Everything else",
                Verdict::NotReached,
                "an earlier rule matched",
                &[],
            ),
        ]),
    }
}

async fn keep(decisions: &dyn Decisions, tenant: &Tenant, id: &str, decision: &Decision) {
    let id = conversation(id);
    let kept = decisions.keep(tenant, &id, decision);
    kept.await.expect("writes");
}

async fn kept(decisions: &dyn Decisions, tenant: &Tenant, id: &str, most: usize) -> Vec<Decision> {
    let id = conversation(id);
    let found = decisions.of_conversation(tenant, &id, most);
    found.await.expect("reads")
}

async fn forget(decisions: &dyn Decisions, id: &str) {
    let (tenant, id) = (tenant(), conversation(id));
    let forgotten = decisions.forget(&tenant, &id);
    forgotten.await.expect("deletes");
}

pub async fn no_decision_is_kept_at_first(fixture: &mut impl Fixture) {
    let decisions = fixture.decisions();
    assert_eq!(kept(&*decisions, &tenant(), "215", 9).await, []);
    forget(&*decisions, "215").await;
}

pub async fn a_decision_is_read_as_it_was_kept(fixture: &mut impl Fixture) {
    let decisions = fixture.decisions();
    let bare = Decision {
        reason: None,
        worker: 0,
        trace: Trace::default(),
        ..decision(1)
    };
    for decision in [&decision(0), &bare, &bare] {
        keep(&*decisions, &tenant(), "215", decision).await;
    }
    let found = kept(&*decisions, &tenant(), "215", 9).await;
    assert_eq!(found, [bare, decision(0)]);
}

pub async fn the_newest_decision_comes_first_and_no_more_than_were_asked_for(
    fixture: &mut impl Fixture,
) {
    let decisions = fixture.decisions();
    // From before the time had as many digits as now.
    let old = Decision {
        at: Timestamp::constant(7, 0),
        ..decision(0)
    };
    for decision in [&decision(2), &old, &decision(1)] {
        keep(&*decisions, &tenant(), "215", decision).await;
    }
    let found = kept(&*decisions, &tenant(), "215", 2).await;
    assert_eq!(found, [decision(2), decision(1)]);
    let found = kept(&*decisions, &tenant(), "215", usize::MAX).await;
    assert_eq!(found, [decision(2), decision(1), old]);
}

pub async fn two_decisions_of_one_moment_are_both_kept(fixture: &mut impl Fixture) {
    let decisions = fixture.decisions();
    for worker in [1, 2] {
        let decision = Decision {
            worker,
            ..decision(0)
        };
        keep(&*decisions, &tenant(), "215", &decision).await;
    }
    assert_eq!(kept(&*decisions, &tenant(), "215", 9).await.len(), 2);
}

pub async fn a_decision_that_is_big_is_kept_whole(fixture: &mut impl Fixture) {
    let decisions = fixture.decisions();
    let mut big = decision(0);
    // Together more than an answer of DynamoDB's holds.
    let value = "a segment, ".repeat(10_000);
    big.trace.0[0].facts[0].value = value;
    for nth in 0..12 {
        let decision = Decision {
            worker: nth,
            ..big.clone()
        };
        keep(&*decisions, &tenant(), "215", &decision).await;
    }
    let found = kept(&*decisions, &tenant(), "215", usize::MAX).await;
    assert_eq!(found.len(), 12);
    assert!(found.iter().all(|found| found.trace == big.trace));
}

pub async fn equal_conversations_in_two_workspaces_have_decisions_of_their_own(
    fixture: &mut impl Fixture,
) {
    let decisions = fixture.decisions();
    keep(&*decisions, &tenant(), "215", &decision(0)).await;
    assert_eq!(kept(&*decisions, &other_tenant(), "215", 9).await, []);
    keep(&*decisions, &other_tenant(), "215", &decision(1)).await;
    forget(&*decisions, "215").await;
    assert_eq!(kept(&*decisions, &tenant(), "215", 9).await, []);
    let theirs = kept(&*decisions, &other_tenant(), "215", 9).await;
    assert_eq!(theirs, [decision(1)]);
}

pub async fn a_conversation_that_is_forgotten_takes_none_whose_number_begins_alike(
    fixture: &mut impl Fixture,
) {
    let decisions = fixture.decisions();
    for id in ["215", "2150", "21"] {
        keep(&*decisions, &tenant(), id, &decision(0)).await;
        keep(&*decisions, &tenant(), id, &decision(1)).await;
    }
    forget(&*decisions, "215").await;
    assert_eq!(kept(&*decisions, &tenant(), "215", 9).await, []);
    for id in ["2150", "21"] {
        assert_eq!(kept(&*decisions, &tenant(), id, 9).await.len(), 2);
    }
}

pub async fn a_workspace_that_left_is_purged_of_its_decisions(fixture: &mut impl Fixture) {
    let (decisions, registry) = (fixture.decisions(), fixture.registry());
    let installation = sample::installation(workspace());
    registry.install(&installation).await.expect("installs");
    // More than go at once.
    for nth in 0..100 {
        keep(&*decisions, &tenant(), "215", &decision(nth)).await;
    }
    keep(&*decisions, &other_tenant(), "215", &decision(0)).await;
    let departure = Departure::at(workspace(), Timestamp::constant(1_773_144_600, 0));
    let left = registry.uninstall(&installation, &departure).await;
    assert!(left.expect("writes"));
    assert_eq!(kept(&*decisions, &tenant(), "215", 200).await.len(), 100);
    while registry.purge(&departure).await.expect("deletes") == Purged::Part {}
    assert_eq!(kept(&*decisions, &tenant(), "215", 9).await, []);
    assert_eq!(kept(&*decisions, &other_tenant(), "215", 9).await.len(), 1);
    let purged = registry.purge(&departure).await.expect("deletes");
    assert_eq!(purged, Purged::Nothing, "its row is gone");
}

pub async fn a_workspace_that_came_back_keeps_its_decisions(fixture: &mut impl Fixture) {
    let (decisions, registry) = (fixture.decisions(), fixture.registry());
    let installation = sample::installation(workspace());
    registry.install(&installation).await.expect("installs");
    keep(&*decisions, &tenant(), "215", &decision(0)).await;
    let departure = Departure::at(workspace(), Timestamp::constant(1_773_144_600, 0));
    let left = registry.uninstall(&installation, &departure).await;
    assert!(left.expect("writes"));
    registry.install(&installation).await.expect("installs");
    let purged = registry.purge(&departure).await.expect("deletes");
    assert_eq!(purged, Purged::Nothing);
    assert_eq!(kept(&*decisions, &tenant(), "215", 9).await, [decision(0)]);
}

/// Makes a test of each case; see [`contract`](crate::contract).
#[macro_export]
macro_rules! decisions_contract {
    ($fixture:path) => {
        $crate::contract_cases!(decisions, $fixture, [
            no_decision_is_kept_at_first
            a_decision_is_read_as_it_was_kept
            the_newest_decision_comes_first_and_no_more_than_were_asked_for
            two_decisions_of_one_moment_are_both_kept
            a_decision_that_is_big_is_kept_whole
            equal_conversations_in_two_workspaces_have_decisions_of_their_own
            a_conversation_that_is_forgotten_takes_none_whose_number_begins_alike
            a_workspace_that_left_is_purged_of_its_decisions
            a_workspace_that_came_back_keeps_its_decisions
        ]);
    };
}
