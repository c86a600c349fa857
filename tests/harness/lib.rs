//! A desk to test at: the bundle, a simulated Intercom, and people who write.
//!
//! Everything is real but Intercom and the pace of time: webhooks are posted and signed, queues are durable queues,
//! the store is DynamoDB's protocol. Dropping a [`Desk`] fails the test if Intercom was asked for something it does
//! not have, if a request or an answer is not Intercom's by its OpenAPI file, or if a letter died.

pub mod contract;
pub mod desk;
pub mod drill;
mod kept;
pub mod mortal;
pub mod pump;
pub mod script;
pub mod shop;
pub mod signature;
pub mod talk;
pub mod timeline;
pub mod visit;

pub use desk::Desk;
pub use drill::Drill;
pub use mortal::Mortal;
pub use pump::Pump;
pub use signature::{sign, sign_call};
pub use talk::Talk;
