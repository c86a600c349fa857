//! `nexora backtest`

mod again;
mod contacts;
mod cost;
mod course;
mod decide;
mod failure;
mod judge;
mod moment;
mod progress;
mod reach;
mod report;
mod sheet;
mod slice;
mod state;
mod surface;
mod table;
mod tally;

use std::num::NonZeroU64;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use clap::Args;
use console::Term;
use shared::adapters::intercom::{Pace, Span};
use shared::adapters::system_clock::SystemClock;
use shared::domain::config::Config;
use shared::domain::directory::Directory;
use shared::domain::inventory::listed;
use shared::id::AdminId;
use shared::install;
use shared::ports::{Clock as _, Intercom as _};

use crate::config_file::{ConfigFile, Written};
use crate::failure::Failure;
use contacts::Contacts;
use cost::Calls;
use course::{Course, Spent, Stop};
use decide::Side;
use judge::Judge;
use moment::Moment;
use progress::Progress;
use reach::{Reach, Reached};
use report::Report;
use sheet::Sheet;
use state::{Binding, State};
use tally::Tally;

pub(crate) use failure::Failure as NoBacktest;

/// How much of every window of Intercom's rate limit is left to the functions, in percent.
const LEFT_TO_OTHERS: u8 = 50;

/// The columns of whatever is no terminal.
const WIDTH: usize = 80;

/// Reads the conversations a workspace had, and shows what a configuration would have decided about them.
///
/// Nothing is changed, at Intercom or in the stack. Half of Intercom's rate limit is left to the functions. Without --stack
/// nothing needs to be deployed: the access token is asked for without being shown; without a terminal it is the first line
/// of standard input.
///
/// A run that is stopped leaves a state file, and says the command that goes on with it.
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Arguments {
    #[command(flatten)]
    reach: Reach,
    #[command(flatten)]
    config: ConfigFile,
    /// Also shows what would change: against what is live, or against another configuration
    #[arg(long, value_name = "live|FILE")]
    against: Option<Against>,
    /// The first conversations: from so long ago (30d, 12h, 4w), or from a day (2026-11-01, UTC)
    #[arg(long, value_name = "WHEN", default_value = "30d")]
    since: Moment,
    /// The last ones: before that, written in the same way; now, if it is not given
    #[arg(long, value_name = "WHEN")]
    until: Option<Moment>,
    /// No more than so many, from the newest day back
    #[arg(long, value_name = "NUMBER")]
    most: Option<NonZeroU64>,
    /// A row for every conversation goes into this file
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// Where it is written down how far the run is [default: nexora-backtest-WORKSPACE.json]
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Goes on with the run that left this file
    #[arg(long, value_name = "FILE", conflicts_with = "state")]
    resume: Option<PathBuf>,
}

/// What a configuration is compared with.
#[derive(Debug, Clone)]
enum Against {
    Live,
    File(PathBuf),
}

impl FromStr for Against {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(match text {
            "live" => Self::Live,
            file => Self::File(file.into()),
        })
    }
}

/// A configuration, and what it is called in a sentence.
struct Tried {
    config: Config,
    called: String,
}

impl From<Written> for Tried {
    fn from(written: Written) -> Self {
        Self {
            config: written.config,
            called: written.name,
        }
    }
}

