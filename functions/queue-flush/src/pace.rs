//! How many turns a tick asks for: as many as the bulk lane's share of Intercom's rate limit takes, and in the windows it takes them in.
//!
//! What is more stays where it is, in its order. In the lane it would be received, refused for want of calls, and hidden, over and over
//! and in any order; here it costs nothing, and who has waited longest or has the highest tier goes first when there is room.

use shared::domain::turn::budget;
use shared::ports::allowance::{LIMIT, Share};

/// How many windows of ten seconds a tick goes on for: it takes on nothing in the last 25 of its 75 seconds.
pub(crate) const WINDOWS: u32 = 5;

/// How many windows there are from one tick to the next.
const A_MINUTE: u32 = 6;

/// How many turns are asked for in one window of a tick, where the lane's share of a window is this many calls. Five windows of a tick
/// bring what six of the lane take.
pub(crate) const fn turns(calls: u32) -> usize {
    let turns = calls as u64 * A_MINUTE as u64 / WINDOWS as u64 / budget::CALLS as u64;
    if turns == 0 { 1 } else { turns as usize }
}

/// How many turns of one workspace a tick leaves where they are, when there is more than can be seen: as many as the lane took if it had
/// nothing else to do, so that the lane is never idle while they wait. The others of it are put off, as many a minute.
pub(crate) fn most_of_one() -> usize {
    turns(Share::Bulk.of(LIMIT)) * WINDOWS as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tick_asks_for_what_the_lane_takes_in_a_minute() {
        let told = [1_666, 166, 10, 25_000].map(|limit| {
            let calls = Share::Bulk.of(limit);
            let turns = turns(calls);
            let minute = turns * WINDOWS as usize;
            format!("{limit} calls in 10 s, {calls} of the lane: {turns} turns in a window, {minute} in a minute")
        });
        insta::assert_snapshot!(told.join("\n"), @"
        1666 calls in 10 s, 666 of the lane: 99 turns in a window, 495 in a minute
        166 calls in 10 s, 66 of the lane: 9 turns in a window, 45 in a minute
        10 calls in 10 s, 4 of the lane: 1 turns in a window, 5 in a minute
        25000 calls in 10 s, 10000 of the lane: 1500 turns in a window, 7500 in a minute
        ");
        assert_eq!(most_of_one(), 495);
    }
}
