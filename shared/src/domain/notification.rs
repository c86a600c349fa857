//! What Intercom posts to the webhook, in two steps: the envelope first, its item later.
//!
//! Bytes are verified before anything is parsed ([`signature`]); the envelope says which workspace and
//! topic ([`envelope`]); the item is projected to a [`signal`] without text, and forgotten.

pub mod envelope;
pub mod item;
pub mod mismatch;
pub mod news;
pub mod signal;
pub mod signature;
pub mod staff_change;

pub use envelope::Notification;
pub use mismatch::Mismatch;
pub use news::News;
pub use signal::Signal;
pub use signature::{Secret, Verified};
pub use staff_change::StaffChange;
