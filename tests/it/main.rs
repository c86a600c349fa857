//! Promises, over the whole bundle.

#![expect(
    clippy::unwrap_used,
    reason = "all of this is tests; a panic names the place"
)]

mod answers;
mod beside_fin;
mod bots;
mod checkup;
mod commands;
mod crashes;
mod door;
mod endings;
mod faults;
mod follow_ups;
mod hand_off;
mod installs;
mod islands;
mod leaving;
mod lost;
mod night;
mod office_hours;
mod pause;
mod payloads;
mod privacy;
mod rate_budget;
mod ratings;
mod readings;
mod recipes;
mod restart;
mod rules;
mod scale;
mod takeover;
mod template;
mod why;
mod wiring;
