//! One conversation: who has it, what is still to be covered, which step is open.
//!
//! The record is built from registers that only grow ([`ownership`]), so that notifications may arrive in
//! any order, any number of times, and leave the same record.

pub mod decide;
pub mod event;
#[cfg(test)]
mod laws;
pub mod lease;
pub mod ownership;
pub mod record;
pub mod ring;
pub mod step;
#[cfg(test)]
mod takeover;

pub use decide::{Action, Cause, Decision, decide};
pub use event::Event;
pub use lease::Lease;
pub use ownership::Ownership;
pub use record::Record;
pub use ring::Ring;
pub use step::{Errand, HandOver, Step, StepKind};
