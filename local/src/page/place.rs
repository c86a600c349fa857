//! Where in its text a configuration is wrong.

use serde::Serialize;
use shared::config_file::Document;
use shared::domain::config::{Config, KeyPath};
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

impl Place {
    /// The place in `yaml` that an error is about, the first of several; none for one that is about something else.
    #[must_use]
    pub fn of(error: &Error, yaml: &str) -> Option<Self> {
        let spot = match error {
            Error::Config(problems) => problems.iter().next()?.spot?,
            Error::NoSeat(_) => {
                let document = Document::read(yaml, None).ok()?;
                document.spot(&key(&Named::AgentTeammate, &document.config))
            }
            Error::Nobody { place, name, .. } | Error::Several { place, name, .. } => {
                let document = Document::read(yaml, None).ok()?;
                let key = key(place, &document.config);
                document.spot(&match place {
                    Named::OfficeHoursTeams => key.key(name),
                    _ => key,
                })
            }
            _ => return None,
        };
        Some(Self {
            line: spot.line,
            column: spot.column,
        })
    }
}

/// The way to where something of the workspace is named.
fn key(place: &Named, config: &Config) -> KeyPath {
    let hours = KeyPath::new("office_hours");
    match place {
        Named::AgentTeammate => KeyPath::new("agent").key("teammate"),
        Named::OfficeHoursDefault => hours.key("default"),
        Named::OfficeHoursTeams => hours.key("teams"),
        Named::OfficeHoursSchedules => hours.key("schedules"),
        Named::Rule { name, .. } => {
            let nth = config.rules.iter().position(|rule| rule.name == *name);
            let rules = KeyPath::new("rules");
            nth.map_or_else(|| rules.clone(), |nth| rules.item(nth).key("name"))
        }
        Named::AgentTag => KeyPath::new("agent").key("tag"),
        Named::TraceShow => KeyPath::new("trace").key("show"),
        Named::HandOffDefault => KeyPath::new("hand_off").key("default"),
        Named::PickUp => KeyPath::new("hand_off").key("pick_up"),
        Named::FollowUp => KeyPath::new("out_of_hours").key("follow_up"),
        Named::ConversationAttributes => KeyPath::new("attributes").key("conversation"),
        Named::ContactAttributes => KeyPath::new("attributes").key("contact"),
        Named::CompanyAttributes => KeyPath::new("attributes").key("company"),
        Named::Tags => KeyPath::new("tags"),
    }
}

#[cfg(test)]
mod tests {
    use shared::config_file::read_config;
    use shared::domain::names::Kind;

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
            let error = Error::Config(read_config(&yaml).unwrap_err());
            let place = Place::of(&error, &yaml).unwrap();
            let line = yaml.lines().nth(place.line as usize - 1).unwrap();
            let rest: String = line.chars().skip(place.column as usize - 1).collect();
            format!("{}:{} {rest}", place.line, place.column)
        });
        insta::assert_snapshot!(places.join("\n"), @"
        10:13 turn: 8 }
        3:10 2
        37:5 name: Everything else
        31:11 Legal pages get drafts only
        42:53 35, intents: [cancel account] }
        42:69 cancel] }
        41:12 contact.owner
        10:8 ' '
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
        assert_eq!(places, [Some(6), Some(6), Some(41)]);
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
