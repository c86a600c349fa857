//! The words of a text by which it is found: stemmed, synonyms made one, without what every question has.

use std::collections::HashMap;

use bm25::{DefaultTokenizer, Language, Tokenizer};
use unicode_segmentation::UnicodeSegmentation;

use super::pattern::is_of;
use super::synonyms;

mod everyday;

/// How much a word such as “take” or “new” counts beside one that names a thing.
const LIGHT: f32 = 0.15;

/// A word of a question.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Word {
    /// As it was said, in lower case.
    pub(super) said: String,
    /// The same without accents.
    pub(super) folded: String,
    /// The word a Help Center would rather use.
    pub(super) common: String,
    /// What it is compared by.
    pub(super) stem: String,
    /// How much it says, before its rarity: 1 or less.
    pub(super) weight: f32,
}

impl Word {
    /// Whether it names what the question is about.
    pub(super) fn is_full(&self) -> bool {
        self.weight >= 1.0
    }
}

/// Reads words in one language.
#[derive(Debug)]
pub(super) struct Words {
    language: Language,
    plain: DefaultTokenizer,
    stemmed: DefaultTokenizer,
    /// The stem of a synonym, to the stem and the word it stands for.
    synonyms: HashMap<String, (String, &'static str)>,
}

impl Words {
    pub(super) fn new(language: Language) -> Self {
        let tokenizer = |stemming| {
            DefaultTokenizer::builder()
                .language_mode(language.clone())
                .stemming(stemming)
                .build()
        };
        let (plain, stemmed) = (tokenizer(false), tokenizer(true));
        let stem = |word: &str| stemmed.tokenize(word).into_iter().next();
        let mut synonyms = HashMap::new();
        for group in synonyms::groups(&language) {
            let mut words = group
                .split(' ')
                .filter_map(|word| stem(word).map(|stem| (word, stem)));
            let Some((first, common)) = words.next() else {
                continue;
            };
            synonyms.extend(words.map(|(_, stem)| (stem, (common.clone(), first))));
            synonyms.insert(common.clone(), (common, first));
        }
        Self {
            language,
            plain,
            stemmed,
            synonyms,
        }
    }

    /// The words of `text` that say something, in order, each meaning once.
    pub(super) fn read(&self, text: &str) -> Vec<Word> {
        let mut words: Vec<Word> = Vec::new();
        for said in self.rewritten(text).unicode_words() {
            for (folded, stem) in self.pairs(said) {
                let (stem, common) = match self.synonyms.get(&stem) {
                    Some((stem, common)) => (stem.clone(), *common),
                    None => (stem, said),
                };
                if !words.iter().any(|word| word.stem == stem) {
                    let weight = if is_of(&folded, everyday::light(&self.language)) {
                        LIGHT
                    } else {
                        1.0
                    };
                    words.push(Word {
                        said: said.to_owned(),
                        folded,
                        common: common.to_owned(),
                        stem,
                        weight,
                    });
                }
            }
        }
        words
    }

    /// Words without accents, with their stems: both tokenizers drop the same stop words, so they keep step.
    fn pairs(&self, text: &str) -> impl Iterator<Item = (String, String)> {
        let courtesy = everyday::courtesy(&self.language);
        let pairs = self
            .plain
            .tokenize(text)
            .into_iter()
            .zip(self.stemmed.tokenize(text));
        pairs.filter(move |(folded, _)| {
            let long_enough = folded.chars().count() > 1 || folded.chars().all(char::is_numeric);
            long_enough && !is_of(folded, courtesy)
        })
    }

    /// Apostrophes part words (`l'adresse`); phrases become the word they stand for.
    fn rewritten(&self, text: &str) -> String {
        let mut parted = text.to_lowercase().replace(['\'', '’', '-'], " ");
        for (sign, word) in CURRENCIES {
            parted = parted.replace(*sign, word);
        }
        let mut line = format!(" {} ", parted.unicode_words().collect::<Vec<_>>().join(" "));
        for (phrase, word) in synonyms::phrases(&self.language) {
            line = line.replace(&format!(" {phrase} "), &format!(" {word} "));
        }
        line
    }
}

/// For `bm25`: every word, repeated as often as it is said.
impl Tokenizer for Words {
    fn tokenize(&self, text: &str) -> Vec<String> {
        let stem = |(_, stem): (String, String)| match self.synonyms.get(&stem) {
            Some((common, _)) => common.clone(),
            None => stem,
        };
        self.pairs(&self.rewritten(text)).map(stem).collect()
    }
}

const CURRENCIES: &[(char, &str)] = &[('€', " eur "), ('$', " usd "), ('£', " gbp ")];

#[cfg(test)]
mod tests {
    use super::*;

    fn stems(language: Language, text: &str) -> Vec<String> {
        Words::new(language)
            .read(text)
            .into_iter()
            .map(|word| word.stem)
            .collect()
    }

    #[test]
    fn inflections_synonyms_and_phrases_meet_in_a_stem() {
        assert_eq!(
            stems(Language::English, "Could you please STOP my subscriptions?"),
            stems(Language::English, "Cancelling the subscription")
        );
        assert_eq!(
            stems(Language::English, "How much does shipping cost?"),
            stems(Language::English, "the price of deliveries")
        );
        assert_eq!(
            stems(Language::German, "Ich möchte mein Abo kündigen"),
            stems(Language::German, "Abo-Kündigung")
        );
        assert_eq!(
            stems(Language::French, "Comment changer l’adresse ?"),
            stems(Language::French, "modifier mes adresses")
        );
        assert_eq!(
            stems(Language::Spanish, "Quiero cancelar mi suscripción"),
            stems(Language::Spanish, "cancelación de suscripciones")
        );
    }

    #[test]
    fn what_every_question_has_says_nothing_and_light_words_little() {
        let words = Words::new(Language::English)
            .read("Hi, I'd like to know how I can use my new voucher?");
        let said: Vec<(&str, f32)> = words
            .iter()
            .map(|word| (word.said.as_str(), word.weight))
            .collect();
        assert_eq!(said, [("use", LIGHT), ("new", LIGHT), ("voucher", 1.0)]);
        assert_eq!(stems(Language::English, "Can you please help me?"), [""; 0]);
    }
}
