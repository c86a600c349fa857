//! A run that is stopped goes on where it was.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::process::Command;
use std::time::Duration;

use simulator::{Contact, Fault, FaultKind};

use crate::office::{AFTER, BEFORE, Done, Office};

/// With 200 conversations of one day, of which the oldest is another contact's. It is on the second page, alone in needing
/// that contact.
async fn busy() -> (Office, String) {
    let office = Office::new().await;
    let late = Contact::user("Late", "late@shop.example");
    let late = office.acme.add_contact(late);
    office.asks(&late, "/shop");
    for nth in 0..199 {
        let page = if nth % 3 == 0 {
            "/careers/roasters"
        } else {
            "/shop"
        };
        office.asks(&office.ana, page);
    }
    (office, late)
}

const ALL: [&str; 4] = ["--against", "before.yaml", "--csv", "rows.csv"];

/// What was counted, without what it cost.
fn counted(done: &Done) -> String {
    assert_eq!((done.status, done.errors.as_str()), (0, ""));
    let (counted, _) = done.output.split_once("- It took").unwrap();
    assert!(counted.contains("200 of 200 conversations"), "{counted}");
    counted.to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_connection_loses_nothing_and_counts_nothing_twice() {
    let (office, late) = busy().await;
    let whole = office.tries(&ALL).await;
    let rows = office.text("rows.csv");

    let faults = office.intercom.faults();
    let lost = Fault::new(FaultKind::ResetBefore);
    faults.inject(lost.on_path_prefix(&format!("/contacts/{late}")));
    let stopped = office.tries(&ALL).await;
    assert_eq!((stopped.status, stopped.output.as_str()), (1, ""));
    insta::assert_snapshot!(stopped.errors, @"
    nexora: Intercom does not answer at HOST: see https://www.intercomstatus.com, and try again; 150 of 200 conversations are counted, and stay so. This goes on from there:
            nexora backtest --intercom-api HOST --config after.yaml --since 2026-01-05 --until 2026-01-12 --against before.yaml --csv rows.csv --resume nexora-backtest-acmetea1.json
    ");
    assert_eq!(office.text("rows.csv").lines().count(), 1 + 150);

    // What is begun anew does not write over it.
    let anew = office.tries(&ALL).await;
    assert_eq!(anew.status, 1);
    insta::assert_snapshot!(anew.errors, @"nexora: nexora-backtest-acmetea1.json is of a run that was not finished: add --resume nexora-backtest-acmetea1.json to go on with it; or delete it, or name another file by --state");

    // Whoever is killed while rows are written leaves a part of them.
    let mut file = OpenOptions::new()
        .append(true)
        .open(office.file("rows.csv"))
        .unwrap();
    file.write_all(b"2154726,2026").unwrap();
    faults.clear();
    let done = office.goes_on(&stopped).await;
    assert_eq!(counted(&done), counted(&whole));
    assert_eq!(office.text("rows.csv"), rows);
    assert!(!office.file("nexora-backtest-acmetea1.json").exists());
    office.calls();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_interrupts_it_is_told_how_to_go_on() {
    let (office, late) = busy().await;
    let whole = office.tries(&ALL).await;
    let before = office.searches();

    let faults = office.intercom.faults();
    let slow = Fault::new(FaultKind::Latency(Duration::from_secs(3_600)));
    faults.inject(slow.on_path_prefix(&format!("/contacts/{late}")));
    let run = office.begins(&office.week(&[&ALL[..], &["--state", "a run.json"]].concat()));
    // The second page is asked for when the first one is written down.
    while office.searches() < before + 9 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let interrupted = Command::new("kill")
        .args(["-INT", &run.id().to_string()])
        .status();
    assert!(interrupted.unwrap().success());
    let stopped = office.ends(run).await;
    assert_eq!((stopped.status, stopped.output.as_str()), (1, ""));
    insta::assert_snapshot!(stopped.errors, @"
    nexora: stopped; 150 of 200 conversations are counted, and stay so. This goes on from there:
            nexora backtest --intercom-api HOST --config after.yaml --since 2026-01-05 --until 2026-01-12 --against before.yaml --csv rows.csv --resume 'a run.json'
    ");

    faults.clear();
    let more = [&ALL[..], &["--resume", "a run.json"]].concat();
    let done = office.tries(&more).await;
    assert_eq!(counted(&done), counted(&whole));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_goes_on_with_what_it_was_begun_with_only() {
    let (office, late) = busy().await;
    let faults = office.intercom.faults();
    let down = Fault::new(FaultKind::ServerError(503));
    faults.inject(down.on_path_prefix(&format!("/contacts/{late}")));
    let stopped = office.tries(&["--against", "before.yaml"]).await;
    assert_eq!(stopped.status, 1);
    faults.clear();

    let state = "nexora-backtest-acmetea1.json";
    let kept = office.text(state);
    let resume = async |more: &[&str]| {
        let done = office.tries(&[&["--resume", state], more].concat()).await;
        assert_eq!((done.status, done.output.as_str()), (1, ""));
        assert_eq!(office.text(state), kept);
        done.errors
    };
    let mut said = vec![resume(&[]).await];
    said.push(resume(&["--against", "before.yaml", "--most", "3"]).await);
    said.push(resume(&["--against", "before.yaml", "--csv", "rows.csv"]).await);
    fs::write(
        office.file("after.yaml"),
        AFTER.replace("/careers/**", "/jobs/**"),
    )
    .unwrap();
    said.push(resume(&["--against", "before.yaml"]).await);
    fs::write(office.file("after.yaml"), AFTER).unwrap();
    fs::write(office.file("before.yaml"), BEFORE.replace("draft", "reply")).unwrap();
    said.push(resume(&["--against", "before.yaml"]).await);
    insta::assert_snapshot!(said.concat(), @"
    nexora: nexora-backtest-acmetea1.json is of a run with another --against, or what is live was changed since: resume it with what it was begun with, or begin anew without --resume
    nexora: nexora-backtest-acmetea1.json is of a run with another --most: resume it with what it was begun with, or begin anew without --resume
    nexora: nexora-backtest-acmetea1.json is of a run with another --csv: resume it with what it was begun with, or begin anew without --resume
    nexora: nexora-backtest-acmetea1.json is of a run with another configuration: --config or --defaults was changed since: resume it with what it was begun with, or begin anew without --resume
    nexora: nexora-backtest-acmetea1.json is of a run with another --against, or what is live was changed since: resume it with what it was begun with, or begin anew without --resume
    ");

    fs::write(office.file(state), "{}").unwrap();
    let broken = office.tries(&["--resume", state]).await;
    insta::assert_snapshot!(broken.errors, @"nexora: nexora-backtest-acmetea1.json is not the state of a run of this version of nexora: begin anew without --resume");
}
