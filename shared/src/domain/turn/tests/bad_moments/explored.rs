//! What the model ([`crate::domain::turn::model`]) found, each by hand.

use super::{is_ask, is_post, is_wait, killed_before_the_post};
use crate::domain::outcome::Outcome;
use crate::domain::turn::tests::world::{World, said};
use crate::domain::turn::{Effect, Failure, Stop};

/// What the agent was asked, each time.
fn asked(w: &World) -> Vec<Vec<String>> {
    let questions = w.done.iter().filter_map(|effect| match effect {
        Effect::Ask(question, _) => Some(question.unanswered().map(str::to_owned).collect()),
        _ => None,
    });
    questions.collect()
}

#[test]
fn a_second_attempt_answers_what_the_first_did_and_the_next_message_has_an_answer_of_its_own() {
    let mut w = killed_before_the_post();
    w.visitor_writes("And black tea?");
    // The first attempt died with its worker; the second is another text than the third.
    w.hooks
        .push((is_post, |w| w.answer = said("Four minutes.")));
    assert_eq!(w.run(), Stop::Outcome(Outcome::Replied));
    assert_eq!(asked(&w), [["How?"], ["How?"], ["And black tea?"]]);
    assert_eq!(w.visible(), 2, "{}", w.told());
}

#[test]
fn a_reading_in_which_even_the_question_is_missing_does_not_forget_the_answer() {
    let mut w = World::asked("How?");
    w.fails.push((Failure::Unknown, true));
    // The next reading is older than all that was written.
    w.hooks.push((is_wait, |w| {
        let mut nothing = w.transcript();
        nothing.lines.clear();
        w.frozen = Some(nothing);
    }));
    w.hooks.push((is_wait, |w| w.frozen = None));
    let stop = w.run();
    assert_eq!(stop, Stop::Outcome(Outcome::Replied));
    assert_eq!((w.visible(), asked(&w).len()), (1, 1), "{}", w.told());
}

#[test]
fn an_answer_to_a_text_that_was_removed_is_not_posted_because_something_newer_waits() {
    let mut w = World::asked("My card is 4111");
    w.hooks.push((is_ask, |w| {
        w.visitor_writes("How do I brew green tea?");
        w.lines[0].part.redacted = true;
        w.lines[0].text.clear();
    }));
    assert_eq!(w.run(), Stop::Outcome(Outcome::Replied));
    let questions = asked(&w);
    assert_eq!(
        questions,
        [["My card is 4111"], ["How do I brew green tea?"]]
    );
    assert_eq!(w.visible(), 1, "{}", w.told());
}

#[test]
fn what_was_written_down_too_long_ago_is_not_posted() {
    let mut w = World::asked("How?");
    fn is_intent(e: &Effect) -> bool {
        matches!(e, Effect::Save(record, _) if record.step.is_some())
    }
    // The store takes its time.
    w.hooks.push((is_intent, |w| w.pass(11)));
    assert!(matches!(w.run(), Stop::Later { .. }));
    assert_eq!((w.visible(), w.record().step.clone()), (0, None));
    assert_eq!(w.run(), Stop::Outcome(Outcome::Replied));
    assert_eq!(w.visible(), 1);
}
