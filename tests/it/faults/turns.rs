//! What changes at Intercom in the middle of a turn, through the whole bundle.

use std::time::Duration;

use harness::Drill;
use harness::script::Act;
use harness::shop::{ADA, ANA, SHOP};
use shared::adapters::intercom::Timeouts;
use simulator::{Assignee, Fault, FaultKind, Workspace};

const CONFIG: &str = "
version: 1
agent: { teammate: Nexora, tag: Nexora }
rules: [{ name: Everybody, then: { agent: {} } }]
hand_off: { default: 'team:Support' }
attributes: { conversation: { Nexora outcome: outcome } }
";

async fn drill() -> Drill {
    Drill::open(|_| {}, CONFIG, Timeouts::default()).await
}

fn admin(acme: &Workspace, name: &str) -> String {
    let admins = acme.view().admins;
    let found = admins.iter().find(|admin| admin.name == name);
    found.unwrap().id.clone()
}

/// Something people do to a conversation.
type Deed = fn(&Workspace, &str);

const DEEDS: [(&str, Deed); 12] = [
    ("nothing", |_, _| {}),
    ("a teammate replies", |acme, talk| {
        acme.teammate(&admin(acme, ADA))
            .replies(talk, "Mine.")
            .unwrap();
    }),
    ("a teammate takes it", |acme, talk| {
        let ada = admin(acme, ADA);
        let to = Assignee::Admin(ada.clone());
        acme.teammate(&ada).assigns(talk, &to).unwrap();
    }),
    ("a teammate closes it", |acme, talk| {
        acme.teammate(&admin(acme, ADA)).closes(talk).unwrap();
    }),
    ("a teammate closes it with words", |acme, talk| {
        acme.teammate(&admin(acme, ADA))
            .replies_and_closes(talk, "Done.")
            .unwrap();
    }),
    ("a teammate snoozes it", |acme, talk| {
        acme.teammate(&admin(acme, ADA))
            .snoozes(talk, 1_900_000_000)
            .unwrap();
    }),
    ("a teammate leaves a note", |acme, talk| {
        acme.teammate(&admin(acme, ADA))
            .notes(talk, "Careful.")
            .unwrap();
    }),
    ("a teammate replies and removes it again", |acme, talk| {
        let ada = acme.teammate(&admin(acme, ADA));
        let part = ada.replies(talk, "Mine.").unwrap();
        ada.redacts(talk, &part).unwrap();
    }),
    ("it is deleted", |acme, talk| {
        acme.teammate(&admin(acme, ADA)).deletes(talk).unwrap();
    }),
    ("the token is revoked", |acme, _| acme.revoke_tokens()),
    ("the workspace is suspended", |acme, _| {
        acme.set_suspended(true);
    }),
    ("a workflow says something", |acme, talk| {
        acme.operator()
            .says_by_workflow(talk, "One moment.")
            .unwrap();
    }),
];

