//! Killed at every step: `docs/RELIABILITY.md`.

mod scenario;
mod schedule;
mod seen;

use harness::pump::News;
use scenario::Scenario;
use schedule::Schedule;

#[tokio::test]
async fn probe() {
    for scenario in [
        Scenario::Answer,
        Scenario::Burst,
        Scenario::Newer,
        Scenario::Person,
        Scenario::Rule,
        Scenario::Order,
        Scenario::Draft,
        Scenario::Bot,
        Scenario::DeadLetter,
        Scenario::Paused,
        Scenario::Marks,
        Scenario::Reinstated,
    ] {
        for news in [News::Prompt, News::Late] {
            let began = std::time::Instant::now();
            let run = Schedule::undisturbed(scenario, news).run().await;
            println!(
                "{} {news:?}: {:?} {} calls {:?} {:?}",
                scenario.name(),
                began.elapsed(),
                run.calls,
                run.seen,
                run.operations.len()
            );
            if news == News::Prompt {
                println!("{:?}\n{}", run.operations, run.story);
            }
        }
    }
}
