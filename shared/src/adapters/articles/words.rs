//! The words of a text by which it is found: stemmed, synonyms made one, without what every question has.

use std::collections::HashMap;

use bm25::{DefaultTokenizer, Language, Tokenizer};
use unicode_segmentation::UnicodeSegmentation;

use super::synonyms;

/// How much a word such as “take” or “new” counts beside one that names a thing.
const LIGHT: f32 = 0.25;

/// A word of a question.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Word {
    /// As it was said.
    pub(super) said: String,
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
        let tokenizer = |stemming| DefaultTokenizer::builder().language_mode(language.clone()).stemming(stemming).build();
        let (plain, stemmed) = (tokenizer(false), tokenizer(true));
        let stem = |word: &str| stemmed.tokenize(word).into_iter().next();
        let mut synonyms = HashMap::new();
        for group in synonyms::groups(&language) {
            let Some(common) = stem(group[0]) else { continue };
            for word in group.iter().filter_map(|word| stem(word)) {
                synonyms.insert(word, (common.clone(), group[0]));
            }
        }
        Self { language, plain, stemmed, synonyms }
    }

    /// The words of `text` that say something, in order, each meaning once.
    pub(super) fn read(&self, text: &str) -> Vec<Word> {
        let mut words: Vec<Word> = Vec::new();
        for (said, stem) in self.pairs(text) {
            let (stem, common) = match self.synonyms.get(&stem) {
                Some((stem, common)) => (stem.clone(), (*common).to_owned()),
                None => (stem, said.clone()),
            };
            if !words.iter().any(|word| word.stem == stem) {
                let weight = if light(&self.language).contains(&said.as_str()) { LIGHT } else { 1.0 };
                words.push(Word { said, common, stem, weight });
            }
        }
        words
    }

    /// Words as said, with their stems: both tokenizers drop the same stop words, so they keep step.
    fn pairs(&self, text: &str) -> impl Iterator<Item = (String, String)> {
        let text = self.rewritten(text);
        let courtesy = courtesy(&self.language);
        let pairs = self.plain.tokenize(&text).into_iter().zip(self.stemmed.tokenize(&text));
        pairs.filter(move |(said, _)| {
            let long_enough = said.chars().count() > 1 || said.chars().all(char::is_numeric);
            long_enough && !courtesy.contains(&said.as_str())
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
        self.pairs(text).map(stem).collect()
    }
}

const CURRENCIES: &[(char, &str)] = &[('€', " eur "), ('$', " usd "), ('£', " gbp ")];

/// Words of asking and of politeness, without accents, beyond the crate's stop words.
const fn courtesy(language: &Language) -> &'static [&'static str] {
    match language {
        Language::English => &[
            "able", "actually", "also", "anyone", "could", "dear", "explain", "get", "getting", "got", "gonna", "hello",
            "help", "hey", "hi", "im", "kindly", "know", "let", "like", "may", "maybe", "might", "must", "need", "ok", "okay",
            "please", "possible", "question", "questions", "really", "shall", "somehow", "tell", "thank", "thanks", "us", "wanna", "want",
            "wanted", "wonder", "wondering", "would", "yes",
        ],
        Language::German => &[
            "bitte", "brauche", "brauchte", "danke", "darf", "durfen", "frage", "gern", "gerne", "geht", "gibt",
            "hallo", "hilfe", "ja", "kannst", "konnen", "konnte", "konnt", "mal", "mochte", "mochten", "sagen", "wann", "warum",
            "wer", "wieso", "wissen",
        ],
        Language::French => &[
            "aimerais", "besoin", "bonjour", "comment", "faire", "faut", "merci", "ou", "peut", "peux", "plait", "possible", "pouvez",
            "puis", "quand", "quel", "quelle", "quelles", "quels", "quoi", "salut", "savoir", "si", "souhaite", "veux", "voudrais",
        ],
        Language::Spanish => &[
            "ayuda", "como", "cual", "donde", "favor", "gracias", "hacer", "hola", "necesito", "podria", "posible", "puede",
            "puedo", "quiero", "quisiera", "saber",
        ],
        _ => &[],
    }
}

/// Words that go with every subject.
const fn light(language: &Language) -> &'static [&'static str] {
    match language {
        Language::English => &[
            "already", "anything", "best", "bit", "bring", "come", "comes", "currently", "different", "directly", "easily",
            "find", "first", "give", "go", "goes", "going", "good", "happen", "happens", "last", "long", "look", "looking",
            "lot", "made", "make", "many", "month", "much", "new", "next", "old", "one", "people", "person", "put", "right", "say", "see", "set",
            "show", "someone", "something", "soon", "still", "sure", "take", "takes", "thing", "things", "today", "together",
            "tomorrow", "try", "trying", "use", "used", "using", "usually", "way", "week", "without", "work", "works", "yet",
        ],
        Language::German => &["finde", "finden", "heute", "immer", "komme", "kommt", "lange", "mache", "macht", "morgen", "neu", "neue", "neuen", "schon"],
        Language::French => &["encore", "nouveau", "nouvelle", "toujours", "trouver", "trouve"],
        Language::Spanish => &["encuentro", "nueva", "nuevo", "siempre", "todavia"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stems(language: Language, text: &str) -> Vec<String> {
        Words::new(language).read(text).into_iter().map(|word| word.stem).collect()
    }

    #[test]
    fn inflections_synonyms_and_phrases_meet_in_a_stem() {
        assert_eq!(stems(Language::English, "Could you please STOP my subscriptions?"), stems(Language::English, "Cancelling the subscription"));
        assert_eq!(stems(Language::English, "How much does shipping cost?"), stems(Language::English, "the price of deliveries"));
        assert_eq!(stems(Language::German, "Ich möchte mein Abo kündigen"), stems(Language::German, "Abo-Kündigung"));
        assert_eq!(stems(Language::French, "Comment changer l’adresse ?"), stems(Language::French, "modifier mes adresses"));
        assert_eq!(stems(Language::Spanish, "Quiero cancelar mi suscripción"), stems(Language::Spanish, "cancelación de suscripciones"));
    }

    #[test]
    fn what_every_question_has_says_nothing_and_light_words_little() {
        let words = Words::new(Language::English).read("Hi, I'd like to know how I can use my new voucher?");
        let said: Vec<(&str, f32)> = words.iter().map(|word| (word.said.as_str(), word.weight)).collect();
        assert_eq!(said, [("use", LIGHT), ("new", LIGHT), ("voucher", 1.0)]);
        assert_eq!(stems(Language::English, "Can you please help me?"), [""; 0]);
    }
}
