//! `--defaults` of `nexora install` and `nexora config push`

use std::fs;
use std::path::PathBuf;

use local::seed;
use shared::domain::config::Config;
use shared::id::WorkspaceId;

use super::{Done, Operator, both};

impl Operator {
    fn defaults(&self, yaml: &str) -> PathBuf {
        let file = self.folder.path().join("defaults.yaml");
        fs::write(&file, yaml).unwrap();
        file
    }

    /// Installs or configures a workspace with its own file over the one of the defaults.
    async fn pushes(&self, what: &str, workspace: &str, own: &str, input: &str) -> Done {
        let defaults = self.folder.path().join("defaults.yaml");
        let defaults = defaults.to_str().unwrap();
        let mut more = vec!["--workspace", workspace, "--defaults", defaults];
        if what == "config push" {
            more.push("--yes");
        }
        self.runs(what, Some(own), input, &more).await
    }

    /// What stands in the table for a workspace.
    async fn published(&self, workspace: &str) -> Config {
        let workspace = WorkspaceId::try_from(workspace).unwrap();
        let live = self.ports.versions(&workspace).live_version().await;
        live.unwrap().unwrap().1.config
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_later_change_of_the_defaults_reaches_no_workspace_by_itself() {
    let operator = Operator::new().await;
    seed::plant_as(&operator.intercom, "other001", "the-others-token");
    operator.defaults(seed::CONFIG);
    let acme = "agent: { guidance: Say tea. }\n";
    let other = "agent:\n  limits: { turns: 5 }\nhand_off: { default: \"team:Success\" }\n";
    for (workspace, own, token) in [
        (seed::WORKSPACE, acme, seed::TOKEN),
        ("other001", other, "the-others-token"),
    ] {
        let done = operator
            .pushes("install", workspace, own, &both(token))
            .await;
        assert_eq!((done.status, done.errors.as_str()), (0, ""));
    }
    let before = operator.published(seed::WORKSPACE).await;
    assert_eq!(before.agent.guidance, "Say tea.");
    assert_eq!(before.agent.limits.turns, 8, "the default");
    let others = operator.published("other001").await;
    assert_eq!(others.hand_off.default.to_string(), "team:Success");
    assert_eq!(others.agent.limits.turns, 5);
    assert_eq!(others.rules, before.rules, "the default");

    // The defaults change, and one of the two is pushed anew.
    let changed = seed::CONFIG
        .replace("turns: 8", "turns: 3")
        .replace("team:Support", "team:Success");
    operator.defaults(&changed);
    assert_eq!(operator.published(seed::WORKSPACE).await, before);
    let done = operator
        .pushes("config push", seed::WORKSPACE, acme, "")
        .await;
    assert_eq!((done.status, done.errors.as_str()), (0, ""));
    assert!(
        done.output.contains("hands over to team:Success"),
        "{done:?}"
    );
    let after = operator.published(seed::WORKSPACE).await;
    assert_eq!(after.agent.limits.turns, 3);
    assert_eq!(after.agent.guidance, "Say tea.");
    assert_eq!(operator.published("other001").await, others);

    // Nothing that is stored knows of them.
    fs::remove_file(operator.folder.path().join("defaults.yaml")).unwrap();
    assert_eq!(operator.published("other001").await, others);
    let id = WorkspaceId::try_from("other001").unwrap();
    operator.ports.seat(&id).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_of_the_file_it_stands_in() {
    let operator = Operator::new().await;
    let configures = async |own: &str| {
        let done = operator
            .pushes("config push", seed::WORKSPACE, own, "")
            .await;
        assert_eq!((done.status, done.output.as_str()), (1, ""));
        done.errors
    };
    let nothing = configures("agent: {}\n").await;
    insta::assert_snapshot!(nothing.lines().next().unwrap(), @"nexora: FOLDER/defaults.yaml cannot be opened: --defaults takes what several workspaces start from, which docs/CONFIG.md describes");

    operator.defaults(&seed::CONFIG.replace("turns: 8", "turn: 8"));
    insta::assert_snapshot!(configures("agent: { guidance: Short. }\n").await, @r"
    nexora: FOLDER/defaults.yaml, line 9 column 13: the configuration cannot be read: agent.limits.turn: unknown field `turn`, expected one of turns
            docs/CONFIG.md describes every key.
    ");
    operator.defaults(seed::CONFIG);
    insta::assert_snapshot!(configures("agent:\n  limits: { turns: many }\n").await, @r"
    nexora: FOLDER/acme.yaml, line 2 column 20: the configuration cannot be read: agent.limits.turns: invalid u32
            docs/CONFIG.md describes every key.
    ");
    insta::assert_snapshot!(configures("agent: [\n").await, @r"
    nexora: FOLDER/acme.yaml: the configuration cannot be read: error: line 1 column 8: unclosed bracket '['
     --> <input>:1:8
      |
    1 | agent: [
      |        ^ unclosed bracket '['
            docs/CONFIG.md describes every key.
    ");
    insta::assert_snapshot!(configures("hand_off: { when: { intents: [nonsense] } }\n").await, @r"
    nexora: FOLDER/acme.yaml, line 1 column 21: the configuration cannot work: hand_off.when.intents: “nonsense” is not among `intents`; add it there with a few example phrases
            docs/CONFIG.md describes every key.
    ");
    operator.defaults("agent: [\n");
    insta::assert_snapshot!(configures("agent: {}\n").await.lines().next().unwrap(), @"nexora: FOLDER/defaults.yaml: the configuration cannot be read: error: line 1 column 8: unclosed bracket '['");
    operator.defaults("version: 1\n");
    insta::assert_snapshot!(configures("agent: { guidance: Short. }\n").await, @r"
    nexora: FOLDER/acme.yaml over FOLDER/defaults.yaml: the configuration cannot be read: agent: missing field `teammate`
            docs/CONFIG.md describes every key.
    ");
}
