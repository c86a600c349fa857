use super::*;
use crate::domain::assignee::Assignee;
use crate::domain::stamp::Stamp;
use crate::id::PartId;

const HOUR: i64 = 3_600;
const NOW: i64 = 100 * 24 * HOUR;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn us() -> AdminId {
    AdminId::try_from("814860").unwrap()
}

fn window(since: i64, until: i64) -> Window {
    let swept = Progress {
        since: at(since),
        until: at(until),
    };
    Window::after(swept, at(NOW))
}

/// A window in seconds before now.
fn told(window: Window) -> String {
    let ago = |time: Timestamp| NOW - time.as_second();
    format!(
        "written {}..{}, changed {}..{}, then from {}",
        ago(window.since),
        ago(window.waiting_before()),
        ago(window.from),
        ago(window.until),
        ago(window.swept_until()),
    )
}

#[test]
fn a_search_reaches_from_the_last_one_to_now_and_overlaps_with_the_next() {
    let lines = [
        ("five minutes after the last", window(0, NOW - 900)),
        ("a moment after the first", window(NOW - 60, NOW - 60)),
        ("after an outage of hours", window(0, NOW - 9 * HOUR)),
        ("after a month", window(0, NOW - 720 * HOUR)),
        ("by a clock that went back", window(NOW + 60, NOW + 60)),
    ];
    let lines: Vec<_> = lines
        .into_iter()
        .map(|(when, window)| format!("{when}: {}", told(window)))
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @"
    five minutes after the last: written 86400..180, changed 900..0, then from 600
    a moment after the first: written 60..180, changed 60..0, then from 60
    after an outage of hours: written 86400..180, changed 32400..0, then from 600
    after a month: written 86400..180, changed 86400..0, then from 600
    by a clock that went back: written -60..180, changed 0..0, then from 0
    ");
}

#[test]
fn more_than_can_be_looked_at_is_searched_piece_by_piece_without_a_gap() {
    // Evenly spread over nine hours, as Intercom would count them.
    let all = 10_000_u64;
    let first = NOW - 9 * HOUR;
    let total = |window: &Window| {
        let length = u64::try_from(window.until.duration_since(window.from).as_secs()).unwrap();
        all * length / u64::try_from(9 * HOUR).unwrap()
    };
    let (mut until, mut pieces, mut most) = (first, 0, 0);
    loop {
        let mut window = window(0, until);
        while let Some(shorter) = window.narrowed(total(&window)) {
            assert!(shorter.until < window.until && shorter.from == window.from);
            window = shorter;
        }
        most = most.max(total(&window));
        pieces += 1;
        if !window.is_cut() {
            break;
        }
        assert!(window.swept_until() <= window.until && window.swept_until().as_second() > until);
        until = window.swept_until().as_second();
    }
    insta::assert_snapshot!(format!("{pieces} pieces of {most} at most"), @"33 pieces of 400 at most");
}

#[test]
fn a_second_is_searched_as_a_whole_however_many_there_are() {
    let minute = window(0, NOW - 60);
    let second = minute.narrowed(1_000_000).unwrap();
    assert_eq!((second.from, second.until), (at(NOW - 60), at(NOW - 59)));
    assert_eq!(second.narrowed(1_000_000), None);
    assert_eq!(
        [600, 601].map(|total| second.is_crowded(total)),
        [false, true]
    );
    assert!(!minute.is_crowded(1_000_000));
    assert_eq!(window(0, NOW - HOUR).narrowed(600), None);
}

fn stamp(at: i64, id: &str) -> Stamp {
    Stamp::new(at, PartId::try_from(id).unwrap())
}

/// What is kept of a conversation in which the visitor wrote an hour ago, and again ten minutes ago.
fn known(change: impl FnOnce(&mut Record)) -> Option<Record> {
    let mut record = Record {
        seen: Some(stamp(NOW - HOUR, "1")),
        covered: Some(stamp(NOW - HOUR, "1")),
        ..Record::default()
    };
    change(&mut record);
    Some(record)
}

