//! One request, before it is sent.

use serde::Serialize;

use super::endpoint::Endpoint;
use crate::id::{ArticleId, CompanyId, ContactId, ConversationId};
use crate::ports::intercom::Error;

/// A request to an endpoint. It can be sent more than once.
#[derive(Debug)]
pub(super) struct Call<'c> {
    endpoint: Endpoint,
    id: &'c str,
    conversation: Option<&'c ConversationId>,
    query: Vec<(&'static str, &'c str)>,
    body: Option<Vec<u8>>,
}

impl<'c> Call<'c> {
    /// A call to an endpoint of the workspace itself.
    pub(super) const fn of_workspace(endpoint: Endpoint) -> Self {
        Self {
            endpoint,
            id: "",
            conversation: None,
            query: Vec::new(),
            body: None,
        }
    }

    pub(super) fn of_conversation(
        endpoint: Endpoint,
        id: &'c ConversationId,
    ) -> Result<Self, Error> {
        let call = Self::of_workspace(endpoint).about(id.as_str())?;
        Ok(Self {
            conversation: Some(id),
            ..call
        })
    }

    pub(super) fn of_contact(endpoint: Endpoint, id: &'c ContactId) -> Result<Self, Error> {
        Self::of_workspace(endpoint).about(id.as_str())
    }

    pub(super) fn of_company(endpoint: Endpoint, id: &'c CompanyId) -> Result<Self, Error> {
        Self::of_workspace(endpoint).about(id.as_str())
    }

    pub(super) fn of_article(id: &'c ArticleId) -> Result<Self, Error> {
        Self::of_workspace(Endpoint::Article).about(id.as_str())
    }

    pub(super) fn of_schedule(id: &'c str) -> Result<Self, Error> {
        Self::of_workspace(Endpoint::OfficeHoursExceptions).about(id)
    }

    pub(super) fn with_query(mut self, name: &'static str, value: &'c str) -> Self {
        self.query.push((name, value));
        self
    }

    pub(super) fn with_body(mut self, body: &impl Serialize) -> Self {
        self.body = Some(serde_json::to_vec(body).expect("our requests are texts in objects"));
        self
    }

    pub(super) const fn endpoint(&self) -> Endpoint {
        self.endpoint
    }

    pub(super) const fn conversation(&self) -> Option<&'c ConversationId> {
        self.conversation
    }

    pub(super) fn path(&self) -> String {
        self.endpoint.path(self.id)
    }

    pub(super) fn query(&self) -> &[(&'static str, &'c str)] {
        &self.query
    }

    pub(super) fn body(&self) -> Option<&[u8]> {
        self.body.as_deref()
    }

    /// Intercom's ids are digits, hexadecimal or UUIDs. Anything else could lead to another path, and names nothing.
    fn about(self, id: &'c str) -> Result<Self, Error> {
        let plain = id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        if plain {
            Ok(Self { id, ..self })
        } else {
            Err(Error::NotFound)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_cannot_leave_its_path() {
        for id in ["..", ".", "1/reply", "1?a=b", "%2e%2e", "1\\2"] {
            let id = ConversationId::try_from(id).unwrap();
            let call = Call::of_conversation(Endpoint::Conversation, &id);
            assert!(matches!(call, Err(Error::NotFound)), "{id}");
        }
        let id = ContactId::try_from("696205460674dbb9050aa7fd").unwrap();
        let call = Call::of_contact(Endpoint::ContactSegments, &id).unwrap();
        assert_eq!(call.path(), "/contacts/696205460674dbb9050aa7fd/segments");
    }
}
