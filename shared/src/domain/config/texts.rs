//! A text in several languages.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A text by locale (`en`, `de-AT`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Texts(BTreeMap<String, String>);

impl Texts {
    /// The text for a locale: exact, then its language, then English, then any.
    #[must_use]
    pub fn for_locale(&self, locale: &str) -> Option<&str> {
        let language = locale.split(['-', '_']).next().unwrap_or_default();
        [locale, language, "en"]
            .into_iter()
            .find_map(|key| self.0.get(key))
            .or_else(|| self.0.values().next())
            .map(String::as_str)
            .filter(|text| !text.trim().is_empty())
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
        let said = ["de-AT", "de-CH", "fr", ""].map(|locale| texts.for_locale(locale).unwrap());
        assert_eq!(said, ["servus", "hallo", "hello", "hello"]);
        let german: Texts = serde_json::from_str(r#"{"de":"hallo"}"#).unwrap();
        assert_eq!(german.for_locale("fr"), Some("hallo"));
        assert_eq!(Texts::default().for_locale("en"), None);
    }
}
