//! What is wrong is said before anything is read.

use std::fs;

use simulator::{Fault, FaultKind};

use crate::office::{AFTER, Office};

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_work_is_refused_with_what_to_do() {
    let office = Office::with_a_week().await;
    let mut said = Vec::new();
    for more in [
        &["--against", "live"][..],
        &["--workspace", "other001"],
        &["--csv", "no/such/folder/rows.csv"],
        &["--state", "no/such/folder/state.json"],
    ] {
        let done = office.tries(more).await;
        assert_eq!((done.status, done.output.as_str()), (1, ""));
        said.push(done.errors);
    }
    let nobody = AFTER.replace("nexora@acme.example", "nobody@acme.example");
    fs::write(office.file("after.yaml"), nobody).unwrap();
    said.push(office.tries(&[]).await.errors);
    fs::write(office.file("after.yaml"), AFTER).unwrap();
    let faults = office.intercom.faults();
    for fault in [FaultKind::RevokedToken, FaultKind::SuspendedWorkspace] {
        faults.inject(Fault::new(fault));
        said.push(office.tries(&[]).await.errors);
        faults.clear();
    }
    insta::assert_snapshot!(said.concat(), @"
    nexora: --against live compares with what a stack has live: add --stack, or compare with a file, by --against FILE
    nexora: the token belongs to the workspace acmetea1, not to other001: copy the token of the app in other001, or give --workspace acmetea1
    nexora: no/such/folder/rows.csv cannot be written: --csv names another file
            No such file or directory (os error 2)
    nexora: the state of the run cannot be read from or written to no/such/folder/state.json: --state names another file
            No such file or directory (os error 2)
    nexora: agent.teammate in after.yaml names “nobody@acme.example”, and the workspace has no such teammate; it has Ada, Cleo, Nexora: write another name, or an id
    nexora: Intercom at HOST does not accept the token: copy it once more from Developer Hub → your app → Authentication; for a workspace in Europe or Australia try --intercom-region eu or au
    nexora: Intercom refused the request with 403 (api_plan_restricted): see in Intercom whether the workspace is suspended
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_permission_the_command_says_which() {
    let office = Office::with_a_week().await;
    let forbidden = FaultKind::RefuseWith {
        status: 403,
        code: "api_plan_restricted".to_owned(),
        message: "no".to_owned(),
    };
    let faults = office.intercom.faults();
    faults.inject(Fault::new(forbidden).on_path_prefix("/conversations"));
    let done = office.tries(&[]).await;
    insta::assert_snapshot!(done.errors, @"nexora: Intercom refused the request with 403 (api_plan_restricted): the app needs the permissions to read conversations, users and companies, and teammates (Developer Hub → your app → Authentication)");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_lies_between_a_time_and_itself() {
    let office = Office::with_a_week().await;
    let day = ["--since", "2026-01-05", "--until", "2026-01-05"];
    let arguments = [&["backtest", "--config", "after.yaml"], &day[..]].concat();
    let done = office.ends(office.begins(&arguments)).await;
    insta::assert_snapshot!(done.errors, @"nexora: nothing is between --since and --until: give an earlier --since, or a later --until");
    assert_eq!(office.calls(), []);
}
