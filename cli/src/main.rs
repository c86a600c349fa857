//! `nexora`: what an operator does to a deployed stack.

mod aws_region;
mod backtest;
mod command;
mod config;
mod config_file;
mod deployment;
mod doctor;
mod event;
mod explain;
mod failure;
mod farewell;
mod install;
mod intercom_region;
mod island;
mod machine;
mod outcomes;
mod pause;
mod queue;
mod recording;
mod replay;
mod report;
mod said;
mod secret;
mod stack;
mod target;
mod uninstall;
mod usage;
mod vault;

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser;
use shared::error::told;

use crate::command::Command;

/// Nexora for Intercom, deployed: what an operator does to a stack.
#[derive(Parser)]
#[command(name = "nexora", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let Arguments { command } =
        Arguments::try_parse().unwrap_or_else(|error| usage::without_strays(error).exit());
    let status = command.status_of_a_failure();
    match command.run().await {
        Ok(said) => {
            // It is done, whether or not somebody reads on.
            let _ = write!(std::io::stdout(), "{said}");
            said.status()
        }
        Err(failure) => {
            // The failure, and below it what it came of.
            eprintln!("nexora: {}", told(&failure).join("\n        "));
            ExitCode::from(status)
        }
    }
}
