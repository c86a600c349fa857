//! `nexora explain`

use std::path::Path;
use std::process::Command;

use harness::shop::JONAS;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use shared::Topic;
use shared::domain::conversation::Errand;
use shared::domain::digest::Digest;
use shared::domain::notification::Signal;
use shared::domain::part::{Author, Part};
use shared::domain::stamp::Stamp;
use shared::domain::turn::TurnRequest;
use shared::id::PartId;
use shared::ports::queue::Lane;
use shared::runtime::{deliver_signal, deliver_turn};
use shared::workspace::Delivery;

use super::*;
use crate::acme;

impl Operator {
    /// A turn of a conversation, as `agent-turn` runs it.
    async fn turns(&self, conversation: &str, worker: u64) {
        let request = TurnRequest {
            workspace: seed::WORKSPACE.try_into().unwrap(),
            conversation: conversation.try_into().unwrap(),
            cause: Digest::of([conversation]),
            errand: Errand::Answer,
            place: None,
            beside: None,
        };
        let body = serde_json::to_string(&request).unwrap();
        let delivery = Delivery {
            worker,
            lane: Lane::Turns,
            receive_count: 1,
            deadline: self.ports.clock.now() + SignedDuration::from_mins(2),
        };
        let run = async |seat: &shared::Seat, request: &TurnRequest, delivery| {
            seat.turn(request, delivery).await
        };
        let ended = deliver_turn(&self.ports, &body, delivery, run).await;
        ended.unwrap();
    }

    /// What the topic's function notes of the newest part of a conversation, which the visitor wrote.
    async fn hears(&self, conversation: &str) {
        let view = acme::view(&self.acme, conversation);
        let written = view.parts.last().unwrap();
        let id = PartId::try_from(written.id.as_str()).unwrap();
        let part = Part {
            stamp: Stamp::new(written.created_at, id),
            kind: "comment".to_owned(),
            author: Author::Visitor(None),
            has_body: true,
            assigned_to: None,
            app_package_code: None,
            from_ai: false,
            redacted: false,
            command: None,
        };
        let signal = Signal {
            workspace: seed::WORKSPACE.try_into().unwrap(),
            topic: Topic::ConversationUserReplied,
            notification: None,
            at: written.created_at,
            conversation: conversation.try_into().unwrap(),
            parts: vec![part],
            rated: None,
        };
        let body = serde_json::to_string(&signal).unwrap();
        let take = async |workspace: &shared::Workspace, signal: &Signal| {
            let conversation = workspace.conversation(&signal.conversation);
            let events = signal.events(workspace.us());
            conversation.take(signal, events).await
        };
        let noted = deliver_signal(&self.ports, &body, take).await;
        noted.unwrap();
    }

    /// A conversation with two turns: an answer, and a hand-off.
    async fn talked(&self) -> String {
        let talk = acme::asks(&self.acme, JONAS, "How do I change my delivery address?");
        self.turns(&talk, 1).await;
        let contacts = self.acme.view().contacts.into_iter();
        let mut jonas = contacts.filter(|contact| contact.name.as_deref() == Some(JONAS));
        let visitor = self.acme.visitor(&jonas.next().unwrap().id);
        visitor
            .replies(&talk, "I want to talk to a person")
            .unwrap();
        self.hears(&talk).await;
        self.turns(&talk, 2).await;
        talk
    }

    async fn explains(&self, more: &[&str]) -> Done {
        self.runs("explain", None, "", more).await
    }
}

