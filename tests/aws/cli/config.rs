//! `nexora config`, `nexora pause` and `nexora resume`

use std::io::{BufRead as _, BufReader, Read as _, Write as _};

use aws_sdk_dynamodb::types::AttributeValue;
use local::seed;
use shared::domain::switch::Switch;
use shared::id::WorkspaceId;
use shared::install::Versions;
use shared::ports::configurations::Live;

use super::{Done, Operator, both};

impl Operator {
    /// Runs `nexora config push` for the demo's workspace.
    async fn pushes_live(&self, yaml: &str, more: &[&str]) -> Done {
        self.runs("config push", Some(yaml), "", &[&["--yes"], more].concat())
            .await
    }

    fn versions(&self) -> Versions<'_> {
        let acme = WorkspaceId::try_from(seed::WORKSPACE).unwrap();
        self.ports.versions(&acme)
    }

    /// Deletes what is live, and the version it was installed with.
    async fn deletes_versions(&self) {
        let rows = aws_sdk_dynamodb::Client::new(&self.stack.config);
        for version in ["0", "1"] {
            let delete = rows
                .delete_item()
                .table_name(format!("{}-configurations", self.stack.name))
                .key("workspace", AttributeValue::S(seed::WORKSPACE.to_owned()))
                .key("version", AttributeValue::N(version.to_owned()));
            delete.send().await.unwrap();
        }
    }

    async fn live(&self) -> Live {
        self.versions().live().await.unwrap().unwrap()
    }

    /// Runs a command without a file; what it says.
    async fn says(&self, what: &str, more: &[&str]) -> String {
        let done = self.runs(what, None, "", more).await;
        assert_eq!((done.status, done.errors.as_str()), (0, ""), "{done:?}");
        done.output
    }

    /// Runs a command that fails; its sentence.
    async fn is_told(&self, what: &str, more: &[&str]) -> String {
        let done = self.runs(what, None, "", more).await;
        assert_eq!((done.status, done.output.as_str()), (1, ""), "{done:?}");
        done.errors
    }
}

/// The demo's configuration with another limit.
fn limited(turns: u8) -> String {
    seed::CONFIG.replace("turns: 8", &format!("turns: {turns}"))
}

