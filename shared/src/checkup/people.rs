//! The agent's own teammate, and who could take over.

use super::Check;
use crate::domain::directory::Directory;
use crate::id::AdminId;

pub(super) fn checks(directory: &Directory, us: &AdminId) -> Vec<Check> {
    let seat = match directory.teammate(us) {
        None => Check::trouble(
            "seat",
            "the agent's teammate is no longer in the workspace",
            "name another one in agent.teammate, and publish the configuration, by `nexora config push`",
        ),
        Some(teammate) if !teammate.has_inbox_seat => Check::trouble(
            "seat",
            format!("{} has no inbox seat", teammate.name),
            "give them one in Settings → Teammates",
        ),
        Some(teammate) if teammate.away => Check::note(
            "seat",
            format!(
                "{} is set to away, as which Intercom may take conversations from them",
                teammate.name
            ),
            "switch them back in the Inbox",
        ),
        Some(teammate) => Check::good("seat", format!("{} has an inbox seat", teammate.name)),
    };
    let empty: Vec<_> = directory
        .teams
        .iter()
        .filter(|team| directory.available_in(team, us).next().is_none())
        .map(|team| team.name.as_str())
        .collect();
    let teams = if empty.is_empty() {
        Check::good("teams", "in each somebody is there now")
    } else {
        Check::note(
            "teams",
            format!("nobody is there now in {}", empty.join(", ")),
            "what is handed to them waits; nothing needs to be done if that is meant",
        )
    };
    vec![seat, teams]
}
