//! What a rule left to Intercom's own bot, and the bot gives up.

use super::world::{CONFIG, Crash, World};
use crate::domain::answer::Question;
use crate::domain::conversation::decide::Desk;
use crate::domain::conversation::{Errand, Event, decide};
use crate::domain::hand_off::Reason;
use crate::domain::outcome::Outcome;
use crate::domain::part::Author;
use crate::domain::transcript::Bot;
use crate::domain::turn::{Effect, Stop, budget};

/// The visitor asked, Fin is answering, and the rule leaves it to Fin as long as it does.
fn left() -> World {
    left_by(r#"{"name":"Fin is at it","when":{"bot":"answering"},"then":{"leave_to":"bot"}}"#)
}

fn left_by(rule: &str) -> World {
    let mut world = World::asked("How?");
    world.config = CONFIG.replace(r#""rules": ["#, &format!(r#""rules": [{rule},"#));
    world.bot = Bot::Answering;
    let stop = world.run();
    assert!(
        matches!(stop, Stop::Outcome(Outcome::LeftAlone { .. })),
        "{stop:?}"
    );
    world.done.clear();
    world
}

fn fin_says(world: &mut World) {
    world.happens("comment", Author::Bot, "With hot water.", None, None);
    world.lines.last_mut().unwrap().part.from_ai = true;
}

fn looks(world: &mut World, nth: u32) -> Stop {
    world.errand = Errand::Watch;
    world.receive_count = nth;
    world.run()
}

/// The turn that a look asked for.
fn picks_up(world: &mut World) -> Stop {
    assert_eq!(world.turns.len(), 1);
    world.turns.clear();
    world.errand = Errand::Answer;
    world.receive_count = 1;
    world.run()
}

fn questions(world: &World) -> Vec<String> {
    let asked = |question: &Question| {
        let said = question.discussion.iter().filter(|said| said.unanswered);
        said.map(|said| said.text.as_str())
            .collect::<Vec<_>>()
            .join(" / ")
    };
    let questions = world.done.iter().filter_map(|effect| match effect {
        Effect::Ask(question, _) => Some(asked(question)),
        _ => None,
    });
    questions.collect()
}

#[test]
fn what_fin_gives_up_without_a_word_is_answered_at_the_next_look() {
    let mut world = left();
    assert_eq!(world.watches.len(), 1);
    let first = looks(&mut world, 1);
    let second = looks(&mut world, 2);
    assert!(
        matches!((&first, &second), (Stop::Later { after: a, .. }, Stop::Later { after: b, .. })
            if [*a, *b] == budget::WATCH[..2]),
        "{first:?} {second:?}"
    );
    world.bot = Bot::Escalated;
    assert!(matches!(looks(&mut world, 3), Stop::Later { .. }));
    assert_eq!(picks_up(&mut world), Stop::Outcome(Outcome::Replied));
    // It is answered by then.
    assert_eq!(looks(&mut world, 4), Stop::Outcome(Outcome::NothingToCover));
    insta::assert_snapshot!(world.told(), @"
    visitor: How?
    agent: <p>Two minutes at 70 °C.</p>
    calls: read, read, request, read, read, reply, attributes
    writes: 5
    ");
    assert_eq!(world.record().covered, world.record().seen);
}

#[test]
fn looks_write_nothing_claim_nothing_and_come_to_an_end() {
    let mut world = left();
    let before = world.record().clone();
    let stops: Vec<_> = (1..=4).map(|nth| looks(&mut world, nth)).collect();
    assert!(
        matches!(
            stops[..],
            [
                Stop::Later { .. },
                Stop::Later { .. },
                Stop::Later { .. },
                Stop::Outcome(Outcome::NothingToCover)
            ]
        ),
        "{stops:?}"
    );
    assert_eq!(*world.record(), before);
    let reads = world.done.iter().filter(|done| **done == Effect::Read);
    assert_eq!(reads.count(), budget::WATCH.len());
}

#[test]
fn a_turn_whose_reading_lags_behind_the_look_is_asked_for_again() {
    let mut world = left();
    world.bot = Bot::Escalated;
    looks(&mut world, 2);
    world.bot = Bot::Answering;
    assert!(matches!(
        picks_up(&mut world),
        Stop::Outcome(Outcome::LeftAlone { .. })
    ));
    world.bot = Bot::Escalated;
    looks(&mut world, 3);
    assert_eq!(picks_up(&mut world), Stop::Outcome(Outcome::Replied));
}

#[test]
fn whoever_is_at_it_is_not_looked_over_the_shoulder() {
    let mut world = left();
    world.bot = Bot::Escalated;
    world.errand = Errand::Answer;
    world.crash = Some(Crash::After(1));
    assert!(world.run_once().is_none(), "killed with the lease in hand");
    world.done.clear();
    assert!(matches!(looks(&mut world, 2), Stop::Later { .. }));
    assert!(!world.done.contains(&Effect::Read));
}

#[test]
fn nobody_looks_again_where_no_rule_would_pick_it_up() {
    for rule in [
        r#"{"name":"Always Fin's","then":{"leave_to":"bot"}}"#,
        r#"{"name":"Fin's, then the team's","when":{"bot":["answering","escalated"]},"then":{"leave_to":"team"}}"#,
    ] {
        assert_eq!(left_by(rule).watches.len(), 0, "{rule}");
    }
}

#[test]
fn a_teammate_who_takes_over_ends_the_looks_before_anything_is_read() {
    let mut world = left();
    world.teammate_writes();
    world.bot = Bot::Escalated;
    assert_eq!(looks(&mut world, 2), Stop::Outcome(Outcome::NotOurs));
    assert!(!world.done.contains(&Effect::Read));
}

#[test]
fn a_teammate_whose_notification_is_late_is_seen_by_the_look_itself() {
    let mut world = left();
    world.write(
        "comment",
        Author::Admin("1".try_into().unwrap()),
        "I'll take it.",
        None,
        None,
    );
    world.bot = Bot::Escalated;
    assert_eq!(looks(&mut world, 2), Stop::Outcome(Outcome::NotOurs));
    assert_eq!(world.visible(), 0);
}

#[test]
fn what_the_visitor_writes_meanwhile_has_its_own_turn_which_covers_both() {
    let mut world = left();
    world.visitor_writes("And how hot?");
    world.bot = Bot::Escalated;
    assert_eq!(looks(&mut world, 2), Stop::Outcome(Outcome::NothingToCover));
    world.errand = Errand::Answer;
    world.receive_count = 1;
    assert_eq!(world.run(), Stop::Outcome(Outcome::Replied));
    assert_eq!(questions(&world), ["How? / And how hot?"]);
}

#[test]
fn what_fin_says_asks_for_a_turn_only_where_it_was_left_to_it() {
    let asks = |world: &World| {
        let us = "9".try_into().unwrap();
        let part = world.lines.last().unwrap().part.stamp.clone();
        decide(world.record(), &Event::BotSpoke(part), Desk { us: &us })
            .actions
            .len()
    };
    let mut world = left();
    fin_says(&mut world);
    assert_eq!(asks(&world), 1);
    world.errand = Errand::Answer;
    // It has answered, so nothing waits; it may give up all the same.
    assert_eq!(world.run(), Stop::Outcome(Outcome::NothingToCover));
    assert_eq!((world.watches.len(), world.visible()), (2, 0));
    world.bot = Bot::Escalated;
    looks(&mut world, 2);
    assert_eq!(picks_up(&mut world), Stop::Outcome(Outcome::Replied));
    assert_eq!(questions(&world), ["How?"]);
    assert_eq!(asks(&world), 0, "it is answered");
    let mut ours = World::asked("How?");
    fin_says(&mut ours);
    assert_eq!(asks(&ours), 0, "a turn was asked for already");
}

#[test]
fn what_fin_has_resolved_is_not_answered_again_when_the_visitor_comes_back() {
    let mut world = left();
    fin_says(&mut world);
    world.bot = Bot::Done;
    world.visitor_writes("And black tea?");
    world.errand = Errand::Answer;
    assert_eq!(world.run(), Stop::Outcome(Outcome::Replied));
    assert_eq!(questions(&world), ["And black tea?"]);
}

#[test]
fn whoever_dies_while_picking_up_the_visitor_gets_one_answer() {
    let escalated = || {
        let mut world = left();
        world.bot = Bot::Escalated;
        looks(&mut world, 2);
        world.turns.clear();
        world.done.clear();
        world.errand = Errand::Answer;
        world.receive_count = 1;
        world
    };
    for crash in (0..escalated().effects()).flat_map(|at| [Crash::Before(at), Crash::After(at)]) {
        let mut world = escalated();
        world.crash = Some(crash);
        let stop = world.run_to_the_end();
        assert_eq!(world.visible(), 1, "{crash:?} {stop:?}\n{}", world.told());
        let record = world.record();
        assert!(record.step.is_none() && record.lease.is_none(), "{crash:?}");
        assert_eq!(record.covered, record.seen, "{crash:?}");
    }
}

#[test]
fn whoever_dies_while_leaving_it_looks_are_asked_for_once() {
    let asked = || {
        let mut world = World::asked("How?");
        world.config = CONFIG.replace(r#""rules": ["#, r#""rules": [{"name":"Fin is at it","when":{"bot":"answering"},"then":{"leave_to":"bot"}},"#);
        world.bot = Bot::Answering;
        world
    };
    for crash in (0..asked().effects()).flat_map(|at| [Crash::Before(at), Crash::After(at)]) {
        let mut world = asked();
        world.crash = Some(crash);
        world.run_to_the_end();
        assert_eq!((world.watches.len(), world.visible()), (1, 0), "{crash:?}");
        assert_eq!(world.record().to_bot, world.record().seen, "{crash:?}");
    }
}

#[test]
fn the_last_resort_takes_nothing_from_fin_but_what_it_has_given_up() {
    let mut world = left();
    world.errand = Errand::HandOver(Reason::LastResort);
    assert_eq!(world.run(), Stop::Outcome(Outcome::NothingToCover));
    world.bot = Bot::Escalated;
    let handed = Outcome::HandedOff {
        to: "Support".to_owned(),
        reason: Reason::LastResort,
    };
    assert_eq!(world.run(), Stop::Outcome(handed));
}
