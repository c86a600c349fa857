//! Nexora on one machine.
//!
//! ```text
//! house       the demo: the bundle, a simulated Intercom, the page
//! bundle      every function in one process
//! seed        the demo's workspaces; regions: where the simulated Intercom keeps them
//! console     what an operator does: install, configure, pause, look
//! engine      DynamoDB in this process; queue: SQS in the same file; keys, secrets, clock, brains: the other ports
//! functions   which function takes which message; runner: what Lambda's event source mappings do; standstill: when none runs
//! door        the addresses of the webhook and of installs by OAuth; apps: whose they are
//! replay      recorded notifications through the functions, with nothing sent
//! page        the Messenger, the Inbox, and what happened and why; marks: the times its clock can be turned to
//! feed        the journal the page shows; snapshot: what survives a restart
//! ```

pub mod apps;
pub mod brains;
pub mod bundle;
pub mod clock;
pub mod console;
pub mod door;
pub mod engine;
pub mod feed;
pub mod functions;
pub mod guard;
pub mod house;
pub mod keys;
pub mod marks;
pub mod page;
pub mod queue;
pub mod regions;
pub mod replay;
pub mod runner;
pub mod secrets;
pub mod seed;
pub mod snapshot;
pub mod standstill;
