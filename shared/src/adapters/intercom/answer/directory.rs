//! Teammates and teams. The lists themselves must be there: a directory is kept, and an empty one is a fact.

use serde::Deserialize;

use super::name::plain;
use crate::domain::directory;
use crate::id::{AdminId, TeamId, or_nobody};

/// `GET /admins`
#[derive(Debug, Deserialize)]
pub(crate) struct Admins {
    /// An entry may be `null` by the schema.
    admins: Vec<Option<Admin>>,
}

#[derive(Debug, Deserialize)]
struct Admin {
    id: AdminId,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    email: Option<String>,
    #[serde(default)]
    has_inbox_seat: Option<bool>,
    #[serde(default)]
    away_mode_enabled: Option<bool>,
}

/// `GET /teams`
#[derive(Debug, Deserialize)]
pub(crate) struct Teams {
    teams: Vec<Team>,
}

#[derive(Debug, Deserialize)]
struct Team {
    id: TeamId,
    #[serde(default)]
    name: Option<String>,
    /// Integers here, where the admins' own ids are strings.
    #[serde(default)]
    admin_ids: Option<Vec<Member>>,
    #[serde(default)]
    distribution_method: Option<String>,
    #[serde(default)]
    assignment_limit: Option<u32>,
}

#[derive(Debug, Deserialize)]
struct Member(#[serde(deserialize_with = "or_nobody")] Option<AdminId>);

impl From<Admins> for Vec<directory::Teammate> {
    fn from(list: Admins) -> Self {
        let admins = list.admins.into_iter().flatten();
        admins
            .map(|admin| directory::Teammate {
                id: admin.id,
                name: plain(admin.name),
                email: admin.email.unwrap_or_default(),
                has_inbox_seat: admin.has_inbox_seat.unwrap_or(false),
                away: admin.away_mode_enabled.unwrap_or(false),
            })
            .collect()
    }
}

impl From<Teams> for Vec<directory::Team> {
    fn from(list: Teams) -> Self {
        let teams = list.teams.into_iter();
        teams
            .map(|team| directory::Team {
                id: team.id,
                name: plain(team.name),
                members: team
                    .admin_ids
                    .into_iter()
                    .flatten()
                    .filter_map(|member| member.0)
                    .collect(),
                distribution: team.distribution_method,
                assignment_limit: team.assignment_limit,
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_teammate_is_the_member_a_team_names_by_a_number() {
        let admins: Admins = serde_json::from_str(
            r#"{"type":"admin.list","admins":[null,{"type":"admin","id":"9608799","name":"Ada","email":"ada@acme.example",
                "away_mode_enabled":true,"has_inbox_seat":true,"team_ids":[814865],"avatar":null},{"id":7}]}"#,
        )
        .unwrap();
        let teams: Teams = serde_json::from_str(
            r#"{"type":"team.list","teams":[{"type":"team","id":"814865","name":"Billing","admin_ids":[9608799,0],
                    "distribution_method":"round_robin","assignment_limit":20},
                {"type":"team","id":2,"name":null,"admin_ids":null}]}"#,
        )
        .unwrap();
        insta::assert_debug_snapshot!((Vec::from(admins), Vec::from(teams)), @r#"
        (
            [
                Teammate {
                    id: 9608799,
                    name: "Ada",
                    email: "ada@acme.example",
                    has_inbox_seat: true,
                    away: true,
                },
                Teammate {
                    id: 7,
                    name: "",
                    email: "",
                    has_inbox_seat: false,
                    away: false,
                },
            ],
            [
                Team {
                    id: 814865,
                    name: "Billing",
                    members: [
                        9608799,
                    ],
                    distribution: Some(
                        "round_robin",
                    ),
                    assignment_limit: Some(
                        20,
                    ),
                },
                Team {
                    id: 2,
                    name: "",
                    members: [],
                    distribution: None,
                    assignment_limit: None,
                },
            ],
        )
        "#);
    }
}
