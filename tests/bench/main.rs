//! Cold starts side by side: the release binaries of three functions, and the same functions in Node. `scripts/bench`
//! builds what is measured, starts the emulator and runs this.
//!
//! ```text
//! subject       what is measured: a function, in Rust or in Node
//! start         one start of it: from spawn to the last of its invocations
//! stopwatch     Lambda's Runtime API, which sees when a function asks and when it answers
//! process       what the kernel knows of a running function, and of the machine
//! notification  what the functions are given
//! figures       what came of all the starts of one subject
//! budget        what a start may take
//! table         the figures as Markdown
//! aws           the town of tests/aws
//! ```

#![expect(
    clippy::unwrap_used,
    reason = "a bench is run by hand; what fails here is said by a panic"
)]

#[expect(dead_code, reason = "tests/aws needs more of it than a bench does")]
mod aws;
mod budget;
mod figures;
mod notification;
mod process;
mod start;
mod stopwatch;
mod subject;
mod table;

use std::process::ExitCode;

use aws::{acme, clock, event, function, runtime_api, settings, stack};

use aws::town::Town;
use figures::Figures;
use notification::Notifications;
use start::Start;
use subject::Subject;

const STARTS: u32 = 20;

#[tokio::main]
async fn main() -> ExitCode {
    let town = Town::found().await;
    let mut notifications = Notifications::of(&town);
    let mut measured: Vec<_> = Subject::all()
        .map(|subject| (subject, Figures::default()))
        .collect();
    // One after the other and round by round, so that whatever else the machine does hits all of them.
    for round in 1..=STARTS {
        eprintln!("round {round} of {STARTS}");
        for (subject, figures) in &mut measured {
            figures.add(Start::of(subject, &town, &mut notifications).await);
        }
    }
    notifications.check(&town).await;
    println!("{}", table::markdown(&measured, STARTS));
    let verdicts = budget::verdicts(&measured);
    for verdict in &verdicts {
        println!("{verdict}");
    }
    if verdicts.iter().all(|verdict| verdict.holds()) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
