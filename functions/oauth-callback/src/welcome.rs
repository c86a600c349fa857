//! The page an install ends with.

use maud::html;
use shared::domain::inventory::Finding;
use shared::domain::names::Place;
use shared::install::{Authorised, Readiness};
use shared::onboarding::page;
use url::Url;

/// What was found, and what comes next.
pub(crate) fn page(authorised: &Authorised, console: Option<&Url>) -> String {
    let Authorised {
        installation,
        survey,
        readiness,
        was_private,
    } = authorised;
    // What has to be repaired is said once.
    let is_said = |finding: &&Finding| {
        let outdated = matches!(readiness, Readiness::Outdated(_));
        outdated && finding.place() == Some(&Place::AgentTeammate)
    };
    let findings: Vec<_> = survey.findings.iter().filter(|it| !is_said(it)).collect();
    let us = survey
        .directory
        .teammate(&installation.us)
        .map(|us| us.name.as_str());
    let by_command = html! {
        p { code { "nexora config push --stack STACK --workspace " (installation.workspace) " --config FILE" } }
    };
    let body = html! {
        dl {
            dt { "Workspace" } dd { (installation.name) " (" code { (installation.workspace) } ")" }
            @for (of, what) in survey.summary() {
                dt { (capital(of)) } dd { (what) }
            }
            @if let (Readiness::Ready, Some(us)) = (readiness, us) {
                dt { "Speaks as" } dd { (us) }
            }
        }
        @match readiness {
            Readiness::Ready => {
                p { "Its configuration is the one it had. Nexora answers from now on; you may close this page." }
                @if let Some(console) = console {
                    p { a href=(console) { "Go on to the workspace" } }
                }
            }
            Readiness::Unconfigured => {
                @if let Some(console) = console {
                    p { "Nexora stays silent in this workspace until it has a configuration." }
                    p { a href=(console) { "Write its configuration" } }
                } @else {
                    p { "Nexora stays silent in this workspace until it has a configuration. Whoever runs it publishes one:" }
                    (by_command)
                }
            }
            Readiness::Outdated(error) => {
                p { "Its configuration has to be repaired: " (error) "." }
                @if let Some(console) = console {
                    p { a href=(console) { "Repair its configuration" } }
                } @else {
                    p { "Whoever runs it publishes the repaired one:" }
                    (by_command)
                }
            }
        }
        @if let Some(why) = &survey.unread {
            p { "Not everything could be read now: " (why) ". It is read with the first conversations." }
        }
        @if !findings.is_empty() {
            p { "What should be looked at:" }
            ul { @for finding in &findings { li { (finding) "." } } }
        }
        @if *was_private {
            p { "It was installed with a private app before. Now this app sends its notifications; remove the private one in the Developer Hub." }
        }
    };
    page::page(
        &format!("Nexora is installed in {}", installation.name),
        &body,
    )
}

/// A line's label, as it begins one.
fn capital(label: &str) -> String {
    let (first, rest) = label.split_at(1);
    first.to_uppercase() + rest
}
