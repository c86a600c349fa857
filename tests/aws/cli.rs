//! The operator's command line: its own binary, at an emulated stack and a simulated Intercom.

mod backtest;
mod config;
mod defaults;
mod doctor;
mod explain;
mod report;
mod secret;
mod uninstall;

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use harness::signature::sign;
use local::seed;
use shared::adapters::private_apps::PrivateApps;
use shared::id::WorkspaceId;
use shared::ports::Keys as _;
use shared::ports::registry::{Installation, Region};
use shared::runtime::Ports;
use simulator::{Admin, Workspace};
use tempfile::TempDir;

use crate::acme::{self, Acme};
use crate::function::binary;
use crate::settings::{KEY, REGION, settings};
use crate::stack::Stack;

const SECRET: &str = "the-private-apps-secret";

/// A stack with nothing in it, an Intercom, and who installs the one in the other.
struct Operator {
    stack: Stack,
    ports: Ports,
    key: String,
    acme: Workspace,
    intercom: simulator::Intercom,
    host: String,
    folder: TempDir,
    _server: simulator::Server,
}

/// What came of a command.
#[derive(Debug)]
struct Done {
    status: i32,
    output: String,
    errors: String,
}

impl Operator {
    /// In a stack with tables and a key without its alias.
    async fn without_alias() -> Self {
        let stack = Stack::new();
        let (rows, queues, key) = (
            stack.tables().await,
            stack.queues().await,
            stack.key().await,
        );
        let (intercom, acme, server) = Acme::at_intercom().await;
        let host = server.url();
        Self {
            ports: acme::ports(rows, queues, stack.kms(&key), &host),
            stack,
            key,
            acme,
            intercom,
            host,
            folder: tempfile::tempdir().unwrap(),
            _server: server,
        }
    }

    async fn new() -> Self {
        let operator = Self::without_alias().await;
        aws_sdk_kms::Client::new(&operator.stack.config)
            .create_alias()
            .alias_name(format!("alias/{}-tokens", operator.stack.name))
            .target_key_id(&operator.key)
            .send()
            .await
            .unwrap();
        operator
    }

    /// With the demo's workspace installed.
    async fn with_acme() -> Self {
        let operator = Self::new().await;
        let done = operator.installs(&both(seed::TOKEN), &[]).await;
        assert_eq!(done.status, 0, "{done:?}");
        operator
    }

    fn config(&self, yaml: &str) -> PathBuf {
        let file = self.folder.path().join("acme.yaml");
        fs::write(&file, yaml).unwrap();
        file
    }

    /// Runs `nexora config push` for the demo's workspace.
    async fn configures(&self, yaml: &str) -> Done {
        self.runs("config push", Some(yaml), "", &["--yes"]).await
    }

    async fn installs(&self, input: &str, more: &[&str]) -> Done {
        self.installs_with(seed::CONFIG, input, more).await
    }

    async fn installs_with(&self, yaml: &str, input: &str, more: &[&str]) -> Done {
        self.runs("install", Some(yaml), input, more).await
    }

    /// Runs `nexora uninstall` for the demo's workspace.
    async fn uninstalls(&self, input: &str, more: &[&str]) -> Done {
        self.runs("uninstall", None, input, more).await
    }

    /// A command of `nexora` for the demo's workspace.
    fn command(&self, what: &str, yaml: Option<&str>, more: &[&str]) -> Command {
        let binary = binary("nexora");
        assert!(
            binary.exists(),
            "{} is not built: run scripts/test-aws",
            binary.display()
        );
        let mut command = Command::new(binary);
        command
            .env_clear()
            .envs([
                ("AWS_ACCESS_KEY_ID", KEY),
                ("AWS_SECRET_ACCESS_KEY", KEY),
                ("AWS_ENDPOINT_URL", &settings().endpoint),
            ])
            .args(what.split(' '))
            .args(["--region", REGION])
            .args(more)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if let Some(yaml) = yaml {
            command.arg("--config").arg(self.config(yaml));
        }
        for (flag, value) in [
            ("--workspace", seed::WORKSPACE),
            ("--stack", &self.stack.name),
            ("--intercom-api", &self.host),
        ] {
            // What was decided is asked of the stack alone.
            let is_asked = !matches!(what, "explain" | "report") || flag != "--intercom-api";
            if is_asked && !more.contains(&flag) {
                command.args([flag, value]);
            }
        }
        command
    }

