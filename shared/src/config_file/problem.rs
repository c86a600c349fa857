//! What is wrong with a configuration, and how it is shown.

use std::fmt;

use crate::domain::config::KeyPath;

use super::secret;

/// One of the two files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    /// The workspace's own.
    Own,
    /// What several workspaces start from.
    Defaults,
}

/// A place in one of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// Which file.
    pub layer: Layer,
    /// The line, from 1.
    pub line: u64,
    /// The column, from 1, in characters.
    pub column: u64,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where it stands; none when it is missing in both of two files.
    pub spot: Option<Spot>,
    /// The way to it; empty for the whole.
    pub key: KeyPath,
    /// What is wrong, and what to write instead. Never what looks like a secret.
    pub said: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.key.steps().is_empty() {
            write!(f, "{}: ", self.key)?;
        }
        f.write_str(&self.said)
    }
}

/// Everything that is wrong with a configuration: one thing at least.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// In the order of the files, what has no place last.
    pub(super) fn new(mut problems: Vec<Problem>) -> Self {
        problems.sort_by_key(|problem| (problem.spot.is_none(), problem.spot));
        Self(problems)
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.0.iter()
    }

    /// How many.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.0.len()
    }
}

/// A line each, with its place in a file that has no name.
impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (nth, problem) in self.0.iter().enumerate() {
            if nth > 0 {
                f.write_str("\n")?;
            }
            match problem.spot {
                Some(Spot { line, column, .. }) => {
                    write!(f, "Line {line}, column {column}: {problem}")?;
                }
                None => problem.fmt(f)?,
            }
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

/// How much something matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// The configuration is refused.
    Error,
    /// It can be published, and probably does not do what was meant.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

/// A file as whoever gave it calls it, and what stands in it.
#[derive(Debug, Clone, Copy)]
pub struct Source<'s> {
    /// Its name.
    pub name: &'s str,
    /// Its text.
    pub text: &'s str,
}

/// The files that are talked about.
#[derive(Debug, Clone, Copy)]
pub struct Names<'s> {
    /// The workspace's own.
    pub own: Source<'s>,
    /// What it is laid over.
    pub defaults: Option<Source<'s>>,
}

/// How many characters of a long line are shown.
const WIDTH: usize = 100;

impl Names<'_> {
    /// Something said of a place: `acme.yaml:12:5: error: …`, and below it the line with a caret under the place.
    #[must_use]
    pub fn shown(&self, severity: Severity, spot: Option<Spot>, said: &str) -> String {
        let Some(spot) = spot else {
            let name = match self.defaults {
                Some(defaults) => format!("{} over {}", self.own.name, defaults.name),
                None => self.own.name.to_owned(),
            };
            return format!("{name}: {severity}: {said}\n");
        };
        let source = match (spot.layer, self.defaults) {
            (Layer::Defaults, Some(defaults)) => defaults,
            _ => self.own,
        };
        let Spot { line, column, .. } = spot;
        let place = format!("{}:{line}:{column}", source.name);
        let quoted = usize::try_from(line - 1)
            .ok()
            .and_then(|nth| source.text.lines().nth(nth));
        let quoted = quoted.map_or_else(String::new, |text| quoted_line(line, column, text));
        format!("{place}: {severity}: {said}\n{quoted}")
    }

    /// Everything that is wrong.
    #[must_use]
    pub fn all(&self, problems: &Problems) -> String {
        let shown = problems.iter().map(|problem| {
            let said = problem.to_string();
            self.shown(Severity::Error, problem.spot, &said)
        });
        shown.collect()
    }
}

/// A line with a caret under one of its columns. A line with a secret is not shown.
fn quoted_line(line: u64, column: u64, text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() || secret::is_in(text) {
        return String::new();
    }
    let column = usize::try_from(column - 1).unwrap_or_default();
    // The place stays in sight where the line is long.
    let from = if column < WIDTH {
        0
    } else {
        column - WIDTH / 2
    };
    let visible = |char: char| {
        if char.is_control() && char != '\t' {
            ' '
        } else {
            char
        }
    };
    let mut part: String = text.chars().skip(from).take(WIDTH).map(visible).collect();
    part.truncate(part.trim_end().len());
    // A tab stays one, so that the caret stands below its place however wide tabs are.
    let blank = |char| if char == '\t' { '\t' } else { ' ' };
    let lead: String = text
        .chars()
        .skip(from)
        .take(column - from)
        .map(blank)
        .collect();
    let number = line.to_string();
    let gutter = " ".repeat(number.len());
    format!(" {number} | {part}\n {gutter} | {lead}^\n")
}
