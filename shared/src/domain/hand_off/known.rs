//! What a turn knows of the visitor and their company, for the note.

use super::language::Phrases;
use crate::domain::routing::fact::ABSENT;
use crate::domain::routing::page::Page;
use crate::domain::routing::{Fact, Scene};
use crate::domain::trace::Trace;

/// One thing that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// What it is.
    pub what: What,
    /// Its value, as a teammate reads it.
    pub value: String,
}

/// What is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The plan of the company that counts.
    Plan,
    /// The contact's segments, and the company's.
    Segments,
    /// Whether the contact is a `user` or a `lead`.
    Role,
    /// The page it began on, without its query, which may hold anything.
    Page,
    /// The contact's language.
    Language,
    /// Another fact of the rule that applied: an attribute's name, or a fact's.
    Fact(String),
}

impl What {
    /// What it is called.
    #[must_use]
    pub fn label<'l>(&'l self, phrases: &Phrases) -> &'l str {
        match self {
            Self::Plan => phrases.plan,
            Self::Segments => phrases.segments,
            Self::Role => phrases.role,
            Self::Page => phrases.page,
            Self::Language => phrases.language,
            Self::Fact(name) => name,
        }
    }
}

impl Known {
    /// What was fetched in this turn or stands in the conversation, and what the rule that applied looked at. Nothing is fetched
    /// for it: after a crash less is known.
    #[must_use]
    pub fn of(scene: &Scene<'_>, trace: &Trace) -> Vec<Self> {
        let values = |fact: &Fact| scene.values(fact).unwrap_or_default();
        let known = |what, values: Vec<String>| {
            let value = values.join(", ");
            (!value.trim().is_empty()).then_some(Self { what, value })
        };
        let mut segments = values(&Fact::ContactSegment);
        for segment in values(&Fact::CompanySegment) {
            if !segments.contains(&segment) {
                segments.push(segment);
            }
        }
        let page = scene.transcript.url.as_deref().and_then(Page::read);
        let page = page.map(|page| page.host + &page.path);
        let standing = [
            known(What::Plan, values(&Fact::CompanyPlan)),
            known(What::Segments, segments),
            known(What::Role, values(&Fact::ContactRole)),
            known(What::Page, page.into_iter().collect()),
            known(What::Language, values(&Fact::Locale)),
        ];
        let used = trace.matched().into_iter().flat_map(|rule| &rule.facts);
        let used = used.filter_map(|used| {
            let fact = Fact::named(&used.name)?;
            match fact {
                Fact::CompanyPlan
                | Fact::ContactSegment
                | Fact::CompanySegment
                | Fact::ContactRole
                | Fact::UrlPath
                | Fact::UrlHost
                | Fact::Locale => None,
                // Traces keep no values of attributes; the team sees them anyway.
                Fact::ContactAttribute(ref name)
                | Fact::CompanyAttribute(ref name)
                | Fact::ConversationAttribute(ref name) => {
                    known(What::Fact(name.clone()), values(&fact))
                }
                _ => known(What::Fact(used.name.clone()), vec![used.value.clone()])
                    .filter(|known| known.value != ABSENT),
            }
        });
        let mut all: Vec<Self> = standing.into_iter().flatten().collect();
        for known in used {
            if !all.contains(&known) {
                all.push(known);
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::config::Config;
    use crate::domain::directory::Directory;
    use crate::domain::hand_off::Language;
    use crate::domain::routing::{Contact, Facts, Fetched, Route, route};
    use crate::domain::transcript::{Company, Transcript};

    fn told(facts: &Facts, transcript: &Transcript) -> String {
        let config: Config = serde_json::from_str(
            r#"{
                "version": 1,
                "agent": { "teammate": "Nexora" },
                "companies": { "tiers": ["Free", "Pro"] },
                "rules": [
                    { "name": "Big ones", "when": { "all": [
                        { "channel": "conversation" },
                        { "company.plan": "Pro" },
                        { "company.attribute.Seats": { "above": 20 } },
                        { "contact.attribute.Plan": { "exists": false } }
                    ] }, "then": { "hand_off": { "to": "team:Success" } } },
                    { "name": "Rest", "then": { "agent": {} } }
                ],
                "hand_off": { "default": "team:Support" }
            }"#,
        )
        .unwrap();
        let scene = Scene {
            config: &config,
            facts,
            transcript,
            horizon: None,
            us: &"9".try_into().unwrap(),
            directory: &Directory::default(),
            now: jiff::Timestamp::UNIX_EPOCH,
        };
        let trace = match route(&scene) {
            Route::To { trace, .. } => trace,
            Route::Ask(_) => Trace::default(),
        };
        let phrases = Language::En.phrases();
        let known = Known::of(&scene, &trace);
        let told = known
            .iter()
            .map(|known| format!("{}: {}", known.what.label(phrases), known.value));
        told.collect::<Vec<_>>().join("\n")
    }

    fn company(id: &str, plan: &str, seats: &str) -> Company {
        Company {
            id: id.try_into().unwrap(),
            name: None,
            plan: Some(plan.to_owned()),
            segments: Some(vec!["VIP".to_owned(), "Beta".to_owned()]),
            tags: None,
            attributes: vec![("Seats".to_owned(), seats.to_owned())],
        }
    }

    #[test]
    fn what_was_fetched_and_what_the_rule_looked_at_is_known() {
        let transcript = Transcript {
            url: Some("https://www.acme.example/shop/tea?token=secret#top".to_owned()),
            channel: "conversation".to_owned(),
            ..Transcript::begun("1".try_into().unwrap())
        };
        // Nothing was fetched, as after a crash.
        assert_eq!(
            told(&Facts::default(), &transcript),
            "page: acme.example/shop/tea"
        );
        let facts = Facts {
            contact: Fetched::Have(Contact {
                role: "user".to_owned(),
                locale: Some("de-AT".to_owned()),
                ..Contact::default()
            }),
            segments: Fetched::Have(vec!["VIP".to_owned()]),
            companies: Fetched::Have(vec![company("1", "Free", "3"), company("2", "Pro", "40")]),
            ..Facts::default()
        };
        insta::assert_snapshot!(told(&facts, &transcript), @"
        plan: Pro
        segments: VIP, Beta
        role: user
        page: acme.example/shop/tea
        language: de-AT
        channel: conversation
        Seats: 40
        ");
        let gone = Facts {
            companies: Fetched::Unavailable,
            ..facts
        };
        insta::assert_snapshot!(told(&gone, &transcript), @"
        segments: VIP
        role: user
        page: acme.example/shop/tea
        language: de-AT
        ");
    }
}
