//! `nexora backtest` itself, at a simulated Intercom, without AWS.

#![expect(clippy::unwrap_used, reason = "a helper of a test may fail it")]

mod office;
mod result;
mod stopped;
mod wrong;
