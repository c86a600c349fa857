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
    nexora: the configuration is refused, and nothing was stored:
    FOLDER/defaults.yaml:10:13: error: agent.limits.turn: there is no key `turn` here; did you mean `turns`?
     10 |   limits: { turn: 8 }
        |             ^
    docs/CONFIG.md describes every key.
    ");
    operator.defaults(seed::CONFIG);
    insta::assert_snapshot!(configures("agent:\n  limits: { turns: many }\n").await, @r"
    nexora: the configuration is refused, and nothing was stored:
    FOLDER/acme.yaml:2:20: error: agent.limits.turns: expected a whole number from 0 to 4294967295, found the text `many`
     2 |   limits: { turns: many }
       |                    ^
    docs/CONFIG.md describes every key.
    ");
    insta::assert_snapshot!(configures("agent: [\n").await, @r"
    nexora: the configuration is refused, and nothing was stored:
    FOLDER/acme.yaml:1:8: error: this is no YAML: unclosed bracket '['; add what closes it, or put a text that has it in quotes
     1 | agent: [
       |        ^
    docs/CONFIG.md describes every key.
    ");
    insta::assert_snapshot!(configures("hand_off: { when: { intents: [nonsense] } }\n").await, @r"
    nexora: the configuration is refused, and nothing was stored:
    FOLDER/acme.yaml:1:31: error: hand_off.when.intents[0]: “nonsense” is not among `intents`; add it there with a few example phrases
     1 | hand_off: { when: { intents: [nonsense] } }
       |                               ^
    docs/CONFIG.md describes every key.
    ");
    operator.defaults("agent: [\n");
    insta::assert_snapshot!(configures("agent: {}\n").await.lines().nth(1).unwrap(), @"FOLDER/defaults.yaml:1:8: error: this is no YAML: unclosed bracket '['; add what closes it, or put a text that has it in quotes");
    operator.defaults("version: 1\n");
    insta::assert_snapshot!(configures("agent: { guidance: Short. }\n").await, @r#"
    nexora: the configuration is refused, and nothing was stored:
    FOLDER/acme.yaml over FOLDER/defaults.yaml: error: agent: `teammate` is missing; add it, such as `teammate: nexora@your-company.example`
    FOLDER/acme.yaml over FOLDER/defaults.yaml: error: `rules` is missing; add it, such as `rules: [{ name: Everything else, then: { agent: {} } }]`
    FOLDER/acme.yaml over FOLDER/defaults.yaml: error: `hand_off` is missing; add it, such as `hand_off: { default: "team:Support" }`
    docs/CONFIG.md describes every key.
    "#);
}
