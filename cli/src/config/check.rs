//! `nexora config check`

use std::path::PathBuf;

use clap::Args;

use crate::config_file::{Texts, warnings};
use crate::failure::Failure;
use crate::said::Said;

/// Says everything that is wrong with a configuration, without a stack or a workspace.
///
/// Errors keep it from being published; warnings are what is probably not meant. Each stands with its file, line and column.
/// The status is 1 where there are errors. Whether the names in it are known in a workspace, `config push` says.
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Arguments {
    /// The workspace's configuration, which docs/CONFIG.md describes; - is standard input
    file: PathBuf,
    /// What several workspaces start from: the configuration is laid over it key by key
    #[arg(long, value_name = "FILE")]
    defaults: Option<PathBuf>,
    /// Takes warnings for errors
    #[arg(long)]
    strict: bool,
}

/// Checks; what the operator is told.
///
/// # Errors
///
/// When a file cannot be opened.
pub(super) fn run(arguments: Arguments) -> Result<Said, Failure> {
    let Arguments {
        file,
        defaults,
        strict,
    } = arguments;
    let texts = Texts::read(&file, defaults.as_deref())?;
    let names = texts.names();
    let (shown, errors, warnings) = match texts.document() {
        Err(problems) => (names.all(&problems), problems.count(), 0),
        Ok(document) => {
            let warnings = warnings(&document, &names);
            (warnings.concat(), 0, warnings.len())
        }
    };
    let summary = match (errors, warnings) {
        (0, 0) => "it can be published".to_owned(),
        (0, warnings) if strict => {
            format!(
                "{}, which --strict takes for errors",
                count(warnings, "warning")
            )
        }
        (0, warnings) => format!("{}; it can be published", count(warnings, "warning")),
        (errors, _) => format!(
            "{}; docs/CONFIG.md describes every key",
            count(errors, "error")
        ),
    };
    let is_well = errors == 0 && (warnings == 0 || !strict);
    Ok(Said::of(format_args!("{shown}{texts}: {summary}\n")).unless(is_well, 1))
}

fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}
