//! A night and its morning: from the webhook to the conversation a team has, through the whole bundle.

use std::collections::BTreeMap;

use harness::shop::{ADA, ANA, JONAS, PRIYA, SHOP};
use harness::{Desk, Talk};
use insta::assert_snapshot;
use jiff::{SignedDuration, Timestamp, Zoned};
use local::seed;
use shared::config_file::read_config;
use shared::id::WorkspaceId;
use shared::install::queue::{self, Waiting};
use shared::ports::configurations::{Draft, Over};
use shared::runtime::Tick;
use simulator::{Intercom, OfficeHoursSchedule};

const PERSON: &str = "I want to talk to a person";

/// The workspace beside the demo's. Everything in it has the same ids.
const BIRCH: &str = "birchtea";
const BIRCH_TOKEN: &str = "dG9rOmJpcmNo";

/// People are there from nine to six in Berlin, and what comes in at night waits for them.
const NIGHT: &str = r#"
version: 1
agent: { teammate: nexora@acmetea.example }
companies: { tiers: [Free, Team, Enterprise] }
office_hours:
  default: { zone: Europe/Berlin, open: { mon-fri: "09:00-18:00" } }
captures:
  order number: { pattern: 'AT-\d{4,}' }
out_of_hours:
  capture: [order number]
  say:
    ask: { en: "Could you tell me your {field}?" }
    again: { en: It is added to what they will read. }
    beside: { en: A colleague reads this then. }
rules:
  - name: Everything
    then: { agent: {} }
hand_off:
  default: team:Support
  when: { asked_for_person: true }
  say:
    open: { en: One moment. }
    closed: { en: "Somebody is back {opens}." }
"#;

/// The same without a question first.
fn unasked() -> String {
    NIGHT.replace("  capture: [order number]\n", "")
}

async fn desk(config: &str) -> Desk {
    Desk::of(
        |intercom: &Intercom| {
            seed::plant(intercom);
        },
        &[(seed::WORKSPACE, seed::TOKEN, config)],
    )
    .await
}

/// Puts the clock forward to a time in Berlin, in March.
fn turns_to(desk: &Desk, time: &str) {
    let time: Zoned = format!("2026-03-{time}[Europe/Berlin]").parse().unwrap();
    let by = time.timestamp().duration_since(desk.ports.clock.now());
    assert!(by.is_positive(), "it is {} by now", desk.ports.clock.now());
    // It takes whole seconds: the one that is begun counts.
    desk.puts_the_clock_forward(by + SignedDuration::from_secs(1));
    desk.intercom.catch_up();
}

/// What is due at that time is done.
async fn flushes_at(desk: &Desk, time: &str) {
    turns_to(desk, time);
    flushes(desk).await;
}

async fn flushes(desk: &Desk) {
    let at = desk.ports.clock.now();
    let deadline = at + SignedDuration::from_secs(75);
    queue_flush::handle(&desk.ports, Tick { at, deadline })
        .await
        .unwrap();
    desk.settled().await;
}

fn workspace(id: &str) -> WorkspaceId {
    WorkspaceId::try_from(id).unwrap()
}

/// The queue of a workspace, as `nexora queue` lists it.
async fn waiting(desk: &Desk, id: &str) -> Waiting {
    let ports = &desk.ports;
    let desk = queue::Desk {
        place: ports.place(),
        store: &*ports.store,
        follow_ups: &*ports.follow_ups,
        due: &*ports.due,
    };
    desk.of(&workspace(id)).await.unwrap().unwrap()
}

/// What waits: until when, by the office's clock, for whom, and of whom.
async fn queued(desk: &Desk) -> Vec<String> {
    let waiting = waiting(desk, seed::WORKSPACE).await;
    let waits = waiting.conversations.iter().map(|waits| {
        let team = waits.team.as_ref().and_then(|team| team.name.as_deref());
        format!(
            "{} for {}, {}{}",
            waits.due.strftime("%a %H:%M %Z"),
            team.unwrap_or("a person"),
            waits.tier.as_deref().unwrap_or("no tier"),
            if waits.told { "" } else { ", not told" },
        )
    });
    waits.collect()
}

fn state(talk: &Talk<'_>) -> (String, String) {
    (talk.view().state, talk.assignee())
}

fn is(state: &str, assignee: &str) -> (String, String) {
    (state.to_owned(), assignee.to_owned())
}

/// For a failing test's message.
fn what_happened(desk: &Desk, talk: &Talk<'_>) -> String {
    format!("{}\n{}", desk.story(), talk.inbox())
}

