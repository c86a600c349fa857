//! A person takes over: why, who, and what they are told.

pub mod chain;
mod farewell;
pub mod known;
pub mod language;
pub mod note;
pub mod reason;

pub use chain::{Candidate, chain, choose};
pub(super) use farewell::{filled, said_with_opening};
pub use known::Known;
pub use language::Language;
pub use note::Note;
pub use reason::Reason;
