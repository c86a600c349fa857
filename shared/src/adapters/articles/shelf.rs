//! The articles a question may be answered from: searched, then read.

use super::asked::Topic;
use super::words::{Word, Words};
use crate::ports::agent::GaveUp;
use crate::ports::intercom::Error;
use crate::ports::knowledge::{Article, Found, Knowledge};

/// How many articles are read for one answer.
pub(super) const MOST_READS: usize = 3;

/// Intercom looks for a phrase; a long one finds nothing.
const MOST_WORDS_OF_A_QUESTION: usize = 10;
const MOST_KEYWORDS: usize = 3;

/// Finds and reads articles: at most 2 searches and [`MOST_READS`] reads.
///
/// One topic is looked for as it was asked and, unless that finds enough, by the words Help Centers use; of two
/// topics each is looked for once.
///
/// # Errors
///
/// [`GaveUp::NoKnowledge`] when no search worked, or none of the articles found could be read. An article that is
/// gone by now is no failure.
pub(super) async fn read(
    knowledge: &dyn Knowledge,
    topics: &[Topic],
    words: &Words,
) -> Result<Vec<Article>, GaveUp> {
    let found = match topics {
        [topic] => look_for(knowledge, topic, words)
            .await
            .map(|found| vec![found])?,
        topics => {
            let mut found = Vec::new();
            for topic in topics {
                found.push(by_title(
                    knowledge
                        .search(&keywords(topic, words))
                        .await
                        .map_err(GaveUp::NoKnowledge)?,
                    topic,
                    words,
                ));
            }
            found
        }
    };
    let mut articles = Vec::new();
    let mut failure = None;
    for found in taking_turns(found) {
        match knowledge.article(&found.id).await {
            Ok(article) => articles.push(article),
            Err(Error::NotFound) => {}
            Err(error) => {
                // The next read would meet the same.
                let is_for_all = matches!(error, Error::Unauthorized | Error::RateLimited { .. });
                failure = Some(error);
                if is_for_all {
                    break;
                }
            }
        }
    }
    match failure {
        Some(error) if articles.is_empty() => Err(GaveUp::NoKnowledge(error)),
        _ => Ok(articles),
    }
}

async fn look_for(
    knowledge: &dyn Knowledge,
    topic: &Topic,
    words: &Words,
) -> Result<Vec<Found>, GaveUp> {
    let as_asked = question(topic, words);
    let found = knowledge
        .search(&as_asked)
        .await
        .map_err(GaveUp::NoKnowledge)?;
    let keywords = keywords(topic, words);
    let enough = found.len() >= MOST_READS
        && found
            .iter()
            .any(|found| likeness(&found.title, topic, words) > 0.0);
    if enough || keywords == as_asked {
        return Ok(by_title(found, topic, words));
    }
    match knowledge.search(&keywords).await {
        Ok(more) => {
            let mut found = found;
            for more in more {
                if !found.iter().any(|found| found.id == more.id) {
                    found.push(more);
                }
            }
            Ok(by_title(found, topic, words))
        }
        Err(error) if found.is_empty() => Err(GaveUp::NoKnowledge(error)),
        Err(_) => Ok(by_title(found, topic, words)),
    }
}

/// The question's words as they were said, without those every question has.
fn question(topic: &Topic, words: &Words) -> String {
    let mut said: Vec<String> = topic.own(words).into_iter().map(|word| word.said).collect();
    if topic.hangs {
        said.extend(topic.borrowed(words).into_iter().map(|word| word.said));
    }
    said.truncate(MOST_WORDS_OF_A_QUESTION);
    said.join(" ")
}

/// The words that name what it is about, as a Help Center would put them.
fn keywords(topic: &Topic, words: &Words) -> String {
    let mut common: Vec<String> = topic
        .own(words)
        .into_iter()
        .filter(Word::is_full)
        .map(|word| word.common)
        .collect();
    if topic.hangs || common.len() < 2 {
        common.extend(topic.borrowed(words).into_iter().map(|word| word.common));
    }
    common.truncate(MOST_KEYWORDS);
    common.join(" ")
}

/// The likeliest titles first; of equals, as they were found.
fn by_title(mut found: Vec<Found>, topic: &Topic, words: &Words) -> Vec<Found> {
    found.sort_by(|one, other| {
        likeness(&other.title, topic, words).total_cmp(&likeness(&one.title, topic, words))
    });
    found
}

/// How many of a topic's words a title has.
fn likeness(title: &str, topic: &Topic, words: &Words) -> f32 {
    let title = words.read(title);
    let has = |word: &Word| title.iter().any(|in_title| in_title.stem == word.stem);
    let sum = |asked: Vec<Word>| {
        asked
            .iter()
            .filter(|word| has(word))
            .map(|word| word.weight)
            .sum::<f32>()
    };
    sum(topic.own(words)) + sum(topic.borrowed(words)) / 2.0
}

/// The first of each, then the second of each, at most [`MOST_READS`], none twice.
fn taking_turns(found: Vec<Vec<Found>>) -> Vec<Found> {
    let longest = found.iter().map(Vec::len).max().unwrap_or(0);
    let mut turns: Vec<Found> = Vec::new();
    for at in 0..longest {
        for found in found.iter().filter_map(|found| found.get(at)) {
            if turns.len() < MOST_READS && !turns.iter().any(|turn| turn.id == found.id) {
                turns.push(found.clone());
            }
        }
    }
    turns
}
