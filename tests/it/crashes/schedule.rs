//! One run of a scenario, with what goes wrong in it and where.

use std::fmt;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use harness::Pump;
use harness::mortal::{Fate, Moment, Point, Verdict};
use harness::pump::News;
use shared::ports::journal::Entry;
use simulator::{Fault, FaultKind};

use super::scenario::{Scenario, Stage, spared};
use super::seen::Seen;

/// What goes wrong with a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    ResetBefore,
    ResetAfter,
    BadGateway,
    RateLimited,
}

impl Outcome {
    pub(crate) const ALL: [Self; 4] = [
        Self::ResetBefore,
        Self::ResetAfter,
        Self::BadGateway,
        Self::RateLimited,
    ];

    fn fault(self) -> Fault {
        Fault::new(match self {
            Self::ResetBefore => FaultKind::ResetBefore,
            Self::ResetAfter => FaultKind::ResetAfter,
            Self::BadGateway => FaultKind::ServerError(502),
            Self::RateLimited => FaultKind::RateLimited { reset_in: 8 },
        })
        .on_method("POST")
        .times(1)
    }
}

/// What happens at a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    /// The worker dies.
    Kill,
    /// The post that follows goes so.
    Post(Outcome),
    /// A teammate writes to the visitor; whether a topic's function hears of it at once.
    Takeover { told: bool },
}

/// Something that happens at the `nth` operation of all workers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Event {
    pub(crate) nth: usize,
    pub(crate) moment: Moment,
    pub(crate) what: What,
}

/// A run. Its `Display` is its name, by which it is found again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Schedule {
    pub(crate) scenario: Scenario,
    pub(crate) news: News,
    pub(crate) events: Vec<Event>,
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, news {:?}", self.scenario.name(), self.news)?;
        for Event { nth, moment, what } in &self.events {
            write!(f, ", {moment} {nth} {what:?}")?;
        }
        Ok(())
    }
}

/// How a run went.
pub(crate) struct Run {
    pub(crate) seen: Seen,
    /// Every operation, in order.
    pub(crate) operations: Vec<&'static str>,
    /// How many calls were made to Intercom.
    pub(crate) calls: usize,
    pub(crate) entries: Vec<Entry>,
}

impl Schedule {
    pub(crate) const fn undisturbed(scenario: Scenario, news: News) -> Self {
        Self {
            scenario,
            news,
            events: Vec::new(),
        }
    }

    /// The same with one more event.
    pub(crate) fn and(&self, nth: usize, moment: Moment, what: What) -> Self {
        let mut schedule = self.clone();
        schedule.events.push(Event { nth, moment, what });
        schedule
    }

    /// Runs it at a pump at which everything has settled.
    pub(crate) async fn run(&self, pump: &Arc<Pump>) -> Run {
        let stage = Arc::new(Stage::set(pump.clone(), self.scenario).await);
        let before = pump.happened();
        let earlier = Seen::of(&stage).await;
        let script = Arc::new(Script {
            stage: stage.clone(),
            schedule: self.clone(),
            operations: Mutex::default(),
        });
        let fate: Arc<dyn Fate> = script.clone();
        let settled = stage.settles(self.scenario, &fate, self.news).await;
        let mut seen = Seen::of(&stage).await.since(&earlier);
        if let Err(restless) = settled {
            seen.loose_ends.push(restless.to_string());
        }
        let operations = script.operations.lock().unwrap().clone();
        let entries = pump.entries_after(before);
        let calls = entries.iter().filter(|entry| entry.source == "intercom");
        Run {
            seen,
            operations,
            calls: calls.count(),
            entries,
        }
    }
}

impl Run {
    /// What happened, for a person who looks for the reason.
    pub(crate) fn story(&self) -> String {
        let operations = self.operations.iter().enumerate();
        let operations = operations.map(|(nth, name)| format!("{:>4} {name}", nth + 1));
        let entries = self.entries.iter();
        let entries =
            entries.map(|entry| format!("{} {}: {}", entry.source, entry.name, entry.what));
        let lines: Vec<_> = operations.chain(entries).collect();
        format!("{:#?}\n{}", self.seen, lines.join("\n"))
    }
}

/// The fate of all workers of a run.
struct Script {
    stage: Arc<Stage>,
    schedule: Schedule,
    operations: Mutex<Vec<&'static str>>,
}

#[async_trait]
impl Fate for Script {
    async fn meets(&self, point: Point) -> Verdict {
        let (nth, is_first) = {
            let mut operations = self.operations.lock().unwrap();
            if point.moment == Moment::Before {
                operations.push(point.operation);
            }
            let same = operations.iter().filter(|name| **name == point.operation);
            (operations.len(), same.count() == 1)
        };
        let Schedule {
            scenario, events, ..
        } = &self.schedule;
        if is_first
            && point.moment == Moment::After
            && scenario.meanwhile() == Some(point.operation)
        {
            self.stage.meanwhile(*scenario);
        }
        let here = events
            .iter()
            .filter(|event| (event.nth, event.moment) == (nth, point.moment));
        for event in here {
            match event.what {
                What::Kill => return Verdict::Dies,
                What::Post(outcome) => {
                    self.stage.pump.intercom.faults().inject(outcome.fault());
                }
                What::Takeover { told } => {
                    self.stage.takes_over();
                    if told {
                        self.stage.pump.tell(&spared()).await;
                    }
                }
            }
        }
        Verdict::Lives
    }
}
