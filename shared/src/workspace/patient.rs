//! What the agent reads, by somebody who sits a used-up rate limit out.

use async_trait::async_trait;

use crate::domain::turn::budget;
use crate::id::ArticleId;
use crate::ports::intercom::Error;
use crate::ports::knowledge::{Article, Found, Knowledge};
use crate::ports::{Clock, Intercom};

/// Reads again when the window has ended, once: to give the conversation to a person because ten seconds were short would be
/// worse than to answer ten seconds later. The agent's own time bounds it.
pub(super) struct Patient<'k> {
    pub(super) knowledge: &'k dyn Intercom,
    pub(super) clock: &'k dyn Clock,
    pub(super) worker: u64,
}

impl Patient<'_> {
    async fn wait_for<T>(&self, refused: &Result<T, Error>) -> bool {
        let Err(Error::RateLimited { until }) = refused else {
            return false;
        };
        let wait = budget::until_then(*until, self.clock.now(), self.worker);
        self.clock.sleep(wait).await;
        true
    }
}

#[async_trait]
impl Knowledge for Patient<'_> {
    async fn search(&self, phrase: &str) -> Result<Vec<Found>, Error> {
        let found = self.knowledge.search(phrase).await;
        if self.wait_for(&found).await {
            return self.knowledge.search(phrase).await;
        }
        found
    }

    async fn article(&self, id: &ArticleId) -> Result<Article, Error> {
        let article = self.knowledge.article(id).await;
        if self.wait_for(&article).await {
            return self.knowledge.article(id).await;
        }
        article
    }
}
