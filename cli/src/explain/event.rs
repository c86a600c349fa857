//! A turn about a notification in a file, rehearsed here.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use shared::adapters::intercom::Recorded;
use shared::domain::assignee::Assignee;
use shared::domain::config::{Config, Target};
use shared::domain::conversation::{Errand, HandOver};
use shared::domain::directory::Directory;
use shared::domain::office_hours::Opening;
use shared::domain::routing::{Mode, Source};
use shared::domain::switch::Switch;
use shared::domain::turn::rehearsal::{End, Lack, Rehearsal, rehearse};
use shared::domain::turn::{Brief, Stop, budget};

use super::facts::FactsFile;
use super::moment::{self, By, Moment};
use super::steps::Steps;
use crate::config_file::ConfigFile;
use crate::failure::Failure;

/// What is asked for.
pub(super) struct Asked {
    pub(super) event: PathBuf,
    pub(super) config: PathBuf,
    pub(super) defaults: Option<PathBuf>,
    pub(super) at: Option<String>,
    pub(super) facts: Option<PathBuf>,
}

/// What a turn would do.
pub(super) struct Rehearsed {
    recorded: Recorded,
    moment: Moment,
    config: Arc<Config>,
    directory: Arc<Directory>,
    rehearsal: Rehearsal,
}

impl Asked {
    pub(super) fn rehearse(self) -> Result<Rehearsed, Failure> {
        let Self {
            event,
            config,
            defaults,
            at,
            facts,
        } = self;
        let config = Arc::new(ConfigFile::new(config, defaults).read()?.config);
        let recorded = Recorded::read(&read(&event)?)
            .map_err(|error| Failure::Event { file: event, error })?;
        let file = facts.as_deref().map_or(Ok(FactsFile::default()), said)?;
        let told = file.told(&config).map_err(|stranger| Failure::Facts {
            file: facts.unwrap_or_default(),
            error: stranger.into(),
        })?;
        let moment = match at {
            Some(text) => Moment::read(&text, moment::zone(&config))?,
            None => Moment {
                at: recorded.at,
                by: By::Event,
            },
        };
        let directory = Arc::new(told.directory);
        let patience = SignedDuration::try_from(budget::FUNCTION);
        let patience = patience.expect("a function's timeout is short");
        // No time ends later than the last moment there is.
        let deadline = moment.at.checked_add(patience).unwrap_or(Timestamp::MAX);
        let brief = Brief {
            beside: None,
            errand: Errand::Answer,
            us: told.us,
            config: config.clone(),
            switch: Switch::default(),
            directory: directory.clone(),
            worker: 1,
            receive_count: 1,
            deadline,
        };
        let rehearsal = rehearse(brief, &recorded.transcript, &told.facts, moment.at);
        Ok(Rehearsed {
            recorded,
            moment,
            config,
            directory,
            rehearsal,
        })
    }
}

fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(file).map_err(|source| Failure::Unopened {
        file: file.to_owned(),
        source,
    })
}

fn said(file: &Path) -> Result<FactsFile, Failure> {
    let facts = |error| Failure::Facts {
        file: file.to_owned(),
        error,
    };
    let text = String::from_utf8(read(file)?).map_err(|error| facts(error.into()))?;
    if text.trim().is_empty() {
        return Ok(FactsFile::default());
    }
    serde_saphyr::from_str(&text).map_err(|error| facts(error.into()))
}

impl Rehearsed {
    /// What had to be known, and nobody told.
    pub(super) const fn lack(&self) -> Option<&Lack> {
        match &self.rehearsal.end {
            End::Lacks(lack) => Some(lack),
            End::Asks | End::HandsOver(_) | End::Waits(..) | End::Stops(_) => None,
        }
    }

    /// The name of how it ends, and a sentence.
    fn end(&self) -> (&'static str, String) {
        match &self.rehearsal.end {
            End::Asks => ("agent_asked", self.asks()),
            End::HandsOver(HandOver { to, reason, .. }) => {
                let to = self.called(to);
                ("handed_off", format!("handed off to {to}: {reason}"))
            }
            End::Waits(HandOver { to, reason, .. }, asks) => {
                let first = if *asks {
                    "; the visitor is asked for something first, unless it is known"
                } else {
                    ""
                };
                let to = self.called(to);
                ("queued", format!("waits until {to} opens: {reason}{first}"))
            }
            End::Stops(Stop::Outcome(outcome)) => (outcome.name(), outcome.to_string()),
            End::Stops(Stop::Later { why, .. }) => ("later", (*why).to_owned()),
            End::Stops(Stop::Failed(failure)) => ("stuck", failure.to_string()),
            End::Lacks(lack) => ("lacks", lacks(lack)),
        }
    }

