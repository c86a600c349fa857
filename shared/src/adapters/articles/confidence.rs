//! How sure it is that a passage answers a question, by the words of the question it has.

use std::collections::{HashMap, HashSet};

use super::words::Word;

/// From here on a passage is given as an answer, in percent. Below, more of what was asked is missing than is there:
/// in `tests::table` questions about something else stay under 55, answered ones reach 62 and more.
pub(super) const FLOOR: u8 = 60;

/// Words in common never prove that a question is answered.
const MOST: f32 = 0.95;

/// The weight of the rarest word, in the scale of [`Rarity::of`]. Without a bound one name the Help Center does not
/// have (“oolong”, “Berlin”) would count more than everything it has.
const RAREST: f32 = 2.0;

/// The weight of a word every passage has. A search for “delivery” finds passages that all have it; it still was asked.
const COMMONEST: f32 = 1.0;

/// What a borrowed word counts beside one of the question's own.
const BORROWED: f32 = 0.5;

/// The most for a question of one word, by where the word stands. One word is a subject, not a question: it is
/// answered where an article is about it, not where it occurs in passing.
const ONE_WORD_IN_TITLE: f32 = 0.75;
const ONE_WORD_IN_HEADING: f32 = 0.70;
const ONE_WORD_IN_TEXT: f32 = 0.50;

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
        (1.0 + (without + 0.5) / (with + 0.5)).ln().clamp(COMMONEST, RAREST)
    }

    /// What a word of the question counts.
    pub(super) fn weight(&self, word: &Word) -> f32 {
        word.weight * self.of(&word.stem)
    }

    /// The share of `words`, by weight, that `has`.
    pub(super) fn coverage(&self, words: &[Word], has: impl Fn(&str) -> bool) -> f32 {
        let total: f32 = words.iter().map(|word| self.weight(word)).sum();
        let covered: f32 = words.iter().filter(|word| has(&word.stem)).map(|word| self.weight(word)).sum();
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
        self.title.iter().chain(&self.headings).chain(&self.text).collect()
    }

    fn has(&self, stem: &str) -> bool {
        self.title.contains(stem) || self.headings.contains(stem) || self.text.contains(stem)
    }
}

/// How sure, in percent.
///
/// `borrowed` are words of what the question `hangs` on: they count where it does, and otherwise only tell that a
/// question of one word is about this.
pub(super) fn of(own: &[Word], borrowed: &[Word], hangs: bool, passage: &Stems, rarity: &Rarity) -> u8 {
    let has = |stem: &str| passage.has(stem);
    let sum = |words: &[Word]| words.iter().map(|word| rarity.weight(word)).sum::<f32>();
    let own_share = rarity.coverage(own, has);
    let mut share = own_share;
    if hangs {
        let (mine, theirs) = (sum(own), sum(borrowed) * BORROWED);
        let both = (own_share * mine + rarity.coverage(borrowed, has) * theirs) / (mine + theirs);
        share = share.min(both);
    }
    let full: Vec<&Word> = own.iter().filter(|word| word.is_full()).collect();
    if let [only] = full.as_slice()
        && !borrowed.iter().any(|word| has(&word.stem))
    {
        share = share.min(match &only.stem {
            stem if passage.title.contains(stem) => ONE_WORD_IN_TITLE,
            stem if passage.headings.contains(stem) => ONE_WORD_IN_HEADING,
            _ => ONE_WORD_IN_TEXT,
        });
    }
    percent(share.min(MOST))
}

fn percent(share: f32) -> u8 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=100")]
    let percent = (share * 100.0).round().clamp(0.0, 100.0) as u8;
    percent
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<Word> {
        let word = |stem: &str| Word { said: stem.to_owned(), common: stem.to_owned(), stem: stem.to_owned(), weight: 1.0 };
        text.split_whitespace().map(word).collect()
    }

    fn stems(title: &str, headings: &str, text: &str) -> Stems {
        let set = |text: &str| text.split_whitespace().map(str::to_owned).collect();
        Stems { title: set(title), headings: set(headings), text: set(text) }
    }

    #[test]
    fn a_passage_is_as_sure_as_what_it_has_of_the_question() {
        let passages = [
            stems("shipping", "", "tea france germany days"),
            stems("shipping", "costs", "tea eur order"),
            stems("gift card", "", "tea eur code"),
            stems("gift card", "price", "eur 20 50"),
        ];
        let rarity = Rarity::among(passages.iter());
        let rows: Vec<String> = [
            ("shipping france", "", false, 0),
            ("shipping costs", "", false, 0),
            ("capital france", "", false, 0),
            ("shipping", "", false, 1),
            ("costs", "", false, 1),
            ("tea", "", false, 0),
            ("price", "gift card", true, 3),
            ("price", "gift card", true, 1),
            ("colour", "gift card", true, 3),
        ]
        .iter()
        .map(|(own, borrowed, hangs, at)| {
            format!("{own} ({borrowed}) in {at}: {}", of(&words(own), &words(borrowed), *hangs, &passages[*at], &rarity))
        })
        .collect();
        insta::assert_snapshot!(rows.join("\n"), @"");
    }
}
