use std::collections::BTreeSet;
use std::time::Duration;

/// Where an app wants its notifications and how they are signed.
#[derive(Clone)]
pub struct Subscription {
    /// Every topic goes to this one URL.
    pub url: String,
    /// Signs the body, HMAC-SHA1.
    pub client_secret: String,
    /// What is subscribed to.
    pub topics: Topics,
    /// How long after a failure the one retry follows; Intercom's is a minute.
    pub retry_after: Duration,
}

/// The topics an app ticked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Topics {
    /// Every one.
    All,
    /// These, and `ping`.
    Only(BTreeSet<String>),
}

impl Subscription {
    /// All topics, with a retry after a minute.
    pub fn new(url: impl Into<String>, client_secret: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            client_secret: client_secret.into(),
            topics: Topics::All,
            retry_after: Duration::from_mins(1),
        }
    }

    /// Only these topics.
    #[must_use]
    pub fn only<T: Into<String>>(mut self, topics: impl IntoIterator<Item = T>) -> Self {
        self.topics = Topics::Only(topics.into_iter().map(Into::into).collect());
        self
    }

    /// Retries sooner than Intercom does.
    #[must_use]
    pub fn retrying_after(mut self, delay: Duration) -> Self {
        self.retry_after = delay;
        self
    }
}

impl Topics {
    pub(crate) fn include(&self, topic: &str) -> bool {
        match self {
            Self::All => true,
            Self::Only(topics) => topic == "ping" || topics.contains(topic),
        }
    }
}
