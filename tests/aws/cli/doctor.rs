//! `nexora doctor`

use local::seed;

use super::{Done, Operator, both};

impl Operator {
    /// Runs `nexora doctor` for the demo's workspace: its status, and what it says.
    async fn looks(&self) -> String {
        let Done {
            status,
            output,
            errors,
        } = self.runs("doctor", None, "", &[]).await;
        assert_eq!(errors, "", "{output}");
        format!("{status}\n{output}")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_to_be_done_about_a_workspace_decides_the_doctors_status() {
    let operator = Operator::new().await;
    insta::assert_snapshot!(operator.looks().await, @"
    1
    The workspace (acmetea1) in STACK, us-east-1:

      TROUBLE  installation   the workspace is not installed in this stack.
                              → install it, by `nexora install` or, for the public app, by the stack's output OauthInstallUrl.
      ok       queues         0 messages wait in the stack, and no dead letter.

    1 thing to be done.
    ");
    let done = operator.installs(&both(seed::TOKEN), &[]).await;
    assert_eq!(done.status, 0, "{done:?}");
    insta::assert_snapshot!(operator.looks().await, @"
    1
    Acme Tea (acmetea1) in STACK, us-east-1:

      ok       configuration  version 1, 6 rules.
      ok       token          Intercom accepts it.
      ok       seat           Nexora has an inbox seat.
      ok       teams          in each somebody is there now.
      ok       names          everything the configuration names is there.
      ok       permissions    “Read conversations” is given.
      ok       permissions    “Read and list users and companies” is given.
      ok       permissions    “Read and List articles” is given.
      TROUBLE  topics         no notification ever arrived.
                              → set the Endpoint URL and tick the topics in Developer Hub → your app → Webhooks, and send a message in the Messenger.
      ok       clock          this machine's and Intercom's agree.
      ok       queues         0 messages wait in the stack, and no dead letter.

    Permissions to write were not tried: that takes writing.
    1 thing to be done.
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stack_there_is_none_of_is_said_and_nothing_else() {
    let operator = Operator::new().await;
    let done = operator
        .runs("doctor", None, "", &["--stack", "nowhere"])
        .await;
    assert_eq!((done.status, done.output.as_str()), (1, ""));
    insta::assert_snapshot!(done.errors.lines().next().unwrap(), @"nexora: there is no stack nowhere in us-east-1: it would have a table nowhere-installations; compare --stack and --region with");
}
