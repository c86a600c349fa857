//! What the core needs from outside, as traits. No SDK's type stands in a port; every error variant exists
//! because a caller does something else about it.

pub mod agent;
pub mod allowance;
pub mod app;
pub mod clock;
pub mod configurations;
pub mod connect;
pub mod decisions;
pub mod follow_ups;
pub mod intercom;
pub mod journal;
pub mod keys;
pub mod knowledge;
pub mod queue;
pub mod readings;
pub mod registry;
pub mod secrets;
pub mod store;
pub mod tallies;
pub mod vault;

pub use agent::Agent;
pub use allowance::Allowance;
pub use app::Apps;
pub use clock::Clock;
pub use configurations::Configurations;
pub use connect::Connect;
pub use decisions::Decisions;
pub use follow_ups::{Due, FollowUps};
pub use intercom::Intercom;
pub use journal::Journal;
pub use keys::Keys;
pub use knowledge::Knowledge;
pub use queue::{Mailbox, Queue};
pub use readings::Readings;
pub use registry::Registry;
pub use secrets::Secrets;
pub use store::Store;
pub use tallies::Tallies;
pub use vault::Vault;
