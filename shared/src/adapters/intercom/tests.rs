//! The client against a real socket that plays a script.

mod bench;
mod errors;
mod journal;
mod past;
mod reads;
mod server;
mod waiting;
mod writes;
