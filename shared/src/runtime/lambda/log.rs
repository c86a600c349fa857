//! The journal on Lambda: one line of JSON a delivery, on standard output, and its metrics in it.
//!
//! ```text
//! tally     what a delivery gathers: calls, units, entries
//! ending    how it ended
//! line      what a line looks like, and what never stands in one
//! metrics   which entries count as which metric
//! ```
//!
//! What failed inside a delivery is written at once as well, because the process may die before the end; so is what
//! happens outside of any: the cold start. Nothing is kept back, so there is nothing to do when Lambda ends the process.

mod ending;
mod line;
mod metrics;
#[cfg(test)]
pub(super) mod paper;
mod tally;
#[cfg(test)]
mod tests;

use std::future::Future;
use std::io::{self, Write};
use std::panic;
use std::sync::{Arc, Mutex, MutexGuard};

use tracing_subscriber::filter::LevelFilter;

use super::environment::{AWS_LAMBDA_LOG_LEVEL, Environment, STACK};
use super::failure::Failure;
use crate::ports::journal::Entry;
use crate::ports::{Clock, Journal};

use line::{Head, Line};

pub(super) use ending::{Ending, Happened};
pub(super) use tally::Tally;

/// The journal of one function.
pub(super) struct Log {
    function: String,
    stack: String,
    clock: Arc<dyn Clock>,
    invocation: Mutex<Invocation>,
    out: Mutex<Box<dyn Write + Send>>,
}

/// The invocation that is under way; a container has one at a time.
#[derive(Debug, Clone, Default)]
struct Invocation {
    request: String,
    /// Its number in this container, from one.
    nth: u64,
}

impl Log {
    /// Opens the journal, takes libraries' lines in, and sees to it that a panic says where it was and nothing more:
    /// its message may quote what somebody wrote.
    ///
    /// # Errors
    ///
    /// When the stack is not said.
    pub(super) fn open(
        environment: &Environment,
        clock: Arc<dyn Clock>,
    ) -> Result<Arc<Self>, Failure> {
        // What libraries tell below INFO is what goes over the wire.
        let level = environment
            .optional(AWS_LAMBDA_LOG_LEVEL)
            .and_then(|level| level.parse().ok());
        let level = level.unwrap_or(LevelFilter::WARN).min(LevelFilter::INFO);
        let lines = tracing_subscriber::fmt()
            .json()
            .flatten_event(true)
            .with_current_span(false)
            .with_span_list(false);
        // It fails when somebody set one before, which then stays.
        let _ = lines
            .with_max_level(level)
            .with_writer(io::stdout)
            .try_init();
        let log = Arc::new(Self::to(
            Box::new(io::stdout()),
            &environment.function,
            &environment.required(STACK)?,
            clock,
        ));
        let journal = log.clone();
        panic::set_hook(Box::new(move |panic| {
            let place = panic
                .location()
                .map(ToString::to_string)
                .unwrap_or_default();
            journal.enter(
                Entry::new("runtime", "panic", "a panic")
                    .with("at", place)
                    .failed(),
            );
        }));
        Ok(log)
    }

    /// A journal that is written to `out`.
    pub(super) fn to(
        out: Box<dyn Write + Send>,
        function: &str,
        stack: &str,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            function: function.to_owned(),
            stack: stack.to_owned(),
            clock,
            invocation: Mutex::default(),
            out: Mutex::new(out),
        }
    }

    /// An invocation begins.
    pub(super) fn begin(&self, request_id: &str) {
        let mut invocation = self.lock();
        request_id.clone_into(&mut invocation.request);
        invocation.nth += 1;
    }

    /// Runs a delivery, gathers what is entered in it, and writes its line.
    pub(super) async fn deliver<T>(&self, delivery: impl Future<Output = (T, Ending)>) -> T {
        let began = self.clock.now();
        let ((came, ending), tally) = Tally::over(delivery).await;
        let took = self.clock.now().duration_since(began);
        let took = took.try_into().unwrap_or_default();
        let cold = self.lock().nth == 1;
        self.write(Line::of_delivery(self.head(), cold, took, &tally, &ending));
        came
    }

    fn head(&self) -> Head<'_> {
        Head {
            now: self.clock.now(),
            function: &self.function,
            stack: &self.stack,
            request: self.lock().request.clone(),
        }
    }

    fn write(&self, line: Line<'_>) {
        let line = line.written();
        let mut out = self.out.lock().expect("no holder of this lock panics");
        // Nothing depends on it, and there is nobody to tell.
        let _ = out.write_all(line.as_bytes());
    }

    fn lock(&self) -> MutexGuard<'_, Invocation> {
        self.invocation
            .lock()
            .expect("no holder of this lock panics")
    }
}

impl Journal for Log {
    fn enter(&self, entry: Entry) {
        let is_gathered = Tally::here(|tally| tally.note(&entry)).is_some();
        if !entry.ok || !is_gathered {
            self.write(Line::of_entry(self.head(), &entry));
        }
    }

    /// It is in the delivery's line, and nothing of it in another.
    fn conclude(&self, entry: Entry) {
        let mut entry = Some(entry);
        Tally::here(|tally| entry.take().map(|entry| tally.conclude(entry)));
        if let Some(entry) = entry {
            self.enter(entry);
        }
    }
}
