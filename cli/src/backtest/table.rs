//! The rules in a table, each with its bar.

use std::borrow::Cow;
use std::fmt;

use console::{Alignment, measure_text_width, pad_str};

use super::decide::Place;
use super::tally::Counts;

/// A name that is longer is cut.
const LONGEST_NAME: usize = 40;
/// A bar that is longer tells no more.
const LONGEST_BAR: usize = 40;
/// One that is shorter tells nothing.
const SHORTEST_BAR: usize = 16;
/// What a name is cut to where there is no room for anything.
const SHORTEST_NAME: usize = 16;

/// What rules matched, under one configuration or under two.
pub(crate) struct Table<'t> {
    pub(crate) after: &'t Counts,
    pub(crate) before: Option<&'t Counts>,
    /// Columns of the terminal.
    pub(crate) width: usize,
}

/// A line of it; a count that is none has no rule in its configuration.
struct Row<'t> {
    place: &'t Place,
    before: Option<u64>,
    after: Option<u64>,
}

impl Table<'_> {
    /// The rules that are tried in their order, then those there are no more.
    fn rows(&self) -> Vec<Row<'_>> {
        let now = self.after.0.iter().map(|(place, count)| Row {
            place,
            before: self.before.and_then(|before| before.get(place)),
            after: Some(*count),
        });
        let gone = self.before.into_iter().flat_map(|before| &before.0);
        let gone = gone
            .filter(|(place, _)| self.after.get(place).is_none())
            .map(|(place, count)| Row {
                place,
                before: Some(*count),
                after: None,
            });
        now.chain(gone).collect()
    }
}

/// A column of it, as wide as what stands in it.
struct Column {
    cells: Vec<String>,
    width: usize,
    alignment: Alignment,
}

impl Column {
    fn of<'c>(head: &str, alignment: Alignment, cells: impl Iterator<Item = Cow<'c, str>>) -> Self {
        let head = std::iter::once(head.to_owned());
        let cells: Vec<_> = head.chain(cells.map(Cow::into_owned)).collect();
        let width = cells.iter().map(|cell| measure_text_width(cell)).max();
        Self {
            width: width.unwrap_or(0),
            cells,
            alignment,
        }
    }

    fn cell(&self, line: usize) -> Cow<'_, str> {
        pad_str(&self.cells[line], self.width, self.alignment, Some("…"))
    }
}

impl fmt::Display for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = self.rows();
        let compares = self.before.is_some();
        let all: u64 = rows.iter().filter_map(|row| row.after).sum();
        let figures = |head, cell: &dyn Fn(&Row<'_>) -> String| {
            let cells = rows.iter().map(|row| Cow::Owned(cell(row)));
            Column::of(head, Alignment::Right, cells)
        };
        let mut columns = vec![
            Column::of(
                "rule",
                Alignment::Left,
                rows.iter().map(|row| Cow::Borrowed(&*row.place.rule)),
            ),
            Column::of(
                "surface",
                Alignment::Left,
                rows.iter()
                    .map(|row| Cow::Owned(row.place.surface.to_string())),
            ),
        ];
        if compares {
            columns.push(figures("before", &|row| told(row.before)));
            columns.push(figures("after", &|row| told(row.after)));
        } else {
            columns.push(figures("count", &|row| told(row.after)));
        }
        columns.push(figures("share", &|row| share(row.after, all)));
        // Names give way to the picture, and not the other way round.
        let others: usize = columns.iter().skip(1).map(|column| column.width + 2).sum();
        let room = self.width.saturating_sub(others + 2);
        let longest = room
            .saturating_sub(SHORTEST_BAR)
            .clamp(SHORTEST_NAME, LONGEST_NAME);
        columns[0].width = columns[0].width.min(longest);
        let bar = room
            .saturating_sub(columns[0].width)
            .clamp(SHORTEST_BAR, LONGEST_BAR);
        let counts = rows
            .iter()
            .flat_map(|row| [row.before, row.after])
            .flatten();
        let scale = counts.max().unwrap_or(0);

        for line in 0..=rows.len() {
            let cells: Vec<_> = columns.iter().map(|column| column.cell(line)).collect();
            let row = line.checked_sub(1).map(|line| &rows[line]);
            let bar = row.map(|row| Bar {
                row,
                scale,
                width: bar,
                compares,
            });
            let bar = bar.map_or_else(String::new, |bar| bar.to_string());
            writeln!(f, "{}", format!("{}  {bar}", cells.join("  ")).trim_end())?;
        }
        if compares {
            writeln!(f, "\n{SAME} as before  {MORE} more  {LESS} less")?;
        }
        Ok(())
    }
}

