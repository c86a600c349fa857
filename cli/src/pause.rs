//! `nexora pause` and `nexora resume`

use clap::Args;
use shared::domain::switch::{Scope, Switch};

use crate::failure::Failure;
use crate::island::Island;
use crate::target::Target;

/// Silences the agent in a workspace, or where one of its rules sends conversations, from the next message on.
///
/// An answer it is thinking about is dropped. What nobody has is left to the team; what was given to the agent goes to the
/// configuration's default receiver, without a text. No publish and no rollback undoes it; `nexora resume` does.
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct PauseArguments {
    #[command(flatten)]
    thrown: Thrown,
}

/// Lets the agent go on after `nexora pause`, from the next message on. What came meanwhile is not answered.
#[derive(Args)]
pub(crate) struct ResumeArguments {
    #[command(flatten)]
    thrown: Thrown,
}

/// Which part of the switch.
#[derive(Args)]
struct Thrown {
    #[command(flatten)]
    target: Target,
    /// One rule, by its name; the whole workspace without
    #[arg(long, value_name = "NAME")]
    rule: Option<String>,
}

/// Pauses; what the operator is told.
///
/// # Errors
///
/// See [`Failure`].
pub(crate) async fn pause(arguments: PauseArguments) -> Result<String, Failure> {
    let Thrown { target, rule } = arguments.thrown;
    let island = Island::find(target).await?;
    // What is live is read for the rule's name alone: a version that this program cannot read must not keep anybody from
    // silencing the workspace.
    if let Some(rule) = &rule {
        check(&island, rule).await?;
    }
    let switch = throw(&island, rule.clone(), true).await?;
    let called = island.called();
    let done = match rule {
        None => format!("Paused in {called}: the agent says nothing there any more.\n"),
        Some(rule) => format!(
            "Paused in {called}: the agent says nothing any more where the rule “{rule}” matches.\n"
        ),
    };
    Ok(format!("{done}{}", told(&switch)))
}

/// Lets go on; what the operator is told.
///
/// # Errors
///
/// See [`Failure`].
pub(crate) async fn resume(arguments: ResumeArguments) -> Result<String, Failure> {
    let Thrown { target, rule } = arguments.thrown;
    let island = Island::find(target).await?;
    let switch = throw(&island, rule, false).await?;
    let called = island.called();
    let paused_by = match switch.is_clear() {
        true => paused_by_file(&island).await,
        false => None,
    };
    Ok(if let Some(number) = paused_by {
        format!(
            "The switch is off in {called}. The agent stays silent: version {number}, which is live, says `paused: true`; take that out, and publish it, by `nexora config push`.\n"
        )
    } else if switch.is_clear() {
        format!("Nothing is paused in {called}: the agent goes on with the next message.\n")
    } else {
        format!("Done in {called}.\n{}", told(&switch))
    })
}

/// Refuses a rule that the live version does not have.
async fn check(island: &Island, rule: &str) -> Result<(), Failure> {
    let versions = island.versions().await?;
    let (live, version) = island.live(&versions).await?;
    let rules = &version.config.rules;
    if rules.iter().any(|known| known.name == rule) {
        return Ok(());
    }
    let known: Vec<_> = rules
        .iter()
        .map(|rule| format!("“{}”", rule.name))
        .collect();
    Err(Failure::NoRule {
        rule: rule.to_owned(),
        number: live.number,
        known: known.join(", "),
    })
}

/// The number of the live version if it keeps the agent silent by itself. It is a hint, and the switch is thrown already:
/// a version that cannot be read gives none, and is no failure.
async fn paused_by_file(island: &Island) -> Option<u64> {
    let versions = island.versions().await.ok()?;
    let (live, version) = island.live(&versions).await.ok()?;
    version.config.is_paused(None).then_some(live.number)
}

async fn throw(island: &Island, rule: Option<String>, paused: bool) -> Result<Switch, Failure> {
    let versions = island.versions().await?;
    let scope = rule.map_or(Scope::Workspace, Scope::Rule);
    let live = versions.switch(&scope, paused).await;
    let live = live.map_err(|error| island.of_the_store(error))?;
    let live = live.ok_or_else(|| Failure::Unconfigured(island.id().clone()))?;
    Ok(live.switch)
}

/// What is paused, and how it goes on; nothing where nothing is.
pub(crate) fn told(switch: &Switch) -> String {
    if switch.is_clear() {
        return String::new();
    }
    let how = match (switch.all, switch.rules.is_empty()) {
        (true, true) => "`nexora resume`",
        (true, false) => "`nexora resume`, and with --rule NAME for each rule,",
        (false, _) => "`nexora resume --rule NAME`",
    };
    format!("\nPaused: {switch}. {how} lets the agent go on.\n")
}
