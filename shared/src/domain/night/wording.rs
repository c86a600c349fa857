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

    /// Whether a text of ours is one that is said at night, and tells a teammate nothing that the note does not say.
    #[must_use]
    pub fn is_said_at_night(&self, text: &str) -> bool {
        let Some(night) = &self.out_of_hours else {
            return false;
        };
        let of_rules = self
            .rules
            .iter()
            .filter_map(|rule| rule.say.closed.as_ref());
        let own = [
            &self.hand_off.say.closed,
            &night.say.again,
            &night.say.beside,
        ];
        let own = own.into_iter().chain(of_rules).flat_map(Texts::texts);
        let built_in = phrases::ALL
            .iter()
            .flat_map(|built| [built.closed, built.unknown, built.beside, built.again]);
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let said = plain(text);
        let is_it = |template: &str| match plain(template).split_once("{opens}") {
            Some((before, after)) => {
                said.len() > before.len() + after.len()
                    && said.starts_with(before)
                    && said.ends_with(after)
                    && !(before.is_empty() && after.is_empty())
            }
            None => said == plain(template),
        };
        own.chain(built_in).any(is_it)
            || self
                .questions_at_night()
                .iter()
                .any(|(_, question)| said == plain(question))
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
        self.wording.says_nothing()
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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn config(night: Value, say: Value) -> Config {
        serde_json::from_value(json!({
            "version": 1,
            "agent": { "teammate": "Ana" },
            "captures": { "email": "email", "mobile": "phone", "order number": { "pattern": "ORD-\\d+" } },
            "rules": [
                { "name": "Silent", "when": { "contact.tag": "VIP" }, "say": "none", "then": { "agent": {} } },
                { "name": "Rest", "then": { "agent": {} } },
            ],
            "hand_off": { "default": "team:Support", "say": say },
            "out_of_hours": night,
        }))
        .unwrap()
    }

    fn listener(locale: &str) -> Listener<'_> {
        Listener {
            locale,
            country: Some("Austria"),
        }
    }

    fn queued(
        config: &Config,
        rule: &str,
        locale: &str,
        opening: &Opening,
        beside: bool,
    ) -> String {
        let wording = config.night_wording(Some(Digest::of([rule]))).unwrap();
        let waits = Waits {
            opening,
            // A Monday.
            now: "2026-11-23T20:00:00Z".parse().unwrap(),
            beside,
        };
        let said = wording.queued(listener(locale), waits);
        said.unwrap_or_else(|| "-".to_owned())
    }

    fn tomorrow() -> Opening {
        Opening::At("2026-11-24T09:00:00+01:00[Europe/Berlin]".parse().unwrap())
    }

    #[test]
    fn without_words_of_its_own_a_workspace_says_when_people_are_back_in_the_visitors_language() {
        let config = config(json!({}), json!({}));
        let said = ["en-US", "de-AT", "pt-BR", "no", "fi", ""]
            .map(|locale| queued(&config, "Rest", locale, &tomorrow(), false));
        insta::assert_snapshot!(said.join("\n"), @"
        I've noted everything for the team. They're back Tuesday 9:00 AM.
        Ich habe alles für das Team notiert. Es ist wieder da: Dienstag 09:00.
        Está tudo anotado para os meus colegas. Estarão de volta: terça-feira 09:00.
        Alt er notert til teamet. De er tilbake tirsdag 09:00.
        I've noted everything for the team. They're back Tuesday 09:00.
        I've noted everything for the team. They're back Tuesday 09:00.
        ");
    }

    #[test]
    fn a_house_that_speaks_one_language_speaks_it_with_whoever_has_no_other() {
        let config = config(json!({}), json!({ "open": { "de": "Einen Moment." } }));
        let said =
            ["", "fi", "fr"].map(|locale| queued(&config, "Rest", locale, &tomorrow(), true));
        insta::assert_snapshot!(said.join("\n"), @"
        Das liegt jetzt beim Team, mit allem, was hier steht.
        Das liegt jetzt beim Team, mit allem, was hier steht.
        C'est transmis à l'équipe, avec tout ce qui est écrit ici.
        ");
    }

    #[test]
    fn nothing_is_promised_that_is_not_known_and_nothing_is_told_twice() {
        let own = json!({ "closed": { "en": "Back {opens}." } });
        let config = config(json!({ "say": { "beside": { "en": "Noted." } } }), own);
        let said = [
            queued(&config, "Rest", "en", &tomorrow(), false),
            queued(&config, "Rest", "en", &Opening::Unknown, false),
            queued(&config, "Rest", "en", &Opening::Never, false),
            queued(&config, "Rest", "en", &tomorrow(), true),
        ];
        insta::assert_snapshot!(said.join("\n"), @"
        Back Tuesday 09:00.
        I've noted everything for the team. They'll get back to you as soon as they're here.
        I've noted everything for the team. They'll get back to you as soon as they're here.
        Noted.
        ");
    }

    #[test]
    fn where_nothing_is_to_be_said_it_waits_without_a_word() {
        let config = config(json!({ "say": { "again": { "en": " " } } }), json!({}));
        let silent = config.night_wording(Some(Digest::of(["Silent"]))).unwrap();
        assert!(silent.says_nothing());
        assert_eq!(queued(&config, "Silent", "en", &tomorrow(), false), "-");
        assert_eq!(queued(&config, "Silent", "en", &tomorrow(), true), "-");
        assert!(!silent.needs_contact_to_queue(false) && !silent.needs_contact_again());
        let rest = config.night_wording(None).unwrap();
        assert_eq!(rest.again("de"), None);
        assert_eq!(silent.again("de"), None);
        let empty = json!({ "closed": { "en": "" }, "open": { "en": "One moment." } });
        let empty = self::config(json!({}), empty);
        assert_eq!(queued(&empty, "Rest", "en", &tomorrow(), false), "-");
    }

    #[test]
    fn what_is_asked_for_is_called_by_its_form_or_by_its_own_name() {
        let night = json!({ "capture": ["email", "mobile", "order number"] });
        let built_in = config(night.clone(), json!({}));
        let mut own = night;
        own["say"] = json!({ "ask": { "de": "Und {field}?", "en": "One thing: {field}" } });
        let own = config(own, json!({}));
        let mut asked = Vec::new();
        for (config, locales) in [(&built_in, ["en", "de"]), (&own, ["de", "fr"])] {
            let wording = config.night_wording(None).unwrap();
            let questions = config.questions_at_night();
            for locale in locales {
                for field in ["email", "mobile", "order number"] {
                    let text = wording.ask(field, locale).unwrap();
                    assert!(questions.contains(&(field, text.clone())), "{text}");
                    asked.push(text);
                }
            }
        }
        insta::assert_snapshot!(asked.join("\n"), @"
        So that the team can get back to you: what is your e-mail address?
        So that the team can get back to you: what is your phone number, beginning with + and the country code?
        So that the team can get back to you: what is your order number?
        Damit das Team antworten kann, fehlt noch eine Angabe: E-Mail-Adresse?
        Damit das Team antworten kann, fehlt noch eine Angabe: Telefonnummer, mit + und Landesvorwahl?
        Damit das Team antworten kann, fehlt noch eine Angabe: order number?
        Und E-Mail-Adresse?
        Und Telefonnummer, mit + und Landesvorwahl?
        Und order number?
        One thing: e-mail address
        One thing: phone number, beginning with + and the country code
        One thing: order number
        ");
    }

    #[test]
    fn the_contact_is_asked_for_only_where_it_changes_what_is_said() {
        let one = json!({ "closed": { "en": "We're back in the morning." } });
        let night = json!({ "say": {
            "beside": { "en": "Noted." }, "again": { "en": "Added." }, "ask": { "en": "Your {field}?" },
        } });
        let config = config(night, one);
        let wording = config.night_wording(None).unwrap();
        let needs = [
            wording.needs_contact_to_queue(false),
            wording.needs_contact_to_queue(true),
            wording.needs_contact_again(),
            wording.needs_contact_to_ask(),
        ];
        assert_eq!(needs, [false; 4]);
        let built_in = self::config(json!({}), json!({}));
        let wording = built_in.night_wording(None).unwrap();
        let needs = [
            wording.needs_contact_to_queue(false),
            wording.needs_contact_to_queue(true),
            wording.needs_contact_again(),
            wording.needs_contact_to_ask(),
        ];
        assert_eq!(needs, [true; 4]);
    }
}
