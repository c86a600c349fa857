//! `cargo run`: everything on one machine.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use jiff::Zoned;
use local::clock;
use local::house::{self, House};
use shared::error::told;
use tracing_subscriber::EnvFilter;

/// Nexora for Intercom on one machine: a simulated Intercom, all functions, and a page to play visitor and teammate.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Where the page is served, on this machine only; 0 takes any free port
    #[arg(long, default_value_t = 4400)]
    port: u16,
    /// Where everything is kept between two runs
    #[arg(long, value_name = "FOLDER", default_value = ".nexora")]
    data: PathBuf,
    /// What time it is to be at first, such as 2026-11-23T21:30[Europe/Berlin]; else it is now, or goes on from the last run
    #[arg(long, value_name = "TIME", value_parser = clock::start)]
    at: Option<Zoned>,
    /// Forget the last run and begin anew
    #[arg(long)]
    fresh: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // The engine warns of each conditional write that loses, which is how the store works.
    let filter = EnvFilter::new("warn,dynoxide=error");
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    match run(&arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("nexora: {}", told(&*error).join("\n        "));
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &Arguments) -> Result<(), Box<dyn std::error::Error>> {
    if arguments.fresh {
        house::clear(&arguments.data)?;
    }
    let house = House::build(&arguments.data, arguments.port, arguments.at.as_ref()).await?;
    println!("\n  Nexora is at  http://{}\n", house.address);
    println!("  Left you are the visitor, right the teammate; below is what happened and why.");
    println!("  A simulated Intercom answers at {}.", house.regions);
    println!(
        "  Everything is kept in {}; --fresh begins anew. Ctrl-C ends it.\n",
        arguments.data.display()
    );
    tokio::signal::ctrl_c().await?;
    println!("\n  Finishing what has begun …");
    house.close().await?;
    println!("  Saved. Until next time.");
    Ok(())
}
