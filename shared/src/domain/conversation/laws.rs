//! What holds for any events in any order: property tests of [`decide`].

use proptest::prelude::*;

use super::decide::Desk;
use super::event::Deed;
use super::{Action, Cause, Event, Record, decide};
use crate::domain::assignee::Assignee;
use crate::domain::ending::Rating;
use crate::domain::part::Command;
use crate::domain::stamp::Stamp;
use crate::id::{AdminId, PartId, TeamId};

fn us() -> AdminId {
    "9".try_into().unwrap()
}

fn stamps() -> impl Strategy<Value = Stamp> {
    // A part has one time, so the time follows from the number.
    (1_u64..12).prop_map(|number| {
        Stamp::new(
            1_000 + i64::try_from(number / 2).unwrap(),
            PartId::try_from(number.to_string()).unwrap(),
        )
    })
}

fn assignees() -> impl Strategy<Value = Assignee> {
    prop_oneof![
        Just(Assignee::Nobody),
        Just(Assignee::Bot),
        Just(Assignee::Admin(us())),
        Just(Assignee::Admin(AdminId::try_from("1").unwrap())),
        Just(Assignee::Team(TeamId::try_from("101").unwrap())),
    ]
}

/// One part gives one kind of event: the number decides it, so that no two events tell different things of one part.
fn events() -> impl Strategy<Value = Event> {
    (stamps(), assignees(), 0_u8..15).prop_map(|(stamp, to, kind)| match kind {
        0..=2 => Event::VisitorWrote(stamp),
        3 => Event::TeammateWrote(stamp),
        4 => Event::Closed(stamp),
        5 => Event::Commanded(stamp, Command::Stop),
        6 => Event::Commanded(stamp, Command::Resume),
        7 => Event::Commanded(stamp, Command::HandOff),
        8 => Event::Assigned { by: stamp, to },
        9 => Event::Redacted(stamp),
        10 => Event::BotSpoke(stamp),
        11 => Event::Commanded(stamp, Command::Summary),
        12 => Event::Commanded(stamp, Command::Unknown),
        13 => Event::Dealt(stamp),
        _ => Event::Echo {
            part: stamp,
            deed: Deed {
                said: true,
                ..Deed::default()
            },
        },
    })
}

/// Few seconds and all scores, so that two at one second are usual.
fn ratings() -> impl Strategy<Value = Rating> {
    (1_000_i64..1_004, 1_u8..=5).prop_map(|(at, score)| Rating { at, score })
}

fn any_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        20 => events(),
        2 => ratings().prop_map(Event::Rated),
        1 => Just(Event::Deleted),
        1 => Just(Event::Stirred),
    ]
}

fn after(events: &[Event]) -> Record {
    on(Record::default(), events)
}

fn on(record: Record, events: &[Event]) -> Record {
    let us = us();
    events.iter().fold(record, |record, event| {
        decide(&record, event, Desk { us: &us }).record
    })
}

/// A conversation that waits for people to open since then.
fn waiting(since: i64) -> Record {
    let reminder = format!("9999 {since} opening unsure 9t").parse();
    Record {
        reminder: Some(reminder.unwrap()),
        ..Record::default()
    }
}

/// What must not depend on the order: everything but the version, the epoch and the ring.
fn essence(mut record: Record) -> Record {
    record.version = 0;
    record.epoch = 0;
    record.own = super::Ring::default();
    record
}

/// Of the assignments only one per part is possible.
fn one_assignment_per_part(events: &mut Vec<Event>) {
    let mut seen = Vec::new();
    events.retain(|event| match event {
        Event::Assigned { by, .. } if seen.contains(by) => false,
        Event::Assigned { by, .. } => {
            seen.push(by.clone());
            true
        }
        _ => true,
    });
}

