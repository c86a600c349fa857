//! What is wrong where a text is no YAML, in the words of somebody who wants to repair it.

use serde_saphyr::{DefaultMessageFormatter, Error, MessageFormatter as _};

/// What is wrong, and what to write instead.
pub(super) fn said(error: &Error, yaml: &str) -> String {
    let error = error.without_snippet();
    let at = error.location().map(|at| (at.line(), at.column()));
    let rest = at.map_or("", |(line, column)| rest(yaml, line, column));
    match error {
        Error::UnknownAnchor { .. } => {
            "without quotes a `*` refers to an anchor of YAML; put the value in quotes, such as \"*\""
                .to_owned()
        }
        Error::Budget { .. }
        | Error::AliasReplayLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. } => {
            "anchors and nested parts make this file too large to be read; write out what they repeat"
                .to_owned()
        }
        Error::MultipleDocuments { .. } => {
            "a second document begins after `---`; one file holds one configuration, so take the line out"
                .to_owned()
        }
        _ => {
            let what = DefaultMessageFormatter.format_message(error);
            let line = at.map_or("", |(line, _)| {
                let nth = usize::try_from(line.saturating_sub(1)).unwrap_or_default();
                yaml.lines().nth(nth).unwrap_or_default()
            });
            match hint(rest, line) {
                Some(hint) => hint,
                None => format!("this is no YAML: {what}"),
            }
        }
    }
}

/// What to do about the place where the reader stopped, as far as what stands there tells.
fn hint(rest: &str, line: &str) -> Option<String> {
    let lead: String = line
        .chars()
        .take_while(|char| char.is_whitespace())
        .collect();
    let value = line
        .split_once(": ")
        .map_or(line, |(_, value)| value)
        .trim();
    let first = rest.chars().next();
    Some(match first {
        _ if lead.contains('\t') => {
            "a tab indents this line, and YAML indents by spaces; put two spaces in its place".to_owned()
        }
        Some('\t') => "a tab stands here, and YAML takes spaces; put a space in its place".to_owned(),
        Some(char @ ('@' | '`' | '%')) => format!(
            "a value cannot begin with `{char}`; put it in quotes, such as \"{char}…\""
        ),
        Some('*') => {
            "without quotes a `*` refers to an anchor of YAML; put the value in quotes, such as \"*\"".to_owned()
        }
        _ if value.starts_with(['@', '`', '%']) => {
            let char = value.chars().next()?;
            format!("a value cannot begin with `{char}`; put it in quotes, such as \"{char}…\"")
        }
        _ if value.starts_with('*') => {
            "without quotes a `*` refers to an anchor of YAML; put the value in quotes, such as \"*\"".to_owned()
        }
        _ => return None,
    })
}

/// What stands at a place and after it on its line.
fn rest(yaml: &str, line: u64, column: u64) -> &str {
    let nth = |of: u64| usize::try_from(of.saturating_sub(1)).unwrap_or_default();
    let line = yaml.lines().nth(nth(line)).unwrap_or_default();
    let begin = line.char_indices().nth(nth(column));
    begin.map_or("", |(begin, _)| &line[begin..])
}
