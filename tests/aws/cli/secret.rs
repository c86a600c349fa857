//! `nexora secret`

use aws_sdk_dynamodb::types::AttributeValue;
use local::seed;
use shared::id::WorkspaceId;
use shared::ports::Keys as _;
use shared::ports::keys::{Error, Sealed};

use super::{Done, Operator};

const VALUE: &str = "sk-Zm9vYmFyYmF6";

impl Operator {
    /// Runs a command of `nexora secret` for the demo's workspace. Nothing that is sent to it is ever said.
    async fn secret(&self, what: &str, input: &str, more: &[&str]) -> Done {
        let done = self
            .runs(&format!("secret {what}"), None, input, more)
            .await;
        assert!(!format!("{done:?}").contains(VALUE), "{done:?}");
        done
    }

    /// A command that fails; what it says.
    async fn secret_is_refused(&self, what: &str, input: &str, more: &[&str]) -> String {
        let done = self.secret(what, input, more).await;
        assert_ne!(done.status, 0, "{done:?}");
        assert_eq!(done.output, "");
        done.errors
    }

    /// The rows of secrets, by workspace and name, with their sealed values.
    async fn sealed(&self) -> Vec<(String, String, Sealed)> {
        let rows = aws_sdk_dynamodb::Client::new(&self.stack.config);
        let table = format!("{}-secrets", self.stack.name);
        let rows = rows.scan().table_name(table).send().await.unwrap();
        let text = |value: &AttributeValue| value.as_s().unwrap().clone();
        let rows = rows.items().iter().map(|row| {
            let sealed = Sealed(text(&row["value"]));
            (text(&row["workspace"]), text(&row["name"]), sealed)
        });
        let mut rows: Vec<_> = rows.collect();
        rows.sort_by(|one, other| (&one.0, &one.1).cmp(&(&other.0, &other.1)));
        rows
    }
}

