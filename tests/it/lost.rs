//! Notifications that never arrive: the sweep finds their conversations, once, and nobody else's.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use harness::desk::NEIGHBOUR;
use harness::shop::{ADA, ANA, BEN, JONAS, PRIYA, SHOP};
use harness::{Desk, Talk};
use insta::assert_snapshot;
use jiff::{SignedDuration, Timestamp};
use local::seed;
use shared::domain::conversation::Errand;
use shared::domain::switch::Scope;
use shared::domain::turn::TurnRequest;
use shared::id::WorkspaceId;
use shared::ports::allowance::{LIMIT, Share, Taken};
use shared::ports::keys::Plain;
use shared::ports::queue::Lane;
use shared::ports::registry::{Duty, Installation};
use shared::ports::{Allowance, Clock, store};
use shared::runtime::{Connect, Ports, Tick};
use shared::workspace::Tenant;
use simulator::{Fault, FaultKind, Workspace};

const QUESTION: &str = "How do I brew green tea?";
const AGAIN: &str = "And how hot should the water be?";
const SEARCH: &str = "POST /conversations/search";

/// Longer than the time after which a workspace is swept again.
const PERIOD: SignedDuration = SignedDuration::from_mins(6);

/// A desk whose workspaces were swept for the first time, when nothing is looked for.
async fn begun(desk: Desk) -> Desk {
    tick(&desk).await;
    desk
}

async fn two_workspaces() -> Desk {
    begun(Desk::with_a_neighbour().await).await
}

/// What one tick of the schedule does.
async fn tick(desk: &Desk) -> String {
    tick_with(desk, &desk.ports).await
}

async fn tick_with(desk: &Desk, ports: &Ports) -> String {
    let at = desk.ports.clock.now();
    let deadline = at + SignedDuration::from_secs(75);
    let swept = sweep::handle(ports, Tick { at, deadline }).await;
    swept.unwrap().to_string()
}

/// What a tick does after a period.
async fn later(desk: &Desk) -> String {
    desk.puts_the_clock_forward(PERIOD);
    tick(desk).await
}

/// What happens meanwhile is not notified.
fn unheard<T>(desk: &Desk, happens: impl FnOnce() -> T) -> T {
    desk.intercom.webhooks().hold();
    let came = happens();
    drop(desk.intercom.webhooks().take_held());
    desk.intercom.webhooks().release();
    came
}

/// The turns that sweeps asked for.
fn looks(desk: &Desk) -> Vec<TurnRequest> {
    let letters = desk.letters().into_iter();
    letters
        .filter(|letter| letter.lane == Lane::TurnsBulk)
        .map(|letter| serde_json::from_str::<TurnRequest>(&letter.body).unwrap())
        .filter(|request| request.errand == Errand::Look)
        .collect()
}

fn searches(desk: &Desk) -> usize {
    desk.calls().iter().filter(|call| *call == SEARCH).count()
}

