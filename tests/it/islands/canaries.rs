//! The canary suite: two islands in one process go through everything that happens at a desk, at the same time and under
//! the same ids, and nothing of one is ever seen on the other.

use std::collections::BTreeSet;

use harness::Desk;
use harness::shop::{ADA, ANA, BEN, JONAS, PRIYA};
use http::StatusCode;
use local::engine::Engine;
use shared::adapters::dynamodb::DynamoDb;
use shared::config_file::read_config;
use shared::domain::conversation::Errand;
use shared::domain::digest::Digest;
use shared::domain::turn::TurnRequest;
use shared::install::Custody;
use shared::ports::configurations::{Draft, Over};
use shared::ports::keys::Plain;
use shared::ports::queue::Letter;
use shared::runtime::deliver_dead;
use simulator::{Fault, FaultKind};

use super::evidence;
use super::island::{Island, KESTREL, OSPREY};
use super::sea::{HERE, ISLANDS, Sea, THERE};

const QUESTION: &str = "How do I brew green tea?";

#[tokio::test(flavor = "multi_thread")]
async fn whatever_happens_on_two_islands_at_once_not_one_canary_crosses() {
    let sea = Sea::of_both().await;
    let desk = &sea.desk;
    same_ids(&sea);

    answers(&sea).await;
    hand_offs(&sea).await;
    rules(&sea).await;
    take_overs(&sea).await;
    commands(&sea).await;
    deletions(&sea).await;
    bots(&sea).await;
    faults(&sea).await;
    dead_letters(&sea).await;
    private_doors(&sea).await;
    configurations(&sea).await;
    secrets(&sea).await;
    dead_tokens(&sea).await;

    same_ids(&sea);
    let pieces = evidence::all(desk).await;
    let crossings = evidence::crossings(&pieces, ISLANDS);
    assert!(crossings.is_empty(), "{}", crossings.join("\n\n"));
    one_letter_is_one_islands(desk);
    for island in ISLANDS {
        insta::allow_duplicates! {
            insta::assert_snapshot!(evidence::kinds(&pieces, island), @"
            call with its words
            call without its words
            configurations with its words
            configurations without its words
            conversations without its words
            decisions with its words
            decisions without its words
            follow-ups without its words
            installations with its words
            journal entry with its words
            journal entry without its words
            letter without its words
            readings with its words
            readings without its words
            secrets without its words
            tallies without its words
            workspace at Intercom with its words
            ");
        }
    }
}

/// A secret of the same name on each, with the island's own words in it.
async fn secrets(sea: &Sea) {
    let ports = &sea.desk.ports;
    let vault = DynamoDb::new(
        sea.desk.database.clone(),
        Engine::tables(),
        ports.clock.clone(),
    );
    let place = ports.place();
    let name = "answers-key".parse().unwrap();
    for island in ISLANDS {
        let workspace = island.id.try_into().unwrap();
        let custody = Custody::of(place, &vault, &workspace)
            .await
            .unwrap()
            .unwrap();
        custody.put(&name, &Plain::new(island.token)).await.unwrap();
    }
}

/// The ids are equal, or this suite shows nothing.
fn same_ids(sea: &Sea) {
    let ids = |island: &Island| {
        let view = sea.workspace(island).view();
        let admins = view.admins.into_iter().map(|admin| admin.id);
        let teams = view.teams.into_iter().map(|team| team.id);
        let contacts = view.contacts.into_iter().map(|contact| contact.id);
        admins.chain(teams).chain(contacts).collect::<Vec<_>>()
    };
    let [here, there] = sea.islands.map(ids);
    assert_eq!(here, there);
    let parts = |island: &Island| {
        let conversations = sea.workspace(island).view().conversations;
        let parts = conversations.into_iter().flat_map(|talk| talk.parts);
        parts.map(|part| part.id).collect::<BTreeSet<_>>()
    };
    let [here, there] = sea.islands.map(parts);
    let (shared, all) = (
        here.intersection(&there).count(),
        here.union(&there).count(),
    );
    assert!(
        shared * 2 >= all,
        "{shared} of {all} parts have an id that the other island has too"
    );
}

/// Neither a group nor a cause is held by both: one island's turn would wait for the other's, or be taken for it.
fn one_letter_is_one_islands(desk: &Desk) {
    let letters = desk.letters();
    let of = |island: &Island| {
        let whose = format!(r#""workspace":"{}""#, island.id);
        let letters = letters.iter().filter(|letter| letter.body.contains(&whose));
        let groups = letters.clone().map(|letter| ("group", &letter.group));
        let causes = letters.filter_map(|letter| Some(("cause", letter.dedup.as_ref()?)));
        groups.chain(causes).collect::<BTreeSet<_>>()
    };
    let [here, there] = ISLANDS.map(of);
    assert!(!here.is_empty() && !there.is_empty());
    let both: Vec<_> = here.intersection(&there).collect();
    assert!(both.is_empty(), "letters of both islands have one {both:?}");
}

async fn answers(sea: &Sea) {
    let asked = sea.both_ask(ANA, "/shop", QUESTION);
    let burst = sea.both_ask(JONAS, "/shop", "Hello!");
    burst.on_both(|talk, island| {
        talk.says(&format!("How do I redeem a gift card? {}", island.word));
    });
    sea.desk.settled().await;
    asked.on_both(|talk, island| {
        assert!(
            talk.messenger().contains(island.minutes),
            "{}",
            talk.messenger()
        );
    });
    asked.on_both(|talk, island| {
        talk.teammate(&island.of(ADA))
            .tags(&talk.id, &island.of("urgent"))
            .unwrap();
        talk.says(&format!("Where are my invoices? This is {}.", island.word));
    });
    sea.desk.settled().await;
    asked.have_answers([2, 2]);
    burst.have_answers([1, 1]);
}

async fn hand_offs(sea: &Sea) {
    let person = sea.both_ask(ANA, "/shop", "I want to talk to a person");
    let owner = sea.both_ask(PRIYA, "/shop", QUESTION);
    let intent = sea.both_ask(ANA, "/shop", "I want to close my account");
    let pricing = sea.both_ask(JONAS, "/pricing", "What does the large box cost?");
    sea.workspace(sea.islands[HERE]).undo_assignments(1);
    sea.desk.settled().await;
    person.are_with(["Support Kestrel", "Success Osprey"]);
    owner.are_with(["Cleo Marin Kestrel", "nobody"]);
    intent.are_with(["Support Kestrel", "Success Osprey"]);
    pricing.are_with(["Ben Sato Kestrel", "Success Osprey"]);
    intent.on(HERE, |talk, _| {
        assert_eq!(
            talk.view().custom_attributes["Nexora intent Kestrel"],
            "cancel at Kestrel"
        );
    });
}

async fn rules(sea: &Sea) {
    let legal = sea.both_ask(ANA, "/legal/terms", QUESTION);
    let careers = sea.both_ask(ANA, "/careers/porto", QUESTION);
    sea.desk.settled().await;
    legal.have_answers([0, 0]);
    legal.have_notes([1, 0]);
    careers.have_answers([0, 0]);
    careers.have_notes([0, 1]);
}

async fn take_overs(sea: &Sea) {
    for (at, answers) in [(HERE, [1, 2]), (THERE, [2, 1])] {
        let talks = sea.both_ask(ANA, "/shop", QUESTION);
        sea.desk.settled().await;
        talks.on(at, |talk, island| {
            talk.replies(&island.of(ADA), &island.of("I have it."));
        });
        talks.on_both(|talk, _| talk.says("And how do I redeem a gift card?"));
        sea.desk.settled().await;
        talks.have_answers(answers);
    }
    let given = sea.both_ask(ANA, "/shop", QUESTION);
    given.on(THERE, |talk, island| {
        talk.assigns(&island.of(ADA), &island.of(BEN));
    });
    sea.desk.settled().await;
    given.on(HERE, |talk, _| {
        assert_eq!(talk.answers(), 1, "{}", sea.desk.story());
    });
    given.are_with(["nobody", "Ben Sato Osprey"]);
}

async fn commands(sea: &Sea) {
    let talks = sea.both_ask(ANA, "/shop", QUESTION);
    sea.desk.settled().await;
    talks.on(THERE, |talk, island| {
        talk.notes(&island.of(ADA), "/nexora stop");
    });
    sea.desk.settled().await;
    talks.on_both(|talk, _| talk.says("And how do I redeem a gift card?"));
    sea.desk.settled().await;
    talks.have_answers([2, 1]);
    talks.on(THERE, |talk, island| {
        talk.notes(&island.of(ADA), "/nexora resume");
    });
    talks.on(HERE, |talk, island| {
        talk.notes(&island.of(ADA), "/nexora hand off");
    });
    sea.desk.settled().await;
    talks.are_with(["Support Kestrel", "nobody"]);
    talks.on(THERE, |talk, _| {
        assert_eq!(talk.answers(), 2, "{}", sea.desk.story());
    });
}

async fn deletions(sea: &Sea) {
    let deleted = sea.both_ask(ANA, "/shop", QUESTION);
    let redacted = sea.both_ask(JONAS, "/shop", QUESTION);
    sea.desk.settled().await;
    deleted.on(HERE, |talk, island| {
        talk.teammate(&island.of(ADA)).deletes(&talk.id).unwrap();
    });
    redacted.on_both(|talk, _| talk.says("My card has the number 4111 1111 1111 1111"));
    redacted.on(THERE, |talk, island| {
        let card = talk.view().parts.last().unwrap().id.clone();
        talk.teammate(&island.of(ADA))
            .redacts(&talk.id, &card)
            .unwrap();
    });
    deleted.on(THERE, |talk, _| {
        talk.says("And how do I redeem a gift card?");
    });
    sea.desk.settled().await;
    deleted.on(THERE, |talk, _| {
        assert_eq!(talk.answers(), 2, "{}", sea.desk.story());
    });
    redacted.have_answers([2, 1]);
}

async fn bots(sea: &Sea) {
    sea.desk.intercom.webhooks().hold();
    let talks = sea.both_ask(ANA, "/shop", QUESTION);
    talks.on(HERE, |talk, island| {
        let fin = sea.workspace(island).operator();
        fin.fin_answers(&talk.id, &island.of("With hot water."))
            .unwrap();
    });
    sea.desk.intercom.webhooks().release();
    sea.desk.settled().await;
    talks.have_answers([0, 1]);
    talks.on(HERE, |talk, island| {
        sea.workspace(island)
            .operator()
            .fin_escalates(&talk.id)
            .unwrap();
    });
    talks.on_both(|talk, _| talk.says("And how do I redeem a gift card?"));
    sea.desk.settled().await;
    talks.have_answers([1, 2]);
}

/// Something goes wrong on one island only, and the other does not notice.
async fn faults(sea: &Sea) {
    let reply = |kind| {
        Fault::new(kind)
            .on_method("POST")
            .on_path_suffix("/reply")
            .times(1)
    };
    let no = |status, code: &str| FaultKind::RefuseWith {
        status,
        code: code.to_owned(),
        message: "No.".to_owned(),
    };
    let calls = Fault::new(FaultKind::RateLimited { reset_in: 5 }).on_path_prefix("/conversations");
    let answered = ["nobody", "nobody"];
    let cases = [
        (HERE, calls.times(2), answered),
        (THERE, reply(FaultKind::ServerError(502)), answered),
        (HERE, reply(FaultKind::ResetAfter), answered),
        (THERE, reply(FaultKind::ResetBefore), answered),
        (
            HERE,
            reply(no(422, "unprocessable_entity")),
            ["Support Kestrel", "nobody"],
        ),
        (
            THERE,
            Fault::new(no(400, "parameter_invalid"))
                .on_method("PUT")
                .times(1),
            answered,
        ),
        (
            THERE,
            Fault::new(FaultKind::ServerError(503))
                .on_path_prefix("/articles")
                .times(8),
            ["nobody", "Success Osprey"],
        ),
    ];
    for (at, fault, assignees) in cases {
        let told = format!("{fault:?}");
        sea.breaks(at, fault);
        let talks = sea.both_ask(ANA, "/shop", QUESTION);
        sea.desk.settled().await;
        talks.have_answers([1, 1]);
        talks.are_with(assignees);
        // Where nobody can see it in what came of it, the fault has to be used up.
        let faults = sea.desk.intercom.faults();
        assert!(faults.pending() == 0 || assignees != answered, "{told}");
        faults.clear();
    }
}

async fn dead_letters(sea: &Sea) {
    // Nobody is told of the messages but the function of dead letters.
    sea.desk.intercom.webhooks().hold();
    let talks = sea.both_ask(ANA, "/shop", QUESTION);
    let _ = sea.desk.intercom.webhooks().take_held();
    for island in sea.islands {
        let letter = Letter::turn(&TurnRequest {
            workspace: sea.id(island),
            conversation: talks.talks[HERE].id.as_str().try_into().unwrap(),
            cause: Digest::of(["a message"]),
            errand: Errand::Answer,
            place: None,
            beside: None,
        });
        let delivery = sea.desk.delivery();
        let died = deliver_dead(
            &sea.desk.ports,
            letter.lane,
            &letter.body,
            delivery,
            dead_letter::handle,
        );
        assert_eq!(died.await.unwrap().name(), "handed_off");
    }
    sea.desk.intercom.webhooks().release();
    sea.desk.settled().await;
    talks.are_with(["Support Kestrel", "Success Osprey"]);
}

/// What one island's app sends gets in by its own door and with its own secret, and nowhere else.
async fn private_doors(sea: &Sea) {
    let webhooks = sea.desk.intercom.webhooks();
    webhooks.hold();
    let talks = sea.both_ask(ANA, "/shop", QUESTION);
    let held = webhooks.take_held().into_iter();
    let bodies: Vec<_> = held
        .map(|notification| webhooks.sign(&notification).unwrap().body)
        .collect();
    let of = |island: &Island| {
        let app = format!(r#""app_id":"{}""#, island.id);
        bodies.iter().find(|body| body.contains(&app)).unwrap()
    };
    let letters = sea.desk.letters().len();
    for [island, other] in [[&KESTREL, &OSPREY], [&OSPREY, &KESTREL]] {
        let refused = [
            sea.posts(island, of(island), other.secret).await,
            sea.posts(other, of(island), island.secret).await,
        ];
        assert_eq!(refused, [StatusCode::UNAUTHORIZED; 2]);
        // Signed by the other's app for the other's door: dropped, as everything that is not for us.
        let dropped = sea.posts(other, of(island), other.secret).await;
        assert_eq!(dropped, StatusCode::OK);
    }
    assert_eq!(sea.desk.letters().len(), letters);
    for island in sea.islands {
        let taken = sea.posts(island, of(island), island.secret).await;
        assert_eq!(taken, StatusCode::OK);
    }
    webhooks.release();
    sea.desk.settled().await;
    talks.have_answers([1, 1]);
}

async fn configurations(sea: &Sea) {
    let island = sea.islands[HERE];
    let to_people = r#"then: { hand_off: { to: "team:Success Kestrel" } }"#;
    let config = island.config.replace("then: { agent: {} }", to_people);
    let read = read_config(&config).unwrap();
    let draft = Draft::new(&read, &config, None).unwrap();
    let id = sea.id(island);
    let versions = sea.desk.ports.versions(&id);
    versions.publish(draft, Over::Whatever).await.unwrap();
    let talks = sea.both_ask(ANA, "/shop", QUESTION);
    sea.desk.settled().await;
    talks.are_with(["Success Kestrel", "nobody"]);
}

/// The last that happens: its letters never come to an end.
async fn dead_tokens(sea: &Sea) {
    sea.workspace(sea.islands[HERE]).revoke_tokens();
    let talks = sea.both_ask(ANA, "/shop", QUESTION);
    let refused = |island: &Island| {
        let refused = sea.desk.entries().into_iter();
        let mut refused = refused.filter(|entry| entry.name == "grant_refused");
        refused.any(|entry| entry.workspace == Some(sea.id(island)))
    };
    let over = || talks.answers()[THERE] > 0 && refused(sea.islands[HERE]);
    sea.desk
        .until("one is answered and one is told of", over)
        .await;
    talks.have_answers([0, 1]);
    assert!(!refused(sea.islands[THERE]), "{}", sea.desk.story());
}
