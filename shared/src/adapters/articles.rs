//! An agent without a model: it answers with a passage of the workspace's own Help Center, word by word, or not at all.
//!
//! ```text
//! asked       what waits for an answer, and what it hangs on
//! wish        whether a person is wanted            small_talk  what needs no article
//! intent      which configured intent it shows      summary     what the visitor wants, in their own words
//! shelf       the articles: searched and read       passage     their sections, as plain text
//! rank        the best passage, by BM25             confidence  how much of the question it has, by rarity
//! words       stems, synonyms, languages            pattern     phrases over the words of a clause
//! ```

mod asked;
mod confidence;
mod intent;
mod language;
mod markup;
mod passage;
mod pattern;
mod rank;
mod rarity;
mod shelf;
mod small_talk;
mod summary;
mod synonyms;
mod text;
mod wish;
mod words;

#[cfg(test)]
mod tests;

use std::time::Duration;

use async_trait::async_trait;

use self::asked::{Asked, Topic};
use self::passage::Passage;
use self::rank::Ranking;
use self::small_talk::SmallTalk;
use self::words::Words;
use crate::domain::answer::{Answer, Question};
use crate::domain::html::Link;
use crate::ports::agent::{Agent, GaveUp};
use crate::ports::knowledge::Knowledge;

/// An agent that quotes the Help Center.
///
/// * Where it has no passage that answers, `text` and `sources` are empty and `confidence` is below
///   [`Articles::FLOOR`]: the caller says in its own words that it does not know, and offers a person.
/// * The same where the visitor only says that the last answer was none; `confidence` is 0 then.
/// * Where two things are asked and it can answer one, the text says so, and `confidence` is the mean of both.
/// * Where a person is wanted, `wants_person` is set, nothing is looked up, and `text` is empty.
/// * A source whose article has no public address has an empty `url`: it is named, and leads nowhere.
///
/// Guidance is not followed: a quotation has the Help Center's tone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Articles;

impl Articles {
    /// The lowest confidence of a text that answers all that was asked, in percent.
    pub const FLOOR: u8 = confidence::FLOOR;

    /// How sure it is of small talk, in percent: it needs no article, and it may be meant otherwise.
    const SMALL_TALK: u8 = 95;
}

#[async_trait]
impl Agent for Articles {
    /// Makes at most 2 searches and 3 reads, one after the other, and computes for a few milliseconds. It has no clock:
    /// the caller ends it when `budget` is over.
    async fn answer(
        &self,
        question: &Question,
        knowledge: &dyn Knowledge,
        _budget: Duration,
    ) -> Result<Answer, GaveUp> {
        let asked = Asked::read(question);
        let answer = Answer {
            intent: intent::recognise(&asked.text, &question.intents),
            summary: summary::of(question),
            ..Answer::default()
        };
        if wish::is_for_a_person(&asked.text, asked.said_before.as_deref()) {
            return Ok(Answer {
                wants_person: true,
                ..answer
            });
        }
        if let Some(says) = SmallTalk::read(&asked.text) {
            return Ok(small_talk(answer, says, &asked));
        }
        if asked.complains() {
            // Neither looking “that is wrong” up nor asking back would help.
            return Ok(answer);
        }
        let topics = asked.topics();
        if topics.is_empty() {
            return Ok(small_talk(answer, SmallTalk::Unclear, &asked));
        }
        let articles = shelf::read(knowledge, &topics, &Words::new(asked.language.clone())).await?;
        let passages: Vec<Passage> = articles.iter().flat_map(Passage::all_of).collect();
        let language = language::common(
            &asked.text,
            passages.iter().map(|passage| passage.text.as_str()),
        );
        let ranking = Ranking::of(&passages, || Words::new(language.clone()));
        Ok(answered(answer, &asked, &topics, &ranking))
    }
}

fn small_talk(answer: Answer, says: SmallTalk, asked: &Asked) -> Answer {
    Answer {
        text: says.reply(&asked.language).to_owned(),
        gist: says.gist(&asked.text, asked.said_before.as_deref()),
        confidence: Articles::SMALL_TALK,
        ..answer
    }
}

/// The best passage for each topic. It says so where it has one for some of them only, and is less sure then.
fn answered(answer: Answer, asked: &Asked, topics: &[Topic], ranking: &Ranking<'_>) -> Answer {
    let mut texts: Vec<String> = Vec::new();
    let mut sources: Vec<Link> = Vec::new();
    let mut confidences: Vec<u8> = Vec::new();
    for topic in topics {
        let ranked = ranking.best_for(topic);
        let fits = ranked.iter().find(|ranked| {
            ranked.confidence >= Articles::FLOOR && !asked.was_said(&ranked.passage.text)
        });
        let Some(best) = fits else {
            let nearest = ranked
                .iter()
                .map(|ranked| ranked.confidence)
                .max()
                .unwrap_or(0);
            confidences.push(nearest.min(Articles::FLOOR - 1));
            continue;
        };
        confidences.push(best.confidence);
        let (text, passage) = (best.passage.shown(), best.passage);
        if !texts.contains(&text) {
            texts.push(text);
        }
        let source = Link {
            title: passage.title.clone(),
            url: passage.url.clone().unwrap_or_default(),
        };
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    let confidence = mean(&confidences);
    if texts.is_empty() {
        return Answer {
            confidence,
            ..answer
        };
    }
    if confidences
        .iter()
        .any(|confidence| *confidence < Articles::FLOOR)
    {
        texts.push(small_talk::other_question(&asked.language).to_owned());
    }
    Answer {
        text: texts.join("\n"),
        sources,
        confidence,
        ..answer
    }
}

fn mean(percents: &[u8]) -> u8 {
    let sum: usize = percents.iter().copied().map(usize::from).sum();
    u8::try_from(sum / percents.len().max(1)).unwrap_or(u8::MAX)
}
