//! Gives the duty to be swept to installations that have none, once a day.

use jiff::SignedDuration;
use shared::runtime::{Ports, Tick};

use crate::Done;

/// Every tick that begins in the first minute of a day looks for them.
const DAY: i64 = 24 * 60 * 60;
const TICK: i64 = 60;

/// What one call of it takes at most, with what is tried again.
const ONE: SignedDuration = SignedDuration::from_secs(15);

/// Reads as much as there is time for. What it does not come to has its turn another day: who was given the duty is not
/// written again.
pub(crate) async fn run(ports: &Ports, tick: Tick, done: &mut Done) {
    if tick.at.as_second().rem_euclid(DAY) >= TICK {
        return;
    }
    let deadline = tick.deadline.saturating_sub(ONE);
    let deadline = deadline.expect("a duration without calendar units can be subtracted");
    match ports.registry.enrol(deadline).await {
        Ok(enrolled) => {
            done.add("enrolled", enrolled.given);
            done.add("enrolling_cut_off", u32::from(!enrolled.to_the_end));
        }
        Err(error) => done.fail(error.into()),
    }
}
