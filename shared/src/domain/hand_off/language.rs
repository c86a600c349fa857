//! The language of the team, in which it reads its notes.

mod de;
mod en;
mod es;
mod fr;
mod it;
mod nl;
mod pt;

use serde::{Deserialize, Serialize};

use super::reason::Reason;

/// A language the team can read its notes in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// German.
    De,
    /// French.
    Fr,
    /// Spanish.
    Es,
    /// Dutch.
    Nl,
    /// Italian.
    It,
    /// Portuguese.
    Pt,
}

impl Language {
    /// Every one.
    pub const ALL: [Self; 7] = [
        Self::En,
        Self::De,
        Self::Fr,
        Self::Es,
        Self::Nl,
        Self::It,
        Self::Pt,
    ];

    /// Its code (ISO 639-1).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
            Self::Fr => "fr",
            Self::Es => "es",
            Self::Nl => "nl",
            Self::It => "it",
            Self::Pt => "pt",
        }
    }

    /// What a note says in it.
    #[must_use]
    pub const fn phrases(self) -> &'static Phrases {
        match self {
            Self::En => &en::PHRASES,
            Self::De => &de::PHRASES,
            Self::Fr => &fr::PHRASES,
            Self::Es => &es::PHRASES,
            Self::Nl => &nl::PHRASES,
            Self::It => &it::PHRASES,
            Self::Pt => &pt::PHRASES,
        }
    }
}

/// Everything the note of a hand-off says by itself, in one language. None of it says who is a man or a woman.
#[derive(Debug)]
pub struct Phrases {
    /// The heading.
    pub heading: &'static str,
    /// Before what the visitor wants.
    pub ask: &'static str,
    /// Before what they wrote last, where that is something else.
    pub most_recently: &'static str,
    /// In place of what they want, where they wrote nothing.
    pub no_text: &'static str,
    /// Before the reason.
    pub why: &'static str,
    /// Before the intent.
    pub intent: &'static str,
    /// How sure the agent was of the intent, in percent.
    pub sure: fn(u8) -> String,
    /// Before what the agent did.
    pub tried: &'static str,
    /// Before a list of its answers.
    pub answered: &'static str,
    /// Where it gave none.
    pub nothing_tried: &'static str,
    /// Before what was captured.
    pub captured: &'static str,
    /// Before what is known of the visitor and their company.
    pub facts: &'static str,
    /// The plan of their company.
    pub plan: &'static str,
    /// Their segments and their company's.
    pub segments: &'static str,
    /// Whether they are a user or a lead.
    pub role: &'static str,
    /// The page it began on.
    pub page: &'static str,
    /// Their language.
    pub language: &'static str,
    /// Before a time.
    pub waiting_since: &'static str,
    /// Before how it has waited until people were back.
    pub night: &'static str,
    /// Until when it has waited, and whether the visitor was told that it does.
    pub waited: fn(&str, bool) -> String,
    /// Before what else has waited.
    pub others: &'static str,
    /// How many have, and for which team.
    pub came_in: fn(u32, Option<&str>) -> String,
    /// How many of them are not listed.
    pub more: fn(u32) -> String,
    /// What one of them is.
    pub conversation: &'static str,
    /// Before how it came here.
    pub came: &'static str,
    /// Before a list of the steps that decided.
    pub steps: &'static str,
    /// What stands between a name and its value. The labels of lines have theirs in the markup.
    pub colon: &'static str,
    /// What opens and closes a quotation.
    pub quotes: [&'static str; 2],
    /// Why a person takes over.
    pub reason: fn(&Reason) -> String,
}

impl Phrases {
    /// A value behind its name.
    #[must_use]
    pub fn named(&self, name: &str, value: &str) -> String {
        format!("{name}{} {value}", self.colon)
    }

    /// A text between quotation marks.
    #[must_use]
    pub fn quoted(&self, text: &str) -> String {
        let [open, close] = self.quotes;
        format!("{open}{text}{close}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_its_code_in_the_configuration_and_words_of_its_own() {
        let mut headings = Vec::new();
        for language in Language::ALL {
            let code = serde_json::to_string(&language).unwrap();
            assert_eq!(code, format!("\"{}\"", language.code()));
            headings.push(language.phrases().heading);
        }
        headings.sort_unstable();
        headings.dedup();
        assert_eq!(headings.len(), Language::ALL.len());
    }
}
