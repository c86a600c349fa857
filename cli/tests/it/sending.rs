//! `nexora replay` in a workspace: what it reads, and what it sends.

use std::fs;
use std::net::Ipv4Addr;
use std::path::PathBuf;

use local::replay::{Fate, Real, Recorded, Replay, Scene};
use local::seed::{self, CLIENT_SECRET, CONFIG, TOKEN, WORKSPACE};
use shared::config_file::read_config;
use shared::domain::config::Config;
use shared::ports::keys::Plain;
use simulator::{Clock, Exchange, Fault, FaultKind, Intercom, Server, Subscription, Workspace};
use tempfile::TempDir;

use crate::program::{Ended, nexora, nexora_read_until};

/// When everything here happens: 2026-03-10 09:00 UTC.
const NOW: i64 = 1_773_133_200;

/// A workspace in which somebody asked something, and the notification of it in a file.
struct Town {
    intercom: Intercom,
    acme: Workspace,
    conversation: String,
    server: Server,
    folder: TempDir,
    file: PathBuf,
}

impl Town {
    async fn where_somebody_asks(question: &str) -> Self {
        let intercom = Intercom::new(Clock::new(|| NOW));
        let acme = seed::plant(&intercom);
        let server = intercom.listen((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let webhooks = intercom.webhooks();
        webhooks.subscribe(Subscription::new("http://127.0.0.1:9/", CLIENT_SECRET));
        webhooks.hold();
        let ana = acme.view().contacts[0].id.clone();
        let page = Some("https://www.acmetea.example/account/delivery");
        let conversation = acme.visitor(&ana).starts(question, page).unwrap();
        let created = webhooks.take_held().swap_remove(0);
        let signed = webhooks.sign(&created).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("created.json");
        fs::write(&file, &signed.body).unwrap();
        fs::write(folder.path().join("acme.yaml"), CONFIG).unwrap();
        Self {
            intercom,
            acme,
            conversation,
            server,
            folder,
            file,
        }
    }

    /// Has the configuration write to what the workspace does not have: an install would create it.
    fn writes_to_something_new(&self) {
        let config = CONFIG.replace("Nexora intent", "Something new");
        fs::write(self.folder.path().join("acme.yaml"), config).unwrap();
    }

    /// Runs the program beside the simulator.
    async fn replay(&self, words: &str, input: &str) -> Ended {
        let words = self.words(words);
        let input = input.to_owned();
        let ended = tokio::task::spawn_blocking(move || nexora(&words, &input));
        ended.await.unwrap()
    }

    fn words(&self, more: &str) -> String {
        format!(
            "replay {} --config {}/acme.yaml --workspace {WORKSPACE} --intercom-api {} {more}",
            self.file.display(),
            self.folder.path().display(),
            self.server.url(),
        )
    }

    /// Lets a teammate answer.
    fn somebody_answers(&self) {
        let view = self.acme.view();
        let ada = view.admins.iter().find(|admin| admin.name == "Ada Okafor");
        let ada = self.acme.teammate(&ada.unwrap().id);
        ada.replies(&self.conversation, "Let me look.").unwrap();
    }

    fn writes(&self) -> Vec<String> {
        let exchanges = self.intercom.exchanges().into_iter();
        let writes = exchanges.filter(|exchange: &Exchange| exchange.method != "GET");
        writes
            .map(|exchange| format!("{} {}", exchange.method, exchange.path))
            .collect()
    }

    /// What the visitor and the team read, after the question and the Messenger's own words.
    fn said(&self) -> Vec<String> {
        let view = self.acme.view();
        let conversations = view.conversations.iter();
        let mut found = conversations.filter(|shown| shown.id == self.conversation);
        let parts = found.next().unwrap().parts.iter();
        let ours = parts.filter(|part| part.author.name.as_deref() == Some("Nexora"));
        ours.map(|part| part.part_type.clone()).collect()
    }

    /// The output without what differs from run to run.
    fn plain(&self, out: &str) -> String {
        out.replace(self.file.to_str().unwrap(), "created.json")
            .replace(&self.server.url(), "http://intercom")
    }

    fn recorded(&self) -> [Recorded; 1] {
        [Recorded {
            name: "created.json".to_owned(),
            bytes: fs::read(&self.file).unwrap(),
        }]
    }

    fn real(&self) -> Real {
        Real {
            workspace: WORKSPACE.parse().unwrap(),
            token: Plain::new(TOKEN),
            host: self.server.url().parse().unwrap(),
        }
    }

    /// What would be sent as things are now.
    async fn shown(&self, config: &Config) -> Scene {
        let recorded = self.recorded();
        let replay = Replay::reading(&recorded, &self.real(), config, None).await;
        replay.unwrap().take(&recorded[0]).await.unwrap()
    }

    /// What becomes of it when it is sent.
    async fn sent(&self, config: &Config, shown: &Scene) -> Scene {
        let recorded = self.recorded();
        let approved = shown.written().map(|written| written.request.clone());
        let replay = Replay::sending(&recorded, &self.real(), config, approved.collect()).await;
        replay.unwrap().take(&recorded[0]).await.unwrap()
    }
}

const AT: &str = "--at 2026-03-10T09:00:00Z";

#[tokio::test(flavor = "multi_thread")]
async fn nothing_but_reads_arrives_even_when_reads_fail_and_the_turn_is_tried_again() {
    let town = Town::where_somebody_asks("How do I change my delivery address?").await;
    town.writes_to_something_new();
    // Three tries make a read, so the first turn fails.
    let fault = Fault::new(FaultKind::ServerError(500)).on_method("GET");
    let fault = fault.on_path_suffix(&town.conversation).times(3);
    town.intercom.faults().inject(fault);
    let ended = town.replay(AT, &format!("{TOKEN}\n")).await;
    insta::assert_snapshot!(town.plain(&ended.out));
    assert_eq!((ended.err.as_str(), ended.code), ("", 0));
    assert_eq!(town.writes(), [""; 0]);
    assert_eq!(town.said(), [""; 0]);
    assert!(!town.intercom.exchanges().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hand_off_is_carried_to_its_end_and_nothing_but_reads_arrives() {
    let town = Town::where_somebody_asks("I want to talk to a person").await;
    let ended = town.replay(AT, &format!("{TOKEN}\n")).await;
    insta::assert_snapshot!(town.plain(&ended.out));
    assert_eq!(ended.code, 0);
    assert_eq!(town.writes(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_shown_is_sent_once_after_the_workspace_was_typed() {
    let town = Town::where_somebody_asks("How do I change my delivery address?").await;
    let input = format!("{TOKEN}\n{WORKSPACE}\n");
    let ended = town.replay("--send", &input).await;
    assert_eq!((ended.err.as_str(), ended.code), ("", 0));
    let conversation = &town.conversation;
    assert_eq!(
        town.writes(),
        [
            format!("POST /conversations/{conversation}/reply"),
            format!("PUT /conversations/{conversation}"),
        ]
    );
    assert_eq!(town.said(), ["comment"]);
    let (shown, sent) = ended.out.split_once("Sent to acmetea1.").unwrap();
    assert!(shown.contains("2 requests would be sent, and none was."));
    assert!(sent.ends_with("2 requests sent.\n"), "{sent}");
    assert_eq!(shown.matches("    NOT SENT ").count(), 2, "{shown}");
    assert_eq!(sent.matches("    SENT ").count(), 2, "{sent}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_attribute_the_workspace_does_not_have_keeps_no_other_from_being_set() {
    let town = Town::where_somebody_asks("How do I change my delivery address?").await;
    town.writes_to_something_new();
    let ended = town.replay("--send --yes", &format!("{TOKEN}\n")).await;
    let (_, sent) = ended.out.split_once("Sent to acmetea1.").unwrap();
    let (_, sent) = sent.split_once("    SENT ").unwrap();
    let conversation = &town.conversation;
    insta::assert_snapshot!(sent.replace(conversation, "{id}"));
    assert_eq!(ended.code, 1);
    let attributes = format!("PUT /conversations/{conversation}");
    let writes = town.writes();
    assert_eq!(
        writes.iter().filter(|write| **write == attributes).count(),
        3
    );
    assert_eq!(town.said(), ["comment"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_agreed_to_is_not_sent() {
    let town = Town::where_somebody_asks("How do I change my delivery address?").await;
    for input in ["", "yes\n", "acmetea2\n"] {
        let ended = town.replay("--send", &format!("{TOKEN}\n{input}")).await;
        assert_eq!(ended.code, 1);
        assert_eq!(
            ended.err,
            "nexora: acmetea1 was not typed, so nothing was changed; without a terminal send it to standard input, or add --yes\n"
        );
    }
    assert_eq!(town.writes(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_lost_on_its_way_is_looked_for_and_not_sent_again() {
    let town = Town::where_somebody_asks("How do I change my delivery address?").await;
    let fault = Fault::new(FaultKind::ResetAfter).on_method("POST");
    town.intercom
        .faults()
        .inject(fault.on_path_suffix("/reply").times(1));
    let ended = town.replay("--send --yes", &format!("{TOKEN}\n")).await;
    assert_eq!(town.said(), ["comment"], "{}", ended.out);
    let replies = town.writes();
    let replies = replies.iter().filter(|write| write.ends_with("/reply"));
    assert_eq!(replies.count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_longer_what_was_shown_is_not_sent() {
    let town = Town::where_somebody_asks("How do I change my delivery address?").await;
    let config = read_config(CONFIG).unwrap();
    let shown = town.shown(&config).await;
    assert_eq!(shown.written().count(), 2);
    let other = read_config(&CONFIG.replace("mode: draft", "mode: reply").replace(
        "- name: Everything else\n    then: { agent: {} }",
        "- name: Everything else\n    then: { agent: { mode: draft } }",
    ));
    let sent = town.sent(&other.unwrap(), &shown).await;
    let fates: Vec<_> = sent.written().map(|written| &written.fate).collect();
    assert_eq!(fates, [&Fate::NotApproved]);
    assert!(!sent.is_well());
    assert_eq!(town.writes(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_who_answered_meanwhile_is_not_interrupted() {
    let town = Town::where_somebody_asks("How do I change my delivery address?").await;
    let config = read_config(CONFIG).unwrap();
    let shown = town.shown(&config).await;
    town.somebody_answers();
    let sent = town.sent(&config, &shown).await;
    assert_eq!(sent.written().count(), 0);
    assert_eq!(town.writes(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_shown_and_not_sent_because_somebody_answered_meanwhile_is_no_success() {
    let town = Town::where_somebody_asks("How do I change my delivery address?").await;
    let input = format!("{TOKEN}\n");
    let ended = tokio::task::block_in_place(|| {
        nexora_read_until(
            &town.words("--send"),
            &input,
            "would be sent, and none was.",
            || town.somebody_answers(),
            &format!("{WORKSPACE}\n"),
        )
    });
    let (_, sent) = ended.out.split_once("Sent to acmetea1.").unwrap();
    let (_, left) = sent.split_once("\nShown before").unwrap();
    let left = left.replace(&town.conversation, "{id}");
    insta::assert_snapshot!(format!("Shown before{left}"), @r#"
    Shown before, and not sent now:
        NOT SENT      POST /conversations/{id}/reply
                          admin_id: 9608802
                          body: <p>For all coming boxes</p><p>Open Account → Delivery, choose Change address and save. The new address is used from the next box on.</p><p>Read more: <a href="https://help.acmetea.example/en/articles/delivery-address">Changing your delivery address</a></p>
                          message_type: comment
                          type: admin
                      the functions no longer want it
        NOT SENT      PUT /conversations/{id}
                          custom_attributes:
                            Nexora intent: delivery
                            Nexora outcome: answered
                      the functions no longer want it

    0 requests sent; not sent: 2 of those shown before.
    "#);
    assert_eq!((ended.err.as_str(), ended.code), ("", 1));
    assert_eq!(town.writes(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_none_and_one_of_elsewhere_are_told() {
    let town = Town::where_somebody_asks("How do I change my delivery address?").await;
    let refused = async |input: &str| {
        let ended = town.replay(AT, input).await;
        assert_eq!((ended.out.as_str(), ended.code), ("", 1));
        town.plain(&ended.err)
    };
    let mut said = refused("nougat\n").await;
    said += &refused("").await;
    simulated_neighbour(&town.intercom);
    said += &refused("of-the-neighbour\n").await;
    insta::assert_snapshot!(said);
    assert_eq!(town.writes(), [""; 0]);
}

fn simulated_neighbour(intercom: &Intercom) {
    seed::plant_as(intercom, "harbour1", "of-the-neighbour");
}
