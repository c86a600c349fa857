//! The suites that every adapter of a port must pass, on what runs on one machine, and what holds beyond them.

mod engine;
mod item;
mod keys;
mod lost_answer;
mod queue;
mod store;
mod workers;
