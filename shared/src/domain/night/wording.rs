//! What the visitor is told while people are closed, and what they are asked.

use jiff::Timestamp;

use super::phrases::{self, Phrases};
use crate::domain::capture::Form;
use crate::domain::config::{Config, OutOfHours, Texts, Wording};
use crate::domain::digest::Digest;
use crate::domain::hand_off::{filled, said_with_opening};
use crate::domain::office_hours::{Listener, Opening};

/// The texts of one conversation at night: those of the rule that routed it and of `out_of_hours.say`, and where there are
/// none, built-in ones in the visitor's language, as far as that is known and there are any.
#[derive(Debug, Clone, Copy)]
pub struct NightWording<'c> {
    config: &'c Config,
    night: &'c OutOfHours,
    wording: Wording<'c>,
}

/// What a conversation waits for, when the visitor is told that it does.
#[derive(Debug, Clone, Copy)]
pub struct Waits<'o> {
    /// When people are back.
    pub opening: &'o Opening,
    /// The time it is.
    pub now: Timestamp,
    /// Whether Intercom has told them the hours itself; see [`Transcript::told_hours`].
    ///
    /// [`Transcript::told_hours`]: crate::domain::transcript::Transcript::told_hours
    pub beside: bool,
}

impl Config {
    /// What is said at night where the rule of this digest routed a conversation; none where nothing waits for the morning.
    #[must_use]
    pub fn night_wording(&self, rule: Option<Digest>) -> Option<NightWording<'_>> {
        Some(NightWording {
            config: self,
            night: self.out_of_hours.as_ref()?,
            wording: self.wording(rule),
        })
    }

    /// Every text a visitor may have been asked for a field in, with the field: what a transcript is searched for. A question
    /// of a field that is captured no more is none.
    #[must_use]
    pub fn questions_at_night(&self) -> Vec<(&str, String)> {
        let Some(night) = &self.out_of_hours else {
            return Vec::new();
        };
        let own = night.say.ask.locales();
        let own = own.filter_map(|locale| night.say.ask.chosen(locale));
        let built_in = phrases::ALL.iter().map(|built| (built.code, built.ask));
        let texts: Vec<_> = own.chain(built_in).collect();
        let fields = night.capture.iter().map(String::as_str);
        let mut questions = Vec::new();
        for field in fields {
            let form = self.captures.form(field);
            // A text of the workspace's own for every language names the field in the visitor's, whatever that is.
            let names = phrases::ALL.iter().map(|built| called(field, form, built));
            let mut names: Vec<_> = names.collect();
            names.sort_unstable();
            names.dedup();
            for (_, text) in &texts {
                let asked = names.iter().map(|name| (field, filled(text, FIELD, name)));
                questions.extend(asked);
            }
        }
        questions
    }
}

/// What is asked for, in a question.
const FIELD: &str = "field";

impl<'c> NightWording<'c> {
    /// That their conversation waits, and until when, if that is known. None where nothing is to be said: `say: none`, or an
    /// empty text.
    #[must_use]
    pub fn queued(&self, listener: Listener<'_>, waits: Waits<'_>) -> Option<String> {
        if self.says_nothing() {
            return None;
        }
        let built_in = self.built_in(listener.locale);
        if waits.beside {
            let own = self.night.say.beside.chosen(listener.locale);
            let text = own.map_or(built_in.beside, |(_, text)| text);
            return said(text);
        }
        let (locale, text) = match self.wording.closed.chosen(listener.locale) {
            Some((_, text)) if text.trim().is_empty() => return None,
            Some(own) => own,
            None => (built_in.code, built_in.closed),
        };
        let told = match waits.opening {
            Opening::At(opens) => Some(listener.told(opens, waits.now, locale)),
            // Nothing is promised that is not known.
            Opening::Now | Opening::Never | Opening::Unknown => None,
        };
        said_with_opening(text, told).or_else(|| said(built_in.unknown))
    }

    /// That what they wrote more is with what waits. None where nothing is to be said.
    #[must_use]
    pub fn again(&self, locale: &str) -> Option<String> {
        if self.says_nothing() {
            return None;
        }
        let own = self.night.say.again.chosen(locale);
        said(own.map_or_else(|| self.built_in(locale).again, |(_, text)| text))
    }

    /// A question for a field. None where an empty text says that nothing is asked.
    #[must_use]
    pub fn ask(&self, field: &str, locale: &str) -> Option<String> {
        let built_in = self.built_in(locale);
        let (text, phrases) = match self.night.say.ask.chosen(locale) {
            Some((language, text)) => (text, phrases::of(language).unwrap_or(built_in)),
            None => (built_in.ask, built_in),
        };
        let name = called(field, self.config.captures.form(field), phrases);
        said(&filled(text, FIELD, name))
    }

    /// Whether the visitor's contact must be known to say when people are back, or that it waits beside Intercom's own text.
    #[must_use]
    pub fn needs_contact_to_queue(&self, beside: bool) -> bool {
        if self.says_nothing() {
            return false;
        }
        let texts = if beside {
            &self.night.say.beside
        } else {
            self.wording.closed
        };
        is_built_in(texts) || !texts.is_one() || texts.texts().any(|text| text.contains("{opens}"))
    }

    /// The same to ask for a field: its name is in their language where it is an e-mail address or a phone number.
    #[must_use]
    pub fn needs_contact_to_ask(&self) -> bool {
        let texts = &self.night.say.ask;
        is_built_in(texts) || !texts.is_one()
    }

    /// The same to say that what they wrote more is with it.
    #[must_use]
    pub fn needs_contact_again(&self) -> bool {
        let texts = &self.night.say.again;
        !self.says_nothing() && (is_built_in(texts) || !texts.is_one())
    }

    /// Whether it is `say: none`: no text for open hours and none for closed ones.
    #[must_use]
    pub fn says_nothing(&self) -> bool {
        let Wording { open, closed, .. } = self.wording;
        open.texts().next().is_none() && closed.texts().next().is_none()
    }

    /// The built-in texts for a locale: in its language, else in one the workspace speaks itself, else in English.
    fn built_in(&self, locale: &str) -> &'static Phrases {
        let house = || {
            let own = [self.wording.closed, self.wording.open];
            let own = own.into_iter().find_map(|texts| texts.chosen(locale));
            own.and_then(|(language, _)| phrases::of(language))
        };
        phrases::of(locale)
            .or_else(house)
            .unwrap_or(&phrases::ALL[0])
    }
}

/// Whether there is no text of the workspace's own.
fn is_built_in(texts: &Texts) -> bool {
    texts.locales().next().is_none()
}

/// What a field is called in a language: by its form where that has a word, otherwise as the configuration calls it.
fn called<'t>(field: &'t str, form: Option<&Form>, phrases: &Phrases) -> &'t str {
    match form {
        Some(Form::Email) => phrases.email,
        Some(Form::Phone) => phrases.phone,
        Some(Form::Pattern(_)) | None => field,
    }
}

/// A text, unless it is empty.
fn said(text: &str) -> Option<String> {
    (!text.trim().is_empty()).then(|| text.to_owned())
}
