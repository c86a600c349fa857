//! The binary itself, where it needs no AWS.

#![expect(clippy::unwrap_used, reason = "a helper of a test may fail it")]

mod check;
mod event;
mod hours;
mod program;
mod queue;
mod replay;
mod report;
mod sending;