const SAME: char = '█';
const MORE: char = '▓';
const LESS: char = '░';

struct Bar<'b> {
    row: &'b Row<'b>,
    /// What a whole bar stands for.
    scale: u64,
    width: usize,
    compares: bool,
}

impl fmt::Display for Bar<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let after = self.row.after.unwrap_or(0);
        if !self.compares {
            // Eighths of a cell; whatever there is shows.
            const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
            let eighths = self.cells(after, 8);
            let whole = SAME.to_string().repeat(eighths / 8);
            return write!(f, "{whole}{}", EIGHTHS[eighths % 8]);
        }
        let before = self.row.before.unwrap_or(0);
        let (less, more) = (before.min(after), before.max(after));
        let same = self.cells(less, 1);
        let all = self.cells(more, 1);
        let differs = if more > less { (all - same).max(1) } else { 0 };
        let mark = if after > before { MORE } else { LESS };
        for (mark, count) in [(SAME, same), (mark, differs)] {
            write!(f, "{}", mark.to_string().repeat(count))?;
        }
        Ok(())
    }
}

impl Bar<'_> {
    /// How many parts of a cell a count takes, rounded; one at least, if it is anything.
    fn cells(&self, count: u64, parts: u64) -> usize {
        if self.scale == 0 || count == 0 {
            return 0;
        }
        let whole = self.width as u128 * u128::from(parts);
        let cells =
            (u128::from(count) * whole * 2 + u128::from(self.scale)) / (u128::from(self.scale) * 2);
        usize::try_from(cells).unwrap_or(self.width).max(1)
    }
}

fn told(count: Option<u64>) -> String {
    count.map_or("–".to_owned(), |count| count.to_string())
}

/// A share of all, to a tenth of a percent.
fn share(count: Option<u64>, all: u64) -> String {
    match count {
        Some(count) if all > 0 => {
            let thousandths = (u128::from(count) * 2000 + u128::from(all)) / (u128::from(all) * 2);
            format!("{}.{} %", thousandths / 10, thousandths % 10)
        }
        _ => "–".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::surface::Surface;
    use super::*;

    fn counts(rules: &[(&str, Surface, u64)]) -> Counts {
        let counts = rules.iter().map(|(rule, surface, count)| {
            let rule = (*rule).to_owned();
            let surface = *surface;
            (Place { rule, surface }, *count)
        });
        Counts(counts.collect())
    }

    #[test]
    fn every_rule_has_its_share_and_its_bar() {
        let after = counts(&[
            ("Careers are for people", Surface::Team, 1),
            ("Nobody ever matches this", Surface::Bot, 0),
            (
                "日本語の規則は幅が二倍あるので切られることがあるのです",
                Surface::Owner,
                500,
            ),
            ("Everything else", Surface::AgentReply, 1203),
        ]);
        let table = Table {
            after: &after,
            before: None,
            width: 80,
        };
        insta::assert_snapshot!(table, @"
        rule                                surface      count   share
        Careers are for people              team             1   0.1 %  ▏
        Nobody ever matches this            bot              0   0.0 %
        日本語の規則は幅が二倍あるので切…  owner          500  29.3 %  ██████▋
        Everything else                     agent reply   1203  70.6 %  ████████████████
        ");
    }

    #[test]
    fn two_configurations_stand_side_by_side() {
        let (before, after) = (
            counts(&[
                ("Gone", Surface::AgentDraft, 30),
                ("Everything else", Surface::AgentReply, 970),
            ]),
            counts(&[
                ("New", Surface::Team, 1),
                ("Everything else", Surface::AgentReply, 999),
            ]),
        );
        let table = Table {
            after: &after,
            before: Some(&before),
            width: 100,
        };
        insta::assert_snapshot!(table, @"
        rule             surface      before  after   share
        New              team              –      1   0.1 %  ▓
        Everything else  agent reply     970    999  99.9 %  ███████████████████████████████████████▓
        Gone             agent draft      30      –       –  ░

        █ as before  ▓ more  ░ less
        ");
    }

    #[test]
    fn nothing_at_all_is_no_share() {
        let after = counts(&[("Everything else", Surface::AgentReply, 0)]);
        let table = Table {
            after: &after,
            before: None,
            width: 20,
        };
        insta::assert_snapshot!(table, @"
        rule             surface      count  share
        Everything else  agent reply      0      –
        ");
    }
}
