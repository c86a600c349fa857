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
    insta::assert_snapshot!(operator.looks().await, @"");
    let done = operator.installs(&both(seed::TOKEN), &[]).await;
    assert_eq!(done.status, 0, "{done:?}");
    insta::assert_snapshot!(operator.looks().await, @"");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stack_there_is_none_of_is_said_and_nothing_else() {
    let operator = Operator::new().await;
    let done = operator
        .runs("doctor", None, "", &["--stack", "nowhere"])
        .await;
    assert_eq!((done.status, done.output.as_str()), (1, ""));
    insta::assert_snapshot!(done.errors.lines().next().unwrap(), @"");
}
