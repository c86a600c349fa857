//! `nexora uninstall`

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::SignedDuration;
use local::seed;
use shared::adapters::system_clock::SystemClock;
use shared::id::WorkspaceId;
use shared::ports::Clock as _;
use shared::ports::registry::{Departure, Membership, Standing};
use simulator::{Fault, FaultKind};

use super::{Done, Operator, both};

impl Operator {
    async fn membership(&self) -> Membership {
        let acme = WorkspaceId::try_from(seed::WORKSPACE).unwrap();
        self.ports.registry.membership(&acme).await.unwrap()
    }

    /// What stands in the workspace's row, as DynamoDB has it.
    async fn row(&self) -> HashMap<String, AttributeValue> {
        let rows = aws_sdk_dynamodb::Client::new(&self.stack.config);
        let row = rows
            .get_item()
            .table_name(format!("{}-installations", self.stack.name))
            .key("workspace", AttributeValue::S(seed::WORKSPACE.to_owned()));
        row.send().await.unwrap().item.unwrap_or_default()
    }

    /// How many items a table has.
    async fn count(&self, table: &str) -> usize {
        let rows = aws_sdk_dynamodb::Client::new(&self.stack.config);
        let scan = rows
            .scan()
            .table_name(format!("{}-{table}", self.stack.name));
        scan.send().await.unwrap().items().len()
    }

    /// A conversation's record, as a notification leaves one; the demo's workspace, or another one.
    async fn has_a_record(&self, workspace: &str, conversation: &str) {
        let rows = aws_sdk_dynamodb::Client::new(&self.stack.config);
        let key = AttributeValue::S(format!("{workspace}#{conversation}"));
        let put = rows
            .put_item()
            .table_name(format!("{}-conversations", self.stack.name))
            .item("pk", key);
        put.send().await.unwrap();
    }
}

