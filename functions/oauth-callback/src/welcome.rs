//! The page an install ends with.

use maud::html;
use shared::install::Authorised;
use shared::onboarding::page;

/// What was found, and what comes next.
pub(crate) fn page(authorised: &Authorised) -> String {
    let Authorised {
        installation,
        speaks_as,
        is_configured,
    } = authorised;
    let directory = &installation.directory;
    let teams: Vec<_> = directory
        .teams
        .iter()
        .map(|team| team.name.as_str())
        .collect();
    let seats = directory
        .teammates
        .iter()
        .filter(|teammate| teammate.has_inbox_seat)
        .count();
    let body = html! {
        dl {
            dt { "Workspace" } dd { (installation.name) " (" code { (installation.workspace) } ")" }
            dt { "Teammates" } dd { (directory.teammates.len()) ", " (seats) " with an inbox seat" }
            dt { "Teams" } dd { @if teams.is_empty() { "none" } @else { (teams.join(", ")) } }
            dt { "Speaks as" } dd { (speaks_as) }
        }
        @if *is_configured {
            p { "Its configuration is the one it had. Nexora answers from now on; you may close this page." }
        } @else {
            p { "Nexora stays silent in this workspace until it has a configuration. Whoever runs it publishes one:" }
            p { code { "nexora configure --stack STACK --workspace " (installation.workspace) " --config FILE" } }
        }
    };
    page::page(
        &format!("Nexora is installed in {}", installation.name),
        &body,
    )
}
