//! How sure it is that a passage answers a question, by the words of the question it has.

use super::rarity::{Rarity, Stems};
use super::words::Word;

/// From here on a passage is given as an answer, in percent. Below, more of what was asked is missing than is there:
/// in `tests::table` questions about something else stay at 56 or less, answered ones reach 60 or more.
pub(super) const FLOOR: u8 = 58;

/// Words in common never prove that a question is answered.
const MOST: f32 = 0.95;

/// What a borrowed word counts beside one of the question's own.
const BORROWED: f32 = 0.5;

/// What is left where neither title nor headings have a word of the question: it is mentioned on the way to something
/// else (“change my e-mail address”, in how a colleague is added by e-mail address).
const IN_TEXT_ONLY: f32 = 0.75;

/// The most for a question of one word, by where the word stands. One word is a subject, not a question: it is
/// answered where an article is about it, not where it occurs in passing.
const ONE_WORD_IN_TITLE: f32 = 0.75;
const ONE_WORD_IN_HEADING: f32 = 0.70;
const ONE_WORD_IN_TEXT: f32 = 0.50;

/// How sure, in percent.
///
/// `borrowed` are words of what the question `hangs` on: they count where it does, and otherwise only tell that a
/// question of one word is about this.
pub(super) fn of(
    own: &[Word],
    borrowed: &[Word],
    hangs: bool,
    passage: &Stems,
    rarity: &Rarity,
) -> u8 {
    let has = |stem: &str| passage.has(stem);
    let sum = |words: &[Word]| words.iter().map(|word| rarity.weight(word)).sum::<f32>();
    let own_share = rarity.coverage(own, has);
    let mut share = own_share;
    if hangs {
        let (mine, theirs) = (sum(own), sum(borrowed) * BORROWED);
        let both = (own_share * mine + rarity.coverage(borrowed, has) * theirs) / (mine + theirs);
        share = share.min(both);
    }
    if !own
        .iter()
        .any(|word| passage.title.contains(&word.stem) || passage.headings.contains(&word.stem))
    {
        share *= IN_TEXT_ONLY;
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

    fn words(text: &str) -> Vec<Word> {
        let word = |stem: &str| Word {
            said: stem.to_owned(),
            folded: stem.to_owned(),
            common: stem.to_owned(),
            stem: stem.to_owned(),
            weight: 1.0,
        };
        text.split_whitespace().map(word).collect()
    }

    fn stems(title: &str, headings: &str, text: &str) -> Stems {
        let set = |text: &str| text.split_whitespace().map(str::to_owned).collect();
        Stems {
            title: set(title),
            headings: set(headings),
            text: set(text),
        }
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
            format!(
                "{own} ({borrowed}) in {at}: {}",
                of(
                    &words(own),
                    &words(borrowed),
                    *hangs,
                    &passages[*at],
                    &rarity
                )
            )
        })
        .collect();
        insta::assert_snapshot!(rows.join("\n"), @"
        shipping france () in 0: 95
        shipping costs () in 0: 45
        capital france () in 0: 28
        shipping () in 1: 75
        costs () in 1: 70
        tea () in 0: 50
        price (gift card) in 3: 95
        price (gift card) in 1: 0
        colour (gift card) in 3: 0
        ");
    }
}
