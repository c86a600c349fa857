//! Killed at every step: `docs/RELIABILITY.md`.
//!
//! Every schedule is a run of its own: a conversation, the real functions, and one or two things that go wrong at a point
//! that can be named. A failing one is printed with its story; so is, with `--nocapture`, the one whose name is in `SCHEDULE`.

mod scenario;
mod schedule;
mod seen;
mod table;
mod tally;

use std::sync::Arc;

use harness::Pump;
use harness::contract::environment;
use harness::mortal::Moment;
use harness::pump::News;
use scenario::Scenario;
use schedule::{Outcome, Run, Schedule, What};
use tally::Tally;

/// Runs schedules of a scenario and counts what they come to.
struct Bench {
    pump: Arc<Pump>,
    plain: Schedule,
    tally: Tally,
}

impl Bench {
    /// One with nothing to read once a day, and the run in which nothing happens.
    async fn of(what: &str, scenario: Scenario, news: News) -> Self {
        let pump = Arc::new(Pump::open(scenario.config()).await);
        let plain = Schedule::undisturbed(scenario, news);
        plain.run(&pump).await;
        let calm = plain.run(&pump).await;
        let violations = pump.violations();
        assert!(violations.is_empty(), "not Intercom's: {violations:#?}");
        Self {
            pump,
            plain,
            tally: Tally::of(what, calm),
        }
    }

    async fn run(&mut self, schedule: &Schedule) -> Run {
        let run = schedule.run(&self.pump).await;
        self.tally.take(schedule, &run);
        if environment("SCHEDULE") == Some(schedule.to_string()) {
            println!("{schedule}\n{}", run.story());
        }
        if !run.seen.loose_ends.is_empty() {
            // What it left behind must not be another's.
            let pump = Pump::open(self.plain.scenario.config()).await;
            self.pump = Arc::new(pump);
            self.plain.run(&self.pump).await;
        }
        run
    }

    /// Kills at every point of the undisturbed run that is `wanted`.
    async fn kill(&mut self, wanted: impl Fn(&str, Moment) -> bool) {
        for (nth, operation) in self.tally.operations() {
            for moment in [Moment::Before, Moment::After] {
                if wanted(operation, moment) {
                    self.run(&self.plain.and(nth, moment, What::Kill)).await;
                }
            }
        }
    }

    /// Begins the same run again and again, and kills at every point that is `wanted` behind what has gone wrong in `first`.
    async fn kill_after(&mut self, first: &Schedule, wanted: impl Fn(&str) -> bool) {
        let run = self.run(first).await;
        let last = first.events.last().expect("something has gone wrong").nth;
        for (nth, operation) in (1..).zip(run.operations).skip(last) {
            if wanted(operation) {
                self.run(&first.and(nth, Moment::After, What::Kill)).await;
            }
        }
    }

    /// Every post of the undisturbed run.
    fn posts(&self) -> Vec<usize> {
        let operations = self.tally.operations();
        let posts = operations.filter(|(_, name)| {
            matches!(
                *name,
                "intercom.reply"
                    | "intercom.note"
                    | "intercom.assign"
                    | "intercom.snooze"
                    | "intercom.open"
            )
        });
        posts.map(|(nth, _)| nth).collect()
    }
}

/// What changes something, or asks Intercom: all but reads of the store. To die behind one of those is to die behind what came
/// before it.
fn tells(operation: &str) -> bool {
    is_effect(operation) || operation.starts_with("intercom.")
}

/// What changes something.
fn is_effect(operation: &str) -> bool {
    matches!(
        operation,
        "store.save"
            | "queue.send"
            | "queue.settle"
            | "intercom.reply"
            | "intercom.note"
            | "intercom.assign"
            | "intercom.set_attributes"
            | "intercom.tag_called"
            | "intercom.tag"
            | "decisions.keep"
            | "intercom.snooze"
            | "intercom.open"
            | "follow_ups.set"
            | "follow_ups.done"
            | "readings.topic_arrived"
            | "readings.claim"
    )
}

