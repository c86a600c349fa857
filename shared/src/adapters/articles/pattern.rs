//! Patterns over the words of a clause.

use bm25::{DefaultTokenizer, Tokenizer};
use unicode_segmentation::UnicodeSegmentation;

/// Words that may stand at one place, parted by blanks, lower case and without accents.
pub(super) type Choice = &'static str;

/// Whether `word` is one of `choice`.
pub(super) fn is_of(word: &str, choice: Choice) -> bool {
    choice.split_whitespace().any(|one| one == word)
}

/// A place in a pattern.
#[derive(Debug, Clone, Copy)]
pub(super) enum Slot {
    /// One of these.
    One(Choice),
    /// Any number of these, also none.
    Any(Choice),
    /// The clause ends here, or goes on with one of these.
    Ends(Choice),
}

/// Where `pattern` first begins in `words`.
pub(super) fn find(pattern: &[Slot], words: &[String]) -> Option<usize> {
    (0..words.len()).find(|at| fits(pattern, &words[*at..]))
}

/// Whether `words` begin with `pattern`.
pub(super) fn fits(pattern: &[Slot], words: &[String]) -> bool {
    let Some((slot, later)) = pattern.split_first() else {
        return true;
    };
    let first_is = |choice: Choice| words.first().is_some_and(|word| is_of(word, choice));
    match slot {
        Slot::One(choice) => first_is(choice) && fits(later, &words[1..]),
        Slot::Any(choice) => fits(later, words) || (first_is(choice) && fits(pattern, &words[1..])),
        Slot::Ends(choice) => (words.is_empty() || first_is(choice)) && fits(later, words),
    }
}

/// The clauses of a text as words in lower case, without accents, `n't` spelled out.
pub(super) fn clauses(text: &str) -> Vec<Vec<String>> {
    let mut line = text.to_lowercase().replace(['’', '`', '´'], "'");
    for (from, to) in SPELLED_OUT {
        line = line.replace(from, to);
    }
    let tokenizer = DefaultTokenizer::builder()
        .stemming(false)
        .stopwords(false)
        .build();
    let mut clauses = Vec::new();
    for part in line.split([
        '.', '!', '?', ',', ';', ':', '\n', '…', '(', ')', '–', '—', '¿', '¡',
    ]) {
        // Only words: the tokenizer would spell an emoji out.
        let parted = part.replace(['\'', '-'], " ");
        let words = tokenizer.tokenize(&parted.unicode_words().collect::<Vec<_>>().join(" "));
        clauses.extend(
            words
                .split(|word| is_of(word, CONTRARY))
                .filter(|clause| !clause.is_empty())
                .map(<[String]>::to_vec),
        );
    }
    clauses
}

/// Words that begin a new thought.
const CONTRARY: Choice = "but aber sondern mais pero";

/// “Can't I …?” asks for something, “I don't …” refuses it.
const SPELLED_OUT: &[(&str, &str)] = &[
    ("can't", "can"),
    ("cannot", "can"),
    ("cant ", "can "),
    ("couldn't", "could"),
    ("dont ", "do not "),
    ("won't", "will not"),
    ("n't", " not"),
];

#[cfg(test)]
mod tests {
    use super::Slot::{Any, Ends, One};
    use super::*;

    #[test]
    fn a_text_is_read_clause_by_clause() {
        insta::assert_json_snapshot!(clauses("I don't need that, but can’t I speak to someone? S'il vous plaît!"), @r#"
        [
          [
            "i",
            "do",
            "not",
            "need",
            "that"
          ],
          [
            "can",
            "i",
            "speak",
            "to",
            "someone"
          ],
          [
            "s",
            "il",
            "vous",
            "plait"
          ]
        ]
        "#);
    }

    #[test]
    fn a_pattern_may_need_to_step_back() {
        let pattern = [One("a"), Any("human"), One("human agent"), Ends("please")];
        let at = |text: &str| {
            clauses(text)
                .iter()
                .find_map(|clause| find(&pattern, clause))
        };
        assert_eq!(
            [
                "get a human",
                "a human agent please",
                "a human readable name"
            ]
            .map(at),
            [Some(1), Some(0), None]
        );
    }
}
