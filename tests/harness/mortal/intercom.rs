//! Intercom, as a mortal worker calls it.

use std::sync::Arc;

use async_trait::async_trait;
use shared::domain::attribute::{Object, Value};
use shared::domain::catalog::{Catalog, Exception, Reading};
use shared::domain::directory::Directory;
use shared::domain::routing::Contact;
use shared::domain::transcript::{Company, Transcript};
use shared::domain::waiting::{Page, Window};
use shared::id::{AdminId, ArticleId, ContactId, ConversationId, PartId, TagId};
use shared::ports::intercom::{Error, Post};
use shared::ports::keys::Plain;
use shared::ports::knowledge::{Article, Found};
use shared::ports::registry::Installation;
use shared::ports::{Connect, Intercom, Knowledge};

use super::Mortal;

pub(super) struct MortalConnect(pub(super) Mortal, pub(super) Arc<dyn Connect>);

impl Connect for MortalConnect {
    fn connect(&self, installation: &Installation, token: Plain) -> Arc<dyn Intercom> {
        let intercom = self.1.connect(installation, token);
        Arc::new(MortalIntercom(self.0.clone(), intercom))
    }

    fn connect_yielding(&self, installation: &Installation, token: Plain) -> Arc<dyn Intercom> {
        let intercom = self.1.connect_yielding(installation, token);
        Arc::new(MortalIntercom(self.0.clone(), intercom))
    }
}

struct MortalIntercom(Mortal, Arc<dyn Intercom>);

#[async_trait]
impl Knowledge for MortalIntercom {
    async fn search(&self, phrase: &str) -> Result<Vec<Found>, Error> {
        let Self(mortal, intercom) = self;
        mortal
            .does("intercom.search", intercom.search(phrase))
            .await
    }

    async fn article(&self, id: &ArticleId) -> Result<Article, Error> {
        let Self(mortal, intercom) = self;
        mortal.does("intercom.article", intercom.article(id)).await
    }
}

#[async_trait]
impl Intercom for MortalIntercom {
    async fn greet(&self) -> Result<(), Error> {
        let Self(mortal, intercom) = self;
        mortal.does("intercom.greet", intercom.greet()).await
    }

    async fn conversation(&self, id: &ConversationId) -> Result<Transcript, Error> {
        let Self(mortal, intercom) = self;
        mortal
            .does("intercom.conversation", intercom.conversation(id))
            .await
    }

    async fn waiting(&self, window: &Window, after: Option<&str>) -> Result<Page, Error> {
        let Self(mortal, intercom) = self;
        mortal
            .does("intercom.waiting", intercom.waiting(window, after))
            .await
    }

    async fn post(
        &self,
        id: &ConversationId,
        by: &AdminId,
        post: &Post,
    ) -> Result<Option<PartId>, Error> {
        let Self(mortal, intercom) = self;
        let name = match post {
            Post::Reply(_) => "intercom.reply",
            Post::Note(_) => "intercom.note",
            Post::Assign(_) => "intercom.assign",
            Post::Snooze(_) => "intercom.snooze",
            Post::Open => "intercom.open",
        };
        mortal.does(name, intercom.post(id, by, post)).await
    }

    async fn set_attributes(
        &self,
        object: &Object,
        attributes: &[(String, Value)],
    ) -> Result<(), Error> {
        let Self(mortal, intercom) = self;
        let set = intercom.set_attributes(object, attributes);
        mortal.does("intercom.set_attributes", set).await
    }

    async fn tag_called(&self, name: &str) -> Result<TagId, Error> {
        let Self(mortal, intercom) = self;
        mortal
            .does("intercom.tag_called", intercom.tag_called(name))
            .await
    }

    async fn tag(&self, id: &ConversationId, by: &AdminId, tag: &TagId) -> Result<(), Error> {
        let Self(mortal, intercom) = self;
        mortal.does("intercom.tag", intercom.tag(id, by, tag)).await
    }

    async fn contact(&self, id: &ContactId) -> Result<Contact, Error> {
        let Self(mortal, intercom) = self;
        mortal.does("intercom.contact", intercom.contact(id)).await
    }

    async fn segments(&self, id: &ContactId) -> Result<Vec<String>, Error> {
        let Self(mortal, intercom) = self;
        mortal
            .does("intercom.segments", intercom.segments(id))
            .await
    }

    async fn tags(&self, id: &ContactId) -> Result<Vec<String>, Error> {
        let Self(mortal, intercom) = self;
        mortal.does("intercom.tags", intercom.tags(id)).await
    }

    async fn companies(&self, id: &ContactId) -> Result<Vec<Company>, Error> {
        let Self(mortal, intercom) = self;
        mortal
            .does("intercom.companies", intercom.companies(id))
            .await
    }

    async fn directory(&self) -> Result<Directory, Error> {
        let Self(mortal, intercom) = self;
        mortal
            .does("intercom.directory", intercom.directory())
            .await
    }

    async fn catalog(&self) -> Result<Catalog, Error> {
        let Self(mortal, intercom) = self;
        mortal.does("intercom.catalog", intercom.catalog()).await
    }

    async fn exceptions(&self, schedule: &str) -> Result<Reading<Exception>, Error> {
        let Self(mortal, intercom) = self;
        mortal
            .does("intercom.exceptions", intercom.exceptions(schedule))
            .await
    }
}
