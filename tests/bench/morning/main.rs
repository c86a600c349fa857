//! The morning of 100,000 workspaces: what `queue-flush` does with 50,000 conversations that are due at nine, by a clock of its own.
//!
//! Prints the table of `docs/SCALE.md`, and fails where it differs from what stands there. The rows a second are this machine's, for
//! the flush alone: nothing here waits for AWS.

#![expect(
    clippy::unwrap_used,
    reason = "a bench is run by hand; what fails here is said by a panic"
)]

#[expect(dead_code, reason = "a test counts more than the table shows")]
mod rush;

use std::process::ExitCode;
use std::time::Instant;

use rush::Rush;

#[tokio::main]
async fn main() -> ExitCode {
    let began = Instant::now();
    let table = rush::table().await;
    println!("{table}");
    let took = began.elapsed().as_secs_f64();
    let rows = f64::from(Rush::FULL.items() * rush::LIMITS.len() as u32);
    println!("{:.0} rows a second in this process", rows / took);
    let docs = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/SCALE.md");
    if std::fs::read_to_string(docs).unwrap().contains(&table) {
        ExitCode::SUCCESS
    } else {
        eprintln!("docs/SCALE.md says something else; put this table there");
        ExitCode::FAILURE
    }
}
