//! The share that was handled, a bar for each day.

use std::fmt;

use shared::domain::figures::TARGET;

use super::glyphs::Glyphs;
use super::line::{Line, percent};
use super::period::Length;

/// A picture in a terminal.
pub(super) struct Bars<'b> {
    pub(super) length: Length,
    pub(super) lines: &'b [Line],
    /// Columns of the terminal.
    pub(super) width: usize,
    pub(super) glyphs: Glyphs,
}

/// What stands before a bar: a date and two spaces.
const BEFORE: usize = 12;
/// What stands behind it: a percentage, and of how many.
const BEHIND: usize = 18;
/// A bar of fewer cells has no room for the marks above it; each is a tenth of a multiple of ten.
const SHORTEST: usize = 30;
const LONGEST: usize = 60;

impl fmt::Display for Bars<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let room = self.width.saturating_sub(BEFORE + BEHIND);
        let width = (room / 10 * 10).clamp(SHORTEST, LONGEST);
        let at = |percent: u64| width * usize::try_from(percent).unwrap_or(0) / 100;
        let (from, to) = TARGET;
        writeln!(
            f,
            "{:BEFORE$}{:<first$}{:<second$}{:<third$}100 %",
            self.length.name(),
            "0",
            from.to_string(),
            to.to_string(),
            first = at(from),
            second = at(to) - at(from),
            third = width - at(to),
        )?;
        for Line { label, figures } in self.lines {
            let share = figures.handled();
            let full = share.map_or(0, |share| {
                let cells = share.of(width as u64);
                usize::try_from(cells).unwrap_or(0)
            });
            let cells = (0..width).map(|cell| {
                let in_band = (at(from)..at(to)).contains(&cell);
                match (cell < full, in_band) {
                    (true, false) => self.glyphs.full,
                    (true, true) => self.glyphs.full_in_band,
                    (false, true) => self.glyphs.band,
                    (false, false) => ' ',
                }
            });
            let bar: String = cells.collect();
            let percent = percent(share, self.glyphs);
            let behind = match figures.involved() {
                0 => String::new(),
                involved => format!("  of {involved}"),
            };
            let line = format!("{label:BEFORE$}{bar}{percent:>6}{behind}");
            writeln!(f, "{}", line.trim_end())?;
        }
        Ok(())
    }
}