/// What was said, with the conversation's number and the times as words.
fn without_times(said: &str, talk: &str) -> String {
    let said = said.replace(talk, "TALK");
    let lines = said.lines().map(|line| match line.split_once(" UTC  ") {
        Some((time, rest)) => {
            let time = time.replace(' ', "T") + "Z";
            assert!(time.parse::<Timestamp>().is_ok(), "{line}");
            format!("TIME UTC  {rest}")
        }
        None => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn why_each_turn_decided_as_it_did_is_read_from_the_stack() {
    let operator = Operator::with_acme().await;
    let talk = operator.talked().await;
    let all = operator.explains(&["--conversation", &talk]).await;
    assert_eq!((all.status, all.errors.as_str()), (0, ""));
    insta::assert_snapshot!(without_times(&all.output, &talk), @"
    Conversation TALK of acmetea1 in STACK: 2 turns, the newest first.

    TIME UTC  handed_off
      handed off to Support: the visitor asked for a person
      by rule “Everything else”, configuration 1

      ✗ Enterprise goes to its CSM                 a condition does not hold
          company.plan  Team              conversation.company
      ✗ Resolution Bot keeps what it is answering  a condition does not hold
          bot           absent            conversation.ai_agent
      ✗ Careers are for people                     a condition does not hold
          url.path      /shop/green-teas  conversation.source.url
      ✗ Legal pages get drafts only                a condition does not hold
          url.path      /shop/green-teas  conversation.source.url
      ✗ Champions go straight to Success           a condition does not hold
          url.path      /shop/green-teas  conversation.source.url
      ✓ Everything else                            it applies to everything else
      · agent                                      confidence 0 %, intent none, 0 sources
      ✓ hand off to team:Support                   takes it: a team

    TIME UTC  replied
      the agent answered
      by rule “Everything else”, configuration 1

      ✗ Enterprise goes to its CSM                 a condition does not hold
          company.plan  Team              conversation.company
      ✗ Resolution Bot keeps what it is answering  a condition does not hold
          bot           absent            conversation.ai_agent
      ✗ Careers are for people                     a condition does not hold
          url.path      /shop/green-teas  conversation.source.url
      ✗ Legal pages get drafts only                a condition does not hold
          url.path      /shop/green-teas  conversation.source.url
      ✗ Champions go straight to Success           a condition does not hold
          url.path      /shop/green-teas  conversation.source.url
      ✓ Everything else                            it applies to everything else
      · agent                                      confidence 95 %, intent delivery (100 %), 1 sources
    ");

    let last = operator
        .explains(&["--conversation", &talk, "--last", "1"])
        .await;
    assert_eq!(last.output.matches(" UTC  ").count(), 1, "{last:?}");
    assert!(last.output.contains("UTC  handed_off\n"), "{last:?}");

    let json = operator
        .explains(&["--conversation", &talk, "--all", "--json"])
        .await;
    let decisions: Value = serde_json::from_str(&json.output).unwrap();
    let told = decisions.as_array().unwrap().iter().map(|decision| {
        assert!(
            decision["at"]
                .as_str()
                .unwrap()
                .parse::<Timestamp>()
                .is_ok()
        );
        format!(
            "{} {} {} {} steps",
            decision["outcome"],
            decision["reason"],
            decision["rule"],
            decision["trace"].as_array().unwrap().len()
        )
    });
    insta::assert_snapshot!(told.collect::<Vec<_>>().join("\n"), @r#"
    "handed_off" "asked_for_person" "Everything else" 8 steps
    "replied" null "Everything else" 7 steps
    "#);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_of_which_nothing_is_kept_is_told_apart_from_a_wrong_stack_or_workspace() {
    let operator = Operator::with_acme().await;
    let nothing = operator.explains(&["--conversation", "4711"]).await;
    assert_eq!((nothing.status, nothing.errors.as_str()), (0, ""));
    let elsewhere = operator
        .explains(&["--conversation", "4711", "--workspace", "other001"])
        .await;
    let rows = aws_sdk_dynamodb::Client::new(&operator.stack.config);
    let table = format!("{}-decisions", operator.stack.name);
    rows.delete_table().table_name(table).send().await.unwrap();
    let old = operator.explains(&["--conversation", "4711"]).await;
    let none = operator
        .explains(&["--conversation", "4711", "--stack", "elsewhere"])
        .await;
    for failed in [&elsewhere, &old, &none] {
        assert_eq!((failed.status, failed.output.as_str()), (1, ""));
    }
    let said = [nothing.output, elsewhere.errors, old.errors, none.errors];
    insta::assert_snapshot!(said.join("\n"), @"
    Nothing is kept of conversation 4711 of acmetea1 in STACK: no turn of it was over in the last 90 days, or it was deleted.
    Compare its number with its address in the Inbox. If the number is right, the agent was never asked about it: `nexora doctor` says whether notifications arrive.

    nexora: the workspace other001 is not installed in STACK, and nothing is kept of it: compare --workspace and --stack

    nexora: STACK has no table STACK-decisions: it was deployed by an older version of Nexora; deploy this one with `sam deploy`, then try again; what was decided before is not known

    nexora: there is no stack elsewhere in us-east-1: it would have a table elsewhere-installations; compare --stack and --region with
            aws cloudformation describe-stacks --region us-east-1 --output text --query 'Stacks[].[StackName]'
    ");
}

/// Runs it where there is neither AWS nor Intercom.
fn offline(more: &[&str]) -> Done {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let output = Command::new(binary("nexora"))
        .env_clear()
        .current_dir(&repository)
        .args(["explain", "--config", "local/seed/acme.yaml", "--event"])
        .arg("events/conversation.user.created.json")
        .args(more)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Done {
        status: output.status.code().unwrap(),
        output: text(output.stdout),
        errors: text(output.stderr),
    }
}

#[test]
fn a_notification_is_explained_without_aws_and_what_it_lacks_is_a_status_of_its_own() {
    let lacks = offline(&["--at", "2026-12-24T22:00"]);
    assert_eq!((lacks.status, lacks.errors.as_str()), (2, ""), "{lacks:?}");
    assert!(
        lacks
            .output
            .contains("needs company.plan, which the notification does not tell"),
        "{lacks:?}"
    );
    let folder = tempfile::tempdir().unwrap();
    let facts = folder.path().join("facts.yaml");
    fs::write(&facts, "companies: [{ plan: Free }]\n").unwrap();
    let told = offline(&["--facts", facts.to_str().unwrap()]);
    assert_eq!((told.status, told.errors.as_str()), (0, ""), "{told:?}");
    assert!(told.output.contains("  ✓ Everything else"), "{told:?}");

    let nothing = Command::new(binary("nexora"))
        .arg("explain")
        .output()
        .unwrap();
    assert_eq!(nothing.status.code(), Some(2));
    let said = String::from_utf8(nothing.stderr).unwrap();
    insta::assert_snapshot!(said, @"
    error: the following required arguments were not provided:
      <--conversation <ID>|--event <FILE>>

    Usage: nexora explain <--conversation <ID>|--event <FILE>>

    For more information, try '--help'.
    ");
}
