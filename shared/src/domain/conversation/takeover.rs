//! What every part type means by every author: who silences the agent, who brings it back, who is a visitor.

use super::decide::Desk;
use super::{Event, Record, decide};
use crate::domain::assignee::Assignee;
use crate::domain::part::{Author, Part};
use crate::domain::stamp::Stamp;
use crate::id::{AdminId, PartId};

/// Every part type Intercom's reference or a recorded notification has, and one it may have some day.
const TYPES: [&str; 33] = [
    "comment",
    "quick_reply",
    "note",
    "note_and_reopen",
    "note_and_unsnooze",
    "assignment",
    "assign_and_reopen",
    "assign_and_unsnooze",
    "away_mode_assignment",
    "default_assignment",
    "balanced_assignment",
    "open",
    "close",
    "snoozed",
    "unsnoozed",
    "timer_unsnooze",
    "participant_added",
    "participant_removed",
    "conversation_rating_changed",
    "conversation_rating_remark_added",
    "conversation_attribute_updated_by_admin",
    "conversation_attribute_updated_by_user",
    "conversation_attribute_updated_by_workflow",
    "custom_action_started",
    "custom_action_finished",
    "operator_workflow_event",
    "ticket_state_updated_by_admin",
    "ticket_attribute_updated_by_admin",
    "merged_primary_conversation",
    "call_summary",
    "attribute_collector",
    "language_detection_details",
    "a_type_of_tomorrow",
];

fn us() -> AdminId {
    "9".try_into().unwrap()
}

fn authors() -> [(&'static str, Author, bool); 7] {
    let admin = |id: &str| Author::Admin(id.try_into().unwrap());
    [
        ("visitor", Author::Visitor(None), false),
        ("teammate", admin("1"), false),
        ("our teammate", admin("9"), false),
        ("workflow", Author::Bot, false),
        ("Fin", Author::Bot, true),
        ("Fin as a teammate", admin("1"), true),
        ("team or unknown", Author::Other, false),
    ]
}

fn stamp(id: u32) -> Stamp {
    let id = PartId::try_from(id.to_string()).unwrap();
    Stamp::new(1_000, id)
}

fn after(record: &Record, part: &Part) -> Record {
    let us = us();
    let events = Event::of(part, &us).into_iter();
    events.fold(record.clone(), |record, event| {
        decide(&record, &event, Desk { us: &us }).record
    })
}

fn part(kind: &str, (author, from_ai): (&Author, bool), body: bool, to: Option<Assignee>) -> Part {
    Part {
        stamp: stamp(300),
        kind: kind.to_owned(),
        author: author.clone(),
        has_body: body,
        assigned_to: to,
        app_package_code: None,
        from_ai,
        redacted: false,
        command: None,
    }
}

/// What a part does to a conversation in which the visitor waits for the agent.
fn meaning(part: &Part) -> String {
    let us = us();
    let asked = Record {
        seen: Some(stamp(100)),
        ..Record::default()
    };
    let next = after(&asked, part);
    let mut does = Vec::new();
    if !next.may_act(&us) {
        does.push("silences");
    }
    if next.seen > asked.seen {
        does.push("is a visitor's message");
    }
    if next.may_act(&us) && next.horizon() >= next.seen.as_ref() {
        does.push("covers what waits");
    }
    // The same in a conversation a teammate had taken over.
    let mut taken = asked.clone();
    taken.ownership.spoken = Some(stamp(200));
    if after(&taken, part).may_act(&us) {
        does.push("brings back");
    }
    if does.is_empty() {
        does.push("–");
    }
    does.join(", ")
}

#[test]
fn every_part_type_by_every_author_with_and_without_a_body() {
    let mut rows: Vec<(String, Vec<&str>)> = Vec::new();
    for kind in TYPES {
        let mut cells = Vec::new();
        for (name, author, from_ai) in authors() {
            let [with, without] =
                [true, false].map(|body| meaning(&part(kind, (&author, from_ai), body, None)));
            cells.push(if with == without {
                format!("  {name}: {with}")
            } else {
                format!("  {name}: {with}; without a body: {without}")
            });
        }
        let cells = cells.join("\n");
        match rows.iter_mut().find(|(same, _)| *same == cells) {
            Some((_, kinds)) => kinds.push(kind),
            None => rows.push((cells, vec![kind])),
        }
    }
    let rows = rows.into_iter();
    let table = rows.map(|(cells, kinds)| format!("{}\n{cells}", kinds.join(", ")));
    insta::assert_snapshot!(table.collect::<Vec<_>>().join("\n\n"));
}

#[test]
fn an_assignment_means_the_same_on_every_part_type_whoever_made_it() {
    let admin = |id: &str| Assignee::Admin(id.try_into().unwrap());
    let targets = [
        ("a person", admin("1")),
        ("a team", Assignee::Team("101".try_into().unwrap())),
        ("our teammate", admin("9")),
        ("a bot", Assignee::Bot),
        ("nobody", Assignee::Nobody),
    ];
    let mut lines = Vec::new();
    for (target, to) in targets {
        for (name, author, from_ai) in authors() {
            let mut meanings: Vec<_> = TYPES
                .iter()
                .filter(|kind| **kind != "quick_reply" && **kind != "close")
                .map(|kind| meaning(&part(kind, (&author, from_ai), false, Some(to.clone()))))
                .collect();
            meanings.dedup();
            assert_eq!(meanings.len(), 1, "{target} by {name}: {meanings:?}");
            lines.push(format!("to {target} by {name}: {}", meanings[0]));
        }
    }
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn a_teammate_whose_words_were_removed_has_taken_over_all_the_same() {
    for kind in TYPES {
        let ada = Author::Admin("1".try_into().unwrap());
        let said = part(kind, (&ada, false), true, None);
        let removed = Part {
            redacted: true,
            ..said.clone()
        };
        assert_eq!(meaning(&removed), meaning(&said), "{kind}");
    }
    let visitor = Author::Visitor(None);
    let removed = Part {
        redacted: true,
        ..part("comment", (&visitor, false), true, None)
    };
    assert_eq!(meaning(&removed), "–");
}