/// Kills once behind every operation that tells something, with prompt news, and behind every one that changes something, with
/// late news.
async fn killed_once(scenario: Scenario) {
    let mut bench = Bench::of(scenario.name(), scenario, News::Prompt).await;
    bench
        .kill(|operation, moment| moment == Moment::After && tells(operation))
        .await;
    bench.plain.news = News::Late;
    bench
        .kill(|operation, moment| moment == Moment::After && is_effect(operation))
        .await;
    table::shows(&bench.tally.row());
}

/// Kills before and after every operation, with late news.
async fn killed_everywhere(scenario: Scenario) {
    let what = format!("{}, everywhere", scenario.name());
    let mut bench = Bench::of(&what, scenario, News::Late).await;
    bench.kill(|_, _| true).await;
    table::shows(&bench.tally.row());
}

/// Every post that goes wrong in each way, and then a worker that dies behind what follows of it.
async fn failed_and_killed(scenario: Scenario, what: &str, wanted: fn(&str) -> bool) {
    let mut bench = Bench::of(what, scenario, News::Late).await;
    for post in bench.posts() {
        for outcome in Outcome::ALL {
            let first = bench.plain.and(post, Moment::Before, What::Post(outcome));
            bench.kill_after(&first, wanted).await;
        }
    }
    table::shows(&bench.tally.row());
}

/// Two workers die, one behind the other.
async fn killed_twice(scenario: Scenario, what: &str, wanted: fn(&str) -> bool) {
    let mut bench = Bench::of(what, scenario, News::Late).await;
    for (nth, operation) in bench.tally.operations() {
        if wanted(operation) {
            let first = bench.plain.and(nth, Moment::After, What::Kill);
            bench.kill_after(&first, wanted).await;
        }
    }
    table::shows(&bench.tally.row());
}

/// A teammate takes over at every point.
async fn taken_over(scenario: Scenario, what: &str, told: bool) -> String {
    let mut bench = Bench::of(what, scenario, News::Late).await;
    for (nth, _) in bench.tally.operations() {
        for moment in [Moment::Before, Moment::After] {
            let schedule = bench.plain.and(nth, moment, What::Takeover { told });
            bench.run(&schedule).await;
        }
    }
    table::shows(&bench.tally.row());
    bench.tally.over()
}

#[tokio::test]
async fn a_visitor_is_answered_once_wherever_a_worker_dies() {
    killed_once(Scenario::Answer).await;
}

#[tokio::test]
async fn a_burst_is_answered_once_wherever_a_worker_dies() {
    killed_once(Scenario::Burst).await;
}

#[tokio::test]
async fn a_newer_message_is_answered_too_wherever_a_worker_dies() {
    killed_once(Scenario::Newer).await;
}

#[tokio::test]
async fn who_asks_for_a_person_gets_one_wherever_a_worker_dies() {
    killed_once(Scenario::Person).await;
}

#[tokio::test]
async fn a_rule_hands_over_once_wherever_a_worker_dies() {
    killed_once(Scenario::Rule).await;
}

#[tokio::test]
async fn an_order_is_followed_once_wherever_a_worker_dies() {
    killed_once(Scenario::Order).await;
}

#[tokio::test]
async fn a_draft_is_written_once_wherever_a_worker_dies() {
    killed_once(Scenario::Draft).await;
}

#[tokio::test]
async fn what_fin_gives_up_is_answered_once_wherever_a_worker_dies() {
    killed_once(Scenario::Bot).await;
}

#[tokio::test]
async fn a_dead_letter_ends_with_a_person_wherever_a_worker_dies() {
    killed_once(Scenario::DeadLetter).await;
}

#[tokio::test]
async fn a_paused_agent_hands_over_in_silence_wherever_a_worker_dies() {
    killed_once(Scenario::Paused).await;
}

#[tokio::test]
async fn marks_are_set_or_come_with_the_next_answer_wherever_a_worker_dies() {
    killed_once(Scenario::Marks).await;
}

#[tokio::test]
async fn who_brings_the_agent_back_gets_one_answer_wherever_a_worker_dies() {
    killed_once(Scenario::Reinstated).await;
}

#[tokio::test]
async fn a_night_has_one_morning_wherever_a_worker_dies() {
    killed_once(Scenario::Night).await;
}

