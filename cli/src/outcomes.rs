//! `nexora report`: how conversations ended, and which share of them the agent handled.

mod bars;
mod failure;
mod glyphs;
mod json;
mod line;
mod period;
mod sheet;
mod source;
mod span;
mod svg;
mod table;
#[cfg(test)]
mod tests;
mod view;

use std::fmt;
use std::fs;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use console::Term;
use jiff::civil::Date;
use shared::adapters::system_clock::SystemClock;
use shared::domain::ending::day_of;
use shared::id::WorkspaceId;
use shared::ports::Clock as _;
use url::Url;

use crate::aws_region::AwsRegion;
use crate::failure::Failure;
use crate::stack::Stack;
pub(crate) use failure::NoReport;
use glyphs::Glyphs;
use source::Source;
use span::Span;
use view::View;

/// The columns where nobody has a terminal.
const WIDTH: usize = 100;

/// Says how conversations ended in which the agent took part, and which share of them it handled alone.
///
/// Each conversation counts once, on the day it ended last, in UTC; of the last 24 hours many are not over yet. Days are kept
/// for 400 days. docs/OUTCOMES.md defines every ending.
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Arguments {
    /// The stack's name, as `sam deploy` was given it
    #[arg(long, value_name = "NAME", required_unless_present = "local")]
    stack: Option<Stack>,
    /// The workspace's id: what follows /apps/ in the address of its Inbox
    #[arg(long, value_name = "ID", required_unless_present = "local")]
    workspace: Option<WorkspaceId>,
    /// AWS's region, where it is not the profile's
    #[arg(long, value_name = "REGION", requires = "stack")]
    region: Option<AwsRegion>,
    /// Instead of a stack, what runs on this machine by `cargo run`, and its first workspace if none is named
    #[arg(long, value_name = "ADDRESS", num_args = 0..=1, default_missing_value = "http://127.0.0.1:4400", conflicts_with = "stack")]
    local: Option<Url>,
    /// How many days, today included; 30
    #[arg(long, value_name = "N", conflicts_with_all = ["since", "until"], value_parser = clap::value_parser!(u16).range(1..=400))]
    days: Option<u16>,
    /// The first day, such as 2026-11-01; without it, 29 days before the last one
    #[arg(long, value_name = "DAY", value_parser = day)]
    since: Option<Date>,
    /// The last day, included; without it, today
    #[arg(long, value_name = "DAY", value_parser = day)]
    until: Option<Date>,
    /// What a line of the table is
    #[arg(long, value_enum, default_value_t = By::Rule)]
    by: By,
    /// As JSON: all, by rule and by day
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// As CSV: a line for each rule or day
    #[arg(long)]
    csv: bool,
    /// Writes the picture into this file too, as SVG
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// Draws with ASCII characters alone, as it does anyway where the locale is not UTF-8
    #[arg(long)]
    ascii: bool,
}

fn day(text: &str) -> Result<Date, &'static str> {
    text.parse().map_err(|_| "write a day as 2026-11-01")
}

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    /// A rule, in the order in which rules are tried
    Rule,
    /// A day, or a week where there are many
    Day,
}

/// What the operator is told.
pub(crate) struct Done {
    view: View,
    form: Form,
}

#[derive(Clone, Copy)]
enum Form {
    Text,
    Json,
    Csv,
}

/// Reports; what the operator is told.
///
/// # Errors
///
/// See [`Failure`].
pub(crate) async fn run(arguments: Arguments) -> Result<Done, Failure> {
    let Arguments {
        stack,
        workspace,
        region,
        local,
        days,
        since,
        until,
        by,
        json,
        csv,
        svg,
        ascii,
    } = arguments;
    let today = day_of(SystemClock.now());
    let span = Span::of(days, since, until, today)?;
    let source = match (stack, workspace, local) {
        (Some(stack), Some(workspace), None) => Source::Stack {
            stack,
            workspace,
            region,
        },
        (_, workspace, Some(address)) => Source::Local { address, workspace },
        // Clap asks for the one or the other.
        _ => return Err(NoReport::NowhereToLook.into()),
    };
    let (whose, outcomes) = source.read(span).await?;
    let terminal = Term::stdout();
    let columns = terminal.size_checked().map(|(_, columns)| columns.into());
    let view = View {
        whose,
        outcomes,
        by,
        width: columns.filter(|_| terminal.is_term()).unwrap_or(WIDTH),
        glyphs: if ascii {
            Glyphs::ASCII
        } else {
            Glyphs::of_the_locale()
        },
    };
    if let Some(file) = svg {
        fs::write(&file, svg::Picture(&view).to_string())
            .map_err(|source| NoReport::Svg { file, source })?;
    }
    let form = match (json, csv) {
        (true, _) => Form::Json,
        (_, true) => Form::Csv,
        _ => Form::Text,
    };
    Ok(Done { view, form })
}

impl fmt::Display for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.form {
            Form::Text => self.view.fmt(f),
            Form::Json => writeln!(f, "{:#}", json::told(&self.view)),
            Form::Csv => f.write_str(&sheet::told(&self.view)),
        }
    }
}
