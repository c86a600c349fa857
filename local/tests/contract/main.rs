//! The suites that every adapter of a port must pass, on what runs on one machine, and what holds beyond them.

#![expect(
    clippy::unwrap_used,
    reason = "clippy takes the helpers of an integration test for code"
)]

mod engine;
mod follow_ups;
mod item;
mod keys;
mod lost_answer;
mod older_rows;
mod queue;
mod store;
mod vault;
mod workers;
