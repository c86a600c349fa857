//! `nexora backtest`, against what a stack has live.

use local::seed;

use super::Operator;
use crate::acme;

#[tokio::test(flavor = "multi_thread")]
async fn a_configuration_is_compared_with_what_is_live_and_nothing_is_written() {
    let operator = Operator::with_acme().await;
    for (who, text) in [
        ("Ana Ruiz", "Where is my tea?"),
        ("Priya Nair", "And mine?"),
    ] {
        acme::asks(&operator.acme, who, text);
    }
    let before = (operator.intercom.snapshot(), operator.installation().await);
    let yaml = seed::CONFIG.replace("then: { agent: {} }", "then: { agent: { mode: draft } }");
    let state = operator.folder.path().join("run.json");
    let state = ["--state", state.to_str().unwrap()];
    let more = [&["--against", "live", "--since", "1h"], &state[..]].concat();
    let done = operator.runs("backtest", Some(&yaml), "", &more).await;
    assert_eq!((done.status, done.errors.as_str()), (0, ""));
    let found: Vec<_> = done
        .output
        .lines()
        .filter(|line| line.contains("→"))
        .collect();
    insta::assert_snapshot!(found.join("\n"), @"  1  Everything else (agent reply) → Everything else (agent draft)");
    assert!(
        done.output
            .contains("1 of 2 conversations would go elsewhere than under what is live")
    );
    let after = (operator.intercom.snapshot(), operator.installation().await);
    assert_eq!(after, before);

    let other = [&["--workspace", "other001"], &more[..]].concat();
    let done = operator.runs("backtest", Some(&yaml), "", &other).await;
    assert_eq!((done.status, done.output.as_str()), (1, ""));
    insta::assert_snapshot!(done.errors, @"nexora: the workspace other001 is not installed in STACK: install it first, by `nexora install` or the stack's output OauthInstallUrl");
}
