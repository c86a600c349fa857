//! The core: pure, without a clock, a network or a store.

pub mod answer;
pub mod assignee;
pub mod catalog;
pub mod config;
pub mod conversation;
pub mod digest;
pub mod directory;
pub mod hand_off;
pub mod html;
pub mod inventory;
pub mod names;
pub mod notification;
pub mod oauth;
pub mod office_hours;
pub mod outcome;
pub mod part;
pub mod people;
pub mod routing;
pub mod secret_name;
pub mod spelling;
pub mod stamp;
pub mod switch;
pub mod trace;
pub mod transcript;
pub mod turn;
pub mod wire;
