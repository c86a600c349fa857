//! A model checker over the real machine.
//!
//! [`World`](world::World) is one conversation: an inbox at Intercom, a record with conditional writes, the queue of turns,
//! workers that each hold a real [`Turn`](super::Turn), and people who write when they like. [`explore`](explorer::explore)
//! takes every action in every state, so that every schedule within a scenario's bounds is seen, each state once.
//! What must hold stands in [`law`], what may go wrong and how often in [`scenario`].
//!
//! Only what surrounds the machine is modelled. What a notification means ([`Event::of`](crate::domain::conversation::Event::of)),
//! what it does to the record ([`decide`](crate::domain::conversation::decide())) and what a turn does are the code that is deployed.

mod action;
mod bounds;
mod diagram;
mod explorer;
mod fingerprint;
mod inbox;
mod lane;
mod law;
mod mutants;
mod nights;
mod scenario;
mod schedules;
mod worker;
mod world;
