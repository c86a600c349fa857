//! What the visitor is told while people are closed: in the workspace's own words, and where it has none, in built-in ones.

mod hours;
mod one_voice;
mod phrases;
mod wording;

pub use wording::{NightWording, Waits};
