//! What a sentence of a visitor is: a question, or what it hangs on.

use crate::adapters::articles::pattern::Slot::{self, Any, One};
use crate::adapters::articles::pattern::{Choice, clauses, fits, is_of};

/// What is told and what is asked in a sentence: “My parcel is gone, | how do I …?”. None where nothing is asked.
pub(in crate::adapters::articles) fn told_and_asked(sentence: &str) -> Option<(&str, &str)> {
    let starts = std::iter::once(0).chain(
        sentence
            .match_indices([',', ';', ':'])
            .map(|(at, mark)| at + mark.len()),
    );
    let mut parts = starts.map(|at| (sentence[..at].trim(), sentence[at..].trim()));
    let asks = |(_, part): &(&str, &str)| {
        let clause = part.split([',', ';', ':']).next().unwrap_or_default();
        let words = clauses(clause).concat();
        ASKING.iter().any(|pattern| fits(pattern, &words))
    };
    parts
        .find(asks)
        .or_else(|| sentence.contains('?').then_some(("", sentence)))
}

/// Whether a question with `full` words of its own is about something said before.
pub(super) fn hangs_on_something(question: &str, full: usize) -> bool {
    let words = clauses(question).concat();
    let begins = full <= 1 && BEGINNINGS.iter().any(|pattern| fits(pattern, &words));
    let points = words.iter().enumerate().any(|(at, word)| {
        let next = words.get(at + 1).map_or("", String::as_str);
        (is_of(word, POINTING) && !is_of(next, SAYING_NOTHING))
            || (is_of(word, LAST_ONLY) && next.is_empty())
    });
    begins || (points && full <= MOST_WORDS)
}

/// “Can I use it with a voucher?”: with more words of its own a question stands alone.
const MOST_WORDS: usize = 2;

const GREETING: Choice = "hi hello hey there so and also ok okay well hallo und bonjour et hola y";

const ASKING: &[&[Slot]] = &[
    &[
        Any(GREETING),
        One("
            how what where who which why can could do does did is are will would may should please
            wie was wo wer welche welcher welches warum kann konnen gibt darf comment ou quel
            quelle pourquoi puis peut combien est como donde quien que cual puedo hay cuanto
            cuando quand wann
        "),
    ],
    &[
        Any(GREETING),
        One("i we"),
        Any("d would really just"),
        One("
        want need like
    "),
    ],
    &[Any(GREETING), One("ich"), One("mochte will brauche wurde")],
];

const BEGINNINGS: &[&[Slot]] = &[
    &[One("and also und et y")],
    &[One("what how"), One("about")],
];

/// Words that point back.
const POINTING: Choice = "it that this them those these they davon dafur cela ca eso esto";

/// Words that point back only at the end: “Was kostet das?”, but not “das Paket”.
const LAST_ONLY: Choice = "das es";

/// “Is it possible …”.
const SAYING_NOTHING: Choice = "possible true ok okay correct";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_asking_part_begins_after_what_is_told() {
        let read = [
            "I moved, how do I change my address?",
            "Hi, I'd like a refund",
            "Do you ship to Germany, Austria or France?",
            "My tea is late.",
            "Refund?",
        ];
        insta::assert_json_snapshot!(read.map(told_and_asked), @r#"
        [
          [
            "I moved,",
            "how do I change my address?"
          ],
          [
            "Hi,",
            "I'd like a refund"
          ],
          [
            "",
            "Do you ship to Germany, Austria or France?"
          ],
          null,
          [
            "",
            "Refund?"
          ]
        ]
        "#);
    }

    #[test]
    fn a_short_question_that_points_back_hangs_on_what_was_said() {
        for (question, full, hangs) in [
            ("and how much does it cost?", 1, true),
            ("what about France?", 1, true),
            ("Can I change that?", 1, true),
            ("Was kostet das?", 1, true),
            ("Is it possible to pause?", 1, false),
            ("Can it be used to pay an invoice for tea?", 4, false),
            ("Wo ist das Paket?", 1, false),
        ] {
            assert_eq!(hangs_on_something(question, full), hangs, "{question}");
        }
    }
}
