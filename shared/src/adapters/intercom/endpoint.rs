//! The endpoints we use, in the names of Intercom's reference.

use http::Method;

/// An endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Endpoint {
    Token,
    Uninstall,
    Me,
    Admins,
    Teams,
    Conversation,
    UpdateConversation,
    Reply,
    ManageConversation,
    Contact,
    UpdateContact,
    UpdateCompany,
    ContactSegments,
    ContactTags,
    ContactCompanies,
    SearchArticles,
    Article,
    Segments,
    Tags,
    CreateTag,
    TagConversation,
    DataAttributes,
    CreateDataAttribute,
    ConversationAttributes,
    CreateConversationAttribute,
    OfficeHours,
    OfficeHoursExceptions,
    Conversations,
    SearchConversations,
    Contacts,
}

impl Endpoint {
    /// Method and path, the way the journal counts them.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Token => "POST /auth/eagle/token",
            Self::Uninstall => "POST /auth/uninstall",
            Self::Me => "GET /me",
            Self::Admins => "GET /admins",
            Self::Teams => "GET /teams",
            Self::Conversation => "GET /conversations/{id}",
            Self::UpdateConversation => "PUT /conversations/{id}",
            Self::Reply => "POST /conversations/{id}/reply",
            Self::ManageConversation => "POST /conversations/{id}/parts",
            Self::Contact => "GET /contacts/{id}",
            Self::UpdateContact => "PUT /contacts/{id}",
            Self::UpdateCompany => "PUT /companies/{id}",
            Self::ContactSegments => "GET /contacts/{id}/segments",
            Self::ContactTags => "GET /contacts/{id}/tags",
            Self::ContactCompanies => "GET /contacts/{id}/companies",
            Self::SearchArticles => "GET /articles/search",
            Self::Article => "GET /articles/{id}",
            Self::Segments => "GET /segments",
            Self::Tags => "GET /tags",
            Self::CreateTag => "POST /tags",
            Self::TagConversation => "POST /conversations/{id}/tags",
            Self::DataAttributes => "GET /data_attributes",
            Self::CreateDataAttribute => "POST /data_attributes",
            Self::ConversationAttributes => "GET /conversations/attributes",
            Self::CreateConversationAttribute => "POST /conversations/attributes",
            Self::OfficeHours => "GET /office_hours_schedules",
            Self::OfficeHoursExceptions => {
                "GET /office_hours_schedules/{id}/office_hours_exceptions"
            }
            Self::Conversations => "GET /conversations",
            Self::SearchConversations => "POST /conversations/search",
            Self::Contacts => "GET /contacts",
        }
    }

    pub(super) const fn method(self) -> Method {
        match self {
            Self::Token
            | Self::Reply
            | Self::ManageConversation
            | Self::CreateConversationAttribute
            | Self::CreateDataAttribute
            | Self::SearchConversations
            | Self::CreateTag
            | Self::TagConversation
            | Self::Uninstall => Method::POST,
            Self::UpdateConversation | Self::UpdateContact | Self::UpdateCompany => Method::PUT,
            Self::Me
            | Self::Admins
            | Self::Teams
            | Self::Conversation
            | Self::Contact
            | Self::ContactSegments
            | Self::ContactTags
            | Self::ContactCompanies
            | Self::SearchArticles
            | Self::Article
            | Self::Segments
            | Self::Tags
            | Self::DataAttributes
            | Self::ConversationAttributes
            | Self::OfficeHours
            | Self::OfficeHoursExceptions
            | Self::Conversations
            | Self::Contacts => Method::GET,
        }
    }

    /// Whether it tells how Intercom is: every turn begins with this one, and nothing is done without it. Teammates, facts or the
    /// Help Center may be down while conversations are handed over all the same.
    pub(super) const fn tells_how_intercom_is(self) -> bool {
        matches!(self, Self::Conversation)
    }

    pub(super) fn path(self, id: &str) -> String {
        let (_, path) = self
            .name()
            .split_once(' ')
            .expect("a name is a method and a path");
        path.replace("{id}", id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_its_name_with_the_id() {
        assert_eq!(Endpoint::Reply.path("123"), "/conversations/123/reply");
        assert_eq!(Endpoint::Me.path(""), "/me");
        assert!(
            Endpoint::Reply
                .name()
                .starts_with(Endpoint::Reply.method().as_str())
        );
    }
}
