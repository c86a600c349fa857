//! Which language a text is in.

use bm25::Language;
use whichlang::detect_language;

/// Below this many letters a guess is worth nothing.
const FEWEST_LETTERS: usize = 12;

/// The language of `text`, English where it is too short to tell or not one we can stem.
pub(super) fn of(text: &str) -> Language {
    detected(text).unwrap_or(Language::English)
}

/// The language in which a question and articles are compared: the question's where an article is in it,
/// otherwise the first article's. A short question is easily taken for the wrong language, an article is not.
pub(super) fn common<'a>(question: &str, articles: impl Iterator<Item = &'a str>) -> Language {
    let asked = detected(question);
    let written: Vec<Language> = articles.map(of).collect();
    match asked {
        Some(asked) if written.contains(&asked) => asked,
        _ => written.into_iter().next().unwrap_or(Language::English),
    }
}

fn detected(text: &str) -> Option<Language> {
    let letters = text
        .chars()
        .filter(|character| character.is_alphabetic())
        .count();
    (letters >= FEWEST_LETTERS)
        .then(|| detect_language(text).try_into().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_shows_its_language_and_a_word_does_not() {
        let read = [
            "Wie kann ich meine Lieferung verschieben?",
            "Comment annuler mon abonnement ?",
            "¿Cómo cancelo mi suscripción?",
            "refund",
        ];
        assert_eq!(
            read.map(of),
            [
                Language::German,
                Language::French,
                Language::Spanish,
                Language::English
            ]
        );
    }

    #[test]
    fn a_question_is_compared_in_a_language_some_article_has() {
        let german = "Wie ändere ich meine Adresse?";
        let articles = [
            "You can change the address in your account.",
            "Die Adresse lässt sich im Konto ändern.",
        ];
        assert_eq!(common(german, articles.into_iter()), Language::German);
        assert_eq!(
            common(german, articles.into_iter().take(1)),
            Language::English
        );
        assert_eq!(common("rechnung", std::iter::empty()), Language::English);
    }
}
