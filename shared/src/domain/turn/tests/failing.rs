//! Every reading, every source of facts and every post fails in every way, once or for ever, and workers die beside it.

use super::bad_moments::{is_ask, person};
use super::queue::Fate;
use super::world::outage::{How, OF_A_READING, When};
use super::world::{CONFIG, Crash, World};
use crate::domain::outcome::Outcome;
use crate::domain::turn::{Failure, Stop};

/// A beginning, and how many readings and posts it takes undisturbed.
type Beginning = (&'static str, fn() -> World, usize, usize);

const BEGINNINGS: [Beginning; 2] = [
    ("an answer", || World::asked("How?"), 2, 1),
    ("a hand-off", || person("A person please"), 3, 3),
];

const OF_A_POST: [How; 9] = [
    How::Unauthorized,
    How::NotFound,
    How::Refused,
    How::Limited(7),
    How::Limited(-60),
    How::Limited(1_000_000),
    How::NotSent,
    How::Unknown,
    How::Arrived,
];

/// What holds whatever fails: nobody is answered twice, nobody is forgotten, and nothing stays open behind an end.
fn check(world: &World, fate: &Fate, case: &str) {
    let told = || format!("{case}\n{fate:?}\n{}", world.told());
    assert!(world.visible() <= 1, "twice: {}", told());
    assert!(world.notes() <= 1, "two notes: {}", told());
    match &fate.stop {
        Some(Stop::Outcome(Outcome::Replied)) => assert_eq!(world.visible(), 1, "{}", told()),
        Some(Stop::Outcome(Outcome::HandedOff { .. })) => {
            assert_eq!(world.team(), Some("101"), "{}", told());
        }
        // It is there all the time, but Intercom said often enough that it is not.
        Some(Stop::Outcome(Outcome::Gone)) => assert!(case.contains("NotFound"), "{}", told()),
        // Somebody has it, or an earlier worker answered.
        Some(Stop::Outcome(Outcome::NotOurs | Outcome::NothingToCover)) => {
            assert!(world.visible() == 1 || world.team().is_some(), "{}", told());
        }
        Some(other) => panic!("{other:?} {}", told()),
        None => {}
    }
    if fate.stop.is_some() {
        assert!(
            world.record().step.is_none() && world.record().lease.is_none(),
            "{}",
            told()
        );
    } else {
        assert!(world.record().lease.is_none(), "{}", told());
    }
}

/// One line for each thing that can become of a case, with the failures that lead to it.
fn table(cells: &[(String, How, String)]) -> String {
    let mut rows: Vec<(&str, &str, Vec<String>)> = Vec::new();
    for (case, how, came) in cells {
        let how = format!("{how:?}");
        let same = |row: &&mut (&str, &str, Vec<String>)| row.0 == case && row.1 == came;
        match rows.iter_mut().find(same) {
            Some((_, _, hows)) => hows.push(how),
            None => rows.push((case, came, vec![how])),
        }
    }
    // The cases in their order, each with all that can become of it.
    let place = |case: &str| cells.iter().position(|(known, ..)| known == case);
    rows.sort_by_key(|(case, ..)| place(case));
    let lines = rows.into_iter();
    let lines = lines.map(|(case, came, hows)| format!("{case} {}\n  {came}", hows.join(", ")));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_reading_that_fails_in_whatever_way_costs_time_and_no_message() {
    let mut lines = Vec::new();
    for (what, begin, readings, _) in BEGINNINGS {
        for nth in 1..=readings {
            for how in OF_A_READING {
                for when in [When::At(nth), When::From(nth)] {
                    let mut world = begin();
                    world.outage.reads.push((when, how));
                    let fate = world.through_the_queue();
                    let case = format!("{what}, reading {when:?}");
                    check(&world, &fate, &format!("{case} {how:?}"));
                    lines.push((case, how, world.summed_up(&fate)));
                }
            }
        }
    }
    insta::assert_snapshot!(table(&lines));
}

#[test]
fn a_post_that_fails_in_whatever_way_is_made_once_or_replaced_by_a_person() {
    let mut lines = Vec::new();
    for (what, begin, _, posts) in BEGINNINGS {
        for nth in 1..=posts {
            for how in OF_A_POST {
                for when in [When::At(nth), When::From(nth)] {
                    let mut world = begin();
                    world.outage.posts.push((when, how));
                    let fate = world.through_the_queue();
                    let case = format!("{what}, post {when:?}");
                    check(&world, &fate, &format!("{case} {how:?}"));
                    lines.push((case, how, world.summed_up(&fate)));
                }
            }
        }
    }
    insta::assert_snapshot!(table(&lines));
}

#[test]
fn facts_that_fail_in_whatever_way_are_waited_for_and_absent_only_when_intercom_says_so() {
    let mut lines = Vec::new();
    for how in OF_A_READING {
        for when in [When::At(1), When::From(1)] {
            let mut world = World::asked("How?");
            world.config = CONFIG.replace(
                r#""rules": ["#,
                r#""rules": [{ "name": "VIPs", "when": { "contact.segment": "VIP" }, "then": { "hand_off": { "to": "team:Support" } } }, "#,
            );
            assert_ne!(world.config, CONFIG);
            world.outage.facts.push((when, how));
            let fate = world.through_the_queue();
            let case = format!("facts {when:?}");
            check(&world, &fate, &format!("{case} {how:?}"));
            lines.push((case, how, world.summed_up(&fate)));
        }
    }
    insta::assert_snapshot!(table(&lines));
}

#[test]
fn who_dies_after_whatever_effect_while_whatever_reading_fails_answers_once_at_most_and_hands_over_otherwise()
 {
    for (what, begin, readings, _) in BEGINNINGS {
        let effects = begin().effects();
        for crash in (0..effects).flat_map(|at| [Crash::Before(at), Crash::After(at)]) {
            // One reading more: the one with which the next worker begins.
            for nth in 1..=readings + 2 {
                for how in OF_A_READING {
                    let mut world = begin();
                    world.crash = Some(crash);
                    world.outage.reads.push((When::At(nth), how));
                    let fate = world.through_the_queue();
                    let case = format!("{what}, {crash:?}, reading {nth} {how:?}");
                    check(&world, &fate, &case);
                    assert!(fate.stop.is_some(), "{case}\n{}", world.told());
                }
            }
        }
    }
}

#[test]
fn who_dies_after_whatever_effect_while_whatever_post_fails_answers_once_at_most_and_hands_over_otherwise()
 {
    for (what, begin, _, posts) in BEGINNINGS {
        let effects = begin().effects();
        for crash in (0..effects).flat_map(|at| [Crash::Before(at), Crash::After(at)]) {
            for nth in 1..=posts + 1 {
                for how in OF_A_POST {
                    let mut world = begin();
                    world.crash = Some(crash);
                    world.outage.posts.push((When::At(nth), how));
                    let fate = world.through_the_queue();
                    let case = format!("{what}, {crash:?}, post {nth} {how:?}");
                    check(&world, &fate, &case);
                    assert!(fate.stop.is_some(), "{case}\n{}", world.told());
                }
            }
        }
    }
}

#[test]
fn a_reading_and_a_post_that_fail_together_are_no_worse_than_either() {
    for (what, begin, readings, posts) in BEGINNINGS {
        for reading in 1..=readings + 3 {
            for post in 1..=posts + 1 {
                for (read, posted) in OF_A_READING
                    .into_iter()
                    .flat_map(|read| OF_A_POST.map(|posted| (read, posted)))
                {
                    let mut world = begin();
                    world.outage.reads.push((When::At(reading), read));
                    world.outage.posts.push((When::At(post), posted));
                    let fate = world.through_the_queue();
                    let case =
                        format!("{what}, reading {reading} {read:?}, post {post} {posted:?}");
                    check(&world, &fate, &case);
                    assert!(fate.stop.is_some(), "{case}\n{}", world.told());
                }
            }
        }
    }
}

#[test]
fn a_window_that_has_ended_and_refuses_all_the_same_is_not_stormed() {
    let mut world = World::asked("How?");
    world.outage.posts.push((When::From(1), How::Limited(-60)));
    let stop = world.run();
    assert!(
        matches!(stop, Stop::Failed(Failure::RateLimited(_))),
        "{stop:?}"
    );
    let posts = world.done.iter().filter(|effect| effect.name() == "post");
    assert_eq!(posts.count(), 4, "{}", world.told());
}

#[test]
fn what_a_rate_limit_kept_from_being_sent_is_not_looked_for_afterwards() {
    let mut world = World::asked("How?");
    world.outage.posts.push((When::At(1), How::Limited(7)));
    world.outage.reads.push((When::At(3), How::Unknown));
    assert!(matches!(world.run(), Stop::Failed(_)));
    assert_eq!(world.record().step, None, "{}", world.told());
    let asked = world.done.iter().filter(|effect| is_ask(effect)).count();
    assert_eq!(world.run(), Stop::Outcome(Outcome::Replied));
    let waited = world.done.iter().filter(|effect| effect.name() == "wait");
    assert_eq!((asked, waited.count(), world.visible()), (1, 1, 1));
}
