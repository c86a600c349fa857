//! A person takes over: why, who, and what they are told.

pub mod chain;
mod farewell;
pub mod note;
pub mod reason;

pub use chain::{Candidate, chain, choose};
pub use note::Note;
pub use reason::Reason;
