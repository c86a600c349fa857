//! The adapters and the functions' own binaries over AWS's protocols. `scripts/test-aws` runs them on an emulator.

#![expect(
    clippy::unwrap_used,
    reason = "clippy takes the helpers of an integration test for code"
)]

mod acme;
mod cli;
mod clock;
mod costs;
mod deployed;
mod deployment;
mod event;
mod flow;
mod follow_ups;
mod function;
mod keys;
mod oauth;
mod privacy;
mod queue;
mod runtime_api;
mod secrets;
mod settings;
mod stack;
mod store;
mod town;
