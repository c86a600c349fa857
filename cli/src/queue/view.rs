//! A workspace's queue as it is read in a terminal.

use std::fmt;

use console::measure_text_width;
use jiff::Zoned;
use shared::install::queue::{Waiting, Waits};

/// What stands in place of what there is not.
const NONE: &str = "-";

const HEADS: [&str; 6] = [
    "people are back",
    "conversation",
    "waiting since",
    "tier",
    "team",
    "why",
];

/// A workspace in which something waits.
pub(super) struct View<'v> {
    pub(super) queue: &'v Waiting,
    /// Where, as a sentence ends with it.
    pub(super) place: &'v str,
}

impl fmt::Display for View<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Waiting {
            workspace,
            name,
            conversations,
            ..
        } = self.queue;
        let place = self.place;
        let who = match conversations.len() {
            1 => "1 conversation waits".to_owned(),
            many => format!("{many} conversations wait"),
        };
        writeln!(f, "{who} in {name} ({workspace}) {place}:\n")?;
        let rows: Vec<_> = conversations.iter().map(cells).collect();
        let widths: [usize; HEADS.len()] = std::array::from_fn(|column| {
            let cells = rows.iter().map(|row| measure_text_width(&row[column]));
            cells.max().unwrap_or(0).max(HEADS[column].len())
        });
        line(f, &HEADS.map(str::to_owned), &widths)?;
        rows.iter().try_for_each(|row| line(f, row, &widths))
    }
}

fn line(
    f: &mut fmt::Formatter<'_>,
    cells: &[String; HEADS.len()],
    widths: &[usize; HEADS.len()],
) -> fmt::Result {
    let mut line = String::new();
    for (cell, width) in cells.iter().zip(widths) {
        let room = width.saturating_sub(measure_text_width(cell)) + 2;
        line += cell;
        line.extend(std::iter::repeat_n(' ', room));
    }
    writeln!(f, "{}", line.trim_end())
}

fn cells(waits: &Waits) -> [String; HEADS.len()] {
    let since = waits.since.to_zoned(waits.due.time_zone().clone());
    let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| NONE.to_owned());
    let team = waits.team.as_ref().map_or(NONE, |team| {
        team.name.as_deref().unwrap_or(team.id.as_str())
    });
    let mut why = waits.why.replace('_', " ");
    if let Some(intent) = &waits.intent {
        why = format!("{why}: {intent}");
    }
    if !waits.told {
        why += " (was asked, not told yet)";
    }
    [
        minute(&waits.due),
        waits.conversation.to_string(),
        minute(&since),
        or_none(&waits.tier),
        team.to_owned(),
        why,
    ]
}

fn minute(at: &Zoned) -> String {
    at.strftime("%a %Y-%m-%d %H:%M %Z").to_string()
}