#[test]
fn what_nobody_knows_of_is_looked_at_and_what_is_anybodys_or_covered_is_not() {
    let written = NOW - 600;
    let waiting = Waiting {
        id: ConversationId::try_from("1").unwrap(),
        wrote_at: at(written),
        is_snoozed: false,
        admin: None,
        team: None,
    };
    let person = || AdminId::try_from("7").ok();
    let to = |record: &mut Record, second, to| {
        record.ownership.assign(&stamp(second, "3"), &to);
    };
    let us_again = |record: &mut Record| {
        record.ownership.spoken = Some(stamp(NOW - 1_800, "2"));
    };
    let lines = [
        ("no record", waiting.clone(), None),
        ("an older record", waiting.clone(), known(|_| {})),
        (
            "announced, not answered",
            waiting.clone(),
            known(|it| it.seen = Some(stamp(written, "2"))),
        ),
        (
            "answered",
            waiting.clone(),
            known(|it| it.covered = Some(stamp(written, "2"))),
        ),
        (
            "left by a rule",
            waiting.clone(),
            known(|it| it.left = Some(stamp(written, "2"))),
        ),
        (
            "left to a bot",
            waiting.clone(),
            known(|it| it.to_bot = Some(stamp(written, "2"))),
        ),
        (
            "a teammate answered later",
            waiting.clone(),
            known(|it| it.ownership.spoken = Some(stamp(NOW - 60, "2"))),
        ),
        (
            "a teammate answered before",
            waiting.clone(),
            known(us_again),
        ),
        (
            "the same, given back by an assignment that was lost",
            Waiting {
                admin: Some(us()),
                ..waiting.clone()
            },
            known(us_again),
        ),
        (
            "the same, and it always was the agent's",
            Waiting {
                admin: Some(us()),
                ..waiting.clone()
            },
            known(|it| {
                to(it, NOW - HOUR, Assignee::Admin(us()));
                us_again(it);
            }),
        ),
        (
            "told to stop",
            waiting.clone(),
            known(|it| it.ownership.stopped = Some(stamp(NOW - 60, "2"))),
        ),
        (
            "closed since",
            waiting.clone(),
            known(|it| it.ownership.closed = Some(stamp(NOW - 60, "2"))),
        ),
        ("deleted", waiting.clone(), known(|it| it.deleted = true)),
        (
            "snoozed",
            Waiting {
                is_snoozed: true,
                ..waiting.clone()
            },
            None,
        ),
        (
            "a teammate's",
            Waiting {
                admin: person(),
                ..waiting.clone()
            },
            None,
        ),
        (
            "a team's",
            Waiting {
                team: TeamId::try_from("8").ok(),
                ..waiting.clone()
            },
            None,
        ),
        (
            "the agent's",
            Waiting {
                admin: Some(us()),
                team: TeamId::try_from("8").ok(),
                ..waiting.clone()
            },
            None,
        ),
        (
            "taken off a teammate, of which nobody told us",
            waiting.clone(),
            known(|it| to(it, NOW - 1_800, Assignee::Admin(person().unwrap()))),
        ),
        (
            "a team's, and told to go on",
            Waiting {
                team: TeamId::try_from("8").ok(),
                ..waiting.clone()
            },
            known(|it| {
                to(
                    it,
                    NOW - HOUR,
                    Assignee::Team(TeamId::try_from("8").unwrap()),
                );
                it.ownership.returned = Some(stamp(NOW - 1_800, "4"));
            }),
        ),
        (
            "on its way",
            Waiting {
                wrote_at: at(NOW - 60),
                ..waiting.clone()
            },
            None,
        ),
        (
            "written before the agent came",
            Waiting {
                wrote_at: at(NOW - 48 * HOUR),
                ..waiting.clone()
            },
            None,
        ),
    ];
    let window = window(NOW - 24 * HOUR, NOW - 900);
    let lines: Vec<_> = lines
        .into_iter()
        .map(|(what, waiting, record)| {
            let missed = waiting.missed(&window, record.as_ref(), &us());
            format!("{what}: {}", missed.map_or("nothing", Missed::name))
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @"
    no record: message_lost
    an older record: message_lost
    announced, not answered: message_late
    answered: nothing
    left by a rule: nothing
    left to a bot: nothing
    a teammate answered later: nothing
    a teammate answered before: nothing
    the same, given back by an assignment that was lost: message_lost
    the same, and it always was the agent's: nothing
    told to stop: nothing
    closed since: nothing
    deleted: nothing
    snoozed: nothing
    a teammate's: nothing
    a team's: nothing
    the agent's: message_lost
    taken off a teammate, of which nobody told us: message_lost
    a team's, and told to go on: message_lost
    on its way: nothing
    written before the agent came: nothing
    ");
}
