//! What many runs came to, as one row of the table.

use std::fmt::Write as _;
use std::ops::RangeInclusive;

use super::scenario::Scenario;
use super::schedule::{Run, Schedule, What};
use super::seen::Seen;

/// A row of `docs/RELIABILITY.md` while it is counted.
pub(crate) struct Tally {
    what: String,
    calm: Run,
    schedules: usize,
    answers: Range,
    notes: Range,
    assignments: Range,
    to_people: usize,
    short: usize,
    unmarked: usize,
    over: Vec<String>,
    extra_calls: usize,
    /// The stories of those that may not end so.
    wrong: Vec<String>,
}

/// From the least to the most.
struct Range(RangeInclusive<usize>);

impl Range {
    const fn of(count: usize) -> Self {
        Self(count..=count)
    }

    fn take(&mut self, count: usize) {
        let (least, most) = (*self.0.start(), *self.0.end());
        self.0 = least.min(count)..=most.max(count);
    }

    fn told(&self) -> String {
        let (least, most) = (self.0.start(), self.0.end());
        if least == most {
            least.to_string()
        } else {
            format!("{least}–{most}")
        }
    }
}

/// How a run may differ from the undisturbed one.
enum Verdict {
    Same,
    /// An attribute or the tag is missing. It comes with the next answer.
    Unmarked,
    /// Nobody knows what became of the answer, so people have the conversation.
    ToPeople,
    /// People have the conversation, and the sentence for the visitor or the note was given up after two failures.
    Short,
    /// A teammate's words were there first: the agent has fallen silent.
    Silent,
    /// A teammate's words came between the last reading and the post.
    Over,
    Wrong,
}

impl Tally {
    /// Begins with the run in which nothing happens.
    pub(crate) fn of(what: &str, calm: Run) -> Self {
        let seen = &calm.seen;
        Self {
            what: what.to_owned(),
            schedules: 0,
            answers: Range::of(seen.answers),
            notes: Range::of(seen.notes),
            assignments: Range::of(seen.assignments),
            to_people: 0,
            short: 0,
            unmarked: 0,
            over: Vec::new(),
            extra_calls: 0,
            wrong: Vec::new(),
            calm,
        }
    }

    /// The operations of the undisturbed run, counted from 1.
    pub(crate) fn operations(&self) -> impl Iterator<Item = (usize, &'static str)> + use<> {
        let operations = self.calm.operations.clone().into_iter().enumerate();
        operations.map(|(nth, name)| (nth + 1, name))
    }

    /// Counts a run.
    pub(crate) fn take(&mut self, schedule: &Schedule, run: &Run) {
        self.schedules += 1;
        self.extra_calls = self
            .extra_calls
            .max(run.calls.saturating_sub(self.calm.calls));
        match self.judge(schedule, &run.seen) {
            Verdict::Same | Verdict::Silent => {}
            Verdict::Unmarked => self.unmarked += 1,
            Verdict::Short => self.short += 1,
            Verdict::ToPeople => {
                // What it came to is another thing, and is counted as that.
                self.to_people += 1;
                return;
            }
            Verdict::Over => {
                let event = schedule.events[0];
                let name = self.calm.operations[event.nth - 1];
                self.over.push(format!("{} {name}", event.moment));
            }
            Verdict::Wrong => self.wrong.push(format!("{schedule}\n{}", run.story())),
        }
        self.answers.take(run.seen.answers);
        self.notes.take(run.seen.notes);
        self.assignments.take(run.seen.assignments);
    }

    fn judge(&self, schedule: &Schedule, seen: &Seen) -> Verdict {
        let calm = &self.calm.seen;
        let taken_over = |what: &What| matches!(what, What::Takeover { .. });
        if schedule.events.iter().any(|event| taken_over(&event.what)) {
            let at_most = seen.answers <= calm.answers
                && seen.notes <= calm.notes
                && seen.assignments <= calm.assignments;
            return match seen.talked_over {
                _ if !at_most || !seen.loose_ends.is_empty() => Verdict::Wrong,
                0 => Verdict::Silent,
                1 => Verdict::Over,
                _ => Verdict::Wrong,
            };
        }
        if seen == calm {
            return Verdict::Same;
        }
        let counts = Seen {
            left: calm.left.clone(),
            ..seen.clone()
        };
        let fused = Seen {
            answers: calm.answers,
            ..counts.clone()
        };
        let with = |seen: &Seen| seen.left.split(';').next().map(str::to_owned);
        // Two messages may share an answer, when the second one came before the first answer did.
        let is_fused = schedule.scenario == Scenario::Newer && seen.answers == 1 && fused == *calm;
        if with(seen) == with(calm) && (counts == *calm || is_fused) {
            return if seen.left == calm.left {
                Verdict::Same
            } else {
                Verdict::Unmarked
            };
        }
        // The agent's own teammate still has it after the first assignment, so that one cannot be told from none.
        let repeated = Seen {
            assignments: calm.assignments,
            ..counts
        };
        if schedule.scenario == Scenario::Paused
            && seen.assignments == calm.assignments + 1
            && seen.left == calm.left
            && repeated == *calm
        {
            return Verdict::Same;
        }
        match (schedule.events.len() > 1, calm.notes) {
            (true, 0) if seen.is_handed_over() => Verdict::ToPeople,
            (true, 1) if seen.is_cut_short() => Verdict::Short,
            _ => Verdict::Wrong,
        }
    }

    /// The row, if every run ended as it may.
    pub(crate) fn row(&self) -> String {
        let mut told = String::new();
        for wrong in self.wrong.iter().take(2) {
            writeln!(told, "{wrong}\n").unwrap();
        }
        assert!(
            self.wrong.is_empty(),
            "{} of {} schedules came to something else than the undisturbed {:#?}\n\n{told}",
            self.wrong.len(),
            self.schedules,
            self.calm.seen
        );
        format!(
            "| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
            self.what,
            self.calm.operations.len(),
            self.schedules,
            self.answers.told(),
            self.notes.told(),
            self.assignments.told(),
            self.to_people,
            self.short,
            self.unmarked,
            self.extra_calls
        )
    }

    /// Where a teammate's words came too late to be noticed.
    pub(crate) fn over(&self) -> String {
        self.over.join("\n")
    }
}
