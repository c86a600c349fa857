//! How a delivery ended, as only the one who delivers knows it.

use http::StatusCode;

use crate::domain::outcome::Outcome;
use crate::error::{self, Error};

/// What became of what was delivered, where it is not an outcome of the function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::runtime::lambda) enum Happened {
    /// A request was answered, and the function has nothing to say about it.
    Answered,
    /// Nothing is broken; it comes again.
    Later,
    /// Nothing is broken; it comes again when the window of Intercom's rate limit has ended.
    RateLimited,
    /// It failed and comes again.
    Retried,
    /// It failed and does not.
    Discarded,
    /// The function panicked; it comes again.
    Panicked,
    /// One before it in its group did not succeed; it was not tried, and comes again.
    HeldBack,
    /// A tick failed; the scheduler decides whether it comes again.
    Failed,
}

impl Happened {
    /// A stable name, for logs and metrics.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Later => "later",
            Self::RateLimited => "rate_limited",
            Self::Retried => "retried",
            Self::Discarded => "discarded",
            Self::Panicked => "panicked",
            Self::HeldBack => "held_back",
            Self::Failed => "failed",
        }
    }
}

/// The end of a delivery. The rest of its line is in its tally.
#[derive(Debug)]
pub(in crate::runtime::lambda) struct Ending {
    /// What happened; none where the function's own entry says it.
    pub(super) name: Option<&'static str>,
    /// The stable name of the error.
    pub(super) kind: Option<&'static str>,
    /// What failed, in a sentence.
    pub(super) error: Option<String>,
    /// The message's id, and how often it was received.
    pub(super) message: Option<(String, u32)>,
    /// Whether it was a dead letter.
    pub(super) is_dead: bool,
    /// For how long the oldest of what was found was due, in seconds; none where nothing is looked for that is due.
    pub(super) late: Option<u64>,
    pub(super) details: Vec<(&'static str, String)>,
}

impl Ending {
    const fn new(name: Option<&'static str>) -> Self {
        Self {
            name,
            kind: None,
            error: None,
            message: None,
            is_dead: false,
            late: None,
            details: Vec::new(),
        }
    }

    /// It came to something.
    pub(in crate::runtime::lambda) fn of(outcome: &Outcome) -> Self {
        let ending = Self::new(Some(outcome.name()));
        match outcome {
            // To whom is a person's name.
            Outcome::HandedOff { reason, .. } | Outcome::Queued { reason, .. } => {
                ending.with("reason", reason.name())
            }
            Outcome::Ended(how) => ending.with("ending", how.name()),
            Outcome::LeftAlone { rule } => ending.with("rule", rule),
            Outcome::Swept { done } => {
                let counts = done.iter();
                counts.fold(ending, |ending, (what, count)| ending.with(what, count))
            }
            Outcome::Flushed { done, late } => {
                let ending = Self {
                    late: Some(*late),
                    ..ending
                };
                let counts = done.iter();
                counts.fold(ending, |ending, (what, count)| ending.with(what, count))
            }
            Outcome::Noted { .. }
            | Outcome::Replied
            | Outcome::Drafted
            | Outcome::Observed
            | Outcome::Confirmed
            | Outcome::NotOurs
            | Outcome::NothingToCover
            | Outcome::Gone
            | Outcome::Postponed => ending,
        }
    }

    /// A request was answered.
    pub(in crate::runtime::lambda) fn answered(status: StatusCode) -> Self {
        Self::new(None).with("status", status.as_u16())
    }

    /// It comes again after others of its group.
    pub(in crate::runtime::lambda) const fn held_back() -> Self {
        Self::new(Some(Happened::HeldBack.name()))
    }

    /// It is too early.
    pub(in crate::runtime::lambda) fn later(error: &Error) -> Self {
        let happened = match error {
            Error::RateLimited { .. } => Happened::RateLimited,
            _ => Happened::Later,
        };
        Self::new(Some(happened.name())).with("why", error)
    }

    /// It failed.
    pub(in crate::runtime::lambda) fn failed(happened: Happened, error: &Error) -> Self {
        let ending = Self::broken(happened, error.name(), error.to_string());
        match error::cause(error) {
            Some(cause) => ending.with("cause", cause),
            None => ending,
        }
    }

    /// It failed with an error that is not the functions' own.
    pub(in crate::runtime::lambda) fn broken(
        happened: Happened,
        kind: &'static str,
        error: String,
    ) -> Self {
        Self {
            kind: Some(kind),
            error: Some(error),
            ..Self::new(Some(happened.name()))
        }
        .with("kind", kind)
    }

    /// The function panicked. Where is in a line of its own.
    pub(in crate::runtime::lambda) fn panicked() -> Self {
        Self {
            error: Some("the function panicked".to_owned()),
            ..Self::new(Some(Happened::Panicked.name()))
        }
    }

    /// Says which message it was.
    pub(in crate::runtime::lambda) fn of_message(mut self, id: &str, received: u32) -> Self {
        self.message = Some((id.to_owned(), received));
        self
    }

    /// Says that the message was a dead letter.
    pub(in crate::runtime::lambda) fn of_the_dead(mut self) -> Self {
        self.is_dead = true;
        self.with("dead", true)
    }

    /// Adds a detail.
    pub(in crate::runtime::lambda) fn with(
        mut self,
        name: &'static str,
        value: impl ToString,
    ) -> Self {
        self.details.push((name, value.to_string()));
        self
    }
}
