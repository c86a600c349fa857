//! What was read of a workspace, in lines for an admin.

use std::fmt::Write as _;

use super::Survey;
use crate::domain::catalog::Reading;
use crate::domain::directory::Team;
use crate::domain::names::Kind;

/// What no app can read, and where an admin sees it.
const UNREADABLE: &str = "assignment rules, workflows, Fin's settings and who is online: Intercom's API shows none of them to apps";

impl Survey {
    /// What was read, line by line: of what, and what.
    #[must_use]
    pub fn summary(&self) -> Vec<(&'static str, String)> {
        let Self {
            directory,
            catalog,
            created,
            ..
        } = self;
        let teammates = &directory.teammates;
        let seats = teammates.iter().filter(|it| it.has_inbox_seat).count();
        let away = teammates.iter().filter(|it| it.away).count();
        let of_people = format!(
            "{}, {seats} with an inbox seat, {away} away",
            teammates.len()
        );
        let teams: Vec<_> = directory.teams.iter().map(team).collect();
        let schedules: Vec<_> = catalog.office_hours.iter().map(|it| &*it.name).collect();
        let mut attributes = format!(
            "{} of contacts, {} of companies, {} of conversations",
            count(&catalog.contact_attributes),
            count(&catalog.company_attributes),
            count(&catalog.conversation_attributes),
        );
        let (new_tags, new_attributes): (Vec<_>, Vec<_>) =
            created.iter().partition(|(kind, _)| *kind == Kind::Tag);
        let new = |created: Vec<&(Kind, String)>| {
            let names: Vec<_> = created.iter().map(|(_, name)| name.as_str()).collect();
            names.join(", ")
        };
        if !new_attributes.is_empty() {
            let _ = write!(attributes, "; created: {}", new(new_attributes));
        }
        let mut tags = count(&catalog.tags);
        if !new_tags.is_empty() {
            let _ = write!(tags, "; created: {}", new(new_tags));
        }
        vec![
            ("teammates", of_people),
            ("teams", or_none(teams.join(", "))),
            ("segments", count(&catalog.segments)),
            ("tags", tags),
            ("attributes", attributes),
            (
                "office hours",
                match &catalog.office_hours {
                    Reading::Listed(_) => or_none(schedules.join(", ")),
                    other => count(other),
                },
            ),
            ("not readable", UNREADABLE.to_owned()),
        ]
    }
}

/// A team with what Intercom says of how it gets its conversations.
fn team(team: &Team) -> String {
    let mut how = vec![match team.members.len() {
        1 => "1 member".to_owned(),
        members => format!("{members} members"),
    }];
    how.extend(
        team.distribution
            .as_ref()
            .map(|distribution| distribution.replace('_', " ")),
    );
    how.extend(
        team.assignment_limit
            .map(|most| format!("at most {most} each")),
    );
    format!("{} ({})", team.name, how.join(", "))
}

fn count<T>(reading: &Reading<T>) -> String {
    match reading {
        Reading::Listed(list) if reading.is_whole() => list.len().to_string(),
        Reading::Listed(list) => format!("the first {}", list.len()),
        Reading::NotYet => "not read".to_owned(),
        Reading::Refused { status, code } => format!("may not be read ({status}, {code})"),
    }
}

fn or_none(list: String) -> String {
    if list.is_empty() {
        "none".to_owned()
    } else {
        list
    }
}