/// What was said, with days in place of dates.
fn said(done: &Done) -> String {
    let said = format!("{}{}", done.output, done.errors);
    let words = said.split_inclusive([' ', '\n', ',', '.', ':']);
    let words = words.map(|word| {
        let date = word.trim_end_matches([' ', '\n', ',', '.', ':']);
        let is_date = date.len() == 10 && date.bytes().filter(|byte| *byte == b'-').count() == 2;
        if is_date {
            word.replace(date, "DAY")
        } else {
            word.to_owned()
        }
    });
    words.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workspace_that_is_uninstalled_has_no_token_anywhere_and_can_come_back() {
    let operator = Operator::with_acme().await;
    let done = operator.uninstalls("", &[]).await;
    assert_eq!(done.status, 0, "{done:?}");
    insta::assert_snapshot!(said(&done), @"
    Uninstalled acmetea1 from STACK, us-east-1.

      token         ended by Intercom, deleted here
      secrets       deleted
      configuration kept until DAY, should the workspace come back
      decisions     why turns decided as they did, kept no longer than that
      outcomes      how many conversations ended how, kept no longer than that
      conversations ids, times and digests, each kept for 90 days after its last change

    To delete all of it now:

      nexora uninstall --stack STACK --workspace acmetea1 --region us-east-1 --purge
    ");
    let mut left: Vec<_> = operator.row().await.into_keys().collect();
    left.sort();
    assert_eq!(
        left,
        [
            "due_at",
            "duty",
            "purge_at",
            "uninstalled_since",
            "workspace"
        ]
    );
    let exchanges = operator.intercom.exchanges();
    assert_eq!(exchanges.last().unwrap().path, "/auth/uninstall");

    let again = operator.uninstalls("", &[]).await;
    assert_eq!(again.status, 0);
    insta::assert_snapshot!(said(&again), @"
    acmetea1 was uninstalled from STACK, us-east-1, on DAY.

      token         deleted before
      secrets       deleted
      configuration kept until DAY, should the workspace come back
      decisions     why turns decided as they did, kept no longer than that
      outcomes      how many conversations ended how, kept no longer than that
      conversations ids, times and digests, each kept for 90 days after its last change

    To delete all of it now:

      nexora uninstall --stack STACK --workspace acmetea1 --region us-east-1 --purge
    ");
    let configured = operator.configures(seed::CONFIG).await;
    assert!(
        configured.errors.contains("is not installed"),
        "{configured:?}"
    );

    operator.acme.add_token("the-second-token");
    let back = operator.installs(&both("the-second-token"), &[]).await;
    assert_eq!(back.status, 0, "{back:?}");
    let acme = WorkspaceId::try_from(seed::WORKSPACE).unwrap();
    operator.ports.seat(&acme).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_purge_is_asked_for_by_name_and_leaves_nothing() {
    let operator = Operator::with_acme().await;
    for conversation in ["1", "2", "3"] {
        operator.has_a_record(seed::WORKSPACE, conversation).await;
        operator.has_a_record("other001", conversation).await;
    }
    // What is typed is another workspace's id, or nothing.
    for typed in ["other001\n", ""] {
        let done = operator.uninstalls(typed, &["--purge"]).await;
        assert_eq!(done.status, 1);
        insta::allow_duplicates! {
            insta::assert_snapshot!(said(&done), @"nexora: acmetea1 was not typed, so nothing was changed; without a terminal send it to standard input, or add --yes");
        }
        assert!(matches!(
            operator.membership().await,
            Membership::Installed(_)
        ));
    }
    let typed = format!("{}\n", seed::WORKSPACE);
    let done = operator.uninstalls(&typed, &["--purge"]).await;
    assert_eq!(done.status, 0, "{done:?}");
    assert!(done.errors.starts_with("Waiting"), "{done:?}");
    insta::assert_snapshot!(done.output, @"
    Uninstalled acmetea1 from STACK, us-east-1.

      token         ended by Intercom, deleted here
      secrets       deleted
      configuration deleted
      decisions     deleted
      outcomes      deleted
      conversations deleted, 3 records

    DynamoDB's continuous backups know it all for up to 35 days more.
    ");
    assert_eq!(operator.membership().await, Membership::Unknown);
    let left = [
        operator.count("installations").await,
        operator.count("configurations").await,
        operator.count("conversations").await,
    ];
    assert_eq!(left, [0, 0, 3], "the others' records stay");

    let nothing = operator.uninstalls("", &[]).await;
    assert_eq!(nothing.status, 1);
    insta::assert_snapshot!(said(&nothing), @"nexora: the workspace acmetea1 is not installed in STACK, and nothing is kept of it: compare --workspace and --stack");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_uninstalled_before_can_be_purged_without_being_asked() {
    let operator = Operator::with_acme().await;
    let long_ago = SystemClock.now() - SignedDuration::from_hours(1);
    let installation = operator.installation().await.unwrap();
    let departure = Departure::at(installation.workspace.clone(), long_ago);
    let registry = &operator.ports.registry;
    assert!(registry.uninstall(&installation, &departure).await.unwrap());
    let done = operator.uninstalls("", &["--purge", "--yes"]).await;
    assert_eq!(done.status, 0, "{done:?}");
    insta::assert_snapshot!(said(&done), @"
    Uninstalled acmetea1 from STACK, us-east-1.

      token         deleted before
      secrets       deleted
      configuration deleted
      decisions     deleted
      outcomes      deleted
      conversations deleted, 0 records

    DynamoDB's continuous backups know it all for up to 35 days more.
    ");
    assert_eq!(operator.membership().await, Membership::Unknown);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_intercom_ended_before_is_deleted_and_one_it_does_not_end_as_well() {
    let operator = Operator::with_acme().await;
    operator.acme.revoke_tokens();
    let done = operator.uninstalls("", &[]).await;
    assert_eq!(done.status, 0, "{done:?}");
    insta::assert_snapshot!(said(&done).lines().nth(2).unwrap(), @"  token         had ended at Intercom before, deleted here");

    let operator = Operator::with_acme().await;
    operator.acme.set_suspended(true);
    let done = operator.uninstalls("", &[]).await;
    assert_eq!(done.status, 0, "{done:?}");
    insta::assert_snapshot!(said(&done).lines().nth(2).unwrap(), @"  token         deleted here; Intercom did not end it (403 api_plan_restricted): remove the app in the workspace's settings");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_intercom_that_is_down_leaves_everything_as_it_is() {
    let operator = Operator::with_acme().await;
    let before = operator.membership().await;
    let down = Fault::new(FaultKind::ServerError(503)).on_path_prefix("/auth");
    operator.intercom.faults().inject(down);
    let done = operator.uninstalls("", &[]).await;
    assert_eq!(done.status, 1);
    insta::assert_snapshot!(said(&done), @"
    nexora: whether Intercom at HOST ended the token is not known: see https://www.intercomstatus.com, and run this once more; nothing was deleted
            whether Intercom took the request is unknown
            Intercom answered with 503
    ");
    assert_eq!(operator.membership().await, before);

    operator.intercom.faults().clear();
    // It took the call, and the connection broke before its answer: the next try finds the token ended.
    let lost = Fault::new(FaultKind::ResetAfter).on_path_prefix("/auth");
    operator.intercom.faults().inject(lost.times(1));
    assert_eq!(operator.uninstalls("", &[]).await.status, 1);
    assert_eq!(operator.membership().await, before);
    assert_eq!(operator.uninstalls("", &[]).await.status, 0);
    assert!(matches!(operator.membership().await, Membership::Left(_)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_configuration_says_since_when_the_token_is_refused() {
    let operator = Operator::with_acme().await;
    let installation = operator.installation().await.unwrap();
    let now = SystemClock.now();
    let refused = Standing {
        refused_since: Some(now),
        ..Standing::default()
    };
    let registry = &operator.ports.registry;
    assert!(registry.judge(&installation, refused, now).await.unwrap());
    operator.acme.set_suspended(true);
    let done = operator.configures(seed::CONFIG).await;
    assert_eq!(done.status, 1);
    insta::assert_snapshot!(said(&done), @"nexora: Intercom no longer accepts the token acmetea1 was installed with, which is known since DAY: install it again, by `nexora install` or, for the public app, by the stack's output OauthInstallUrl; nothing was stored");
    // What is configured with a token that is good again works again.
    operator.acme.set_suspended(false);
    assert_eq!(operator.configures(seed::CONFIG).await.status, 0);
    let standing = operator.installation().await.unwrap().standing;
    assert!(standing.is_good());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workspace_that_was_never_here_is_told_apart_from_one_that_left() {
    let operator = Operator::with_acme().await;
    let done = operator.uninstalls("", &["--workspace", "other001"]).await;
    assert_eq!(done.status, 1);
    insta::assert_snapshot!(said(&done), @"nexora: the workspace other001 is not installed in STACK, and nothing is kept of it: compare --workspace and --stack");
    assert!(matches!(
        operator.membership().await,
        Membership::Installed(_)
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_purge_of_a_stack_without_a_table_says_which_it_may_be() {
    let operator = Operator::with_acme().await;
    let rows = aws_sdk_dynamodb::Client::new(&operator.stack.config);
    let table = format!("{}-tallies", operator.stack.name);
    rows.delete_table().table_name(table).send().await.unwrap();
    let old = operator.uninstalls("", &["--purge", "--yes"]).await;
    assert_eq!((old.status, old.output.as_str()), (1, ""));
    let (_, told) = old.errors.split_once("any more …\n").unwrap();
    insta::assert_snapshot!(told, @"nexora: STACK has no table STACK-decisions, or none STACK-tallies: it was deployed by an older version of Nexora; deploy this one with `sam deploy`, then try again");
    assert!(matches!(operator.membership().await, Membership::Left(_)));
}
