//! Between the functions and Intercom: reads pass, writes are held or, if they were approved, made.

use std::sync::Arc;

use async_trait::async_trait;
use shared::adapters::intercom::Request;
use shared::domain::attribute::{Object, Value};
use shared::domain::catalog::{Catalog, Exception, Reading};
use shared::domain::directory::Directory;
use shared::domain::routing::Contact;
use shared::domain::transcript::{Company, Transcript};
use shared::domain::waiting::{Page, Window};
use shared::id::{AdminId, ArticleId, ContactId, ConversationId, PartId, TagId};
use shared::ports::intercom::{Error, Post, Pressure};
use shared::ports::keys::Plain;
use shared::ports::knowledge::{Article, Found};
use shared::ports::registry::Installation;
use shared::ports::{Clock, Connect, Intercom, Knowledge};

use super::ledger::{Ledger, Verdict};
use super::pretended::{self, Pretended};

/// A write that is not the next of those somebody approved.
#[derive(Debug, thiserror::Error)]
#[error("it is not what was shown before, so it was not sent")]
struct NotApproved;

/// Gives every function a guarded Intercom.
pub(super) struct GuardedConnect {
    pub(super) inner: Arc<dyn Connect>,
    pub(super) guard: Arc<Guard>,
}

/// What all guarded handles of a replay have in common.
pub(super) struct Guard {
    pub(super) ledger: Ledger,
    pub(super) pretended: Pretended,
    pub(super) clock: Arc<dyn Clock>,
}

impl Connect for GuardedConnect {
    fn connect(&self, installation: &Installation, token: Plain) -> Arc<dyn Intercom> {
        Arc::new(Guarded {
            inner: self.inner.connect(installation, token),
            guard: self.guard.clone(),
        })
    }

    fn connect_yielding(&self, installation: &Installation, token: Plain) -> Arc<dyn Intercom> {
        Arc::new(Guarded {
            inner: self.inner.connect_yielding(installation, token),
            guard: self.guard.clone(),
        })
    }
}

/// One workspace's Intercom behind the guard.
struct Guarded {
    inner: Arc<dyn Intercom>,
    guard: Arc<Guard>,
}

#[async_trait]
impl Intercom for Guarded {
    async fn greet(&self) -> Result<(), Error> {
        self.inner.greet().await
    }

    fn pressure(&self) -> Pressure {
        self.inner.pressure()
    }

    async fn conversation(&self, id: &ConversationId) -> Result<Transcript, Error> {
        let mut transcript = self.inner.conversation(id).await?;
        self.guard.pretended.show(&mut transcript);
        Ok(transcript)
    }

    async fn waiting(&self, window: &Window, after: Option<&str>) -> Result<Page, Error> {
        self.inner.waiting(window, after).await
    }

    async fn post(
        &self,
        id: &ConversationId,
        by: &AdminId,
        post: &Post,
    ) -> Result<Option<PartId>, Error> {
        let Guard {
            ledger,
            pretended,
            clock,
        } = &*self.guard;
        match ledger.admit(Request::of_post(id, by, post)?) {
            Verdict::Hold(number) => {
                let at = clock.now().as_second();
                Ok(Some(pretended.post(id, by, post, number, at)))
            }
            Verdict::Send(number) => {
                let posted = self.inner.post(id, by, post).await;
                ledger.settle(number, &posted);
                posted
            }
            Verdict::Refuse => Err(Error::NotSent(NotApproved.into())),
        }
    }

    async fn set_attributes(
        &self,
        object: &Object,
        attributes: &[(String, Value)],
    ) -> Result<(), Error> {
        let Guard {
            ledger, pretended, ..
        } = &*self.guard;
        match ledger.admit(Request::of_attributes(object, attributes)?) {
            Verdict::Hold(_) => {
                pretended.attributes(object, attributes);
                Ok(())
            }
            Verdict::Send(number) => {
                let set = self.inner.set_attributes(object, attributes).await;
                ledger.settle(number, &set);
                set
            }
            Verdict::Refuse => Err(Error::NotSent(NotApproved.into())),
        }
    }

    async fn tag_called(&self, name: &str) -> Result<TagId, Error> {
        let ledger = &self.guard.ledger;
        match ledger.admit(Request::of_tag_called(name)) {
            Verdict::Hold(_) => Ok(pretended::tag(name)),
            Verdict::Send(number) => {
                let tag = self.inner.tag_called(name).await;
                ledger.settle(number, &tag);
                if let Ok(tag) = &tag {
                    ledger.is_now(&pretended::tag(name), tag);
                }
                tag
            }
            Verdict::Refuse => Err(Error::NotSent(NotApproved.into())),
        }
    }

    async fn tag(&self, id: &ConversationId, by: &AdminId, tag: &TagId) -> Result<(), Error> {
        let ledger = &self.guard.ledger;
        match ledger.admit(Request::of_tag(id, by, tag)?) {
            Verdict::Hold(_) => {
                self.guard.pretended.tagged(id, tag);
                Ok(())
            }
            Verdict::Send(number) => {
                let tagged = self.inner.tag(id, by, tag).await;
                ledger.settle(number, &tagged);
                tagged
            }
            Verdict::Refuse => Err(Error::NotSent(NotApproved.into())),
        }
    }

    async fn contact(&self, id: &ContactId) -> Result<Contact, Error> {
        let mut contact = self.inner.contact(id).await?;
        let object = Object::Contact(id.clone());
        self.guard.pretended.set(&object, &mut contact.attributes);
        Ok(contact)
    }

    async fn segments(&self, id: &ContactId) -> Result<Vec<String>, Error> {
        self.inner.segments(id).await
    }

    async fn tags(&self, id: &ContactId) -> Result<Vec<String>, Error> {
        self.inner.tags(id).await
    }

    async fn companies(&self, id: &ContactId) -> Result<Vec<Company>, Error> {
        let mut companies = self.inner.companies(id).await?;
        for company in &mut companies {
            let object = Object::Company(company.id.clone());
            self.guard.pretended.set(&object, &mut company.attributes);
        }
        Ok(companies)
    }

    async fn directory(&self) -> Result<Directory, Error> {
        self.inner.directory().await
    }

    async fn catalog(&self) -> Result<Catalog, Error> {
        self.inner.catalog().await
    }

    async fn exceptions(&self, schedule: &str) -> Result<Reading<Exception>, Error> {
        self.inner.exceptions(schedule).await
    }
}

#[async_trait]
impl Knowledge for Guarded {
    async fn search(&self, phrase: &str) -> Result<Vec<Found>, Error> {
        self.inner.search(phrase).await
    }

    async fn article(&self, id: &ArticleId) -> Result<Article, Error> {
        self.inner.article(id).await
    }
}