#[tokio::test(flavor = "multi_thread")]
async fn what_people_do_while_the_agent_thinks_decides_what_becomes_of_its_answer() {
    let mut table = Vec::new();
    for question in ["How long?", "A person please"] {
        for (what, deed) in DEEDS {
            let drill = drill().await;
            let talk = drill.asks(ANA, SHOP, question);
            let (acme, id) = (drill.acme.clone(), talk.clone());
            drill
                .brain
                .then(Act::Meanwhile(Box::new(move || deed(&acme, &id))));
            let fate = drill.through_the_queue(&talk, || {}).await;
            let (texts, notes, holder) = drill.shows(&talk);
            table.push(format!(
                "{question} – {what}: {}; texts {texts}, notes {notes}, with {holder}",
                fate.told()
            ));
        }
    }
    insta::assert_snapshot!(table.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_ends_between_the_post_and_the_finish_leaves_an_answer_behind() {
    let drill = drill().await;
    for suffix in ["/tags", ""] {
        let method = if suffix.is_empty() { "PUT" } else { "POST" };
        drill.intercom.faults().inject(
            Fault::new(FaultKind::RevokedToken)
                .on_method(method)
                .on_path_prefix("/conversations/")
                .on_path_suffix(suffix),
        );
    }
    let talk = drill.asks(ANA, SHOP, "How long?");
    let fate = drill.through_the_queue(&talk, || {}).await;
    assert_eq!(fate.told(), "the agent answered");
    assert_eq!(drill.shows(&talk).0, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_ends_between_the_claim_and_the_post_stops_the_workspace_and_nothing_is_open()
{
    let drill = drill().await;
    let acme = drill.acme.clone();
    drill
        .brain
        .then(Act::Meanwhile(Box::new(move || acme.revoke_tokens())));
    let talk = drill.asks(ANA, SHOP, "How long?");
    let fate = drill.through_the_queue(&talk, || {}).await;
    insta::assert_snapshot!(fate.told(), @"dropped: Intercom refuses the workspace's token; its conversations are left to people");
    let id = drill.acme.id().try_into().unwrap();
    let conversation = talk.as_str().try_into().unwrap();
    let record = drill.ports.record(&id, &conversation).await;
    let record = record.unwrap().unwrap();
    assert_eq!((record.step, record.lease), (None, None));
    // What comes after it makes no call.
    let calls = drill.intercom.exchanges().len();
    let next = drill.asks(ANA, SHOP, "Hello?");
    drill.turn(&next, 1).await.unwrap_err();
    assert_eq!(drill.intercom.exchanges().len(), calls);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_turn_that_is_delivered_again_says_nothing_again() {
    let drill = drill().await;
    let talk = drill.asks(ANA, SHOP, "How long?");
    assert_eq!(drill.turn(&talk, 1).await.unwrap().name(), "replied");
    let calls = drill.intercom.exchanges().len();
    for count in 2..=4 {
        let outcome = drill.turn(&talk, count).await.unwrap();
        assert_eq!(outcome.name(), "nothing_to_cover");
    }
    // At most the people are looked at again, because something had gone wrong; the conversation is not.
    let later = &drill.intercom.exchanges()[calls..];
    let touched = later.iter().filter(|call| call.path.contains(&talk));
    assert_eq!((touched.count(), drill.shows(&talk).0), (0, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_dead_letters_of_one_conversation_bring_one_note_and_one_person() {
    let drill = drill().await;
    let talk = drill.asks(ANA, SHOP, "How long?");
    let first = drill.dead_letter(&talk, 1).await.unwrap();
    let second = drill.dead_letter(&talk, 1).await.unwrap();
    assert_eq!((first.name(), second.name()), ("handed_off", "not_ours"));
    assert_eq!(drill.shows(&talk), (1, 1, "Support".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_letter_of_what_somebody_took_or_the_agent_answered_does_nothing() {
    let drill = drill().await;
    let talk = drill.asks(ANA, SHOP, "How long?");
    drill.turn(&talk, 1).await.unwrap();
    let answered = drill.dead_letter(&talk, 1).await.unwrap();
    let taken = drill.asks(ANA, SHOP, "How long?");
    let ada = drill.acme.teammate(&admin(&drill.acme, ADA));
    ada.replies(&taken, "Mine.").unwrap();
    let took = drill.dead_letter(&taken, 1).await.unwrap();
    assert_eq!(
        (answered.name(), took.name()),
        ("nothing_to_cover", "not_ours")
    );
    assert_eq!(drill.shows(&talk).1 + drill.shows(&taken).1, 0, "no note");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_letter_that_intercom_refuses_stays_until_it_no_longer_does() {
    let drill = drill().await;
    let talk = drill.asks(ANA, SHOP, "How long?");
    for kind in [
        FaultKind::ServerError(503),
        FaultKind::RateLimited { reset_in: 10 },
        FaultKind::RefuseWith {
            status: 403,
            code: "action_forbidden".to_owned(),
            message: "No.".to_owned(),
        },
    ] {
        let fault = Fault::new(kind).on_path_prefix("/conversations");
        drill.intercom.faults().inject(fault);
        let error = drill.dead_letter(&talk, 1).await.unwrap_err();
        let kept = !matches!(error.disposition(1), shared::error::Disposition::Discard);
        assert!(kept, "{error}");
        drill.intercom.faults().clear();
        drill.passes(Duration::from_secs(900));
    }
    let outcome = drill.dead_letter(&talk, 4).await.unwrap();
    assert_eq!(outcome.name(), "handed_off");
    assert_eq!(drill.shows(&talk), (1, 1, "Support".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn people_who_cannot_be_read_keep_nobody_from_a_person_who_was_there_before() {
    let drill = drill().await;
    drill.passes(Duration::from_secs(3_600));
    for path in ["/admins", "/teams"] {
        let fault = Fault::new(FaultKind::ServerError(503)).on_path_prefix(path);
        drill.intercom.faults().inject(fault);
    }
    let talk = drill.asks(ANA, SHOP, "How long?");
    let outcome = drill.dead_letter(&talk, 1).await.unwrap();
    assert_eq!(outcome.name(), "handed_off");
    let next = drill.asks(ANA, SHOP, "How long?");
    assert_eq!(drill.turn(&next, 2).await.unwrap().name(), "replied");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_that_was_merged_is_routed_by_what_it_became() {
    let config = CONFIG.replace(
        "rules: [",
        "rules: [{ name: Regulars, when: { contact.segment: Champions }, then: { hand_off: { to: 'team:Success' } } }, ",
    );
    let drill = Drill::open(|_| {}, &config, Timeouts::default()).await;
    let contacts = drill.acme.view().contacts;
    let jonas = contacts
        .iter()
        .find(|it| it.name.as_deref() == Some(harness::shop::JONAS));
    let into = jonas.unwrap().id.clone();
    let merged = Fault::new(FaultKind::MergedInto(into));
    let merged = merged.on_path_prefix("/contacts").times(1);
    drill.intercom.faults().inject(merged);
    // Ana is no Champion; Jonas, whom she turned out to be, is one.
    let talk = drill.asks(ANA, SHOP, "How long?");
    let fate = drill.through_the_queue(&talk, || {}).await;
    insta::assert_snapshot!(fate.told(), @"handed off to Success: the rule “Regulars” sends it to people");
}
