//! Which configured intent a question shows, by the words it shares with an intent's phrases.

use std::collections::HashMap;

use super::language;
use super::words::Words;
use crate::domain::answer::{Detected, Intent};

/// Below this likeness no intent is recognised. Half of the meaning in common is what two different
/// questions about one thing have (“cancel my order”, “cancel my subscription”).
const FLOOR: f32 = 0.6;

/// The likeliest intent of `text`; the first configured one of equals.
///
/// Words no phrase has count as the rarest ones, so that a long question about something else is like nothing.
pub(super) fn recognise(text: &str, intents: &[Intent]) -> Option<Detected> {
    let phrases: Vec<&str> = intents
        .iter()
        .flat_map(|intent| &intent.phrases)
        .map(String::as_str)
        .collect();
    let mut languages = vec![language::of(text), language::of(&phrases.join("\n"))];
    languages.dedup();
    let mut best: Option<(&str, f32)> = None;
    for words in languages.into_iter().map(Words::new) {
        let likeness = Likeness::new(&words, &phrases);
        for intent in intents {
            let like = intent
                .phrases
                .iter()
                .map(|phrase| likeness.of(text, phrase))
                .fold(0.0, f32::max);
            if like >= FLOOR && best.is_none_or(|(_, best)| like > best) {
                best = Some((&intent.name, like));
            }
        }
    }
    best.map(|(name, like)| Detected {
        name: name.to_owned(),
        confidence: percent(like),
    })
}

/// Cosine of word vectors, weighted by rarity among all phrases.
struct Likeness<'a> {
    words: &'a Words,
    phrases: f32,
    phrases_with: HashMap<String, f32>,
}

impl<'a> Likeness<'a> {
    fn new(words: &'a Words, phrases: &[&str]) -> Self {
        let mut phrases_with = HashMap::new();
        for phrase in phrases {
            for word in words.read(phrase) {
                *phrases_with.entry(word.stem).or_insert(0.0) += 1.0;
            }
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "a configuration has a few hundred phrases at most"
        )]
        let phrases = phrases.len() as f32;
        Self {
            words,
            phrases,
            phrases_with,
        }
    }

    fn of(&self, text: &str, phrase: &str) -> f32 {
        let (text, phrase) = (self.vector(text), self.vector(phrase));
        let shared: f32 = text
            .iter()
            .filter_map(|(stem, weight)| {
                phrase
                    .iter()
                    .find(|(other, _)| other == stem)
                    .map(|(_, other)| weight * other)
            })
            .sum();
        let length = |vector: &[(String, f32)]| {
            vector
                .iter()
                .map(|(_, weight)| weight * weight)
                .sum::<f32>()
                .sqrt()
        };
        let lengths = length(&text) * length(&phrase);
        if lengths > 0.0 { shared / lengths } else { 0.0 }
    }

    fn vector(&self, text: &str) -> Vec<(String, f32)> {
        let weigh = |stem: &str| {
            (1.0 + self.phrases / self.phrases_with.get(stem).copied().unwrap_or(0.5)).ln()
        };
        self.words
            .read(text)
            .into_iter()
            .map(|word| (word.stem.clone(), word.weight * weigh(&word.stem)))
            .collect()
    }
}

fn percent(share: f32) -> u8 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to 0..=100"
    )]
    let percent = (share * 100.0).round().clamp(0.0, 100.0) as u8;
    percent
}

#[cfg(test)]
mod tests {
    use super::*;

    fn intents() -> Vec<Intent> {
        let intent = |name: &str, phrases: &[&str]| Intent {
            name: name.to_owned(),
            phrases: phrases.iter().map(|phrase| (*phrase).to_owned()).collect(),
        };
        vec![
            intent(
                "cancel",
                &[
                    "I want to cancel my subscription",
                    "how can I stop my plan",
                    "Ich möchte mein Abo kündigen",
                ],
            ),
            intent("refund", &["I want my money back", "refund my last order"]),
            intent(
                "complaint",
                &[
                    "this is the third time my parcel is late",
                    "nobody answers me",
                ],
            ),
        ]
    }

    #[test]
    fn an_intent_is_recognised_by_phrases_near_it() {
        let read = |text: &str| {
            recognise(text, &intents())
                .map(|intent| format!("{} {}", intent.name, intent.confidence))
        };
        let rows: Vec<String> = [
            "Please cancel my subscription",
            "how do i unsubscribe from my plan?",
            "Ich will mein Abo kündigen",
            "Can I get a refund for my order?",
            "money back!",
            "My delivery is late for the third time",
            "Which tea has the most caffeine?",
            "What is the capital of France?",
            "How do I change my delivery address?",
            "",
        ]
        .iter()
        .map(|text| {
            format!(
                "{text} -> {}",
                read(text).unwrap_or_else(|| "none".to_owned())
            )
        })
        .collect();
        insta::assert_snapshot!(rows.join("\n"), @"
        Please cancel my subscription -> cancel 100
        how do i unsubscribe from my plan? -> cancel 100
        Ich will mein Abo kündigen -> cancel 100
        Can I get a refund for my order? -> refund 99
        money back! -> refund 100
        My delivery is late for the third time -> complaint 100
        Which tea has the most caffeine? -> none
        What is the capital of France? -> none
        How do I change my delivery address? -> none
         -> none
        ");
    }

    #[test]
    fn without_intents_none_is_recognised() {
        assert_eq!(recognise("cancel my subscription", &[]), None);
    }
}
