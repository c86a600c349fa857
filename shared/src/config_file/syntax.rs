//! What is wrong where a text is no YAML, in the words of somebody who wants to repair it.

use super::node::cut;
use serde_saphyr::{DefaultMessageFormatter, Error, MessageFormatter as _};

/// What is wrong, and what to write instead.
pub(super) fn said(error: &Error, yaml: &str) -> String {
    let mut error = error.without_snippet();
    let at = error.location().map(|at| (at.line(), at.column()));
    while let Error::AliasError { error: inner, .. } = error {
        error = inner;
    }
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
            hint(rest, line).unwrap_or_else(|| format!("this is no YAML: {what}{}", repair(&what)))
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
        // `default: team: Support`, as names of keys are written.
        Some(':') if value.starts_with("team: ") || value.starts_with("teammate: ") => {
            let (kind, name) = value.split_once(": ")?;
            format!("no space stands behind the colon here; write \"{kind}:{}\"", cut(name))
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

/// What to do about a sentence of the reader of YAML.
fn repair(what: &str) -> &'static str {
    let has = |part| what.contains(part);
    if has("mapping values are not allowed") {
        "; if the colon belongs to the text, put the text in quotes"
    } else if has("parsing a flow mapping") || has("parsing a flow sequence") {
        "; between braces and brackets commas divide, and a text with a colon or a comma stands in quotes"
    } else if has("expected key") || has("expected '-'") || has("indentation") {
        "; what belongs together begins in the same column, so compare this line with those above"
    } else if has("found a tab") || has("tab") {
        "; a tab stands here or on the next line, and YAML indents by spaces: put two spaces in its place"
    } else if has("unclosed") || has("mismatched") {
        "; add what closes it, or put a text that has it in quotes"
    } else if has("unknown escape") {
        "; in double quotes a `\\` begins a sign of its own, so put the text in single quotes: '…'"
    } else {
        ""
    }
}
