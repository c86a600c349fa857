//! The Help Center of a shop that sends tea by subscription.

use std::sync::Mutex;

use async_trait::async_trait;
use jiff::Timestamp;

use crate::id::ArticleId;
use crate::ports::intercom::Error;
use crate::ports::knowledge::{Article, Found, Knowledge};

const ARTICLES: &[(&str, &str, &str)] = &[
    (
        "101",
        "Change your delivery address",
        include_str!("help_center/change-address.html"),
    ),
    (
        "102",
        "Skip or pause a delivery",
        include_str!("help_center/skip-pause.html"),
    ),
    (
        "103",
        "Cancel your subscription",
        include_str!("help_center/cancel.html"),
    ),
    (
        "104",
        "Refunds and returns",
        include_str!("help_center/refunds.html"),
    ),
    (
        "105",
        "Shipping times and costs",
        include_str!("help_center/shipping.html"),
    ),
    (
        "106",
        "Invoices and payment",
        include_str!("help_center/invoices.html"),
    ),
    (
        "107",
        "The team plan",
        include_str!("help_center/team-plan.html"),
    ),
    (
        "108",
        "Allergens and ingredients",
        include_str!("help_center/allergens.html"),
    ),
    (
        "109",
        "How to brew your tea",
        include_str!("help_center/brewing.html"),
    ),
    (
        "110",
        "Gift cards",
        include_str!("help_center/gift-cards.html"),
    ),
    (
        "201",
        "Abo kündigen",
        include_str!("help_center/abo-kuendigen.html"),
    ),
    (
        "301",
        "Livraison : délais et frais",
        include_str!("help_center/livraison.html"),
    ),
    (
        "401",
        "Tarjetas regalo",
        include_str!("help_center/tarjetas.html"),
    ),
];

/// The only article without a public address.
const WITHOUT_ADDRESS: &str = "109";

/// What does not work today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Broken {
    Nothing,
    Search,
    /// Searches after the first.
    SecondSearch,
    /// Reads of this article, with a 5xx.
    Article(&'static str),
    /// Every read.
    Articles,
    /// Every article was deleted since it was found.
    Gone,
    /// The rate limit is used up after the search.
    Limited,
}

/// Looks for words as Intercom does, without stems or synonyms, and writes down what it was asked.
#[derive(Debug)]
pub(super) struct HelpCenter {
    broken: Broken,
    calls: Mutex<Vec<String>>,
}

impl HelpCenter {
    pub(super) fn new(broken: Broken) -> Self {
        Self {
            broken,
            calls: Mutex::default(),
        }
    }

    /// What was asked of it: `search …` and `article …`, in order.
    pub(super) fn calls(&self) -> Vec<String> {
        self.calls
            .lock()
            .expect("no test panics while it holds the lock")
            .clone()
    }

    fn note(&self, call: String) -> usize {
        let mut calls = self
            .calls
            .lock()
            .expect("no test panics while it holds the lock");
        calls.push(call);
        calls.len()
    }

    fn unreachable() -> Error {
        Error::Unknown("the connection was reset".into())
    }
}

#[async_trait]
impl Knowledge for HelpCenter {
    async fn search(&self, phrase: &str) -> Result<Vec<Found>, Error> {
        assert!(
            !phrase.trim().is_empty(),
            "an empty phrase finds everything"
        );
        let calls = self.note(format!("search {phrase}"));
        if self.broken == Broken::Search || (self.broken == Broken::SecondSearch && calls > 1) {
            return Err(Self::unreachable());
        }
        let phrase: Vec<String> = phrase
            .split_whitespace()
            .map(str::to_lowercase)
            .filter(|word| word.chars().count() > 2)
            .collect();
        let mut found: Vec<(usize, &(&str, &str, &str))> = ARTICLES
            .iter()
            .map(|article| {
                let (title, text) = (words(article.1), words(article.2));
                let times = phrase
                    .iter()
                    .map(|word| {
                        usize::from(text.contains(word)) + 3 * usize::from(title.contains(word))
                    })
                    .sum();
                (times, article)
            })
            .filter(|(times, _)| *times > 0)
            .collect();
        found.sort_by_key(|(times, _)| std::cmp::Reverse(*times));
        Ok(found
            .into_iter()
            .map(|(_, (id, title, _))| Found {
                id: id.parse().unwrap(),
                title: (*title).to_owned(),
            })
            .collect())
    }

    async fn article(&self, id: &ArticleId) -> Result<Article, Error> {
        self.note(format!("article {id}"));
        match self.broken {
            Broken::Article(broken) if broken == id.as_str() => return Err(Self::unreachable()),
            Broken::Articles => return Err(Self::unreachable()),
            Broken::Limited => {
                return Err(Error::RateLimited {
                    until: Timestamp::UNIX_EPOCH,
                });
            }
            Broken::Gone => return Err(Error::NotFound),
            _ => {}
        }
        let (id, title, html) = ARTICLES
            .iter()
            .find(|article| article.0 == id.as_str())
            .ok_or(Error::NotFound)?;
        let url =
            (*id != WITHOUT_ADDRESS).then(|| format!("https://help.tea.example/en/articles/{id}"));
        Ok(Article {
            id: id.parse().unwrap(),
            title: (*title).to_owned(),
            url,
            html: (*html).to_owned(),
        })
    }
}

fn words(text: &str) -> Vec<String> {
    text.split(|character: char| !character.is_alphanumeric())
        .map(str::to_lowercase)
        .collect()
}
