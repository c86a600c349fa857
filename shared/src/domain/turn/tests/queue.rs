//! What a queue does with one request in a world: deliveries, each when the one before it says, then the dead letter.

use super::world::World;
use crate::domain::conversation::Errand;
use crate::domain::hand_off::Reason;
use crate::domain::turn::Stop;
use crate::error::{Disposition, Error};

/// How often a message is received before it is a dead letter.
const RECEIVES: u32 = 10;
/// How often a dead letter is looked at here. In a stack it stays for two weeks.
const DEAD: u32 = 8;
/// For how long a dead letter is hidden.
const HIDDEN: i64 = 15 * 60;
/// When a message becomes visible again whose worker died.
const VISIBILITY: i64 = 130;

/// What became of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fate {
    /// The end; none while the dead letter waits.
    pub(super) stop: Option<Stop>,
    pub(super) deliveries: u32,
    pub(super) dead: u32,
}

impl World {
    pub(super) fn through_the_queue(&mut self) -> Fate {
        for delivery in 1..=RECEIVES {
            self.receive_count = delivery;
            if let Some(stop) = self.delivered() {
                return Fate {
                    stop: Some(stop),
                    deliveries: delivery,
                    dead: 0,
                };
            }
        }
        self.errand = Errand::HandOver(Reason::LastResort);
        for dead in 1..=DEAD {
            self.receive_count = dead;
            if let Some(stop) = self.delivered() {
                return Fate {
                    stop: Some(stop),
                    deliveries: RECEIVES,
                    dead,
                };
            }
            self.pass(HIDDEN);
        }
        Fate {
            stop: None,
            deliveries: RECEIVES,
            dead: DEAD,
        }
    }

    /// One delivery, and the time until the next.
    fn delivered(&mut self) -> Option<Stop> {
        let wait = match self.run_once() {
            Some(stop @ Stop::Outcome(_)) => return Some(stop),
            Some(Stop::Later { after, .. }) => after.as_secs().cast_signed() + 1,
            Some(Stop::Failed(failure)) => {
                match Error::Stuck(failure).disposition(self.receive_count) {
                    Disposition::Retry(after) => after.as_secs().cast_signed(),
                    Disposition::Discard => unreachable!("a turn that is stuck comes again"),
                }
            }
            None => VISIBILITY,
        };
        self.pass(wait);
        None
    }

    /// What a request came to, on one line.
    pub(super) fn summed_up(&self, fate: &Fate) -> String {
        let end = match &fate.stop {
            Some(Stop::Outcome(outcome)) => outcome.to_string(),
            Some(stop) => format!("{stop:?}"),
            None => "waits as a dead letter".to_owned(),
        };
        let deliveries = match (fate.deliveries, fate.dead) {
            (n, 0) => format!("delivery {n}"),
            (_, n) => format!("dead letter {n}"),
        };
        let team = self
            .team()
            .map_or("nobody".to_owned(), |id| format!("team {id}"));
        format!(
            "{end} ({deliveries}); the visitor sees {}, notes {}, with {team}",
            self.visible(),
            self.notes()
        )
    }
}