    /// Runs a command of `nexora` for the demo's workspace, with these lines at standard input.
    async fn runs(&self, what: &str, yaml: Option<&str>, input: &str, more: &[&str]) -> Done {
        let mut process = self.command(what, yaml, more).spawn().unwrap();
        // Who fails early does not read it.
        let _ = process.stdin.take().unwrap().write_all(input.as_bytes());
        let output = tokio::task::spawn_blocking(|| process.wait_with_output());
        let done = self.done(&output.await.unwrap().unwrap());
        let is_secret = |line: &&str| yaml.is_some() && !["", "yes", "no"].contains(line);
        for secret in input.lines().filter(is_secret) {
            assert!(!format!("{done:?}").contains(secret), "{done:?}");
        }
        done
    }

    /// What came of a process, without what is another one each time.
    fn done(&self, output: &Output) -> Done {
        let text = |bytes: &[u8]| {
            String::from_utf8(bytes.to_vec())
                .unwrap()
                .replace(&self.stack.name, "STACK")
                .replace(self.folder.path().to_str().unwrap(), "FOLDER")
                .replace(&self.host, "HOST")
        };
        Done {
            status: output.status.code().unwrap(),
            output: text(&output.stdout),
            errors: text(&output.stderr),
        }
    }

    /// The sentence of a command that fails.
    async fn is_refused(&self, input: &str, more: &[&str]) -> String {
        let Done {
            status,
            output,
            errors,
        } = self.installs(input, more).await;
        assert_eq!((status, output.as_str()), (1, ""), "{errors}");
        errors
    }

    async fn installation(&self) -> Option<Installation> {
        let acme = WorkspaceId::try_from(seed::WORKSPACE).unwrap();
        self.ports.registry.installation(&acme).await.unwrap()
    }
}

