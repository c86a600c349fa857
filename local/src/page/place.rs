//! Where in its text a configuration is wrong.

use std::collections::BTreeMap;

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_saphyr::{Location, Spanned};
use shared::domain::config::Flaw;
use shared::domain::names::Place as Named;
use shared::install::Error;

/// A place in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Place {
    /// From 1.
    pub line: u64,
    /// From 1, in characters.
    pub column: u64,
}

/// The parts that an error can be about, read for nothing but where they stand.
#[derive(Deserialize)]
struct Outline {
    version: Part,
    agent: Agent,
    #[serde(default)]
    office_hours: OfficeHours,
    rules: Vec<Rule>,
    hand_off: HandOff,
}

#[derive(Deserialize)]
struct Agent {
    teammate: Part,
    tag: Option<Part>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct OfficeHours {
    default: Option<Part>,
    teams: BTreeMap<String, Part>,
}

#[derive(Deserialize)]
struct Rule {
    name: Spanned<String>,
}

#[derive(Deserialize)]
struct HandOff {
    default: Part,
    when: Option<When>,
}

#[derive(Deserialize)]
struct When {
    confidence_below: Option<Part>,
    intents: Option<Part>,
}

type Part = Spanned<IgnoredAny>;

impl Place {
    /// The place in `yaml` that an error is about; none for one that is about something else.
    #[must_use]
    pub fn of(error: &Error, yaml: &str) -> Option<Self> {
        if let Error::Config(error) = error {
            return error.location().map(Self::from);
        }
        let mut outline: Outline = serde_saphyr::from_str(yaml).ok()?;
        let when = outline.hand_off.when;
        let mut names = outline.rules.into_iter().map(|rule| rule.name);
        let part = match error {
            Error::NoSeat(_) => Some(outline.agent.teammate),
            Error::Nobody { place, name, .. } | Error::Several { place, name, .. } => match place {
                Named::OfficeHoursDefault => outline.office_hours.default,
                Named::OfficeHoursTeams => outline.office_hours.teams.remove(name),
                Named::AgentTeammate => Some(outline.agent.teammate),
                Named::HandOffDefault => Some(outline.hand_off.default),
                Named::Rule { name, .. } => {
                    let rule = names.find(|rule| rule.value == *name);
                    return rule.map(|rule| rule.referenced.into());
                }
                // An error about people is about neither.
                Named::AgentTag | Named::TraceShow | Named::ConversationAttributes => None,
            },
            Error::Flaw(flaw) => match flaw {
                Flaw::Version(_) => Some(outline.version),
                Flaw::NoLastRule => return names.next_back().map(|name| name.referenced.into()),
                Flaw::SameName(same) => {
                    let second = names.rfind(|name| name.value == *same);
                    return second.map(|name| name.referenced.into());
                }
                Flaw::Confidence => when.and_then(|when| when.confidence_below),
                Flaw::UnknownIntent(_) => when.and_then(|when| when.intents),
                Flaw::VagueDefault => Some(outline.hand_off.default),
                Flaw::NoTag => outline.agent.tag,
            },
            _ => None,
        };
        part.map(|part| Self::from(part.referenced))
    }
}

impl From<Location> for Place {
    fn from(location: Location) -> Self {
        Self {
            line: location.line(),
            column: location.column(),
        }
    }
}

#[cfg(test)]
mod tests {
    use shared::domain::names::Kind;
    use shared::install::read_config;

    use super::*;
    use crate::seed::CONFIG;

    #[test]
    fn an_error_is_found_in_the_text() {
        let wrongs = [
            ("  limits: { turns: 8 }", "  limits: { turn: 8 }"),
            ("version: 1", "version: 2"),
            (
                "name: Everything else\n    then",
                "name: Everything else\n    when: { bot: answering }\n    then",
            ),
            ("Careers are for people", "Legal pages get drafts only"),
            ("confidence_below: 0.35", "confidence_below: 35"),
            ("intents: [cancel account]", "intents: [cancel]"),
            ("default: \"team:Support\"", "default: contact.owner"),
            ("  limits: { turns: 8 }", "  tag: ' '"),
        ];
        let places = wrongs.map(|(right, wrong)| {
            assert!(CONFIG.contains(right), "{right}");
            let yaml = CONFIG.replacen(right, wrong, 1);
            let error = read_config(&yaml).unwrap_err();
            let place = Place::of(&error, &yaml).unwrap();
            let line = yaml.lines().nth(place.line as usize - 1).unwrap();
            let rest: String = line.chars().skip(place.column as usize - 1).collect();
            format!("{}:{} {rest}", place.line, place.column)
        });
        insta::assert_snapshot!(places.join("\n"), @"
        9:13 turn: 8 }
        2:10 2
        36:11 Everything else
        30:11 Legal pages get drafts only
        41:53 35, intents: [cancel account] }
        41:68 [cancel] }
        40:12 contact.owner
        9:8 ' '
        ");
    }

    #[test]
    fn somebody_the_workspace_does_not_have_is_found_in_the_text() {
        let nobody = |place| Error::Nobody {
            place,
            name: String::new(),
            kind: Kind::Team,
            known: String::new(),
        };
        let errors = [
            nobody(Named::AgentTeammate),
            Error::NoSeat(String::new()),
            nobody(Named::HandOffDefault),
        ];
        let places = errors.map(|error| Place::of(&error, CONFIG).map(|place| place.line));
        assert_eq!(places, [Some(5), Some(5), Some(40)]);
        let hours =
            "office_hours:\n  teams:\n    Support: { from: Desk }\n    Sails: { from: Desk }\n";
        let error = Error::Nobody {
            place: Named::OfficeHoursTeams,
            name: "Sails".to_owned(),
            kind: Kind::Team,
            known: String::new(),
        };
        let place = Place::of(&error, &format!("{CONFIG}{hours}")).unwrap();
        let lines = CONFIG.lines().count() as u64;
        assert_eq!(place.line, lines + 4);
    }
}
