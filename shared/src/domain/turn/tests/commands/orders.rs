//! `/nexora hand off`: its own note confirms it; where nothing is handed over, a note says why not.

use super::{confirmed, is_ask, is_settled, taken};
use crate::domain::assignee::Assignee;
use crate::domain::command::Command;
use crate::domain::hand_off::Reason;
use crate::domain::outcome::Outcome;
use crate::domain::turn::tests::bad_moments::{ada, person, support};
use crate::domain::turn::tests::world::{Crash, World};
use crate::domain::turn::{Effect, Stop};
use crate::ports::intercom::Post;

fn handed(reason: Reason) -> Stop {
    Stop::Outcome(Outcome::HandedOff {
        to: "Support".to_owned(),
        reason,
    })
}

#[test]
fn the_hand_offs_own_note_is_the_confirmation() {
    let mut world = World::asked("How?");
    world.teammate_commands(Command::HandOff);
    assert_eq!(world.run(), handed(Reason::Ordered));
    insta::assert_snapshot!(world.told(), @"
    visitor: How?
    teammate: /nexora hand off
    agent: <p>I'm bringing in a colleague. They can see everything we discussed here.</p>
    note: <h2>Handed over by Nexora</h2><p><b>Ask:</b> “How?”</p><p><b>Why a person:</b> a teammate asked for it</p><p><b>Tried:</b> nothing yet; the agent has not answered in this conversation</p><p><b>Facts:</b> page: acme.example/shop</p><p><b>Waiting since:</b> 2026-01-10 08:00 UTC</p>
    assigned to team 101
    calls: read, read, reply, note, assign, attributes, read
    writes: 5
    ");
    assert!(is_settled(world.record()));
}

#[test]
fn where_somebody_has_it_a_note_says_who() {
    let mut world = taken();
    world.teammate_commands(Command::HandOff);
    assert_eq!(world.run(), confirmed());
    insta::assert_snapshot!(world.told(), @"
    visitor: How?
    teammate: I'll take it.
    teammate: /nexora hand off
    note: <h2>Confirmed by Nexora</h2><p><b>/nexora hand off:</b> there is nothing to hand over: teammate 1 (who wrote to the visitor) has it</p>
    calls: read, note
    writes: 3
    ");

    let mut world = World::asked("How?");
    world.team = Some(support());
    let to = Some(Assignee::Team(support()));
    world.happens("assignment", ada(), "", to, None);
    world.teammate_commands(Command::HandOff);
    assert_eq!(world.run(), confirmed());
    insta::assert_snapshot!(world.told(), @"
    visitor: How?
    assigned to team 101
    teammate: /nexora hand off
    note: <h2>Confirmed by Nexora</h2><p><b>/nexora hand off:</b> there is nothing to hand over: the team Support has it</p>
    calls: read, note
    writes: 3
    ");

    let mut world = World::asked("How?");
    world.teammate_commands(Command::Stop);
    world.run();
    world.teammate_commands(Command::HandOff);
    assert_eq!(world.run(), confirmed());
    insta::assert_snapshot!(world.told(), @"
    visitor: How?
    teammate: /nexora stop
    note: <h2>Confirmed by Nexora</h2><p><b>/nexora stop:</b> Nexora is silent in this conversation until a note says /nexora resume, or the conversation is assigned to its teammate</p>
    teammate: /nexora hand off
    note: <h2>Confirmed by Nexora</h2><p><b>/nexora hand off:</b> there is nothing to hand over: the team (teammate 1 wrote /nexora stop) has it</p>
    calls: read, note, read, note
    writes: 6
    ");
}

#[test]
fn an_order_that_comes_during_another_hand_off_is_told_who_has_it() {
    let mut world = person("A person please");
    world.hooks.push((
        |effect| matches!(effect, Effect::Post(post) if matches!(**post, Post::Assign(_))),
        |world| world.teammate_commands(Command::HandOff),
    ));
    assert_eq!(world.run(), confirmed());
    insta::assert_snapshot!(world.told(), @"
    visitor: A person please
    agent: <p>I'm bringing in a colleague. They can see everything we discussed here.</p>
    note: <h2>Handed over by Nexora</h2><p><b>Ask:</b> “A person please”</p><p><b>Why a person:</b> the visitor asked for a person</p><p><b>Tried:</b> nothing yet; the agent has not answered in this conversation</p><p><b>Facts:</b> page: acme.example/shop</p><p><b>Waiting since:</b> 2026-01-10 08:00 UTC</p>
    teammate: /nexora hand off
    assigned to team 101
    note: <h2>Confirmed by Nexora</h2><p><b>/nexora hand off:</b> there is nothing to hand over: the team Support has it</p>
    calls: read, read, reply, note, assign, attributes, read, read, note
    writes: 7
    ");
    assert!(is_settled(world.record()));
}

#[test]
fn an_order_that_is_taken_back_is_told_so() {
    let mut world = World::asked("How?");
    world.teammate_commands(Command::HandOff);
    world.teammate_commands(Command::Resume);
    assert_eq!(world.run(), Stop::Outcome(Outcome::Replied));
    insta::assert_snapshot!(world.told(), @"
    visitor: How?
    teammate: /nexora hand off
    teammate: /nexora resume
    note: <h2>Confirmed by Nexora</h2><p><b>/nexora hand off:</b> nothing was handed over: something newer counts</p><p><b>/nexora resume:</b> Nexora answers in this conversation again</p>
    agent: <p>Two minutes at 70 °C.</p>
    calls: read, note, read, read, reply, attributes
    writes: 5
    ");
}

#[test]
fn an_order_among_other_commands_is_confirmed_with_them_and_then_followed() {
    let mut world = World::asked("How?");
    world.teammate_commands(Command::HandOff);
    world.teammate_commands(Command::Summary);
    assert_eq!(world.run(), handed(Reason::Ordered));
    insta::assert_snapshot!(world.told(), @"
    visitor: How?
    teammate: /nexora hand off
    teammate: /nexora summary
    note: <h2>Confirmed by Nexora</h2><p><b>/nexora hand off:</b> Nexora hands the conversation over now, with a note of its own</p><p><b>/nexora summary:</b> this is what happened so far</p><p><b>Ask:</b> “How?”</p><p><b>So far:</b> 1 message of the visitor</p><p><b>Tried:</b> nothing yet; the agent has not answered in this conversation</p><p><b>Who has it:</b> nobody in particular; Nexora's rules decide</p><p><b>Page:</b> https://acme.example/shop</p><p><b>Waiting since:</b> 2026-01-10 08:00 UTC</p>
    agent: <p>I'm bringing in a colleague. They can see everything we discussed here.</p>
    note: <h2>Handed over by Nexora</h2><p><b>Ask:</b> “How?”</p><p><b>Why a person:</b> a teammate asked for it</p><p><b>Tried:</b> nothing yet; the agent has not answered in this conversation</p><p><b>Facts:</b> page: acme.example/shop</p><p><b>Waiting since:</b> 2026-01-10 08:00 UTC</p>
    assigned to team 101
    calls: read, read, note, read, read, reply, note, assign, attributes, read
    writes: 7
    ");
    assert!(is_settled(world.record()));
}

#[test]
fn whoever_dies_in_an_ordered_hand_off_the_team_gets_one_note() {
    let ordered = || {
        let mut world = World::asked("How?");
        world.teammate_commands(Command::HandOff);
        world
    };
    for crash in (0..ordered().effects()).flat_map(|at| [Crash::Before(at), Crash::After(at)]) {
        let mut world = ordered();
        world.crash = Some(crash);
        world.run_to_the_end();
        let counts = (world.visible(), world.notes(), world.team());
        assert_eq!(counts, (1, 1, Some("101")), "{crash:?}\n{}", world.told());
        assert!(is_settled(world.record()), "{crash:?}");
    }
}

#[test]
fn whoever_takes_over_during_an_ordered_hand_off_the_team_gets_one_note() {
    let ordered = || {
        let mut world = World::asked("How?");
        world.teammate_commands(Command::HandOff);
        world
    };
    for at in 0..ordered().effects() {
        let mut world = ordered();
        world.takeover_after = Some(at);
        world.run();
        assert_eq!(world.notes(), 1, "after {at}\n{}", world.told());
        assert!(is_settled(world.record()), "after {at}\n{}", world.told());
    }
}

#[test]
fn whoever_dies_in_an_ordered_hand_off_that_is_taken_over_meanwhile_leaves_one_note() {
    let ordered = || {
        let mut world = World::asked("How?");
        world.teammate_commands(Command::HandOff);
        world
    };
    for crash in (0..ordered().effects()).flat_map(|at| [Crash::Before(at), Crash::After(at)]) {
        let mut world = ordered();
        world.crash = Some(crash);
        assert!(world.run_once().is_none());
        world.teammate_writes();
        world.pass(150);
        world.run_to_the_end();
        assert_eq!(world.notes(), 1, "{crash:?}\n{}", world.told());
        assert!(is_settled(world.record()), "{crash:?}\n{}", world.told());
    }
}

#[test]
fn an_order_while_the_agent_thinks_is_confirmed_by_the_hand_off() {
    let mut world = World::asked("How?");
    world
        .hooks
        .push((is_ask, |world| world.teammate_commands(Command::HandOff)));
    assert_eq!(world.run(), handed(Reason::Ordered));
    assert_eq!((world.visible(), world.notes()), (1, 1), "{}", world.told());
}