    fn asks(&self) -> String {
        let matched = self.rehearsal.trace.matched();
        let named = |rule: &&shared::domain::routing::Rule| {
            matched.is_some_and(|matched| matched.name == rule.name)
        };
        let rule = self.config.rules.iter().find(named);
        let mode = rule.and_then(|rule| rule.then.mode()).unwrap_or_default();
        let what = match mode {
            Mode::Observe => "the agent is asked, and nobody sees what it thinks",
            Mode::Draft => "the agent is asked, and its answer is left as a note",
            Mode::Reply => "the agent is asked, and answers the visitor",
        };
        let waits = if mode == Mode::Reply && self.waits() {
            ". What needs a person waits until people are back"
        } else {
            ""
        };
        format!("{what}; what it says, only a turn shows{waits}")
    }

    /// Whether what needs a person would wait now, if it went to the default.
    fn waits(&self) -> bool {
        let Target::Team(team) = &self.config.hand_off.default else {
            return false;
        };
        let hours = &self.config.office_hours;
        let opening = hours.next_opening(Some(team), &self.directory, self.moment.at);
        self.config.out_of_hours.is_some() && matches!(opening, Opening::At(_))
    }

    /// A receiver by its name: whoever runs this wrote it.
    fn called(&self, to: &Assignee) -> String {
        let name = match to {
            Assignee::Team(id) => self.directory.team(id).map(|team| &team.name),
            Assignee::Admin(id) => self.directory.teammate(id).map(|teammate| &teammate.name),
            Assignee::Bot | Assignee::Nobody => None,
        };
        name.cloned().unwrap_or_else(|| to.to_string())
    }

    pub(super) fn json(&self) -> Value {
        let Recorded {
            topic,
            workspace,
            transcript,
            ..
        } = &self.recorded;
        let (end, what) = self.end();
        let trace = &self.rehearsal.trace;
        let mut value = json!({
            "topic": topic,
            "workspace": workspace,
            "conversation": transcript.id,
            "at": self.moment.at,
            "outcome": end,
            "what": what,
            "rule": trace.matched().map(|rule| &rule.name),
            "trace": trace,
        });
        if let Some(lack) = self.lack() {
            value["needs"] = json!({
                "rule": lack.rule,
                "facts": lack.facts,
                "call": lack.source.call(),
            });
        }
        value
    }
}

fn lacks(lack: &Lack) -> String {
    let what = match lack.facts.as_slice() {
        [] => match lack.source {
            Source::Contact => "the contact",
            Source::Companies => "the contact's companies",
            Source::Segments | Source::Tags => "the contact's lists",
            Source::Teammates => "who is there",
        }
        .to_owned(),
        facts => facts.join(", "),
    };
    let who = match &lack.rule {
        Some(rule) => format!("the rule “{rule}”"),
        None => "the hand-off".to_owned(),
    };
    format!("{who} needs {what}, which the notification does not tell: --facts FILE can")
}

/// How a file says what a source would answer.
const fn example(source: Source) -> &'static str {
    match source {
        Source::Contact => {
            "contact: { role: user, owner: NAME, locale: en, attributes: { NAME: VALUE } }"
        }
        Source::Segments => "contact: { segments: [NAME] }",
        Source::Tags => "contact: { tags: [NAME] }",
        Source::Companies => {
            "companies: [{ name: NAME, plan: PLAN, segments: [NAME], tags: [NAME], attributes: { NAME: VALUE } }]"
        }
        Source::Teammates => {
            "teammates: [{ name: NAME, away: false }]\n    teams: [{ name: NAME, members: [NAME] }]"
        }
    }
}

impl fmt::Display for Rehearsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Recorded {
            topic,
            workspace,
            transcript,
            ..
        } = &self.recorded;
        let conversation = &transcript.id;
        writeln!(f, "{topic}, conversation {conversation} of {workspace}")?;
        writeln!(f, "  at {}", self.moment)?;
        let (_, what) = self.end();
        writeln!(f, "  {what}")?;
        let trace = &self.rehearsal.trace;
        if !trace.0.is_empty() {
            write!(f, "\n{}", Steps(trace))?;
        }
        if let Some(lack) = self.lack() {
            let rule = lack.rule.as_deref().unwrap_or("hand-off");
            writeln!(f, "  ? {rule}")?;
            writeln!(
                f,
                "\nThe agent would ask Intercom now: {}",
                lack.source.call()
            )?;
            writeln!(f, "A file for --facts says what it would answer:\n")?;
            writeln!(f, "    {}", example(lack.source))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
