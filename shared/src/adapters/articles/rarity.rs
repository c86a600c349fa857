//! How rare a word is among the passages at hand.

use std::collections::{HashMap, HashSet};

use super::words::Word;

/// The weight of the rarest word, in the scale of [`Rarity::of`]. Without a bound one name the Help Center does not
/// have (“oolong”, “Berlin”) would count more than everything it has.
const RAREST: f32 = 2.0;

/// The weight of a word every passage has. A search for “delivery” finds passages that all have it; it still was asked.
const COMMONEST: f32 = 1.0;

/// How rare words are among passages.
#[derive(Debug, Default)]
pub(super) struct Rarity {
    passages: usize,
    passages_with: HashMap<String, usize>,
}

impl Rarity {
    pub(super) fn among<'a>(passages: impl Iterator<Item = &'a Stems>) -> Self {
        let mut rarity = Self::default();
        for passage in passages {
            rarity.passages += 1;
            for stem in passage.all() {
                *rarity.passages_with.entry(stem.clone()).or_default() += 1;
            }
        }
        rarity
    }

    /// The inverse document frequency, within [`COMMONEST`] and [`RAREST`].
    #[expect(clippy::cast_precision_loss, reason = "a few hundred passages at most")]
    fn of(&self, stem: &str) -> f32 {
        let with = self.passages_with.get(stem).copied().unwrap_or(0) as f32;
        let without = self.passages as f32 - with;
        (1.0 + (without + 0.5) / (with + 0.5))
            .ln()
            .clamp(COMMONEST, RAREST)
    }

    /// What a word of the question counts.
    pub(super) fn weight(&self, word: &Word) -> f32 {
        word.weight * self.of(&word.stem)
    }

    /// The share of `words`, by weight, that `has`.
    pub(super) fn coverage(&self, words: &[Word], has: impl Fn(&str) -> bool) -> f32 {
        let total: f32 = words.iter().map(|word| self.weight(word)).sum();
        let covered: f32 = words
            .iter()
            .filter(|word| has(&word.stem))
            .map(|word| self.weight(word))
            .sum();
        if total > 0.0 { covered / total } else { 0.0 }
    }
}

/// The stems of a passage.
#[derive(Debug)]
pub(super) struct Stems {
    /// Of its article's title.
    pub(super) title: HashSet<String>,
    /// Of its headings.
    pub(super) headings: HashSet<String>,
    /// Of its lines.
    pub(super) text: HashSet<String>,
}

impl Stems {
    fn all(&self) -> HashSet<&String> {
        self.title
            .iter()
            .chain(&self.headings)
            .chain(&self.text)
            .collect()
    }

    pub(super) fn has(&self, stem: &str) -> bool {
        self.title.contains(stem) || self.headings.contains(stem) || self.text.contains(stem)
    }
}