/// Times of the history are not the same twice.
fn without_times(history: &str) -> String {
    let lines = history.lines().map(|line| {
        match line.split_once(" UTC") {
            Some((before, after)) => {
                let kept = before.len() - "2026-01-10 08:00".len();
                format!("{}TIME{after}", &before[..kept])
            }
            None => line.to_owned(),
        }
        .trim_end()
        .to_owned()
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_push_shows_what_changes_and_asks_before_it_publishes() {
    let operator = Operator::with_acme().await;
    let refused = operator
        .runs("config push", Some(&limited(5)), "no\n", &[])
        .await;
    assert_eq!(refused.status, 1);
    insta::assert_snapshot!(refused.output, @"
    --- version 1
    +++ FOLDER/acme.yaml
    @@ -7,7 +7,7 @@
       brain: articles                         # answers from the workspace's own Help Center
       guidance: |
         Be brief and friendly. Never promise refunds.
    -  limits: { turns: 8 }
    +  limits: { turns: 5 }
     
     companies:
       tiers: [Free, Team, Enterprise]         # lowest first: who has several companies counts by the highest
    ");
    insta::assert_snapshot!(refused.errors, @"nexora: “yes” was not typed, so nothing was published; without a terminal send it to standard input, or add --yes");
    assert_eq!(operator.live().await.newest, 1);

    let message = ["--message", "Five answers are enough"];
    let pushed = operator
        .runs("config push", Some(&limited(5)), "", &message)
        .await;
    assert_eq!(pushed.status, 1, "nobody said yes: {pushed:?}");
    let pushed = operator.pushes_live(&limited(5), &message).await;
    assert_eq!((pushed.status, pushed.errors.as_str()), (0, ""));
    let (changes, report) = pushed.output.split_once("\n\n").unwrap();
    assert!(changes.contains("+  limits: { turns: 5 }"), "{changes}");
    insta::assert_snapshot!(report, @"
    Version 2 is live in Acme Tea (acmetea1) in STACK, us-east-1.

      hosted in     Europe
      speaks as     Nexora <nexora@acmetea.example>, teammate 9608802
      hands over to team:Support
      notified by   its own app, with the client secret given

    Read from Intercom:

      teammates     4, 4 with an inbox seat, 0 away
      teams         Support (2 members), Success (1 member)
      segments      3
      tags          2
      attributes    2 of contacts, 3 of companies, 3 of conversations
      office hours  none
      not readable  assignment rules, workflows, Fin's settings and who is online: Intercom's API shows none of them to apps
    ");
    let (live, version) = operator.versions().live_version().await.unwrap().unwrap();
    assert_eq!((live.number, live.newest), (2, 2));
    assert_eq!(version.config.agent.limits.turns, 5);
    assert_eq!(version.source, limited(5));

    // What is live already stays the version it is.
    let again = operator.pushes_live(&limited(5), &[]).await;
    assert!(
        again
            .output
            .starts_with("Version 2 is live already in Acme Tea (acmetea1)"),
        "{again:?}"
    );
    assert_eq!(operator.live().await.newest, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_push_over_what_somebody_else_pushed_meanwhile_is_refused() {
    let operator = Operator::with_acme().await;
    let slow = operator.command("config push", Some(&limited(3)), &[]);
    let mut slow = { slow }.spawn().unwrap();
    // It has read the file and the live version, shows what differs, and waits.
    let output = slow.stdout.take().unwrap();
    let shown = tokio::task::spawn_blocking(move || {
        let mut output = BufReader::new(output);
        let mut first = String::new();
        output.read_line(&mut first).unwrap();
        (output, first)
    });
    let (mut output, first) = shown.await.unwrap();
    assert_eq!(first, "--- version 1\n");
    let quick = operator.pushes_live(&limited(4), &[]).await;
    assert_eq!((quick.status, quick.errors.as_str()), (0, ""));

    slow.stdin.take().unwrap().write_all(b"yes\n").unwrap();
    let ended = tokio::task::spawn_blocking(move || {
        let mut rest = String::new();
        output.read_to_string(&mut rest).unwrap();
        (slow.wait_with_output().unwrap(), rest)
    });
    let (ended, rest) = ended.await.unwrap();
    let done = operator.done(&ended);
    assert_eq!(done.status, 1, "{done:?}");
    assert!(rest.contains("+  limits: { turns: 3 }"), "{rest}");
    insta::assert_snapshot!(done.errors, @"nexora: version 2 is live by now, and not the one this was made for: see what it changes with `nexora config diff`, and run this once more; nothing was published");
    let (live, version) = operator.versions().live_version().await.unwrap().unwrap();
    assert_eq!((live.number, live.newest), (2, 2));
    assert_eq!(version.source, limited(4));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_pushed_is_pulled_to_the_letter_and_compared() {
    let operator = Operator::with_acme().await;
    operator.pushes_live(&limited(5), &[]).await;
    assert_eq!(operator.says("config pull", &[]).await, limited(5));
    assert_eq!(
        operator.says("config pull", &["--version", "1"]).await,
        seed::CONFIG
    );
    let none = operator.is_told("config pull", &["--version", "7"]).await;
    insta::assert_snapshot!(none, @"nexora: acmetea1 has no version 7: `nexora config history` shows those it has");

    let same = operator
        .runs("config diff", Some(&limited(5)), "", &[])
        .await;
    assert_eq!(
        (same.status, same.output.as_str(), same.errors.as_str()),
        (0, "", "")
    );
    let first = ["--version", "1"];
    let differs = operator
        .runs("config diff", Some(&limited(5)), "", &first)
        .await;
    assert_eq!((differs.status, differs.errors.as_str()), (1, ""));
    assert!(
        differs
            .output
            .starts_with("--- version 1\n+++ FOLDER/acme.yaml\n")
            && differs
                .output
                .contains("\n-  limits: { turns: 8 }\n+  limits: { turns: 5 }\n"),
        "{differs:?}"
    );
    let missing = ["--version", "9"];
    let fails = operator
        .runs("config diff", Some(&limited(5)), "", &missing)
        .await;
    assert_eq!((fails.status, fails.output.as_str()), (2, ""), "{fails:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_history_says_what_was_published_why_and_what_is_live() {
    let operator = Operator::with_acme().await;
    operator
        .pushes_live(&limited(5), &["--message", "Five are enough"])
        .await;
    operator
        .pushes_live(&limited(6), &["--message", "Six, after all"])
        .await;
    let back = operator.says("config rollback", &[]).await;
    assert!(back.contains("--- version 3\n+++ version 2\n"), "{back}");
    assert!(
        back.contains("\nVersion 2 is live in Acme Tea (acmetea1) in STACK, us-east-1.\n"),
        "{back}"
    );
    assert!(back.contains("Read from Intercom:"), "{back}");
    let history = operator.says("config history", &[]).await;
    insta::assert_snapshot!(without_times(&history), @r"
    Versions of Acme Tea (acmetea1) in STACK, us-east-1:

         3  TIME        Six, after all
         2  TIME  live  Five are enough
         1  TIME
    ");
    let earlier = operator.says("config history", &["--before", "2"]).await;
    assert_eq!(earlier.lines().count(), 3, "{earlier}");

    operator.says("config rollback", &["--to", "3"]).await;
    operator.says("config rollback", &["--to", "1"]).await;
    let none = operator.is_told("config rollback", &[]).await;
    insta::assert_snapshot!(none, @"nexora: version 1 is live, and there is none before it: `nexora config history` shows those there are");
    let none = operator.is_told("config rollback", &["--to", "9"]).await;
    insta::assert_snapshot!(none, @"nexora: acmetea1 has no version 9: `nexora config history` shows those it has");
    assert_eq!(
        (operator.live().await.number, operator.live().await.newest),
        (1, 3)
    );

    // It is looked up in the workspace as it is now.
    let support = operator.acme.view().teams[0].id.clone();
    operator
        .pushes_live(&seed::CONFIG.replace("team:Support", "team:Success"), &[])
        .await;
    operator.acme.renames_team(&support, "Care");
    let gone = operator.is_told("config rollback", &[]).await;
    insta::assert_snapshot!(gone, @"nexora: hand_off.default names “Support”, and the workspace has no such team; it has Care, Success: write another name, or an id, into the configuration; nothing was stored");
    assert_eq!(operator.live().await.number, 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_paused_is_told_everywhere_and_stays_so_until_it_is_resumed() {
    let operator = Operator::with_acme().await;
    insta::assert_snapshot!(operator.says("pause", &[]).await, @"
    Paused in Acme Tea (acmetea1) in STACK, us-east-1: the agent says nothing there any more.

    Paused: the whole workspace. `nexora resume` lets the agent go on.
    ");
    let rule = operator.versions().live_version().await.unwrap().unwrap();
    let rule = rule.1.config.rules[0].name.clone();
    operator.says("pause", &["--rule", &rule]).await;
    let pushed = operator.pushes_live(&limited(5), &[]).await;
    assert!(
        pushed
            .output
            .contains("\nPaused: the whole workspace, the rule “"),
        "{pushed:?}"
    );
    operator.says("config rollback", &[]).await;
    let live = operator.live().await;
    let paused = Switch {
        all: true,
        rules: [rule.clone()].into(),
    };
    assert_eq!((live.number, live.switch), (1, paused));
    let history = operator.says("config history", &[]).await;
    assert!(
        history.ends_with(
            "`nexora resume`, and with --rule NAME for each rule, lets the agent go on.\n"
        ),
        "{history}"
    );
    let doctor = operator.runs("doctor", None, "", &[]).await;
    assert!(
        doctor
            .output
            .contains("the agent is paused, and is silent in the whole workspace"),
        "{doctor:?}"
    );

    let resumed = operator.says("resume", &[]).await;
    assert!(
        resumed.contains(&format!("Paused: the rule “{rule}”.")),
        "{resumed}"
    );
    insta::assert_snapshot!(operator.says("resume", &["--rule", &rule]).await, @"Nothing is paused in Acme Tea (acmetea1) in STACK, us-east-1: the agent goes on with the next message.");
    assert!(operator.live().await.switch.is_clear());
    // What the file pauses, no switch lets go on.
    let by_file = format!("paused: true\n{}", seed::CONFIG);
    operator.pushes_live(&by_file, &[]).await;
    insta::assert_snapshot!(operator.says("resume", &[]).await, @"The switch is off in Acme Tea (acmetea1) in STACK, us-east-1. The agent stays silent: version 3, which is live, says `paused: true`; take that out, and publish it, by `nexora config push`.");
    operator.says("config rollback", &["--to", "1"]).await;
    let none = operator.is_told("pause", &["--rule", "Nonsense"]).await;
    assert!(
        none.starts_with("nexora: version 1, which is live, has no rule “Nonsense”; it has “")
            && none.ends_with("; nothing was paused\n"),
        "{none}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_that_this_program_cannot_read_is_paused_and_resumed_all_the_same() {
    let operator = Operator::with_acme().await;
    let rows = aws_sdk_dynamodb::Client::new(&operator.stack.config);
    let number = operator.live().await.number;
    // A newer program published it, with a key that this one does not know.
    rows.update_item()
        .table_name(format!("{}-configurations", operator.stack.name))
        .key("workspace", AttributeValue::S(seed::WORKSPACE.to_owned()))
        .key("version", AttributeValue::N(number.to_string()))
        .update_expression("SET #config = :config")
        .expression_attribute_names("#config", "config")
        .expression_attribute_values(
            ":config",
            AttributeValue::S("{\"of_tomorrow\":true}".to_owned()),
        )
        .send()
        .await
        .unwrap();
    operator.is_told("config pull", &[]).await;
    operator.says("pause", &[]).await;
    assert!(operator.live().await.switch.all);
    insta::assert_snapshot!(operator.says("resume", &[]).await, @"Nothing is paused in Acme Tea (acmetea1) in STACK, us-east-1: the agent goes on with the next message.");
    assert!(operator.live().await.switch.is_clear());
    // Of a rule nobody can say whether there is one.
    operator
        .is_told("pause", &["--rule", "Everything else"])
        .await;
    assert!(operator.live().await.switch.is_clear());
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_install_or_a_configuration_there_is_nothing_to_look_at() {
    let operator = Operator::new().await;
    for what in [
        "config pull",
        "config history",
        "config rollback",
        "pause",
        "resume",
    ] {
        let said = operator.is_told(what, &[]).await;
        assert_eq!(
            said,
            "nexora: the workspace acmetea1 is not installed in STACK: install it first, by `nexora install` or the stack's output OauthInstallUrl\n",
            "{what}"
        );
    }
    // As an install by OAuth leaves it.
    let done = operator.installs(&both(seed::TOKEN), &[]).await;
    assert_eq!(done.status, 0, "{done:?}");
    let installation = operator.installation().await.unwrap();
    operator.deletes_versions().await;
    assert_eq!(operator.installation().await.unwrap(), installation);
    for what in [
        "config pull",
        "config history",
        "config rollback",
        "pause",
        "resume",
    ] {
        let said = operator.is_told(what, &[]).await;
        assert_eq!(
            said,
            "nexora: acmetea1 has no configuration, and the agent is silent: publish one, by `nexora config push`\n",
            "{what}"
        );
    }
    // The first one needs no yes: there is nothing it takes the place of.
    let done = operator
        .runs("config push", Some(seed::CONFIG), "", &[])
        .await;
    assert_eq!((done.status, done.errors.as_str()), (0, ""), "{done:?}");
    assert!(
        done.output
            .starts_with("Version 1 is live in Acme Tea (acmetea1)"),
        "{done:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_configuration_that_is_too_long_is_refused_before_anything_is_written() {
    let operator = Operator::with_acme().await;
    let before = operator.installation().await.unwrap();
    let long = format!("{}# {}\n", seed::CONFIG, "long ".repeat(90_000));
    let done = operator.pushes_live(&long, &[]).await;
    assert_eq!((done.status, done.output.as_str()), (1, ""));
    assert!(
        done.errors
            .contains(" bytes, and a configuration 380000 at most; shorten its texts\n"),
        "{}",
        done.errors
    );
    assert_eq!(operator.installation().await.unwrap(), before);
    assert_eq!(operator.live().await.newest, 1);
}
