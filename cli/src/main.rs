//! `nexora`: what an operator does to a deployed stack.

mod aws_region;
mod backtest;
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
mod pause;
mod recording;
mod replay;
mod report;
mod secret;
mod stack;
mod target;
mod uninstall;
mod usage;
mod vault;

use std::io::Write as _;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use shared::error::told;

use crate::failure::Failure;

/// Nexora for Intercom, deployed: what an operator does to a stack.
#[derive(Parser)]
#[command(name = "nexora", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Install(install::Arguments),
    Backtest(backtest::Arguments),
    Config(config::Arguments),
    Pause(pause::PauseArguments),
    Resume(pause::ResumeArguments),
    Doctor(doctor::Arguments),
    Explain(explain::Arguments),
    Uninstall(uninstall::Arguments),
    Secret(vault::Arguments),
    Replay(replay::Arguments),
    Event(event::Arguments),
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let Arguments { command } =
        Arguments::try_parse().unwrap_or_else(|error| usage::without_strays(error).exit());
    let mut is_well = true;
    let mut status = 1;
    // Of a command that came to its end, and found that something is missing.
    let mut unwell = 1;
    let done = match command {
        Command::Install(arguments) => install::run(arguments).await.map(|done| done.to_string()),
        Command::Config(arguments) => {
            status = arguments.status_of_a_failure();
            let done = config::run(arguments).await;
            done.map(|done| {
                is_well = done.is_well;
                done.text
            })
        }
        Command::Backtest(arguments) => {
            let done = backtest::run(arguments).await;
            done.map(|done| done.to_string())
        }
        Command::Pause(arguments) => pause::pause(arguments).await,
        Command::Resume(arguments) => pause::resume(arguments).await,
        Command::Doctor(arguments) => {
            let done = doctor::run(arguments).await;
            done.map(|done| {
                is_well = done.is_well();
                done.to_string()
            })
        }
        Command::Explain(arguments) => {
            let done = explain::run(arguments).await;
            done.map(|done| {
                is_well = !done.lacks();
                unwell = LACKS;
                done.to_string()
            })
        }
        Command::Uninstall(arguments) => {
            let done = uninstall::run(arguments).await;
            done.map(|done| done.to_string())
        }
        Command::Secret(arguments) => vault::run(arguments).await.map(|done| done.to_string()),
        Command::Replay(arguments) => {
            let done = replay::run(arguments).await;
            done.map(|done| {
                is_well = done.is_well();
                done.to_string()
            })
        }
        Command::Event(arguments) => event::run(arguments),
    };
    match done {
        Ok(said) => {
            // It is done, whether or not somebody reads on.
            let _ = write!(std::io::stdout(), "{said}");
            if is_well {
                ExitCode::SUCCESS
            } else {
                ExitCode::from(unwell)
            }
        }
        Err(failure) => {
            tell(&failure);
            ExitCode::from(status)
        }
    }
}

/// The status of an explanation that could not come to its end, because something was not told.
const LACKS: u8 = 2;

/// The failure, and below it what it came of.
fn tell(failure: &Failure) {
    eprintln!("nexora: {}", told(failure).join("\n        "));
}