/// Reads and decides; what was found.
///
/// # Errors
///
/// See [`Failure`].
pub(crate) async fn run(arguments: Arguments) -> Result<Report, Failure> {
    let Arguments {
        reach,
        config,
        against,
        since,
        until,
        most,
        csv,
        state,
        resume,
    } = arguments;
    // What can be wrong without Intercom is found before anybody types a token.
    if matches!(against, Some(Against::Live)) && !reach.has_stack() {
        return Err(NoBacktest::NoStack.into());
    }
    let compared = match &against {
        Some(Against::File(file)) => Some(Tried::from(config.beside(file).read()?)),
        Some(Against::Live) | None => None,
    };
    let tried = Tried::from(config.read()?);
    let begun = SystemClock.now();
    let asked = Span {
        from: since.at(begun),
        until: until.as_ref().map_or(begun, |until| until.at(begun)),
    };
    if asked.from >= asked.until {
        return Err(NoBacktest::NoTime.into());
    }

    let (calls, pace) = (
        Arc::new(Calls::default()),
        Arc::new(Pace::leaving(LEFT_TO_OTHERS)),
    );
    let reached = reach.reach(calls.clone(), pace.clone()).await?;
    let Reached {
        grant,
        host,
        workspace,
        name,
        live,
        names,
    } = reached;
    let compared = match against {
        Some(Against::Live) => Some(Tried {
            config: live.ok_or_else(|| NoBacktest::NothingLive(workspace.clone()))?,
            called: "what is live".to_owned(),
        }),
        Some(Against::File(_)) | None => compared,
    };
    let binding = Binding {
        workspace: workspace.clone(),
        config: Binding::digest(&tried.config),
        against: compared.as_ref().map(|it| Binding::digest(&it.config)),
        since: since.to_string(),
        until: until.as_ref().map(ToString::to_string),
        most: most.map(NonZeroU64::get),
        csv: csv.clone(),
    };
    let is_new = resume.is_none();
    let file = resume.or(state);
    let file = file.unwrap_or_else(|| format!("nexora-backtest-{workspace}.json").into());
    let begun_before = match is_new {
        true if file.exists() => return Err(NoBacktest::Unfinished { file }.into()),
        true => None,
        false => Some(State::read(&file, &binding)?),
    };
    let span = begun_before.as_ref().map_or(asked, |state| state.span);

    let of_intercom = |error| NoBacktest::of_intercom(error, &host);
    let directory = Directory {
        names,
        ..grant.directory().await.map_err(of_intercom)?
    };
    let side = async |tried: Tried| {
        let us = speaker(&tried, &directory)?;
        let mut directory = directory.clone();
        let known = install::follow_hours(&grant, &tried.config, &mut directory, span.from);
        Ok::<_, NoBacktest>(Side {
            us,
            knows_hours: known.await.map_err(of_intercom)?,
            directory,
            config: tried.config,
        })
    };
    let against = compared.as_ref().map(|it| it.called.clone());
    let after = side(tried).await?;
    let before = match compared {
        Some(compared) => Some(side(compared).await?),
        None => None,
    };
    let state = match begun_before {
        Some(state) => state,
        None => {
            let all = grant.past_conversations(span, None, 1).await;
            let total = all.map_err(of_intercom)?.total;
            let tally = Tally::of(after.places(), before.as_ref().map(Side::places));
            State::new(binding, span, total, tally)
        }
    };

    let sheet = match &csv {
        Some(path) => Some((opened(path, state.csv_bytes)?, path.as_path())),
        None => None,
    };
    let mut course = Course {
        grant: &grant,
        judge: Judge {
            intercom: &grant,
            after: &after,
            before: before.as_ref(),
            contacts: &Contacts::default(),
        },
        progress: Progress::of(state.wanted(), state.tally.met()),
        spent: Spent {
            clock: &SystemClock,
            begun,
            calls: &calls,
            pace: &pace,
            before: state.cost.clone(),
        },
        state,
        file: &file,
        sheet,
    };
    course.begin()?;
    // What is waited for when somebody stops the run is asked for again by the run that goes on.
    let ended = tokio::select! {
        ended = course.run() => ended.map_err(Some),
        _ = tokio::signal::ctrl_c() => Err(None),
    };
    let Course { state, .. } = course;
    if let Err(stop) = ended {
        let why = stop.map(|stop| match stop {
            Stop::Intercom(error) => of_intercom(error),
            Stop::File(failure) => failure,
        });
        let stopped = NoBacktest::Stopped {
            why: why.map(Box::new),
            done: state.tally.met(),
            wanted: state.wanted(),
            command: again::command(std::env::args(), &file),
        };
        return Err(stopped.into());
    }
    State::delete(&file)?;
    let State {
        span,
        total,
        tally,
        cost,
        ..
    } = state;
    let sides = [Some(&after), before.as_ref()];
    Ok(Report {
        workspace: format!("{name} ({workspace})"),
        span,
        total,
        tally,
        against,
        cost,
        is_paused: after.config.paused,
        knows_hours: sides.into_iter().flatten().all(|side| side.knows_hours),
        width: width(),
    })
}

/// The teammate a configuration lets the agent speak as.
fn speaker(tried: &Tried, directory: &Directory) -> Result<AdminId, NoBacktest> {
    let name = &tried.config.agent.teammate;
    let us = directory.teammate_called(name);
    us.map(|us| us.id.clone()).ok_or_else(|| {
        let known = directory.teammates.iter().map(|it| it.name.clone());
        let known: Vec<_> = known.collect();
        NoBacktest::Nobody {
            config: tried.called.clone(),
            name: name.clone(),
            known: listed(&known),
        }
    })
}

/// The CSV file, of which so much counts; a new one, if none of it does.
fn opened(path: &Path, length: u64) -> Result<Sheet, NoBacktest> {
    let sheet = match length {
        0 => Sheet::begin(path),
        length => Sheet::go_on(path, length),
    };
    sheet.map_err(|source| NoBacktest::Csv {
        file: path.to_owned(),
        source,
    })
}

/// The columns of the terminal.
fn width() -> usize {
    let terminal = Term::stdout();
    let columns = terminal.size_checked().map(|(_, columns)| columns.into());
    columns.filter(|_| terminal.is_term()).unwrap_or(WIDTH)
}
