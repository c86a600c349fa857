//! The lines in a table.

use std::fmt;

use console::{Alignment, measure_text_width, pad_str};
use shared::domain::ending::Ending;
use shared::domain::figures::Figures;

use super::glyphs::Glyphs;
use super::line::{Line, percent};

/// A name that is longer is cut.
const LONGEST_NAME: usize = 44;
/// Where there is less room for names, each gets a line of its own.
const SHORTEST_NAME: usize = 20;

/// A table.
pub(super) struct Table<'t> {
    /// What its lines are.
    pub(super) of: &'t str,
    pub(super) lines: &'t [Line],
    pub(super) all: &'t Line,
    /// Columns of the terminal.
    pub(super) width: usize,
    pub(super) glyphs: Glyphs,
}

/// The heads of columns, each in two lines.
const HEADS: [[&str; 2]; 8] = [
    ["", "involved"],
    ["", "resolved"],
    ["handed", "off"],
    ["taken", "over"],
    ["", "abandoned"],
    ["share", "handled"],
    ["", "rating"],
    ["left", "to bot"],
];

impl Table<'_> {
    fn cells(&self, figures: &Figures) -> [String; HEADS.len()] {
        let count = |ending| figures.count(ending).to_string();
        let resolved = match (figures.resolved(), figures.count(Ending::Confirmed)) {
            (resolved, 0) => resolved.to_string(),
            (resolved, confirmed) => format!("{resolved} ({confirmed})"),
        };
        let rating = figures.ratings().map_or_else(
            || self.glyphs.none.to_owned(),
            |ratings| {
                let tenths = ratings.tenths();
                format!("{}.{} ({})", tenths / 10, tenths % 10, ratings.count)
            },
        );
        [
            figures.involved().to_string(),
            resolved,
            count(Ending::HandedOff),
            count(Ending::TakenOver),
            count(Ending::Abandoned),
            percent(figures.handled(), self.glyphs),
            rating,
            count(Ending::LeftToBot),
        ]
    }
}

impl fmt::Display for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<_> = self.lines.iter().chain([self.all]).collect();
        let cells: Vec<_> = lines.iter().map(|line| self.cells(&line.figures)).collect();
        let widths: [usize; HEADS.len()] = std::array::from_fn(|column| {
            let heads = HEADS[column].iter().map(|head| head.len());
            let cells = cells.iter().map(|row| measure_text_width(&row[column]));
            heads.chain(cells).max().unwrap_or(0)
        });
        let names = lines.iter().map(|line| measure_text_width(&line.label));
        let longest = names.max().unwrap_or(0).max(self.of.len());
        let figures: usize = widths.iter().map(|width| width + 2).sum();
        let room = self.width.saturating_sub(figures).min(LONGEST_NAME);
        let stands_above = room < longest.min(SHORTEST_NAME);
        let name = if stands_above { 0 } else { longest.min(room) };

        let row = |f: &mut fmt::Formatter<'_>, label: &str, cells: &[&str]| {
            let label = pad_str(label, name, Alignment::Left, Some(self.glyphs.cut));
            let mut row = label.into_owned();
            for (cell, width) in cells.iter().zip(widths) {
                row.push_str("  ");
                row.push_str(&pad_str(cell, width, Alignment::Right, None));
            }
            writeln!(f, "{}", row.trim_end())
        };
        let head = |nth: usize| HEADS.map(|head| head[nth]);
        row(f, "", &head(0))?;
        row(f, if stands_above { "" } else { self.of }, &head(1))?;
        for (line, cells) in lines.iter().zip(&cells) {
            let cells = cells.each_ref().map(String::as_str);
            if stands_above {
                writeln!(f, "{}", line.label)?;
                row(f, "", &cells)?;
            } else {
                row(f, &line.label, &cells)?;
            }
        }
        Ok(())
    }
}
