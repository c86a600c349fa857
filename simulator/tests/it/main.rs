//! The simulator over real sockets. Every answer of every test is judged by Intercom's OpenAPI file when
//! `INTERCOM_OPENAPI` names it.

#![expect(clippy::unwrap_used, reason = "a helper of a test may fail it")]

mod assignment;
mod attributes;
mod bots;
mod browser;
mod faults;
mod messages;
mod oauth;
mod oauth_token;
mod openapi;
mod out_of_office;
mod paging;
mod profiles;
mod receiver;
mod recorded;
mod refusals;
mod regions;
mod removal;
mod search;
mod snapshot;
mod snooze;
mod webhooks;
mod workspaces;
mod world;