/// A list with the same time in each line.
fn timeless(output: &str) -> String {
    let lines = output.lines().map(|line| {
        let (name, since) = line.split_once("since ").unwrap();
        assert_eq!(
            since.len(),
            "2026-11-22T19:25:06Z".len(),
            "to the second: {since}"
        );
        format!("{name}since TIME")
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_is_kept_sealed_for_its_workspace_alone_and_listed_without_its_value() {
    let operator = Operator::with_acme().await;
    let none = operator.secret("list", "", &[]).await;
    assert_eq!(none.output, "acmetea1 has no secrets.\n");

    for name in ["shop-api", "openai"] {
        let done = operator.secret("set", &format!("{VALUE}\n"), &[name]).await;
        assert_eq!(
            (done.status, done.errors.as_str()),
            (0, ""),
            "without a terminal nothing is asked"
        );
        assert_eq!(done.output, format!("{name} of acmetea1 is set.\n"));
    }
    let listed = operator.secret("list", "", &[]).await;
    insta::assert_snapshot!(timeless(&listed.output), @r"
    openai                          since TIME
    shop-api                        since TIME
    ");

    let sealed = operator.sealed().await;
    assert!(!format!("{sealed:?}").contains(VALUE));
    let (workspace, name, openai) = &sealed[0];
    assert_eq!((workspace.as_str(), name.as_str()), ("acmetea1", "openai"));
    let keys = operator.stack.kms(&operator.key);
    let [acme, other] = [seed::WORKSPACE, "other001"].map(|id| WorkspaceId::try_from(id).unwrap());
    let opened = keys.open(&acme, openai).await.unwrap();
    assert_eq!(opened.expose(), VALUE);
    let elsewhere = keys.open(&other, openai).await;
    assert!(
        matches!(elsewhere, Err(Error::DoesNotOpen)),
        "{elsewhere:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_is_replaced_and_removed_by_its_name() {
    let operator = Operator::with_acme().await;
    for value in ["the-first", VALUE] {
        let done = operator.secret("set", value, &["openai"]).await;
        assert_eq!(done.status, 0, "{done:?}");
    }
    let acme = WorkspaceId::try_from(seed::WORKSPACE).unwrap();
    let keys = operator.stack.kms(&operator.key);
    let [(_, _, sealed)] = &operator.sealed().await[..] else {
        panic!("there are several")
    };
    assert_eq!(keys.open(&acme, sealed).await.unwrap().expose(), VALUE);

    let done = operator.secret("remove", "", &["openai"]).await;
    assert_eq!((done.status, done.errors.as_str()), (0, ""));
    assert_eq!(done.output, "openai of acmetea1 is deleted.\n");
    assert_eq!(operator.sealed().await.len(), 0);
    let said = operator.secret_is_refused("remove", "", &["openai"]).await;
    insta::assert_snapshot!(said, @"nexora: acmetea1 has no secret openai: `nexora secret list` shows those it has; nothing was deleted");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_that_is_an_argument_or_stands_in_the_names_place_is_refused_and_not_repeated() {
    let operator = Operator::with_acme().await;
    let said = operator
        .secret_is_refused("set", "", &["openai", VALUE])
        .await;
    insta::assert_snapshot!(said, @r"
    error: unexpected argument found

      tip: secrets are asked for, or read from standard input; one that stood in a command line is best replaced

    Usage: nexora secret set [OPTIONS] --stack <NAME> --workspace <ID> <NAME>

    For more information, try '--help'.
    ");
    let by_flag = format!("--value={VALUE}");
    operator
        .secret_is_refused("set", "", &["openai", &by_flag])
        .await;
    let upper = VALUE.to_uppercase();
    let names = [VALUE, "", "Open AI", "a.b", &upper, "0penai"];
    for name in names {
        let said = operator.secret_is_refused("set", VALUE, &[name]).await;
        assert!(
            said.starts_with("error: not a secret's name: expected"),
            "{name}: {said}"
        );
        assert!(!said.contains(&upper), "{said}");
    }
    assert_eq!(operator.sealed().await.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_that_is_none_is_refused() {
    let operator = Operator::with_acme().await;
    let nothing = operator.secret_is_refused("set", "", &["openai"]).await;
    insta::assert_snapshot!(nothing, @"nexora: no key was given: copy it from the service that gave it out, and type it at the prompt or send it as the only line of standard input");
    for empty in ["\n", "  \n", &format!("\n{VALUE}\n")] {
        let said = operator.secret_is_refused("set", empty, &["openai"]).await;
        assert_eq!(said, nothing);
    }
    let several = format!("{VALUE}\n{VALUE}\n");
    let several = operator
        .secret_is_refused("set", &several, &["openai"])
        .await;
    insta::assert_snapshot!(several, @"nexora: more than one line was sent: send the key as the only line of standard input");
    let labelled = format!("Bearer {VALUE}");
    let labelled = operator
        .secret_is_refused("set", &labelled, &["openai"])
        .await;
    insta::assert_snapshot!(labelled, @"nexora: this is no key: copy it once more from the service that gave it out, alone and as a whole");
    assert_eq!(operator.sealed().await.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_an_installed_workspace_has_secrets_and_they_go_with_it() {
    let operator = Operator::with_acme().await;
    for what in ["set", "list", "remove"] {
        let name = if what == "list" { &[][..] } else { &["openai"] };
        let elsewhere = [name, &["--workspace", "other001"]].concat();
        let said = operator.secret_is_refused(what, VALUE, &elsewhere).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(said, @"nexora: the workspace other001 is not installed in STACK: install it first, by `nexora install` or the stack's output OauthInstallUrl");
        }
    }
    assert_eq!(operator.secret("set", VALUE, &["openai"]).await.status, 0);
    let gone = operator.uninstalls("", &[]).await;
    assert_eq!(gone.status, 0, "{gone:?}");
    assert!(
        gone.output.contains("  secrets       deleted\n"),
        "{gone:?}"
    );
    assert_eq!(operator.sealed().await.len(), 0);
    let said = operator.secret_is_refused("set", VALUE, &["openai"]).await;
    insta::assert_snapshot!(said, @"nexora: the workspace acmetea1 is not installed in STACK: install it first, by `nexora install` or the stack's output OauthInstallUrl");
    assert_eq!(operator.sealed().await.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_uninstall_that_was_interrupted_is_finished_by_the_next_one() {
    let operator = Operator::with_acme().await;
    assert_eq!(operator.secret("set", VALUE, &["openai"]).await.status, 0);
    let rows = aws_sdk_dynamodb::Client::new(&operator.stack.config);
    let table = format!("{}-secrets", operator.stack.name);
    let kept = rows.scan().table_name(&table).send().await.unwrap();
    assert_eq!(operator.uninstalls("", &[]).await.status, 0);
    let left = rows
        .put_item()
        .table_name(&table)
        .set_item(kept.items().first().cloned());
    left.send().await.unwrap();
    assert_eq!(operator.sealed().await.len(), 1);
    assert_eq!(operator.uninstalls("", &[]).await.status, 0);
    assert_eq!(operator.sealed().await.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stack_of_before_there_were_secrets_is_told_apart_from_none() {
    let operator = Operator::with_acme().await;
    let rows = aws_sdk_dynamodb::Client::new(&operator.stack.config);
    let table = format!("{}-secrets", operator.stack.name);
    rows.delete_table().table_name(table).send().await.unwrap();
    let said = operator.secret_is_refused("list", "", &[]).await;
    insta::assert_snapshot!(said, @"nexora: STACK has no table STACK-secrets: it was deployed by an older version of Nexora; deploy this one with `sam deploy`, then try again");
    let elsewhere = ["--stack", "elsewhere"];
    let said = operator.secret_is_refused("list", "", &elsewhere).await;
    assert!(
        said.starts_with("nexora: there is no stack elsewhere"),
        "{said}"
    );
}
