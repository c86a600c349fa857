//! The report as it is read in a terminal.

use std::fmt;

use shared::domain::figures::TARGET;
use shared::install::outcomes::Outcomes;

use super::By;
use super::bars::Bars;
use super::glyphs::Glyphs;
use super::line::{self, Line, because};
use super::table::Table;

/// How many reasons of hand-offs are told by name.
const REASONS: usize = 3;

/// What was counted, and how it is shown.
pub(super) struct View {
    /// Whose it is, as people call it.
    pub(super) whose: String,
    pub(super) outcomes: Outcomes,
    pub(super) by: By,
    /// Columns of the terminal.
    pub(super) width: usize,
    pub(super) glyphs: Glyphs,
}

impl fmt::Display for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            whose,
            outcomes,
            by,
            width,
            glyphs,
        } = self;
        let Outcomes { since, until, .. } = outcomes;
        let days = if since == until {
            format!("on {since} (UTC)")
        } else {
            format!("from {since} to {until} (UTC)")
        };
        let all = line::of_all(outcomes);
        if all.figures.is_empty() {
            return writeln!(f, "Nothing is counted of {whose} {days}.\n{NOTHING}");
        }
        writeln!(f, "How conversations of {whose} ended {days}:\n")?;
        let (length, periods) = line::of_days(outcomes);
        let rules = line::of_rules(outcomes, *glyphs);
        let (of, lines) = match by {
            By::Rule => ("rule", &rules),
            By::Day => (length.name(), &periods),
        };
        let table = Table {
            of,
            lines,
            all: &all,
            width: *width,
            glyphs: *glyphs,
        };
        writeln!(f, "{table}")?;
        let lines = match by {
            By::Rule => rules.as_slice(),
            By::Day => std::slice::from_ref(&all),
        };
        self.reasons(f, lines)?;
        writeln!(f, "Share handled, in %:\n")?;
        let bars = Bars {
            length,
            lines: &periods,
            width: *width,
            glyphs: *glyphs,
        };
        writeln!(f, "{bars}")?;
        let (from, to) = TARGET;
        writeln!(
            f,
            "Share handled = resolved / involved; the band is {from} to {to} %, the aim over all.\n{DEFINITIONS}"
        )
    }
}

impl View {
    fn reasons(&self, f: &mut fmt::Formatter<'_>, lines: &[Line]) -> fmt::Result {
        let told = lines.iter().filter_map(|line| {
            let because = because(&line.figures, REASONS);
            (!because.is_empty()).then_some((&line.label, because))
        });
        let told: Vec<_> = told.collect();
        if told.is_empty() {
            return Ok(());
        }
        writeln!(f, "Handed off, and why:\n")?;
        for (label, because) in told {
            writeln!(f, "  {label}: {because}")?;
        }
        writeln!(f)
    }
}

const NOTHING: &str = "
A conversation is counted when it ends: when the agent hands it off, when the
visitor says that this was it, or when nobody has written for the time of
`outcomes.silence`: 24 hours, unless the configuration says otherwise. Drafts
are not counted. If the agent has answered longer ago than that, `nexora doctor`
says whether notifications arrive, and `nexora explain` what was decided.";

const DEFINITIONS: &str = "\
Involved = resolved + handed off + taken over + abandoned. Resolved: the visitor
said so (how many, in brackets), or asked for nothing more. What was left to Fin
is shown, not counted. Each conversation counts once, on the day (UTC) it ended
last; of the last 24 hours many are still open. More in docs/OUTCOMES.md.";
