//! The past, a day at a time.
//!
//! A conversation's `created_at` never changes, and the order of a search does with every message. So what is read together
//! is the conversations of one day, and those that were read of it are remembered until the day is done.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use shared::adapters::intercom::Span;
use shared::id::ConversationId;

const DAY: i64 = 24 * 60 * 60;

/// A day of the past, or what of it is asked for, and how far its reading came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Slice {
    from: Timestamp,
    until: Timestamp,
    /// What asks for the next page.
    cursor: Option<String>,
    /// What was read of it.
    seen: BTreeSet<ConversationId>,
    /// How many had no id to remember them by.
    nameless: u64,
    /// Whether this is the second reading, because the first did not find all there are.
    is_again: bool,
}

/// What follows a page.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// Another page of the same day.
    Page,
    /// The day is done. As many were counted and not found.
    Done {
        /// How many.
        missed: u64,
    },
}

impl Slice {
    /// The newest day of a span; none when nothing is in it.
    pub(crate) fn newest(span: Span) -> Option<Self> {
        let from = (span.until.as_second() - 1).div_euclid(DAY) * DAY;
        let from = Timestamp::from_second(from).unwrap_or(span.from);
        (span.from < span.until).then(|| Self {
            from: from.max(span.from),
            until: span.until,
            cursor: None,
            seen: BTreeSet::new(),
            nameless: 0,
            is_again: false,
        })
    }

    /// The day before this one in a span.
    pub(crate) fn before(&self, span: Span) -> Option<Self> {
        Self::newest(Span {
            from: span.from,
            until: self.from,
        })
    }

    pub(crate) const fn span(&self) -> Span {
        Span {
            from: self.from,
            until: self.until,
        }
    }

    pub(crate) fn cursor(&self) -> Option<&str> {
        self.cursor.as_deref()
    }

    /// Whether a conversation was read before.
    pub(crate) fn knows(&self, id: Option<&ConversationId>) -> bool {
        match id {
            Some(id) => self.seen.contains(id),
            // Whether it was among those of the first reading cannot be known.
            None => self.is_again,
        }
    }

    /// Remembers a conversation; whether it is one that was not read before.
    pub(crate) fn remember(&mut self, id: Option<&ConversationId>) -> bool {
        match id {
            Some(id) => self.seen.insert(id.clone()),
            None => {
                self.nameless += u64::from(!self.is_again);
                !self.is_again
            }
        }
    }

    /// Goes on behind a page, of which Intercom says what asks for the next one and how many there are in all.
    pub(crate) fn turn(&mut self, next: Option<String>, total: u64) -> Next {
        // A cursor that leads to itself leads nowhere.
        let next = next.filter(|next| self.cursor.as_ref() != Some(next));
        self.cursor = next;
        if self.cursor.is_some() {
            return Next::Page;
        }
        let found = self.seen.len() as u64 + self.nameless;
        if found >= total {
            return Next::Done { missed: 0 };
        }
        if self.is_again {
            return Next::Done {
                missed: total - found,
            };
        }
        // Somebody wrote in one of them while we read, and it went to where we had been.
        self.is_again = true;
        Next::Page
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: &str, until: &str) -> Span {
        let at = |text: &str| text.parse().unwrap();
        Span {
            from: at(from),
            until: at(until),
        }
    }

    fn id(text: &str) -> ConversationId {
        text.parse().unwrap()
    }

    #[test]
    fn a_span_is_its_days_from_the_newest_back_and_nothing_twice() {
        let span = span("2026-01-05T22:00:00Z", "2026-01-08T01:00:00Z");
        let days = std::iter::successors(Slice::newest(span), |slice| slice.before(span));
        let told: Vec<_> = days
            .map(|day| format!("{} {}", day.from, day.until))
            .collect();
        insta::assert_snapshot!(told.join("\n"), @"
        2026-01-08T00:00:00Z 2026-01-08T01:00:00Z
        2026-01-07T00:00:00Z 2026-01-08T00:00:00Z
        2026-01-06T00:00:00Z 2026-01-07T00:00:00Z
        2026-01-05T22:00:00Z 2026-01-06T00:00:00Z
        ");
    }

    #[test]
    fn nothing_is_in_a_span_that_ends_before_it_begins() {
        assert_eq!(
            Slice::newest(span("2026-01-05T00:00:00Z", "2026-01-05T00:00:00Z")),
            None
        );
    }

    #[test]
    fn what_moved_while_it_was_read_is_found_by_reading_once_more() {
        let mut day = Slice::newest(span("2026-01-05T00:00:00Z", "2026-01-06T00:00:00Z")).unwrap();
        assert!(day.remember(Some(&id("1"))));
        assert!(day.remember(None));
        assert_eq!(day.turn(Some("a".to_owned()), 4), Next::Page);
        assert!(day.remember(Some(&id("2"))));
        assert_eq!(day.turn(None, 4), Next::Page, "one is missing");
        assert_eq!(day.cursor(), None, "from the beginning");
        let met =
            [Some("3"), Some("1"), Some("2"), None].map(|it| day.remember(it.map(id).as_ref()));
        assert_eq!(met, [true, false, false, false]);
        assert_eq!(day.turn(None, 4), Next::Done { missed: 0 });
    }

    #[test]
    fn what_is_not_found_by_then_is_said_to_be_missing() {
        let mut day = Slice::newest(span("2026-01-05T00:00:00Z", "2026-01-06T00:00:00Z")).unwrap();
        assert_eq!(day.turn(None, 2), Next::Page);
        assert_eq!(day.turn(None, 2), Next::Done { missed: 2 });
    }

    #[test]
    fn a_cursor_that_leads_to_itself_is_not_followed() {
        let mut day = Slice::newest(span("2026-01-05T00:00:00Z", "2026-01-06T00:00:00Z")).unwrap();
        assert!(day.remember(Some(&id("1"))));
        assert_eq!(day.turn(Some("a".to_owned()), 1), Next::Page);
        assert_eq!(day.turn(Some("a".to_owned()), 1), Next::Done { missed: 0 });
    }
}
