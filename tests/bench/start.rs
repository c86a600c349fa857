//! One start of a function: from spawn to the last of its invocations.

use std::fs::{self, File};
use std::process::Child;
use std::time::{Duration, Instant};

use crate::aws::town::Town;
use crate::notification::Notifications;
use crate::process;
use crate::stopwatch::Stopwatch;
use crate::subject::Subject;

/// How many invocations follow the first one.
pub(crate) const WARM: u32 = 10;
/// How long a function may take here until it is taken for stuck.
const PATIENCE: Duration = Duration::from_secs(60);

/// What one start took.
pub(crate) struct Start {
    /// From spawn until it asks for its first event.
    pub(crate) init: Duration,
    /// The CPU time of that.
    pub(crate) init_cpu: Duration,
    /// From the first event until its answer; none for a function that is given no event.
    pub(crate) first: Option<Duration>,
    /// The same for the events after it.
    pub(crate) warm: Vec<Duration>,
    /// In bytes.
    pub(crate) peak_memory: u64,
}

/// Ends when it is dropped.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Start {
    pub(crate) async fn of(
        subject: &Subject,
        town: &Town,
        notifications: &mut Notifications,
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("log");
        let measured = measured(subject, town, notifications, File::create(&log).unwrap());
        tokio::time::timeout(PATIENCE, measured)
            .await
            .unwrap_or_else(|_| {
                let told = fs::read_to_string(&log).unwrap_or_default();
                panic!(
                    "{} in {} is stuck:\n{told}",
                    subject.function, subject.language
                )
            })
    }
}

async fn measured(
    subject: &Subject,
    town: &Town,
    notifications: &mut Notifications,
    log: File,
) -> Start {
    let mut stopwatch = Stopwatch::open().await;
    let mut command = subject.command(&town.variables());
    command
        .env("AWS_LAMBDA_RUNTIME_API", stopwatch.address.to_string())
        .stderr(log.try_clone().unwrap())
        .stdout(log);

    let began = Instant::now();
    let running = Running(command.spawn().unwrap());
    let id = running.0.id();
    let mut asked = stopwatch.asked().await;
    let init = asked.at.duration_since(began);
    let init_cpu = process::cpu(id);

    let mut took = Vec::new();
    for _ in 0..=WARM {
        let Some(event) = notifications.next_for(subject.function) else {
            break;
        };
        let (answer, given, answered) = stopwatch.invoke(asked, &event).await;
        Notifications::accept(subject.function, &answer);
        took.push(answered.duration_since(given));
        asked = stopwatch.asked().await;
    }
    let first = (!took.is_empty()).then(|| took.remove(0));
    Start {
        init,
        init_cpu,
        first,
        warm: took,
        peak_memory: process::peak_memory(id),
    }
}