#[tokio::test]
async fn a_reply_that_goes_wrong_and_a_worker_that_dies_are_still_one_answer() {
    let what = "an answer's post goes wrong, then a crash";
    failed_and_killed(Scenario::Answer, what, is_effect).await;
}

#[tokio::test]
async fn a_hand_off_that_goes_wrong_and_a_worker_that_dies_are_still_one_hand_off() {
    let what = "a hand-off's posts go wrong, then a crash";
    failed_and_killed(Scenario::Person, what, |name| name == "store.save").await;
}

#[tokio::test]
async fn two_crashes_of_an_answer_are_still_one_answer_or_one_hand_off() {
    let what = "an answer, two crashes";
    killed_twice(Scenario::Answer, what, |name| {
        matches!(name, "store.save" | "intercom.reply")
    })
    .await;
}

#[tokio::test]
async fn two_crashes_of_a_hand_off_are_still_one_hand_off() {
    let what = "a hand-off, two crashes";
    killed_twice(Scenario::Person, what, |name| {
        matches!(name, "intercom.reply" | "intercom.note" | "intercom.assign")
    })
    .await;
}

#[tokio::test]
async fn an_answer_is_dropped_when_a_teammate_is_faster() {
    let what = "a teammate takes over from an answer";
    let over = taken_over(Scenario::Answer, what, false).await;
    insta::assert_snapshot!(over, @"
    after intercom.conversation
    before configurations.glance
    after configurations.glance
    before store.save
    after store.save
    before intercom.reply
    ");
}

#[tokio::test]
async fn an_answer_is_dropped_when_a_teammates_words_are_told_of() {
    let what = "a teammate takes over from an answer, and it is told at once";
    let over = taken_over(Scenario::Answer, what, true).await;
    insta::assert_snapshot!(over, @"
    after store.save
    before intercom.reply
    ");
}

#[tokio::test]
async fn a_hand_off_stops_when_a_teammate_is_faster() {
    let what = "a teammate takes over from a hand-off";
    let over = taken_over(Scenario::Person, what, false).await;
    insta::assert_snapshot!(over, @"
    after intercom.conversation
    before configurations.glance
    after configurations.glance
    before store.save
    after store.save
    before intercom.reply
    ");
}

/// All there are. Minutes, not seconds: `scripts/crashes`.
mod all {
    use super::*;

    #[tokio::test]
    #[ignore = "minutes; scripts/crashes"]
    async fn answers_and_drafts_killed_before_and_after_everything() {
        use Scenario::{Answer, Bot, Burst, Draft, Marks, Newer};
        for scenario in [Answer, Draft, Marks, Bot, Burst, Newer] {
            killed_everywhere(scenario).await;
        }
    }

    #[tokio::test]
    #[ignore = "minutes; scripts/crashes"]
    async fn hand_offs_killed_before_and_after_everything() {
        use Scenario::{DeadLetter, Order, Paused, Person, Reinstated, Rule};
        for scenario in [Person, DeadLetter, Order, Rule, Reinstated, Paused] {
            killed_everywhere(scenario).await;
        }
    }

    #[tokio::test]
    #[ignore = "minutes; scripts/crashes"]
    async fn a_night_killed_before_and_after_everything() {
        killed_everywhere(Scenario::Night).await;
    }

    #[tokio::test]
    #[ignore = "minutes; scripts/crashes"]
    async fn every_pair_of_crashes_of_an_answer() {
        let what = "an answer, every two crashes";
        killed_twice(Scenario::Answer, what, is_effect).await;
    }

    #[tokio::test]
    #[ignore = "minutes; scripts/crashes"]
    async fn every_pair_of_crashes_of_a_hand_off() {
        let what = "a hand-off, every two crashes";
        killed_twice(Scenario::Person, what, is_effect).await;
    }

    #[tokio::test]
    #[ignore = "minutes; scripts/crashes"]
    async fn every_post_of_a_hand_off_that_goes_wrong_with_every_crash_behind_it() {
        let what = "a hand-off's posts go wrong, then every crash";
        failed_and_killed(Scenario::Person, what, is_effect).await;
    }
}
