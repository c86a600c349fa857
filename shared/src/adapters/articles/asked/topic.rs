//! A thing that is asked: mostly one, sometimes two in a burst.

use super::Asked;
use super::sentence::{hangs_on_something, told_and_asked};
use crate::adapters::articles::text::sentences;
use crate::adapters::articles::words::{Word, Words};

/// How many things are answered at once. More in one burst are taken together with the last.
const MOST: usize = 2;

/// A thing that is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::adapters::articles) struct Topic {
    /// The sentences that ask it.
    pub(in crate::adapters::articles) text: String,
    /// What was said around it or before; empty where there is nothing.
    pub(in crate::adapters::articles) context: String,
    /// Whether it says what it is about only together with its context.
    pub(in crate::adapters::articles) hangs: bool,
}

impl Topic {
    fn new(text: &str, context: &str, hangs: bool) -> Self {
        Self {
            text: text.to_owned(),
            context: context.to_owned(),
            hangs: hangs && !context.is_empty(),
        }
    }

    /// Its own words.
    pub(in crate::adapters::articles) fn own(&self, words: &Words) -> Vec<Word> {
        words.read(&self.text)
    }

    /// The words of its context that it does not have itself.
    pub(in crate::adapters::articles) fn borrowed(&self, words: &Words) -> Vec<Word> {
        let own = self.own(words);
        let mut borrowed = words.read(&self.context);
        borrowed.retain(|word| word.is_full() && !own.iter().any(|mine| mine.stem == word.stem));
        borrowed
    }
}

impl Asked {
    /// The things that are asked; none where no word says what about.
    pub(in crate::adapters::articles) fn topics(&self) -> Vec<Topic> {
        let words = Words::new(self.language.clone());
        let full = |text: &str| {
            words
                .read(text)
                .iter()
                .filter(|word| word.is_full())
                .count()
        };
        let earlier = self
            .earlier
            .iter()
            .find(|text| full(text) > 0)
            .map_or("", String::as_str);
        let mut told = String::new();
        let mut vague = String::new();
        let mut topics: Vec<Topic> = Vec::new();
        for sentence in sentences(&self.text) {
            let Some((before, question)) = told_and_asked(sentence) else {
                append(&mut told, sentence);
                continue;
            };
            append(&mut told, before);
            let own = full(question);
            let hangs = hangs_on_something(question, own);
            match topics.last_mut() {
                _ if own == 0 => append(&mut vague, question),
                Some(last) if hangs => {
                    let context = last.text.clone();
                    topics.push(Topic::new(question, &context, true));
                }
                _ if hangs => topics.push(Topic::new(
                    question,
                    if full(&told) > 0 { &told } else { earlier },
                    true,
                )),
                _ => topics.push(Topic::new(
                    question,
                    if own == 1 { &told } else { "" },
                    false,
                )),
            }
            if topics.len() > MOST
                && let Some(surplus) = topics.pop()
                && let Some(last) = topics.last_mut()
            {
                append(&mut last.text, &surplus.text);
            }
        }
        if topics.is_empty() && full(&told) > 0 {
            topics.push(Topic::new(
                &told,
                earlier,
                hangs_on_something(&told, full(&told)),
            ));
        }
        if topics.is_empty() && !earlier.is_empty() && hangs_on_something(&vague, 0) {
            topics.push(Topic::new(earlier, "", false));
        }
        topics
    }
}

fn append(text: &mut String, sentence: &str) {
    if !text.is_empty() && !sentence.is_empty() {
        text.push('\n');
    }
    text.push_str(sentence);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::answer::{Question, Said, Speaker};
    use crate::domain::hand_off::Language;

    fn topics(earlier: &str, burst: &str) -> Vec<(String, String, bool)> {
        let said = |text: &str, unanswered| Said {
            by: Speaker::Visitor,
            text: text.to_owned(),
            unanswered,
        };
        let discussion = vec![said(earlier, false), said(burst, true)];
        let asked = Asked::read(&Question {
            discussion,
            guidance: String::new(),
            intents: Vec::new(),
            summary_in: Language::En,
        });
        asked
            .topics()
            .into_iter()
            .map(|topic| (topic.text, topic.context, topic.hangs))
            .collect()
    }

    #[test]
    fn a_burst_becomes_what_it_asks() {
        let gift = "How do I send a gift card?";
        for (earlier, burst, expected) in [
            (
                "",
                "My grandma moved, how do I change the delivery address?",
                vec![("how do I change the delivery address?", "", false)],
            ),
            (
                "",
                "Hi!\nMy parcel arrived damaged.\nCan I get a refund?",
                vec![(
                    "Can I get a refund?",
                    "Hi!\nMy parcel arrived damaged.",
                    false,
                )],
            ),
            (
                "",
                "My parcel arrived damaged. What can I do?",
                vec![("My parcel arrived damaged.", "", false)],
            ),
            (
                gift,
                "and how much does it cost?",
                vec![("and how much does it cost?", gift, true)],
            ),
            (
                gift,
                "And how do I skip my next delivery?",
                vec![("And how do I skip my next delivery?", "", false)],
            ),
            (gift, "How does that work?", vec![(gift, "", false)]),
            (gift, "Can you help me?", vec![]),
            (
                "",
                "How do I cancel my plan? Do you ship to France?",
                vec![
                    ("How do I cancel my plan?", "", false),
                    ("Do you ship to France?", "", false),
                ],
            ),
            (
                "",
                "How do I cancel my plan? Do you ship to France? Where is my invoice?",
                vec![
                    ("How do I cancel my plan?", "", false),
                    ("Do you ship to France?\nWhere is my invoice?", "", false),
                ],
            ),
        ] {
            let expected: Vec<(String, String, bool)> = expected
                .into_iter()
                .map(|(text, context, hangs)| (text.to_owned(), context.to_owned(), hangs))
                .collect();
            assert_eq!(topics(earlier, burst), expected, "{burst}");
        }
    }
}
