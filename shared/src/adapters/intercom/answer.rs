//! What Intercom answers. Lenient: only the fields we use, ids as strings or integers, and `null`, absent and
//! empty alike wherever a thing may be missing.

mod article;
mod attributes;
mod catalog;
mod company;
mod contact;
mod conversation;
mod conversations;
mod directory;
mod listed;
mod me;
mod name;
mod past;
mod plain;
mod posted;
mod waiting;

pub(super) use article::{Article, Search};
pub(super) use catalog::{
    AllSegments, ConversationAttribute, ConversationAttributes, CreatedTag, DataAttribute,
    DataAttributes, Exceptions, Schedules, Tags,
};
pub(super) use company::Companies;
pub(super) use contact::{Contact, Segments, Tags as ContactTags};
pub(super) use conversation::Conversation;
pub(super) use conversations::Conversations;
pub(super) use directory::{Admins, Teams};
pub(super) use me::Me;
pub(super) use past::PastConversations;
pub(super) use posted::Posted;
pub(super) use waiting::WaitingConversations;
