//! Intercom over HTTPS.
//!
//! ```text
//! client     one HTTP client a process, and what it tells: clock, journal
//! grant      one workspace: host, token, and the two ports on them
//! oauth      the code an admin's authorisation gave, for a token
//! call       one request: which endpoint, of which object
//! pace       what of the rate limit is left to others
//! gauge      what a workspace's answers say about calling it again; gauges: one a workspace
//! tries      how often it is made, and the journal's entry of each try
//! exchange   sending it once, and what became of it as a port's error
//! post       what we write, as JSON
//! recorded   a notification from a file, with the conversation in it
//! request    the same for people to look at, before it is sent
//! answer/    what Intercom answers, as JSON, and the domain's value of it
//! ```
//!
//! The API's version is [`VERSION`]; the app's webhooks must be set to the same in the Developer Hub.

mod answer;
mod call;
mod client;
mod endpoint;
mod exchange;
mod gauge;
mod gauges;
mod grant;
mod host;
mod hosts;
mod me;
mod oauth;
mod pace;
mod past;
mod post;
mod recorded;
mod refusal;
mod request;
#[cfg(test)]
mod tests;
mod tries;

pub use client::{Client, NoClient, Timeouts};
pub use grant::Grant;
pub use host::{Host, NotAHost};
pub use hosts::Hosts;
pub use me::Me;
pub use pace::{Pace, Rested};
pub use past::{Illegible, PER_PAGE, Past, PastPage, Span};
pub use recorded::{NotRecorded, Recorded};
pub use request::Request;

/// The `Intercom-Version` every request names.
pub const VERSION: &str = "2.16";