/// Until when it is snoozed, by Berlin's clock.
fn until(talk: &Talk<'_>) -> String {
    let until = talk.view().snoozed_until.unwrap_or_default();
    let until = Timestamp::from_second(until).unwrap();
    let berlin = until.in_tz("Europe/Berlin").unwrap();
    berlin.strftime("%a %H:%M").to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_needs_a_person_at_night_is_theirs_in_the_morning_with_what_was_asked() {
    let desk = desk(NIGHT).await;
    turns_to(&desk, "10T22:00");
    let talk = desk.asks(ANA, SHOP, PERSON);
    desk.settled().await;
    // One question, and it waits already, should Ana never answer.
    assert_eq!(
        (talk.answers(), state(&talk)),
        (1, is("open", "nobody")),
        "{}",
        what_happened(&desk, &talk)
    );
    assert_snapshot!(queued(&desk).await.join("\n"), @"Wed 09:00 CET for Support, Free, not told");
    talk.says("It is AT-20417");
    desk.settled().await;
    assert_eq!(
        (talk.answers(), state(&talk), until(&talk)),
        (2, is("snoozed", "nobody"), "Wed 09:00".to_owned()),
        "{}",
        desk.story()
    );
    assert_snapshot!(queued(&desk).await.join("\n"), @"Wed 09:00 CET for Support, Free");
    let night = talk.inbox();

    flushes_at(&desk, "11T08:59").await;
    assert_eq!(talk.inbox(), night, "nobody is there yet");
    flushes_at(&desk, "11T09:00").await;
    assert_eq!(state(&talk), is("open", "Support"), "{}", desk.story());
    assert_snapshot!(talk.inbox(), @"
    Ana Ruiz: <p>I want to talk to a person</p>
    Fin: <p>Acme Tea will reply as soon as they can.</p>
    Nexora: <p>Could you tell me your order number?</p>
    Ana Ruiz: <p>It is AT-20417</p>
    Nexora: <p>Somebody is back Wednesday 09:00 (Berlin).</p>
    Nexora (snoozed)
    Fin (timer_unsnooze)
    Nexora notes: <h2>Handed over by Nexora</h2><p><b>Ask:</b> “I want to talk to a person”</p><p><b>Why a person:</b> the visitor asked for a person</p><p><b>Tried:</b> nothing yet; the agent has not answered in this conversation</p><p><b>Captured:</b> order number: AT-20417</p><p><b>Facts:</b> plan: Free · page: acmetea.example/shop/green-teas</p><p><b>Waiting since:</b> 2026-03-10 21:00 UTC</p><p><b>Out of hours:</b> it waited for people to be back on 2026-03-11 08:00 UTC; the visitor was told that it waits</p>
    Nexora → Support
    [open, with team Support; ]
    ");
    assert_eq!(queued(&desk).await, [""; 0]);
    assert_eq!(desk.dead_letters().await, 0);

    let morning = talk.inbox();
    flushes(&desk).await;
    assert_eq!(talk.inbox(), morning, "once");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_writes_again_at_night_keeps_their_place_and_is_told_once_more() {
    let desk = desk(&unasked()).await;
    turns_to(&desk, "10T22:00");
    let talk = desk.asks(ANA, SHOP, PERSON);
    desk.settled().await;
    let since = waiting(&desk, seed::WORKSPACE).await.conversations[0].since;
    assert_eq!((talk.answers(), state(&talk)), (1, is("snoozed", "nobody")));
    turns_to(&desk, "10T23:30");
    talk.says("Hello? I need a human, please");
    desk.settled().await;
    assert_eq!(
        (talk.answers(), state(&talk), until(&talk)),
        (2, is("snoozed", "nobody"), "Wed 09:00".to_owned()),
        "{}",
        what_happened(&desk, &talk)
    );
    let waits = waiting(&desk, seed::WORKSPACE).await.conversations;
    assert_eq!((waits.len(), waits[0].since), (1, since));
    // The agent answers what it can, and the place is kept.
    talk.says("How do I brew green tea?");
    desk.settled().await;
    assert_eq!(talk.answers(), 3, "{}", talk.messenger());
    assert_eq!(
        waiting(&desk, seed::WORKSPACE).await.conversations[0].since,
        since
    );
    flushes_at(&desk, "11T09:00").await;
    assert_eq!(state(&talk), is("open", "Support"), "{}", desk.story());
    let notes = talk.view().parts;
    let notes = notes.iter().filter(|part| part.is_note).count();
    assert_eq!((notes, talk.answers()), (1, 3), "{}", talk.inbox());
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_a_teammate_does_at_night_takes_it_out_of_the_queue() {
    type Does = fn(&Talk<'_>);
    let does: [(&str, Does); 5] = [
        ("writes", |talk| talk.replies(ADA, "I am still here.")),
        ("assigns", |talk| talk.assigns(ADA, ADA)),
        ("closes", |talk| {
            talk.teammate(ADA).closes(&talk.id).unwrap();
        }),
        ("snoozes", |talk| {
            let later: Timestamp = "2026-03-12T08:00:00Z".parse().unwrap();
            let ada = talk.teammate(ADA);
            ada.snoozes(&talk.id, later.as_second()).unwrap();
        }),
        ("wakes", |talk| {
            talk.teammate(ADA).unsnoozes(&talk.id).unwrap();
        }),
    ];
    for (what, does) in does {
        let desk = desk(&unasked()).await;
        turns_to(&desk, "10T22:00");
        let talk = desk.asks(ANA, SHOP, PERSON);
        desk.settled().await;
        assert_eq!(queued(&desk).await.len(), 1, "{what}");
        turns_to(&desk, "10T23:00");
        does(&talk);
        desk.settled().await;
        assert_eq!(
            queued(&desk).await,
            [""; 0],
            "{what}: {}",
            what_happened(&desk, &talk)
        );
        let left = talk.inbox();
        flushes_at(&desk, "11T09:00").await;
        assert_eq!(talk.inbox(), left, "{what}: {}", desk.story());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_zone_that_changes_at_midnight_dates_it_anew_and_wakes_nobody_at_night() {
    let desk = desk(&unasked()).await;
    turns_to(&desk, "10T22:00");
    let talk = desk.asks(ANA, SHOP, PERSON);
    desk.settled().await;
    turns_to(&desk, "11T00:00");
    let yaml = unasked().replace("Europe/Berlin", "America/New_York");
    publishes(&desk, &yaml).await;
    flushes(&desk).await;
    assert_eq!(
        queued(&desk).await,
        ["Wed 09:00 EDT for Support, Free"],
        "{}",
        desk.story()
    );
    // Nine o'clock in Berlin is the middle of New York's night.
    flushes_at(&desk, "11T09:00").await;
    assert_eq!(talk.assignee(), "nobody", "{}", what_happened(&desk, &talk));
    flushes_at(&desk, "11T13:59").await;
    assert_eq!(talk.assignee(), "nobody");
    flushes_at(&desk, "11T14:00").await;
    assert_eq!(state(&talk), is("open", "Support"), "{}", desk.story());

    // And an earlier opening is not slept through.
    let early = desk.asks(JONAS, SHOP, PERSON);
    desk.settled().await;
    assert_eq!(early.assignee(), "Support", "people are there");
    turns_to(&desk, "12T02:00");
    let early = desk.asks(PRIYA, SHOP, PERSON);
    desk.settled().await;
    publishes(&desk, &unasked()).await;
    flushes(&desk).await;
    assert_eq!(
        queued(&desk).await,
        ["Thu 09:00 CET for Support, Enterprise"]
    );
    flushes_at(&desk, "12T09:00").await;
    assert_eq!(state(&early), is("open", "Support"), "{}", desk.story());
}

/// Another version goes live, as by `nexora config push`.
async fn publishes(desk: &Desk, yaml: &str) {
    let config = read_config(yaml).unwrap();
    let draft = Draft::new(&config, yaml, None).unwrap();
    let acme = workspace(seed::WORKSPACE);
    let versions = desk.ports.versions(&acme);
    versions.publish(draft, Over::Whatever).await.unwrap();
    desk.ports.forget(&acme);
    desk.ports.redate(&acme).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_day_of_downtime_it_waits_for_the_next_morning_and_the_highest_stands_first() {
    let desk = desk(&unasked()).await;
    turns_to(&desk, "10T21:00");
    let free = desk.asks(ANA, SHOP, PERSON);
    desk.settled().await;
    turns_to(&desk, "10T22:00");
    let enterprise = desk.asks(PRIYA, SHOP, PERSON);
    desk.settled().await;
    assert_eq!(
        queued(&desk).await,
        [
            "Wed 09:00 CET for Support, Enterprise",
            "Wed 09:00 CET for Support, Free"
        ]
    );
    // Nothing ran from before they opened until after they closed.
    flushes_at(&desk, "11T22:00").await;
    for talk in [&free, &enterprise] {
        assert_eq!(talk.assignee(), "nobody", "{}", what_happened(&desk, talk));
    }
    assert_eq!(
        queued(&desk).await,
        [
            "Thu 09:00 CET for Support, Enterprise",
            "Thu 09:00 CET for Support, Free"
        ]
    );
    flushes_at(&desk, "12T09:30").await;
    for talk in [&free, &enterprise] {
        assert_eq!(state(talk), is("open", "Support"), "{}", desk.story());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_workspaces_that_share_every_id_have_a_night_each() {
    let tokyo = unasked().replace("Europe/Berlin", "Asia/Tokyo");
    let desk = Desk::of(
        |intercom: &Intercom| {
            seed::plant(intercom);
            seed::plant_as(intercom, BIRCH, BIRCH_TOKEN);
        },
        &[
            (seed::WORKSPACE, seed::TOKEN, &unasked()),
            (BIRCH, BIRCH_TOKEN, &tokyo),
        ],
    )
    .await;
    let birch = desk.intercom.workspace(BIRCH).unwrap();
    turns_to(&desk, "10T22:00");
    let ours = desk.asks(ANA, SHOP, PERSON);
    let theirs = desk.asks_in(&birch, ANA, SHOP, PERSON);
    assert_eq!(ours.id, theirs.id);
    desk.settled().await;
    let dues = |waiting: &Waiting| {
        let waits = waiting.conversations.iter();
        waits
            .map(|waits| waits.due.strftime("%a %H:%M %Z").to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        dues(&waiting(&desk, seed::WORKSPACE).await),
        ["Wed 09:00 CET"]
    );
    assert_eq!(dues(&waiting(&desk, BIRCH).await), ["Wed 09:00 JST"]);
    // One in the morning in Berlin is nine in Tokyo.
    flushes_at(&desk, "11T01:00").await;
    assert_eq!(
        (ours.assignee(), theirs.assignee()),
        ("nobody".to_owned(), "Support".to_owned()),
        "{}",
        desk.story()
    );
    turns_to(&desk, "11T02:00");
    theirs.replies(ADA, "Good morning.");
    desk.settled().await;
    assert_eq!(queued(&desk).await.len(), 1, "another Ada, another Ana");
    flushes_at(&desk, "11T09:00").await;
    assert_eq!(state(&ours), is("open", "Support"), "{}", desk.story());
}

#[tokio::test(flavor = "multi_thread")]
async fn intercoms_own_words_and_ours_are_one_voice() {
    let desk = Desk::of(
        |intercom: &Intercom| {
            let acme = seed::plant(intercom);
            let day = 24 * 60;
            let hours = (0..5).map(|weekday| (weekday * day + 540, weekday * day + 1_080));
            acme.add_schedule(OfficeHoursSchedule::new("Office", "Europe/Berlin", hours));
            let away = "We are away and will be back tomorrow at 09:00.";
            acme.send_out_of_office(Some(("Office", away)));
        },
        &[(seed::WORKSPACE, seed::TOKEN, &unasked())],
    )
    .await;
    turns_to(&desk, "10T22:00");
    let talk = desk.asks(ANA, SHOP, PERSON);
    desk.settled().await;
    assert_eq!(state(&talk), is("snoozed", "nobody"), "{}", desk.story());
    assert_snapshot!(talk.messenger(), @r"
    Ana Ruiz: <p>I want to talk to a person</p>
    Fin: <p>We are away and will be back tomorrow at 09:00.</p>
    Nexora: <p>A colleague reads this then.</p>
    ");
}

/// What a conversation of the night costs at Intercom, call by call.
#[tokio::test(flavor = "multi_thread")]
async fn a_night_and_its_morning_take_few_calls() {
    let desk = desk(&unasked()).await;
    turns_to(&desk, "10T22:00");
    let talk = desk.asks(ANA, SHOP, PERSON);
    desk.settled().await;
    let night = desk.calls();
    flushes_at(&desk, "11T08:59").await;
    assert_eq!(desk.calls().len(), night.len(), "nothing was due");
    flushes_at(&desk, "11T09:00").await;
    assert_eq!(talk.assignee(), "Support", "{}", desk.story());
    let told = |calls: &[String]| {
        let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
        for call in calls {
            *counts.entry(call).or_default() += 1;
        }
        let counts = counts.iter().map(|(call, count)| format!("{count} {call}"));
        counts.collect::<Vec<_>>().join("\n")
    };
    assert_snapshot!(told(&night), @r"
    1 GET /contacts/{id}
    2 GET /conversations/{id}
    1 POST /conversations/{id}/parts
    1 POST /conversations/{id}/reply
    ");
    assert_snapshot!(told(&desk.calls()[night.len()..]), @r"
    2 GET /conversations/{id}
    1 POST /conversations/{id}/parts
    1 POST /conversations/{id}/reply
    ");
}
