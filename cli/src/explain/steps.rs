//! A trace as lines: what was tried, how it ended, and what it looked at.

use std::fmt;

use shared::domain::trace::{FactUsed, Trace, Tried, Verdict};

/// The lines of a trace, the columns of which stand below one another.
pub(crate) struct Steps<'t>(pub(crate) &'t Trace);

impl fmt::Display for Steps<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let steps = &self.0.0;
        let facts = || steps.iter().flat_map(|tried| &tried.facts);
        let name = width(steps.iter().map(|tried| &tried.name));
        let fact = width(facts().map(|fact| &fact.name));
        let value = width(facts().map(|fact| &fact.value));
        for tried in steps {
            let Tried { name: of, why, .. } = tried;
            let (sign, ended) = (tried.verdict.sign(), ended(tried.verdict));
            line(f, format_args!("  {sign} {of:<name$}  {ended}{why}"))?;
            for used in &tried.facts {
                let FactUsed {
                    name: of,
                    value: was,
                    origin,
                } = used;
                line(
                    f,
                    format_args!("      {of:<fact$}  {was:<value$}  {origin}"),
                )?;
            }
        }
        Ok(())
    }
}

/// A line without spaces at its end.
fn line(f: &mut fmt::Formatter<'_>, line: fmt::Arguments<'_>) -> fmt::Result {
    writeln!(f, "{}", line.to_string().trim_end())
}

/// One long name does not push everything to the right.
fn width<'t>(texts: impl Iterator<Item = &'t String>) -> usize {
    const WIDEST: usize = 44;
    let widths = texts.map(|text| text.chars().count());
    widths.filter(|width| *width <= WIDEST).max().unwrap_or(0)
}

/// What is said before the reason.
const fn ended(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::TakesOver => "takes it: ",
        Verdict::PassedOver => "passed over: ",
        Verdict::Matched
        | Verdict::NotMatched
        | Verdict::NotReached
        | Verdict::NotNeeded
        | Verdict::Noted => "",
    }
}
