//! A reading that the rate limit refuses is made when the window has ended: in this turn if there is time, else in the next.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::world::CONFIG;
use crate::domain::conversation::Errand;
use crate::domain::directory::Directory;
use crate::domain::switch::Switch;
use crate::domain::turn::{Brief, Effect, Failure, Input, Stop, Turn, budget};

const BEGAN: Timestamp = Timestamp::constant(1_768_031_789, 0);

/// A turn that has claimed its conversation and reads it.
fn reading() -> Turn {
    let timeout = SignedDuration::try_from(budget::FUNCTION).unwrap();
    let mut turn = Turn::new(Brief {
        beside: None,
        errand: Errand::Answer,
        us: "9608799".parse().unwrap(),
        config: Arc::new(serde_json::from_str(CONFIG).unwrap()),
        switch: Switch::default(),
        directory: Arc::new(Directory::default()),
        worker: 1_250,
        receive_count: 1,
        deadline: BEGAN + timeout,
    });
    assert_eq!(turn.step(Input::Begin, BEGAN), Effect::Load);
    let claim = turn.step(Input::Loaded(None), BEGAN);
    assert!(matches!(claim, Effect::Save(..)));
    assert_eq!(turn.step(Input::Saved(1), BEGAN), Effect::Read);
    turn
}

fn refused(until: Timestamp) -> Input {
    Input::Read(Err(Failure::RateLimited(until)))
}

#[test]
fn a_reading_waits_within_the_turn_as_long_as_the_agent_and_what_follows_have_their_time() {
    let mut turn = reading();
    let mut now = BEGAN;
    let mut waits = 0;
    loop {
        let until = now + SignedDuration::from_secs(7);
        match turn.step(refused(until), now) {
            // Not all of those who wait go on at the same moment.
            Effect::Wait(wait) => assert_eq!(wait, Duration::from_millis(8_250)),
            Effect::Save(record, _) => {
                assert_eq!(
                    record.lease, None,
                    "whoever comes next may claim it at once"
                );
                let stop = Stop::Failed(Failure::RateLimited(until));
                assert_eq!(turn.step(Input::Saved(2), now), Effect::Stop(stop));
                break;
            }
            other => panic!("{other:?}"),
        }
        now += Duration::from_millis(8_250);
        waits += 1;
        assert_eq!(turn.step(Input::Waited, now), Effect::Read);
    }
    // 120 s without 30 for the agent and 67 for what follows are 23.
    assert_eq!(waits, 2);
}
