//! Promises, over the whole bundle.

mod answers;
mod bots;
mod door;
mod faults;
mod hand_off;
mod islands;
mod payloads;
mod privacy;
mod restart;
mod rules;
mod takeover;
mod wiring;
