//! A turn: what the agent does about what the visitor wrote, as a machine without I/O.
//!
//! [`Turn::step`] takes what came of the last effect and says the next one. The Lambda, the local runner and
//! the tests drive this one machine; killing it between any two effects is what the crash tests do.
//!
//! ```text
//! load ─▶ claim ─▶ read ─▶ route ─▶ ask ─▶ read again ─▶ look at the switch ─▶ intend ─▶ post ─▶ attributes ─▶ finish
//!   │               │        │       │                           └─ paused ─▶ finish, or hand over in silence
//!   │               │        │       └─ gave up ─▶ hand over: farewell ▶ note ▶ assign ▶ read back
//!   │               │        └─ not the agent's ─▶ finish
//!   │               ├─ a teammate's command ─▶ confirm: [ask] ─▶ intend ─▶ post, then go on with what waits
//!   │               └─ an open step ─▶ settle: look for it, then go on, post again, or hand over
//!   └─ held by another worker ─▶ later
//! ```

pub mod answering;
pub mod budget;
pub mod capturing;
pub mod carrying;
pub mod change;
pub mod claiming;
pub mod clarifying;
pub mod concluding;
pub mod confirming;
pub mod effect;
pub mod finishing;
pub mod folding;
pub(crate) mod guard;
pub mod handing_over;
pub mod leaving;
pub mod looking;
pub mod machine;
pub mod marking;
#[cfg(test)]
mod model;
pub mod nudging;
pub mod opening;
pub mod pausing;
pub mod plan;
pub mod queueing;
pub mod rehearsal;
pub mod request;
pub mod routing;
pub mod settling;
#[cfg(test)]
mod tests;
pub mod watching;

pub use effect::{Effect, Failure, Input, Stop};
pub use machine::{Brief, Turn};
pub use request::{Asked, Beside, Other, TurnRequest};
