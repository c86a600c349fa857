//! A text in several languages.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A text by locale (`en`, `de-AT`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Texts(BTreeMap<String, String>);

impl Texts {
    /// The text for a locale: exact, then its language, then English, then any. Upper and lower case, `-` and `_` are
    /// the same.
    #[must_use]
    pub fn for_locale(&self, locale: &str) -> Option<&str> {
        let plain = |locale: &str| locale.trim().to_lowercase().replace('_', "-");
        let locale = plain(locale);
        let language = locale.split('-').next().unwrap_or_default();
        let find = |wanted: &str| {
            let mut texts = self.0.iter();
            texts
                .find(|(key, _)| plain(key) == wanted)
                .map(|(_, text)| text)
        };
        [locale.as_str(), language, "en"]
            .into_iter()
            .find_map(find)
            .or_else(|| self.0.values().next())
            .map(String::as_str)
            .filter(|text| !text.trim().is_empty())
    }

    /// Whether it is one and the same for everybody, so that nobody's language has to be known.
    #[must_use]
    pub fn is_one(&self) -> bool {
        self.0.len() <= 1
    }

    /// The locales it has a text for.
    pub fn locales(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub(super) fn handing_over() -> Self {
        Self::english("I'm bringing in a colleague. They can see everything we discussed here.")
    }

    pub(super) fn unknown() -> Self {
        Self::english(
            "I don't have an answer to that in our Help Center. Shall I bring in a colleague? Just say “yes, a person please”.",
        )
    }

    fn english(text: &str) -> Self {
        Self(BTreeMap::from([("en".to_owned(), text.to_owned())]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_falls_back_to_its_language_then_to_english_then_to_any() {
        let texts: Texts =
            serde_json::from_str(r#"{"en":"hello","de":"hallo","de-AT":"servus"}"#).unwrap();
        let said =
            ["de-AT", "de_at", "de-CH", "fr", ""].map(|locale| texts.for_locale(locale).unwrap());
        assert_eq!(said, ["servus", "servus", "hallo", "hello", "hello"]);
        let german: Texts = serde_json::from_str(r#"{"de":"hallo"}"#).unwrap();
        assert_eq!(german.for_locale("fr"), Some("hallo"));
        assert_eq!(Texts::default().for_locale("en"), None);
    }
}