fn both(token: &str) -> String {
    format!("{token}\n{SECRET}\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn an_installed_workspace_can_be_opened_and_its_notifications_verified() {
    let operator = Operator::new().await;
    let done = operator.installs(&both(seed::TOKEN), &[]).await;
    assert_eq!((done.status, done.errors.as_str()), (0, ""));
    insta::assert_snapshot!(done.output, @r#"
    Installed Acme Tea (acmetea1) in STACK, us-east-1.

      hosted in     Europe
      speaks as     Nexora <nexora@acmetea.example>, teammate 9608802
      hands over to team:Support
      notified by   its own app, with the client secret given

    Read from Intercom:

      teammates     4, 4 with an inbox seat, 0 away
      teams         Support (2 members), Success (1 member)
      segments      3
      tags          2; created: Escalation, Expansion
      attributes    2 of contacts, 3 of companies, 3 of conversations; created: Lead stage, CS escalation
      office hours  none
      not readable  assignment rules, workflows, Fin's settings and who is online: Intercom's API shows none of them to apps

    What is left, in Developer Hub → your app → Webhooks:

      Endpoint URL  https://…/webhooks/acmetea1
                    It is the stack's output WebhookUrl and /acmetea1 behind it. This shows it:
                    aws cloudformation describe-stacks --stack-name STACK --region us-east-1 --output text --query "Stacks[0].Outputs[?OutputKey=='WebhookUrl'].OutputValue"
      API version   2.16
      Topics        conversation.user.created
                    conversation.user.replied
                    conversation.admin.replied
                    conversation.admin.assigned
                    conversation.admin.open.assigned
                    conversation.admin.closed
                    conversation.admin.opened
                    conversation.admin.snoozed
                    conversation.admin.unsnoozed
                    conversation.admin.noted
                    conversation.operator.replied
                    conversation.rating.added
                    conversation.deleted
                    conversation_part.redacted
                    admin.away_mode_updated
                    admin.added_to_workspace
                    admin.removed_from_workspace
    "#);

    let installation = operator.installation().await.unwrap();
    let acme = installation.workspace.clone();
    assert_eq!(installation.region, Region::Eu, "Intercom says so");
    let keys = operator.stack.kms(&operator.key);
    let token = keys.open(&acme, &installation.token).await.unwrap();
    assert_eq!(token.expose(), seed::TOKEN);
    let private = PrivateApps {
        registry: operator.ports.registry.clone(),
        keys,
    };
    let secret = private.secret(&acme).await.unwrap().unwrap();
    assert!(secret.verify(b"{}", &sign(SECRET, b"{}")).is_some());
    operator.ports.seat(&acme).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn installing_again_renews_the_token_and_the_way_the_workspace_sends() {
    let operator = Operator::new().await;
    assert_eq!(operator.installs(&both(seed::TOKEN), &[]).await.status, 0);
    let first = operator.installation().await.unwrap();

    operator.acme.revoke_tokens();
    operator.acme.add_token("the-second-token");
    let done = operator
        .installs("the-second-token", &["--public-app"])
        .await;
    assert_eq!((done.status, done.errors.as_str()), (0, ""));
    assert!(done.output.starts_with("Renewed Acme Tea (acmetea1)"));
    let second = operator.installation().await.unwrap();
    let keys = operator.stack.kms(&operator.key);
    let token = keys.open(&second.workspace, &second.token).await.unwrap();
    assert_eq!(token.expose(), "the-second-token");
    assert_eq!(second.private_secret, None);
    assert_eq!(second.us, first.us);
    operator.ports.seat(&second.workspace).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_of_another_workspace_is_refused_with_both_names() {
    let operator = Operator::new().await;
    seed::plant_as(&operator.intercom, "other001", "the-others-token");
    let said = operator.is_refused(&both("the-others-token"), &[]).await;
    insta::assert_snapshot!(said, @"nexora: the token belongs to the workspace other001, not to acmetea1: copy the token of the app in acmetea1, or give --workspace other001; nothing was stored");
    assert_eq!(operator.installation().await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_intercom_does_not_know_is_refused() {
    let operator = Operator::new().await;
    let said = operator.is_refused(&both("a-wrong-token"), &[]).await;
    insta::assert_snapshot!(said, @"nexora: Intercom at HOST does not accept the token: copy it once more from Developer Hub → your app → Authentication; for a workspace in Europe or Australia try --intercom-region eu or au; nothing was stored");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_intercom_that_is_down_is_waited_out_by_the_operator() {
    let operator = Operator::new().await;
    let nowhere = ["--intercom-api", "http://127.0.0.1:9"];
    let said = operator.is_refused(&both(seed::TOKEN), &nowhere).await;
    insta::assert_snapshot!(said.lines().next().unwrap(), @"nexora: Intercom does not answer at http://127.0.0.1:9: see https://www.intercomstatus.com, and try again; nothing was stored");
    assert_eq!(operator.installation().await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_secret_the_command_says_which_and_where_it_is_found() {
    let operator = Operator::new().await;
    let nothing = operator.is_refused("", &[]).await;
    assert!(nothing.starts_with("nexora: no access token was given"));
    let no_secret = operator.is_refused(seed::TOKEN, &[]).await;
    assert!(no_secret.starts_with("nexora: no client secret was given"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_configuration_that_cannot_be_read_names_line_and_column() {
    let operator = Operator::new().await;
    let yaml = seed::CONFIG.replace("  limits: { turns: 8 }", "  limits: { turn: 8 }");
    let done = operator.installs_with(&yaml, &both(seed::TOKEN), &[]).await;
    assert_eq!((done.status, done.output.as_str()), (1, ""));
    insta::assert_snapshot!(done.errors, @r"
    nexora: the configuration is refused, and nothing was stored:
    FOLDER/acme.yaml:10:13: error: agent.limits.turn: there is no key `turn` here; did you mean `turns`?
     10 |   limits: { turn: 8 }
        |             ^
    docs/CONFIG.md describes every key.
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_teammate_without_an_inbox_seat_cannot_be_the_agent() {
    let operator = Operator::new().await;
    operator.acme.add_admin(Admin {
        has_inbox_seat: false,
        ..Admin::new("Observer", "observer@acmetea.example")
    });
    let yaml = seed::CONFIG.replace("nexora@acmetea.example", "observer@acmetea.example");
    let done = operator.installs_with(&yaml, &both(seed::TOKEN), &[]).await;
    assert_eq!((done.status, done.output.as_str()), (1, ""));
    insta::assert_snapshot!(done.errors, @"nexora: Observer has no inbox seat, so nothing can be assigned to the agent; give them one in Settings → Teammates, then try again; nothing was stored");
    assert_eq!(operator.installation().await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_team_the_workspace_does_not_have_is_named_beside_those_it_has() {
    let operator = Operator::new().await;
    let yaml = seed::CONFIG.replace("team:Support", "team:Sales");
    let done = operator.installs_with(&yaml, &both(seed::TOKEN), &[]).await;
    assert_eq!((done.status, done.output.as_str()), (1, ""));
    insta::assert_snapshot!(done.errors, @"nexora: hand_off.default names “Sales”, and the workspace has no such team; it has Support, Success: write another name, or an id, into the configuration; nothing was stored");
    assert_eq!(operator.installation().await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stack_that_is_not_there_is_found_out_before_the_token_is_asked_for() {
    let operator = Operator::new().await;
    let said = operator.is_refused("", &["--stack", "elsewhere"]).await;
    insta::assert_snapshot!(said, @r"
    nexora: there is no stack elsewhere in us-east-1: it would have a table elsewhere-installations; compare --stack and --region with
            aws cloudformation describe-stacks --region us-east-1 --output text --query 'Stacks[].[StackName]'
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_without_its_alias_is_missed() {
    let operator = Operator::without_alias().await;
    let said = operator.is_refused(&both(seed::TOKEN), &[]).await;
    insta::assert_snapshot!(said, @"nexora: there is no key alias/STACK-tokens in us-east-1, which the template makes: run `sam deploy` once more, then this");
    assert_eq!(operator.installation().await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_installed_workspace_is_given_another_configuration_without_its_token() {
    let operator = Operator::new().await;
    let told = operator.configures(seed::CONFIG).await;
    insta::assert_snapshot!(told.errors, @"nexora: the workspace acmetea1 is not installed in STACK: install it first, by `nexora install` or the stack's output OauthInstallUrl");

    assert_eq!(operator.installs(&both(seed::TOKEN), &[]).await.status, 0);
    let before = operator.installation().await.unwrap();
    let yaml = seed::CONFIG.replace("team:Support", "team:Success");
    let told = operator.configures(&yaml).await;
    assert_eq!((told.status, told.errors.as_str()), (0, ""));
    assert!(
        told.output
            .contains("\nVersion 2 is live in Acme Tea (acmetea1)"),
        "{}",
        told.output
    );
    assert!(told.output.contains("hands over to team:Success"));

    let after = operator.installation().await.unwrap();
    let keys = operator.stack.kms(&operator.key);
    let token = keys.open(&after.workspace, &after.token).await.unwrap();
    assert_eq!(token.expose(), seed::TOKEN);
    assert!(after.private_secret.is_some());
    assert_eq!(after.us, before.us);

    operator.acme.revoke_tokens();
    let told = operator.configures(&yaml).await;
    insta::assert_snapshot!(told.errors, @"nexora: Intercom no longer accepts the token acmetea1 was installed with: install it again, by `nexora install` or, for the public app, by the stack's output OauthInstallUrl; nothing was stored");
}
