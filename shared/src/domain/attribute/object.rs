//! Whose attributes are written.

use std::fmt;

use crate::domain::names::Kind;
use crate::id::{CompanyId, ContactId, ConversationId};

/// Something with custom attributes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Object {
    /// A conversation.
    Conversation(ConversationId),
    /// A contact.
    Contact(ContactId),
    /// A company, by Intercom's id and never by the customer's own: an unknown one of those would create a company.
    Company(CompanyId),
}

impl Object {
    /// What its attributes are.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Conversation(_) => Kind::ConversationAttribute,
            Self::Contact(_) => Kind::ContactAttribute,
            Self::Company(_) => Kind::CompanyAttribute,
        }
    }
}

impl fmt::Display for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Conversation(_) => "conversation",
            Self::Contact(_) => "contact",
            Self::Company(_) => "company",
        })
    }
}
