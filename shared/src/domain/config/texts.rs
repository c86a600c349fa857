//! A text in several languages.

use std::collections::BTreeMap;

use leon::Template;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::domain::locale;

/// A text by locale (`en`, `de-AT`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Texts(BTreeMap<String, String>);

/// A text that is read, with one placeholder or with none. Braces stand for placeholders and nothing else.
struct Text<const TAKES: char>(String);

/// What a text takes: nothing, when somebody is back, or what is asked for.
const NOTHING: char = '-';
const OPENS: char = 'o';
const FIELD: char = 'f';

impl<'de, const TAKES: char> Deserialize<'de> for Text<TAKES> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text.contains(['{', '}']) {
            let (taken, takes) = match TAKES {
                OPENS => ("opens", "this text takes only `{opens}`"),
                FIELD => ("field", "this text takes only `{field}`"),
                _ => (
                    "",
                    "this text takes no placeholder; `{opens}` may stand in `closed`",
                ),
            };
            let Ok(template) = Template::parse(&text) else {
                let what = "a brace is left over";
                return Err(D::Error::custom(format_args!("{what}: {takes}")));
            };
            let mut keys = template.keys();
            if let Some(key) = keys.find(|key| **key != taken) {
                let what = format!("`{{{key}}}` means nothing here");
                return Err(D::Error::custom(format_args!("{what}: {takes}")));
            }
        }
        Ok(Self(text))
    }
}

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        BTreeMap::<String, Text<NOTHING>>::deserialize(deserializer).map(Self::of)
    }
}

/// Reads texts that may say when somebody is back.
///
/// # Errors
///
/// For any placeholder but `{opens}`.
pub(super) fn with_opens<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Texts, D::Error> {
    BTreeMap::<String, Text<OPENS>>::deserialize(deserializer).map(Texts::of)
}

/// Reads texts that may name what is asked for.
///
/// # Errors
///
/// For any placeholder but `{field}`.
pub(super) fn with_field<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Texts, D::Error> {
    BTreeMap::<String, Text<FIELD>>::deserialize(deserializer).map(Texts::of)
}

/// The same where the key may be left out.
///
/// # Errors
///
/// As [`with_opens`].
pub(super) fn perhaps_with_opens<'de, D>(deserializer: D) -> Result<Option<Texts>, D::Error>
where
    D: Deserializer<'de>,
{
    let texts = Option::<BTreeMap<String, Text<OPENS>>>::deserialize(deserializer)?;
    Ok(texts.map(Texts::of))
}

impl Texts {
    /// The text for a locale: exact, then its language, then English, then any. Upper and lower case, `-` and `_` are
    /// the same.
    #[must_use]
    pub fn for_locale(&self, locale: &str) -> Option<&str> {
        self.chosen(locale)
            .map(|(_, text)| text)
            .filter(|text| !text.trim().is_empty())
    }

    /// The text for a locale, even an empty one, with the locale it is in. Upper and lower case, `-` and `_` are the
    /// same.
    #[must_use]
    pub fn chosen(&self, locale: &str) -> Option<(&str, &str)> {
        let locale = locale::plain(locale);
        let language = locale.split('-').next().unwrap_or_default();
        let find = |wanted: &str| self.0.iter().find(|(key, _)| locale::plain(key) == wanted);
        [locale.as_str(), language, "en"]
            .into_iter()
            .find_map(find)
            .or_else(|| self.0.first_key_value())
            .map(|(locale, text)| (locale.as_str(), text.as_str()))
    }

    fn of<const TAKES: char>(texts: BTreeMap<String, Text<TAKES>>) -> Self {
        let texts = texts.into_iter();
        Self(texts.map(|(locale, Text(text))| (locale, text)).collect())
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

    /// The texts themselves, without empty ones.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let texts = self.0.values().map(String::as_str);
        texts.filter(|text| !text.trim().is_empty())
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
