//! What a run shows.

use std::fs;

use simulator::{Fault, FaultKind};

use crate::office::{BEFORE, Office};

#[tokio::test(flavor = "multi_thread")]
async fn what_would_change_is_a_table_a_picture_and_a_file() {
    let office = Office::with_a_week().await;
    let before = office.intercom.snapshot();
    let done = office
        .tries(&["--against", "before.yaml", "--csv", "rows.csv"])
        .await;
    assert_eq!((done.status, done.errors.as_str()), (0, ""));
    insta::assert_snapshot!(done.output, @"");
    insta::assert_snapshot!(office.text("rows.csv"), @"");

    // It was only read, and each contact once.
    assert_eq!(office.intercom.snapshot(), before);
    let calls = office.calls();
    let calls: Vec<_> = calls
        .iter()
        .filter(|call| call.path.starts_with("/contacts"))
        .map(|call| {
            call.path
                .replace(&office.ana, "ANA")
                .replace(&office.jonas, "JONAS")
        })
        .collect();
    insta::assert_snapshot!(calls.join("\n"), @"");
    assert!(!office.file("nexora-backtest-acmetea1.json").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn alone_a_configuration_is_shown_by_itself() {
    let office = Office::with_a_week().await;
    fs::write(office.file("after.yaml"), BEFORE).unwrap();
    let done = office.tries(&[]).await;
    assert_eq!((done.status, done.errors.as_str()), (0, ""));
    insta::assert_snapshot!(done.output, @"");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_by_the_rate_limit_is_sat_out() {
    let office = Office::with_a_week().await;
    let used_up = Fault::new(FaultKind::RateLimited { reset_in: 1 });
    let used_up = used_up.on_path_prefix("/conversations/search").times(1);
    office.intercom.faults().inject(used_up);
    let done = office.tries(&[]).await;
    assert_eq!((done.status, done.errors.as_str()), (0, ""));
    assert!(
        done.output
            .contains("Acme Tea (acmetea1), 10 of 10 conversations")
    );
    let last = done.output.lines().last().unwrap();
    insta::assert_snapshot!(last, @"");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_that_cannot_be_read_is_counted_and_named() {
    let office = Office::with_a_week().await;
    let strange = office.asks(&office.ana, "/shop");
    let faults = office.intercom.faults();
    faults.inject(Fault::new(FaultKind::StrangeConversation(strange.clone())));
    let done = office.tries(&["--csv", "rows.csv"]).await;
    assert_eq!((done.status, done.errors.as_str()), (0, ""));
    let said = done.output.lines().find(|line| line.contains("could not"));
    let said = said.unwrap().replace(&strange, "STRANGE");
    insta::assert_snapshot!(said, @"");
    assert!(done.output.contains("11 of 11 conversations"));
    let rows = office.text("rows.csv");
    let row = rows.lines().find(|line| line.starts_with(&strange));
    insta::assert_snapshot!(row.unwrap().replace(&strange, "STRANGE"), @"");
}

#[tokio::test(flavor = "multi_thread")]
async fn thousands_are_read_a_page_at_a_time_and_no_more_than_wanted() {
    let office = Office::new().await;
    for day in 0..3 {
        office.clock.set(crate::office::MONDAY + day * 24 * 60 * 60);
        for _ in 0..500 {
            office.asks(&office.ana, "/shop");
        }
    }
    let done = office.tries(&[]).await;
    assert_eq!((done.status, done.errors.as_str()), (0, ""));
    assert!(
        done.output.contains("1500 of 1500 conversations"),
        "{}",
        done.output
    );
    // One that counts, four empty days, four pages of each of the others.
    assert_eq!(office.searches(), 1 + 4 + 3 * 4);
    let done = office.tries(&["--most", "700"]).await;
    assert!(
        done.output.contains("700 of 1500 conversations"),
        "{}",
        done.output
    );
    // The newest of them: one of an hour in the middle is enough to tell.
    assert_eq!(office.searches(), 1 + 4 + 3 * 4 + 1 + 4 + 4 + 2);
}
