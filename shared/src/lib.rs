//! The library every Nexora function is built from.
//!
//! ```text
//! domain      pure: what a notification means, who has a conversation, what a turn does next
//! ports       what the domain needs from outside, as traits, with errors a caller can act on
//! intake      what the webhook needs, before any workspace is in scope
//! parting     what `uninstall` needs
//! grants      whether Intercom still takes a workspace's grant, and what follows when it does not
//! workspace   one workspace in scope: its rows, its grant, its agent
//! adapters    the ports on DynamoDB, Intercom, SQS …, a cargo feature each
//! config_file what somebody wrote, read; and everything that is wrong with it
//! install     how a workspace comes into the registry
//! runtime     what turns a handler into a delivery, on one machine or on Lambda
//! ```
//!
//! Without features this crate is the core: domain, ports and workspace, with nothing of AWS, HTTP or
//! tokio in its tree.

pub mod adapters;
#[cfg(feature = "install")]
pub mod checkup;
#[cfg(feature = "config-file")]
pub mod config_file;
#[cfg(feature = "contract")]
pub mod contract;
pub mod domain;
pub mod error;
pub mod grants;
pub mod id;
#[cfg(feature = "install")]
pub mod install;
pub mod intake;
#[cfg(feature = "onboarding")]
pub mod onboarding;
pub mod parting;
pub mod ports;
#[cfg(feature = "runtime")]
pub mod runtime;
pub mod topic;
pub mod workspace;

pub use domain::outcome::Outcome;
pub use error::Error;
pub use topic::Topic;
pub use workspace::{Seat, Workspace};
