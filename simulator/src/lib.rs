//! An Intercom for one machine: its REST API, its signed webhooks, its people, and what can go wrong with it.
//!
//! State lives in memory. Time is whatever the [`Clock`] says. Nothing is random: the same acts give the
//! same ids, and two workspaces filled alike have equal ids throughout, as real ones may.
//!
//! ```
//! use simulator::{Admin, Contact, Intercom, ManualClock, NewWorkspace};
//!
//! let clock = ManualClock::at(1_768_031_789);
//! let intercom = Intercom::new(clock.clock());
//! let acme = intercom.add_workspace(NewWorkspace::new("abc123", "the access token"));
//! let bo = acme.add_admin(Admin::new("Bo", "bo@acme.example"));
//! let ana = acme.add_contact(Contact::user("Ana", "ana@shop.example"));
//!
//! let conversation = acme.visitor(&ana).starts("Where is my parcel?", Some("https://acme.example/orders"))?;
//! clock.advance(30);
//! acme.teammate(&bo).replies(&conversation, "On its way.")?;
//! assert_eq!(acme.view().conversations[0].parts.len(), 1);
//! # Ok::<(), simulator::Refusal>(())
//! ```
//!
//! | to | use |
//! | --- | --- |
//! | fill a workspace | `Workspace::add_*` with an [`Admin`], [`Team`], [`Contact`], [`Company`], [`Article`] … |
//! | have what a recorded notification shows | [`Workspace::recall_conversation`], [`Workspace::recall_teammate`] |
//! | act as a person or a bot | [`Workspace::visitor`], [`Workspace::teammate`], [`Workspace::operator`] |
//! | serve REST | [`Intercom::listen`], or [`Intercom::listen_in`] a region; what was asked is in [`Intercom::exchanges`] and [`Intercom::misunderstood`] |
//! | install an app by OAuth | [`Intercom::register_app`]; `/oauth` in a browser, or [`Intercom::authorise`] |
//! | remove an app | [`Intercom::uninstall`]; [`App::uninstall_url`] is told |
//! | get webhooks | [`Intercom::webhooks`]: [`Webhooks::subscribe`], [`Webhooks::hold`], [`Webhooks::settled`] |
//! | break things | [`Intercom::faults`] with a [`Fault`] |
//! | imitate workflows | [`Workspace::undo_assignments`], [`Workspace::auto_assign_new_conversations`], [`Workspace::send_out_of_office`] |
//! | let time pass | [`ManualClock`], then [`Intercom::catch_up`]: snoozes end |
//! | draw a page | [`Workspace::view`], [`Intercom::changes`], [`Intercom::subscribe_exchanges`] |
//! | survive a restart | [`Intercom::snapshot`], [`Intercom::restore`] |
//!
//! With the feature `contract`, [`contract`] checks requests and answers against Intercom's OpenAPI file.

// `json!` recurses once per field of an answer.
#![recursion_limit = "256"]

mod admin;
mod article;
mod by_apps;
mod clock;
mod company;
mod contact;
#[cfg(feature = "contract")]
pub mod contract;
mod conversation;
mod conversation_attribute;
mod data_attribute;
mod desk;
mod exchange;
mod fault;
mod html;
mod inbox;
mod intercom;
mod messenger;
mod oauth;
mod office_hours;
mod operator;
mod profile;
mod rate_limit;
mod recorded;
mod refusal;
mod region;
mod rest;
mod segment;
mod server;
mod settings;
mod state;
mod tag;
mod team;
mod view;
mod webhooks;
mod workspace;

pub use admin::Admin;
pub use article::Article;
pub use clock::{Clock, ManualClock};
pub use company::Company;
pub use contact::Contact;
pub use conversation::SYSTEM_ATTRIBUTES;
pub use conversation_attribute::{AttributeOption, ConversationAttribute};
pub use data_attribute::DataAttribute;
pub use desk::Assignee;
pub use exchange::Exchange;
pub use fault::{Fault, FaultKind, Faults};
pub use html::to_text as plain_text;
pub use inbox::Teammate;
pub use intercom::Intercom;
pub use messenger::Visitor;
pub use oauth::App;
pub use office_hours::{OfficeHoursException, OfficeHoursSchedule};
pub use operator::{Operator, Resolution};
pub use refusal::Refusal;
pub use region::Region;
pub use rest::ConnectionDropped;
pub use segment::Segment;
pub use server::Server;
pub use tag::Tag;
pub use team::Team;
pub use view::{
    AdminView, AttributeView, AuthorView, CompanyView, ContactView, ConversationView, PartView,
    TeamView, WorkspaceView,
};
pub use webhooks::{Delivery, Notification, SignedNotification, Subscription, Topics, Webhooks};
pub use workspace::{NewWorkspace, Workspace};
