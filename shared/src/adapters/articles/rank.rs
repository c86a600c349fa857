//! Which passage answers a question best.

use std::collections::HashSet;

use bm25::{Embedder, EmbedderBuilder, Scorer, Tokenizer};

use super::asked::Topic;
use super::confidence;
use super::passage::Passage;
use super::rarity::{Rarity, Stems};
use super::words::{Word, Words};

/// How much better a passage is when its article's title says what is asked and nothing else: an article about a
/// thing before one that mentions it.
const TITLE: f32 = 1.0;

/// The same for its headings. They also tell sections of one article apart.
const HEADING: f32 = 1.0;

/// How much repeating a word adds. Passages are short: that a word is there says more than how often (usual: 1.2).
const K1: f32 = 0.6;

/// How often the question's own words count beside those it borrows.
const OWN_TIMES: usize = 2;

/// Passages ready to be compared with questions.
pub(super) struct Ranking<'a> {
    passages: &'a [Passage],
    embedder: Embedder<u32, Words>,
    scorer: Scorer<usize>,
    stems: Vec<Stems>,
    rarity: Rarity,
    words: Words,
}

/// A passage, for a question.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ranked<'a> {
    pub(super) passage: &'a Passage,
    /// How sure it is that it answers, in percent.
    pub(super) confidence: u8,
    score: f32,
}

impl<'a> Ranking<'a> {
    /// `words` reads the language of most of the passages.
    pub(super) fn of(passages: &'a [Passage], words: impl Fn() -> Words) -> Self {
        let reader = words();
        let whole: Vec<String> = passages.iter().map(whole).collect();
        let corpus: Vec<&str> = whole.iter().map(String::as_str).collect();
        let embedder: Embedder<u32, Words> =
            EmbedderBuilder::with_tokenizer_and_fit_to_corpus(words(), &corpus)
                .k1(K1)
                .build();
        let mut scorer = Scorer::new();
        for (at, text) in corpus.iter().enumerate() {
            scorer.upsert(&at, embedder.embed(text));
        }
        let stems: Vec<Stems> = passages
            .iter()
            .map(|passage| stems(passage, &reader))
            .collect();
        let rarity = Rarity::among(stems.iter());
        Self {
            passages,
            embedder,
            scorer,
            stems,
            rarity,
            words: reader,
        }
    }

    /// The passages that have anything of a topic, the best first; of equals, the first in its article.
    pub(super) fn best_for(&self, topic: &Topic) -> Vec<Ranked<'a>> {
        let (own, borrowed) = (topic.own(&self.words), topic.borrowed(&self.words));
        let query = self.embedder.embed(&format!(
            "{} {}",
            format!("{} ", topic.text).repeat(OWN_TIMES),
            topic.context
        ));
        let asked = [own.as_slice(), borrowed.as_slice()].concat();
        let mut ranked: Vec<Ranked<'a>> = Vec::new();
        for (at, (passage, stems)) in self.passages.iter().zip(&self.stems).enumerate() {
            let found = self.scorer.score(&at, &query).unwrap_or(0.0);
            if found > 0.0 {
                let (title, headings) = (
                    self.agreement(&asked, &stems.title),
                    self.agreement(&asked, &stems.headings),
                );
                let score = found * (1.0 + TITLE * title + HEADING * headings);
                ranked.push(Ranked {
                    passage,
                    confidence: confidence::of(&own, &borrowed, topic.hangs, stems, &self.rarity),
                    score,
                });
            }
        }
        ranked.sort_by(|one, other| other.score.total_cmp(&one.score));
        ranked
    }

    /// How far a title and a question say the same: the harmonic mean of what of each is in the other.
    fn agreement(&self, asked: &[Word], title: &HashSet<String>) -> f32 {
        let of_question = self.rarity.coverage(asked, |stem| title.contains(stem));
        let shared = title
            .iter()
            .filter(|stem| asked.iter().any(|word| word.stem == **stem))
            .count();
        if shared == 0 {
            return 0.0;
        }
        #[expect(clippy::cast_precision_loss, reason = "a title has a few words")]
        let of_title = shared as f32 / title.len() as f32;
        2.0 * of_question * of_title / (of_question + of_title)
    }
}

fn whole(passage: &Passage) -> String {
    format!(
        "{}\n{}\n{}",
        passage.title,
        passage.headings.join("\n"),
        passage.text
    )
}

fn stems(passage: &Passage, words: &Words) -> Stems {
    let set = |text: &str| words.tokenize(text).into_iter().collect();
    Stems {
        title: set(&passage.title),
        headings: set(&passage.headings.join("\n")),
        text: set(&passage.text),
    }
}