fn people(workspace: &Workspace, name: &str) -> simulator::Teammate {
    let admins = workspace.view().admins;
    let admin = admins.iter().find(|admin| admin.name == name).unwrap();
    workspace.teammate(&admin.id)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_nobody_was_told_of_is_answered_once_a_first_one_and_a_later_one() {
    let desk = begun(Desk::open().await).await;
    let first = unheard(&desk, || desk.asks(ANA, SHOP, QUESTION));
    let second = desk.asks(JONAS, SHOP, QUESTION);
    desk.settled().await;
    assert_eq!((first.answers(), second.answers()), (0, 1));
    desk.puts_the_clock_forward(SignedDuration::from_mins(1));
    unheard(&desk, || second.says(AGAIN));

    // It might still be on its way.
    let story = [
        tick(&desk).await,
        later(&desk).await,
        {
            desk.settled().await;
            later(&desk).await
        },
        later(&desk).await,
    ];
    desk.settled().await;
    assert_snapshot!(story.join("\n"), @r"
    what was due was done
    what was due was done: 1 workspaces, 2 messages_lost
    what was due was done: 1 workspaces
    what was due was done: 1 workspaces
    ");
    assert_eq!(
        (first.answers(), second.answers(), looks(&desk).len()),
        (1, 2, 2),
        "{}",
        desk.story()
    );
    assert_eq!(searches(&desk), 3, "one call a sweep");
    let entries = desk.entries();
    let lost: Vec<_> = entries
        .iter()
        .filter(|it| it.name == "message_lost")
        .collect();
    assert_eq!(lost.len(), 2);
    assert!(
        lost.iter()
            .all(|entry| entry.conversation.is_some() && !entry.ok)
    );
    let told = format!("{entries:?}{:?}", desk.letters());
    for words in [QUESTION, AGAIN, ANA, JONAS, seed::TOKEN] {
        assert!(!told.contains(words), "{words}");
    }
}

const RULES: &str = "
version: 1
agent: { teammate: Nexora }
rules:
  - { name: Watch, when: { url.path: /watched }, then: { agent: { mode: observe } } }
  - { name: Draft, when: { url.path: /drafted }, then: { agent: { mode: draft } } }
  - { name: Team, when: { url.path: /team }, then: { leave_to: team } }
  - { name: Nobody, when: { url.path: /nobody }, then: { leave_to: nobody } }
  - { name: Everything else, then: { agent: {} } }
hand_off: { default: 'team:Support' }
";

fn page(path: &str) -> String {
    format!("https://www.acmetea.example/{path}")
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_asked_for_that_is_covered_left_handed_over_or_a_persons() {
    let desk = begun(Desk::with_config(RULES).await).await;
    let ask = |path: &str| desk.asks(ANA, &page(path), QUESTION);
    let heard: Vec<Talk<'_>> = ["watched", "drafted", "team", "nobody", "answered"]
        .into_iter()
        .map(ask)
        .collect();
    let handed_over = desk.asks(ANA, SHOP, "I want to talk to a person");
    let taken = desk.asks(PRIYA, SHOP, QUESTION);
    desk.settled().await;
    taken.replies(ADA, "I have it.");
    desk.settled().await;
    desk.puts_the_clock_forward(SignedDuration::from_secs(30));
    // They write on, and whoever has it knows.
    unheard(&desk, || {
        handed_over.says(AGAIN);
        taken.says(AGAIN);
    });
    // What nobody was told of, and people have all the same.
    let theirs = unheard(&desk, || {
        let assigned = desk.asks(JONAS, SHOP, QUESTION);
        assigned.assigns(ADA, BEN);
        let closed = desk.asks(JONAS, SHOP, QUESTION);
        closed.teammate(ADA).closes(&closed.id).unwrap();
        let snoozed = desk.asks(JONAS, SHOP, QUESTION);
        let tomorrow = desk.ports.clock.now() + SignedDuration::from_hours(24);
        let until = tomorrow.as_second();
        people(&desk.acme, ADA).snoozes(&snoozed.id, until).unwrap();
        [assigned, closed, snoozed]
    });
    let story = [later(&desk).await, later(&desk).await];
    desk.settled().await;
    assert_snapshot!(story.join("\n"), @r"
    what was due was done: 1 workspaces
    what was due was done: 1 workspaces
    ");
    assert_eq!(looks(&desk), []);
    let answers: usize = heard.iter().chain(&theirs).map(Talk::answers).sum();
    assert_eq!(answers, 1, "{}", desk.story());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_rule_leaves_is_left_once_and_not_asked_for_again() {
    let desk = begun(Desk::with_config(RULES).await).await;
    let talks = unheard(&desk, || {
        ["watched", "team", "nobody"].map(|path| desk.asks(ANA, &page(path), QUESTION))
    });
    let mut story = vec![later(&desk).await];
    for _ in 0..2 {
        desk.settled().await;
        story.push(later(&desk).await);
    }
    assert_snapshot!(story.join("\n"), @r"
    what was due was done: 1 workspaces, 3 messages_lost
    what was due was done: 1 workspaces
    what was due was done: 1 workspaces
    ");
    assert!(talks.iter().all(|talk| talk.answers() == 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_waited_before_the_agent_came_waits_for_people() {
    let desk = Desk::open().await;
    let before = unheard(&desk, || desk.asks(ANA, SHOP, QUESTION));
    desk.puts_the_clock_forward(SignedDuration::from_mins(4));
    let mut story = vec![tick(&desk).await, later(&desk).await];
    // Somebody touches it.
    people(&desk.acme, ADA).tags(&before.id, "urgent").unwrap();
    story.push(later(&desk).await);
    desk.settled().await;
    assert_eq!((before.answers(), looks(&desk).len()), (0, 0), "{story:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_an_outage_of_hours_it_reaches_back_to_the_last_sweep_and_a_week_is_too_long() {
    for (hours, answers) in [(9, 1), (24 * 7, 0)] {
        let desk = begun(Desk::open().await).await;
        let lost = unheard(&desk, || desk.asks(ANA, SHOP, QUESTION));
        desk.puts_the_clock_forward(SignedDuration::from_hours(hours));
        tick(&desk).await;
        desk.settled().await;
        assert_eq!(lost.answers(), answers, "{hours}: {}", desk.story());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_ticks_at_once_sweep_once() {
    let desk = begun(Desk::open().await).await;
    let lost = unheard(&desk, || desk.asks(ANA, SHOP, QUESTION));
    desk.puts_the_clock_forward(PERIOD);
    tokio::join!(tick(&desk), tick(&desk), tick(&desk));
    desk.settled().await;
    assert_eq!(
        (searches(&desk), looks(&desk).len(), lost.answers()),
        (1, 1, 1)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workspace_that_cannot_be_searched_holds_nobody_up_and_is_searched_again() {
    let desk = two_workspaces().await;
    let birch = desk.intercom.workspace(NEIGHBOUR).unwrap();
    let down = Fault::new(FaultKind::ServerError(503)).in_workspace(seed::WORKSPACE);
    desk.breaks(down.on_path_suffix("/search"));
    let (here, there) = unheard(&desk, || {
        let here = desk.asks(ANA, SHOP, QUESTION);
        (here, desk.asks_in(&birch, ANA, SHOP, QUESTION))
    });
    let mut story = vec![later(&desk).await];
    desk.settled().await;
    assert_eq!(
        (here.answers(), there.answers()),
        (0, 1),
        "{}",
        desk.story()
    );
    desk.intercom.faults().clear();
    // It reaches back to where it could be searched last.
    desk.puts_the_clock_forward(SignedDuration::from_mins(30));
    story.push(tick(&desk).await);
    desk.settled().await;
    assert_eq!(
        (here.answers(), there.answers()),
        (1, 1),
        "{}",
        desk.story()
    );
    // Which of the two comes first is not said.
    let counts = |told: &str| {
        let (_, counts) = told.split_once(": ").unwrap();
        let mut counts: Vec<_> = counts.split(", ").map(str::to_owned).collect();
        counts.sort();
        counts.join(", ")
    };
    let story: Vec<_> = story.iter().map(|told| counts(told)).collect();
    assert_snapshot!(story.join("\n"), @r"
    1 messages_lost, 1 not_searched, 1 workspaces
    1 messages_lost, 2 workspaces
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_token_is_noted_and_what_was_missed_is_found_when_it_is_good_again() {
    let desk = begun(Desk::open().await).await;
    desk.acme.set_suspended(true);
    let lost = desk.asks(ANA, SHOP, QUESTION);
    desk.settled().await;
    let acme = WorkspaceId::try_from(seed::WORKSPACE).unwrap();
    let registry = &desk.ports.registry;
    let standing = registry
        .installation(&acme)
        .await
        .unwrap()
        .unwrap()
        .standing;
    assert!(standing.refused_since.is_some());
    let calls = searches(&desk);
    later(&desk).await;
    assert_eq!(
        searches(&desk),
        calls,
        "nobody is searched whose token is refused"
    );
    desk.acme.set_suspended(false);
    desk.puts_the_clock_forward(SignedDuration::from_hours(2));
    // The first asks about the token; with the second at the latest it is swept.
    tick(&desk).await;
    tick(&desk).await;
    desk.settled().await;
    assert_eq!(lost.answers(), 1, "{}", desk.story());
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_searches_for_an_agent_that_is_paused_or_has_no_configuration() {
    let desk = begun(Desk::open().await).await;
    let acme = WorkspaceId::try_from(seed::WORKSPACE).unwrap();
    let versions = desk.ports.versions(&acme);
    versions.switch(&Scope::Workspace, true).await.unwrap();
    let lost = unheard(&desk, || desk.asks(ANA, SHOP, QUESTION));
    let story = later(&desk).await;
    assert_eq!(
        (story.as_str(), searches(&desk)),
        ("what was due was done: 1 workspaces", 0)
    );
    // What was written meanwhile is the team's.
    versions.switch(&Scope::Workspace, false).await.unwrap();
    later(&desk).await;
    desk.settled().await;
    assert_eq!(
        (lost.answers(), searches(&desk)),
        (0, 1),
        "{}",
        desk.story()
    );
    // And stays the team's, whoever touches it later.
    people(&desk.acme, ADA).tags(&lost.id, "urgent").unwrap();
    later(&desk).await;
    desk.settled().await;
    assert_eq!((lost.answers(), looks(&desk).len()), (0, 0));
}

/// A share of so many calls, in a window without end, and what it was told.
struct Few(AtomicU32, Mutex<Vec<String>>);

impl Few {
    fn of(calls: u32) -> Arc<Self> {
        Arc::new(Self(AtomicU32::new(calls), Mutex::default()))
    }
}

#[async_trait]
impl Allowance for Few {
    async fn take(&self, _: Share, calls: u32) -> Result<Taken, store::Error> {
        let left = |left: u32| left.checked_sub(calls);
        let taken = self
            .0
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, left);
        Ok(taken.map_or(Taken::UsedUp(Timestamp::MAX), |_| Taken::Yes))
    }

    fn learn(&self, limit: u32) {
        self.1.lock().unwrap().push(format!("a limit of {limit}"));
    }

    async fn room(&self, share: Share) -> Result<u32, store::Error> {
        Ok(share.of(LIMIT))
    }

    async fn held(&self, _: &Tenant) -> Result<Option<Timestamp>, store::Error> {
        Ok(None)
    }

    async fn hold(&self, tenant: &Tenant, _: Timestamp) -> Result<(), store::Error> {
        let told = format!("little is left to {}", tenant.workspace());
        self.1.lock().unwrap().push(told);
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_share_does_not_reach_for_is_swept_by_a_later_tick() {
    let desk = begun(Desk::open().await).await;
    let lost = unheard(&desk, || desk.asks(ANA, SHOP, QUESTION));
    let few = Ports {
        allowance: Few::of(0),
        ..desk.ports.clone()
    };
    desk.puts_the_clock_forward(PERIOD);
    let mut story = vec![tick_with(&desk, &few).await];
    assert_eq!(searches(&desk), 0);
    let now = desk.ports.clock.now();
    let due = desk.ports.registry.due(Duty::Sweep, now, 9).await.unwrap();
    assert_eq!(due.len(), 1, "it is as long unswept as before");
    story.push(tick(&desk).await);
    desk.settled().await;
    assert_snapshot!(story.join("\n"), @r"
    what was due was done: 1 share_used_up
    what was due was done: 1 workspaces, 1 messages_lost
    ");
    assert_eq!(lost.answers(), 1, "{}", desk.story());
}

/// Makes handles for what nobody waits for, and no others.
struct Yielding(Arc<dyn Connect>);

impl Connect for Yielding {
    fn connect(&self, _: &Installation, _: Plain) -> Arc<dyn shared::ports::Intercom> {
        panic!("nobody waits for a sweep")
    }

    fn connect_yielding(
        &self,
        installation: &Installation,
        token: Plain,
    ) -> Arc<dyn shared::ports::Intercom> {
        self.0.connect_yielding(installation, token)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sweep_leaves_the_last_tenth_to_visitors_and_says_what_intercom_says() {
    let desk = begun(Desk::open().await).await;
    let few = Few::of(9);
    let ports = Ports {
        allowance: few.clone(),
        connect: Arc::new(Yielding(desk.ports.connect.clone())),
        ..desk.ports.clone()
    };
    desk.intercom.set_rate_limit(1);
    desk.puts_the_clock_forward(PERIOD);
    let story = tick_with(&desk, &ports).await;
    assert_eq!(story, "what was due was done: 1 workspaces");
    assert_eq!(
        *few.1.lock().unwrap(),
        ["a limit of 1", "little is left to acmetea1"]
    );
}

/// Takes note of how long somebody sleeps.
struct Sleeps(Arc<dyn Clock>, Mutex<Vec<Duration>>);

#[async_trait]
impl Clock for Sleeps {
    fn now(&self) -> Timestamp {
        self.0.now()
    }

    async fn sleep(&self, duration: Duration) {
        self.1.lock().unwrap().push(duration);
        self.0.sleep(duration).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rate_limit_of_one_workspace_holds_nobody_up_and_it_is_due_again_when_it_ends() {
    let desk = two_workspaces().await;
    let birch = desk.intercom.workspace(NEIGHBOUR).unwrap();
    desk.puts_the_clock_forward(PERIOD);
    let limited = Fault::new(FaultKind::RateLimited { reset_in: 40 });
    let limited = limited.in_workspace(seed::WORKSPACE).times(1);
    desk.breaks(limited.on_path_suffix("/search"));
    let (here, there) = unheard(&desk, || {
        let here = desk.asks(ANA, SHOP, QUESTION);
        (here, desk.asks_in(&birch, ANA, SHOP, QUESTION))
    });
    desk.puts_the_clock_forward(PERIOD);
    let sleeps = Arc::new(Sleeps(desk.ports.clock.clone(), Mutex::default()));
    let ports = Ports {
        clock: sleeps.clone(),
        ..desk.ports.clone()
    };
    tick_with(&desk, &ports).await;
    desk.settled().await;
    assert_eq!(
        (here.answers(), there.answers()),
        (0, 1),
        "{}",
        desk.story()
    );
    // What is waited for is each search's answer, and nothing else. One that is there at once is not waited for.
    let waited = sleeps.1.lock().unwrap().clone();
    assert!(waited.len() <= 2, "{waited:?}");
    assert!(
        waited.iter().all(|wait| *wait == Duration::from_secs(10)),
        "{waited:?}"
    );
    desk.puts_the_clock_forward(SignedDuration::from_mins(1));
    tick(&desk).await;
    desk.settled().await;
    assert_eq!(here.answers(), 1, "{}", desk.story());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_in_which_more_changed_than_there_is_time_for_is_counted_and_passed() {
    let desk = begun(Desk::open().await).await;
    let crowd = r#"{"type":"conversation.list","conversations":[],"total_count":1000000,
        "pages":{"type":"pages","page":1,"per_page":150,"total_pages":6667,
        "next":{"page":2,"starting_after":"312031"}}}"#;
    let crowd = Fault::new(FaultKind::AnswerWith(crowd.to_owned()));
    desk.breaks(crowd.on_path_suffix("/search"));
    desk.puts_the_clock_forward(SignedDuration::from_hours(1));
    let acme = WorkspaceId::try_from(seed::WORKSPACE).unwrap();
    let far = async || {
        let (registry, now) = (&desk.ports.registry, desk.ports.clock.now());
        let round = registry.begin_sweep(&acme, now, now).await.unwrap();
        round.expect("it is due").swept.unwrap()
    };
    let before = far().await;
    let few = Ports {
        allowance: Few::of(9),
        ..desk.ports.clone()
    };
    let story = tick_with(&desk, &few).await;
    assert_snapshot!(story, @"what was due was done: 1 workspaces, 1 crowded");
    let second = SignedDuration::from_secs(1);
    assert_eq!(far().await.until.duration_since(before.until), second);
    let entries = desk.entries();
    assert!(entries.iter().any(|it| it.name == "crowded" && !it.ok));
}