proptest! {
    #[test]
    fn any_order_and_any_duplicates_leave_the_same_record(
        mut events in prop::collection::vec(any_event(), 0..12),
        seed in any::<u64>(),
    ) {
        one_assignment_per_part(&mut events);
        let mut shuffled = events.clone();
        shuffled.extend(events.iter().step_by(2).cloned());
        // A cheap shuffle that depends on nothing but the seed.
        shuffled.sort_by_key(|event| crate::domain::digest::Digest::of([format!("{event:?}{seed}").as_str()]).to_string());
        prop_assert_eq!(essence(after(&events)), essence(after(&shuffled)));
        // Whenever in the middle of them it began to wait.
        for since in 999..1_007 {
            prop_assert_eq!(essence(on(waiting(since), &events)), essence(on(waiting(since), &shuffled)));
        }
    }

    #[test]
    fn what_waits_goes_on_waiting_until_a_teammate_deals_with_it_after_it_began(
        events in prop::collection::vec(any_event(), 0..12),
        since in 999_i64..1_007,
    ) {
        let ends = |event: &Event| match event {
            Event::Dealt(part) => part.at > since,
            Event::Deleted => true,
            _ => false,
        };
        let waits = on(waiting(since), &events).reminder.is_some();
        prop_assert_eq!(waits, !events.iter().any(ends));
    }

    #[test]
    fn the_same_event_again_writes_nothing_and_asks_for_the_same_turn(
        events in prop::collection::vec(any_event(), 0..12),
        event in any_event(),
    ) {
        let us = us();
        let first = decide(&after(&events), &event, Desk { us: &us });
        let again = decide(&first.record, &event, Desk { us: &us });
        prop_assert_eq!(&first.record, &again.record);
        prop_assert_eq!(first.actions, again.actions);
    }

    #[test]
    fn a_command_that_is_not_confirmed_asks_for_a_turn_whoever_has_the_conversation(
        events in prop::collection::vec(events(), 0..12),
        (command, confirmed) in (events(), prop::option::of(stamps())),
    ) {
        let us = us();
        let mut record = after(&events);
        record.confirmed = confirmed;
        let decision = decide(&record, &command, Desk { us: &us });
        if let Event::Commanded(part, _) = command && decision.record.owes_confirmation() {
            prop_assert_eq!(decision.actions, vec![Action::RequestTurn(Cause::Part(part))]);
        }
    }

    #[test]
    fn after_a_teammate_has_spoken_only_a_command_asks_for_a_turn_until_the_agent_is_brought_back(
        events in prop::collection::vec(events(), 0..12),
        later in prop::collection::vec(events(), 0..12),
    ) {
        let us = us();
        let spoken = Stamp::new(2_000, PartId::try_from("900").unwrap());
        let mut record = decide(&after(&events), &Event::TeammateWrote(spoken), Desk { us: &us }).record;
        for event in later {
            // Everything the strategy makes is older than the teammate's word, so nothing can bring the agent back.
            let decision = decide(&record, &event, Desk { us: &us });
            if !matches!(event, Event::Commanded(..)) {
                prop_assert_eq!(&decision.actions, &vec![]);
            }
            record = decision.record;
        }
    }

    #[test]
    fn covered_and_seen_only_grow(events in prop::collection::vec(events(), 1..20)) {
        let us = us();
        let mut record = Record::default();
        for event in events {
            let next = decide(&record, &event, Desk { us: &us }).record;
            prop_assert!(next.seen >= record.seen && next.covered >= record.covered);
            prop_assert!(next.commanded >= record.commanded && next.confirmed >= record.confirmed);
            prop_assert!(next.epoch >= record.epoch);
            record = next;
        }
    }

    #[test]
    fn a_deleted_conversation_asks_for_nothing_and_keeps_nothing_but_its_rating(
        events in prop::collection::vec(any_event(), 0..12),
    ) {
        let us = us();
        let mut record = after(&[Event::Deleted]);
        let mut rated = None;
        for event in events {
            if let Event::Rated(rating) = event {
                rated = rated.max(Some(rating));
            }
            let decision = decide(&record, &event, Desk { us: &us });
            prop_assert_eq!(&decision.actions, &vec![]);
            record = decision.record;
        }
        prop_assert_eq!(essence(record), Record { deleted: true, rated, ..Record::default() });
    }

    #[test]
    fn a_rating_asks_for_no_turn_and_changes_nothing_but_itself(
        events in prop::collection::vec(any_event(), 0..12),
        rating in ratings(),
    ) {
        let us = us();
        let before = after(&events);
        let decision = decide(&before, &Event::Rated(rating), Desk { us: &us });
        prop_assert_eq!(&decision.actions, &vec![]);
        prop_assert!(decision.record.rated >= Some(rating));
        let rated = decision.record.rated;
        prop_assert_eq!(decision.record, Record { rated, ..before });
    }
}

#[test]
fn a_visitors_words_ask_for_a_turn_of_their_own() {
    let us = us();
    let stamp = Stamp::new(1_000, PartId::try_from("5").unwrap());
    let decision = decide(
        &Record::default(),
        &Event::VisitorWrote(stamp.clone()),
        Desk { us: &us },
    );
    assert_eq!(
        decision.actions,
        vec![Action::RequestTurn(Cause::Part(stamp))]
    );
}
