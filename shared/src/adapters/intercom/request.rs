//! A write as it would be sent, for people to look at first.

use serde_json::Value;

use super::call::Call;
use super::post;
use crate::domain::attribute::{self, Object};
use crate::id::{AdminId, ConversationId, TagId};
use crate::ports::intercom::{Error, Post};

/// Method, path and body of a write. It is made of the very call that is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// `POST` or `PUT`.
    pub method: String,
    /// Below the host.
    pub path: String,
    /// JSON.
    pub body: Value,
}

impl Request {
    /// What [`Intercom::post`](crate::ports::Intercom::post) sends.
    ///
    /// # Errors
    ///
    /// For what is refused before it is sent: an id that is none, an assignment to a bot.
    pub fn of_post(id: &ConversationId, by: &AdminId, post: &Post) -> Result<Self, Error> {
        Ok(Self::of(&post::call(id, by, post)?))
    }

    /// What [`Intercom::set_attributes`](crate::ports::Intercom::set_attributes) sends.
    ///
    /// # Errors
    ///
    /// As [`Request::of_post`].
    pub fn of_attributes(
        object: &Object,
        attributes: &[(String, attribute::Value)],
    ) -> Result<Self, Error> {
        Ok(Self::of(&post::update(object, attributes)?))
    }

    /// What [`Intercom::tag_called`](crate::ports::Intercom::tag_called) sends.
    #[must_use]
    pub fn of_tag_called(name: &str) -> Self {
        Self::of(&post::new_tag(name))
    }

    /// What [`Intercom::tag`](crate::ports::Intercom::tag) sends.
    ///
    /// # Errors
    ///
    /// As [`Request::of_post`].
    pub fn of_tag(id: &ConversationId, by: &AdminId, tag: &TagId) -> Result<Self, Error> {
        Ok(Self::of(&post::tag(id, by, tag)?))
    }

    fn of(call: &Call<'_>) -> Self {
        let body = call.body().unwrap_or(b"null");
        Self {
            method: call.endpoint().method().to_string(),
            path: call.path(),
            body: serde_json::from_slice(body).expect("a call's body was made as JSON"),
        }
    }
}
