//! What is broken in one workspace is not noticed in another.

use std::sync::Arc;

use harness::Desk;
use harness::script::Script;
use harness::shop::{ANA, SHOP};
use local::seed;
use shared::Error;
use shared::ports::journal::Entry;
use simulator::{Fault, FaultKind};

const DEAD: &str = "deadshop";
const SLOW: &str = "slowshop";

/// The demo's workspace beside two like it.
async fn street(brain: &Arc<Script>) -> Desk {
    let plant = |intercom: &simulator::Intercom| {
        seed::plant_as(intercom, seed::WORKSPACE, seed::TOKEN);
        seed::plant_as(intercom, DEAD, "the token that ends");
        seed::plant_as(intercom, SLOW, "the token of the slow one");
    };
    let tenants = [
        (seed::WORKSPACE, seed::TOKEN, seed::CONFIG),
        (DEAD, "the token that ends", seed::CONFIG),
        (SLOW, "the token of the slow one", seed::CONFIG),
    ];
    Desk::with_brain(plant, &tenants, Some(brain.clone())).await
}

fn calls_of(desk: &Desk, workspace: &str) -> usize {
    let calls = desk.intercom.exchanges().into_iter();
    calls
        .filter(|call| call.workspace.as_deref() == Some(workspace))
        .count()
}

fn entries_of(desk: &Desk, workspace: &str, wanted: impl Fn(&Entry) -> bool) -> usize {
    let here = |entry: &&Entry| {
        let id = entry.workspace.as_ref();
        id.is_some_and(|id| id.as_str() == workspace)
    };
    let entries = desk.entries();
    entries
        .iter()
        .filter(here)
        .filter(|entry| wanted(entry))
        .count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_token_and_an_intercom_that_hangs_cost_their_own_workspaces_and_no_other() {
    let brain = Arc::new(Script::default());
    let desk = street(&brain).await;
    let [dead, slow] = [DEAD, SLOW].map(|id| desk.intercom.workspace(id).unwrap());
    // What an answer costs where nothing is wrong.
    let healthy = desk.acme.id().to_owned();
    let before = calls_of(&desk, &healthy);
    let usual = desk.asks(ANA, SHOP, "How long?");
    usual.settled().await;
    let usual = calls_of(&desk, &healthy) - before;

    // The token is refused from now on, which counts as the workspace's: a revoked one would be nobody's.
    desk.breaks(Fault::new(FaultKind::RevokedToken).in_workspace(DEAD));
    let hangs = Fault::new(FaultKind::SilenceBefore).on_path_prefix("/conversations");
    desk.breaks(hangs.in_workspace(SLOW));
    let dead_before = calls_of(&desk, DEAD);
    let broken: Vec<_> = (0..3)
        .flat_map(|_| {
            [
                desk.asks_in(&dead, ANA, SHOP, "How long?"),
                desk.asks_in(&slow, ANA, SHOP, "How long?"),
            ]
        })
        .collect();
    let before = calls_of(&desk, &healthy);
    let fine: Vec<_> = (0..3).map(|_| desk.asks(ANA, SHOP, "How long?")).collect();
    desk.until("the healthy workspace is answered", || {
        fine.iter().all(|talk| talk.answers() == 1)
    })
    .await;
    desk.until("its turns are over", || {
        calls_of(&desk, &healthy) - before >= 3 * usual
    })
    .await;
    assert_eq!(
        calls_of(&desk, &healthy) - before,
        3 * usual,
        "{}",
        desk.story()
    );
    // A turn that met the refusal, and asked whether the token holds; or one that was dropped without a call.
    let met = |desk: &Desk| entries_of(desk, DEAD, |entry| entry.name == "stuck");
    let dropped = |desk: &Desk| {
        let told = Error::GrantRefused.to_string();
        entries_of(desk, DEAD, |entry| entry.what == told)
    };
    let asked = |desk: &Desk| {
        let calls = desk.intercom.exchanges().into_iter();
        let of_dead = calls.filter(|call| call.workspace.as_deref() == Some(DEAD));
        of_dead
            .filter(|call| call.path == "/me" && call.status == Some(401))
            .count()
    };
    desk.until("the dead workspace has stopped", || {
        met(&desk) + dropped(&desk) >= 3 && asked(&desk) >= met(&desk)
    })
    .await;
    // A reading and a question whether the token holds, of each turn that had begun before that was known.
    let dead_calls = calls_of(&desk, DEAD) - dead_before;
    assert!(dead_calls <= 3 * 2, "{dead_calls} calls\n{}", desk.story());

    // From then on none: what comes is dropped, and left to people.
    let dead_before = calls_of(&desk, DEAD);
    let before = dropped(&desk);
    for _ in 0..5 {
        let _ = desk.asks_in(&dead, ANA, SHOP, "Hello?");
    }
    desk.until("what came is dropped", || dropped(&desk) >= before + 5)
        .await;
    assert_eq!(calls_of(&desk, DEAD), dead_before);
    // Nobody was answered where something is broken, and nothing of the slow one is lost.
    assert!(broken.iter().all(|talk| talk.answers() == 0));
    assert_eq!(desk.dead_letters().await, 0);
    desk.intercom.faults().clear();
    desk.until("the slow workspace is answered as well", || {
        let slow = broken.iter().skip(1).step_by(2);
        slow.into_iter().all(|talk| talk.answers() == 1)
    })
    .await;
}
