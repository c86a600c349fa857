//! What one workspace has written down for its visitors.

use async_trait::async_trait;

use super::intercom::Error;
use crate::id::ArticleId;

/// An article found by a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Which.
    pub id: ArticleId,
    /// Its title.
    pub title: String,
}

/// An article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Which.
    pub id: ArticleId,
    /// Its title.
    pub title: String,
    /// Its public address, if it has one.
    pub url: Option<String>,
    /// Its text, as HTML.
    pub html: String,
}

/// A Help Center.
#[async_trait]
pub trait Knowledge: Send + Sync {
    /// Published articles for a phrase, the best first.
    ///
    /// # Errors
    ///
    /// As [`super::Intercom`]'s reads.
    async fn search(&self, phrase: &str) -> Result<Vec<Found>, Error>;

    /// One article.
    ///
    /// # Errors
    ///
    /// As [`super::Intercom`]'s reads.
    async fn article(&self, id: &ArticleId) -> Result<Article, Error>;
}
