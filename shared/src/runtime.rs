//! What turns a handler into a delivery: it opens the workspace, lends it, and says what came of it.

pub mod admission;
pub mod arrivals;
pub mod deliver;
pub mod follow_up;
#[cfg(feature = "lambda")]
pub mod lambda;
pub mod ports;
pub mod tick;
pub mod unanswered;

pub use arrivals::Arrivals;
pub use deliver::{deliver_dead, deliver_signal, deliver_staff_change, deliver_turn};
pub use follow_up::Followed;
pub use ports::{Brains, Ports};
pub use tick::Tick;
pub use unanswered::{Found, PERIOD};

pub use crate::ports::Connect;
