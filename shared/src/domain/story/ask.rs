//! What a visitor wants, in a sentence of their own.

use super::empty_words::is_empty_word;

/// How much of one message is looked at, in bytes.
const LOOKED_AT: usize = 8 * 1024;

/// More letters than these say no more.
const ENOUGH: usize = 90;

/// What is longer, in characters, is no sentence but something that was pasted, and says little.
const WALL: usize = 400;
const LITTLE: usize = 20;

/// How many letters a question mark is worth.
const QUESTION: usize = 40;

/// A sentence, and how much it says; 0 where it only greets, thanks, or asks for somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sentence {
    pub(super) text: String,
    weight: usize,
}

impl Sentence {
    /// Whether anything can be learned from it.
    pub(super) const fn says_something(&self) -> bool {
        self.weight > 0
    }
}

/// The sentence of a message that says most; the first of equals. None where there are no words.
pub(super) fn gist(message: &str) -> Option<Sentence> {
    most(sentences(message))
}

/// The sentence that says most; the first of equals.
pub(super) fn most(sentences: impl IntoIterator<Item = Sentence>) -> Option<Sentence> {
    let more = |best: Sentence, next: Sentence| {
        if next.weight > best.weight {
            next
        } else {
            best
        }
    };
    sentences.into_iter().reduce(more)
}

/// The sentences of a message, without what it quotes.
fn sentences(message: &str) -> Vec<Sentence> {
    let message = &message[..message.floor_char_boundary(LOOKED_AT)];
    let lines = message
        .lines()
        .filter(|line| !line.trim_start().starts_with('>'));
    let texts = lines.flat_map(|line| split(&without_targets(line)));
    texts
        .map(|text| Sentence {
            weight: weight(&text),
            text,
        })
        .collect()
}

/// A line without the addresses that only repeat what stands before them: `a@b.example (mailto:a@b.example)`.
fn without_targets(line: &str) -> String {
    let mut words: Vec<&str> = Vec::new();
    for word in line.split_whitespace() {
        let bare = word.trim_end_matches(['.', ',', '?', '!']);
        let target = bare
            .strip_prefix('(')
            .and_then(|bare| bare.strip_suffix(')'));
        let is_repeated = target.is_some_and(|target| {
            let plain = target.strip_prefix("mailto:").unwrap_or(target);
            words
                .last()
                .is_some_and(|last| last.trim_matches('/') == plain.trim_matches('/'))
        });
        if !is_repeated {
            words.push(word);
        }
    }
    words.join(" ")
}

/// A line at the ends of its sentences.
fn split(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut begin = 0;
    for (at, char) in line.char_indices() {
        let end = at + char.len_utf8();
        let rest = &line[end..];
        let is_end = match char {
            '。' | '？' | '！' => true,
            '?' | '!' | '…' => rest.is_empty() || rest.starts_with(char::is_whitespace),
            '.' => ends_one(&line[begin..at], rest),
            _ => false,
        };
        if is_end || rest.is_empty() {
            let text = without_greeting(line[begin..end].trim());
            if text.chars().any(char::is_alphanumeric) {
                found.push(text.to_owned());
            }
            begin = end;
        }
    }
    found
}

/// Whether a dot between these ends a sentence, and no short form (“No. 5”, “z. B.”) or date (“5. Mai”).
fn ends_one(before: &str, rest: &str) -> bool {
    if !(rest.is_empty() || rest.starts_with(char::is_whitespace)) {
        return false;
    }
    let word = before.rsplit(|char: char| !char.is_alphanumeric()).next();
    let word = word.unwrap_or_default();
    if word.is_empty() || word.chars().count() > 2 {
        return true;
    }
    let counts = |text: &str| text.starts_with(|char: char| char.is_ascii_digit());
    is_empty_word(&word.to_lowercase()) && !counts(rest.trim_start()) && !counts(word)
}

/// A sentence without the “Hello there,” it begins with.
fn without_greeting(sentence: &str) -> &str {
    match sentence.split_once(", ") {
        Some((greeting, rest))
            if greeting.split(' ').all(is_of_greeting) && !opposes(rest.trim()) =>
        {
            rest.trim()
        }
        _ => sentence,
    }
}

/// “Thanks, but …” stays whole.
fn opposes(rest: &str) -> bool {
    let first = rest.split(' ').next().unwrap_or_default().to_lowercase();
    ["but", "aber", "mais", "pero", "maar", "ma", "però", "mas"].contains(&first.as_str())
}

fn is_of_greeting(word: &str) -> bool {
    is_empty_word(&word.to_lowercase())
}

/// How much a sentence says: the letters of the words that carry it, and more where it asks.
fn weight(sentence: &str) -> usize {
    // What is an address of somebody is captured, and no ask.
    let words = sentence
        .split_whitespace()
        .filter(|word| !word.contains('@'));
    let words = words.flat_map(|word| word.split(|char: char| !char.is_alphanumeric()));
    let letters: usize = words
        .map(str::to_lowercase)
        .filter(|word| word.chars().count() > 1 || !word.is_ascii())
        .filter(|word| !is_empty_word(word))
        .map(|word| word.chars().count().min(12))
        .sum();
    let asks = sentence.ends_with(['?', '？']);
    match letters {
        0 => 0,
        letters if sentence.chars().count() > WALL => letters.min(LITTLE),
        letters if asks => letters.min(ENOUGH) + QUESTION,
        letters => letters.min(ENOUGH),
    }
}
