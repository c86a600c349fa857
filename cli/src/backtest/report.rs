//! What a run found: a table with a picture, what would move, and what it is worth.

use std::fmt;

use jiff::Timestamp;
use shared::adapters::intercom::Span;

use super::cost::Cost;
use super::table::Table;
use super::tally::{Move, Tally, Unread};

/// The most moves that are shown; a CSV file has all of them.
const MOVES: usize = 20;

/// A run that is done.
pub(crate) struct Report {
    /// The workspace, as people call it, and its id.
    pub(crate) workspace: String,
    pub(crate) span: Span,
    /// How many conversations Intercom has of that time.
    pub(crate) total: u64,
    pub(crate) tally: Tally,
    /// What the configuration is compared with, as people call it.
    pub(crate) against: Option<String>,
    pub(crate) cost: Cost,
    /// Whether the office hours that Intercom keeps may be read.
    pub(crate) knows_hours: bool,
    /// Whether the configuration is paused as a whole.
    pub(crate) is_paused: bool,
    /// The columns of the terminal.
    pub(crate) width: usize,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            workspace,
            span,
            total,
            tally,
            against,
            cost,
            width,
            ..
        } = self;
        writeln!(
            f,
            "{workspace}, {} of {} from {} to {} UTC\n",
            tally.met(),
            counted(*total, "conversation"),
            minute(span.from),
            minute(span.until)
        )?;
        let table = Table {
            after: &tally.after,
            before: tally.before.as_ref(),
            width: *width,
        };
        writeln!(f, "{table}")?;
        if let Some(against) = against {
            self.moved(f, against)?;
        }
        for note in self.notes() {
            writeln!(f, "- {note}")?;
        }
        writeln!(f, "- {cost}")
    }
}

impl Report {
    fn moved(&self, f: &mut fmt::Formatter<'_>, against: &str) -> fmt::Result {
        let tally = &self.tally;
        let (moved, decided) = (tally.moved(), tally.decided());
        if moved == 0 {
            return writeln!(f, "Nothing would go elsewhere than under {against}.\n");
        }
        writeln!(
            f,
            "{moved} of {} would go elsewhere than under {against}:\n",
            counted(decided, "conversation")
        )?;
        let mut moves: Vec<&Move> = tally.moves.iter().collect();
        moves.sort_by_key(|it| std::cmp::Reverse(it.count));
        let digits = moves.first().map_or(0, |it| it.count.to_string().len());
        for Move {
            from,
            to,
            count,
            examples,
        } in moves.iter().take(MOVES)
        {
            writeln!(
                f,
                "  {count:>digits$}  {} ({}) → {} ({})",
                from.rule, from.surface, to.rule, to.surface
            )?;
            let examples: Vec<_> = examples.iter().map(ToString::to_string).collect();
            writeln!(f, "  {:digits$}  {}", "", examples.join(", "))?;
        }
        if let Some(more @ 1..) = moves.len().checked_sub(MOVES) {
            writeln!(f, "  and {more} more kinds of moves, which --csv has")?;
        }
        writeln!(f)
    }

    /// What the figures do not show by themselves.
    fn notes(&self) -> Vec<String> {
        let tally = &self.tally;
        let mut notes = Vec::new();
        if self.is_paused {
            notes.push(
                "The configuration is paused: this is what it would do without `paused: true`."
                    .to_owned(),
            );
        }
        if !self.knows_hours {
            notes.push(
                "The office hours that Intercom keeps may not be read: office.open is absent, and closes no team."
                    .to_owned(),
            );
        }
        if tally.illegible > 0 {
            let unread: Vec<_> = tally.unread.iter().map(told).collect();
            notes.push(format!(
                "{} could not be read: {}.",
                counted(tally.illegible, "conversation"),
                unread.join(", ")
            ));
        }
        if tally.silent > 0 {
            notes.push(format!(
                "In {} no visitor wrote; the rules are not asked then.",
                counted(tally.silent, "conversation")
            ));
        }
        if tally.missed > 0 {
            notes.push(format!(
                "{} counted by Intercom did not show, perhaps because somebody wrote in them meanwhile.",
                counted(tally.missed, "conversation")
            ));
        }
        if !tally.as_of_now.is_empty() {
            let mut facts: Vec<_> = tally.as_of_now.iter().collect();
            facts.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
            let facts: Vec<_> = facts
                .iter()
                .map(|(name, count)| format!("{name} in {count}"))
                .collect();
            notes.push(format!(
                "As they are now, and not as they were then, these were looked at: {}.",
                facts.join(", ")
            ));
        }
        if tally.unheard > 0 {
            notes.push(format!(
                "In {} somebody else wrote first, and what the visitor answered is not known: text.matches does not hold there.",
                counted(tally.unheard, "decision")
            ));
        }
        if tally.asked_presence > 0 {
            notes.push(format!(
                "Who was away then is not known, so team.available is judged by seats and office hours alone: in {} of {} it matters.",
                tally.by_presence,
                counted(tally.asked_presence, "decision")
            ));
        }
        notes.push(
            "Only the rules were asked: not who had a conversation already, and not what the agent would have said."
                .to_owned(),
        );
        notes
    }
}

fn told(unread: &Unread) -> String {
    let Unread { id, path } = unread;
    let id = id.as_ref().map_or("one without an id", |id| id.as_str());
    format!("{id} at {path}")
}

fn counted(count: u64, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}

fn minute(time: Timestamp) -> impl fmt::Display {
    time.strftime("%Y-%m-%d %H:%M")
}
