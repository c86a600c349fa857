//! What a visitor gave a conversation, as JSON.

use serde::Deserialize;
use serde::de::{Error, IgnoredAny, Unexpected};

use crate::domain::ending::Rating;

/// A `conversation_rating`. The remark, the contact and the teammate are not read.
#[derive(Debug, Deserialize)]
pub struct RatingItem {
    /// From 1 to 5.
    #[serde(deserialize_with = "score")]
    rating: u8,
    /// When it was asked for, in Unix seconds; it stays when the visitor changes their mind.
    #[serde(default)]
    created_at: Option<i64>,
    /// When it was changed last, in Unix seconds. Older versions of the API do not tell.
    #[serde(default)]
    updated_at: Option<i64>,
}

/// A `conversation_rating` beside what is read for other reasons: one of another shape is none.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum RatingBeside {
    /// As it is documented.
    Known(RatingItem),
    /// A shape that cannot be read.
    Other(IgnoredAny),
}

impl RatingBeside {
    /// What can be read of it, see [`RatingItem::read`].
    #[must_use]
    pub fn read(&self) -> Option<Rating> {
        match self {
            Self::Known(item) => Some(item.read()),
            Self::Other(_) => None,
        }
    }
}

impl RatingItem {
    /// The score and its time. Where Intercom does not tell when it was changed, it is the time of what tells of it.
    #[must_use]
    pub fn rating(&self, told_at: i64) -> Rating {
        Rating {
            at: self.updated_at.unwrap_or(told_at),
            score: self.rating,
        }
    }

    /// The same for who reads the conversation at any time after: the earliest it can be, so that what a notification told is
    /// not taken for older.
    #[must_use]
    pub fn read(&self) -> Rating {
        self.rating(self.created_at.unwrap_or_default())
    }
}

fn score<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
    let score = u8::deserialize(deserializer)?;
    if (1..=5).contains(&score) {
        Ok(score)
    } else {
        let found = Unexpected::Unsigned(score.into());
        Err(D::Error::invalid_value(found, &"a rating from 1 to 5"))
    }
}
