//! Killed at every step: `docs/RELIABILITY.md`.

mod scenario;
mod schedule;
mod seen;

use harness::Pump;
use harness::mortal::Moment;
use harness::pump::News;
use scenario::Scenario;
use schedule::{Schedule, What};
use std::sync::Arc;

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
        let began = std::time::Instant::now();
        let pump = Arc::new(Pump::open(scenario.config()).await);
        println!("{} open {:?}", scenario.name(), began.elapsed());
        for news in [News::Prompt, News::Prompt, News::Late] {
            let began = std::time::Instant::now();
            let plain = Schedule::undisturbed(scenario, news);
            let run = plain.run(&pump).await;
            println!(
                "{} {news:?}: {:?} {} calls {:?} {:?}",
                scenario.name(),
                began.elapsed(),
                run.calls,
                run.seen,
                run.operations.len()
            );
        }
        for news in [News::Prompt, News::Late] {
            let plain = Schedule::undisturbed(scenario, news);
            let calm = plain.run(&pump).await;
            let began = std::time::Instant::now();
            for nth in 1..=calm.operations.len() {
                let schedule = plain.and(nth, Moment::After, What::Kill);
                let run = schedule.run(&pump).await;
                if run.seen != calm.seen {
                    println!(
                        "FAILS {schedule} ({}): {:?}\n   {:?}",
                        calm.operations[nth - 1],
                        run.seen,
                        calm.seen
                    );
                    if environment() {
                        println!("{}", run.story());
                    }
                }
            }
            println!("{} {news:?} kills {:?}", scenario.name(), began.elapsed());
        }
    }
}
fn environment() -> bool {
    harness::contract::environment("STORY").is_some()
}
