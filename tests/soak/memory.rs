//! How much memory this process has.

/// The resident set in KB, as the kernel counts it.
pub(crate) fn resident_kb() -> u64 {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = statm.split(' ').nth(1).and_then(|pages| pages.parse().ok());
    // A page has 4 KB on every machine the tests run on.
    pages.unwrap_or(0_u64) * 4
}

/// What it was, by how many conversations had come to their end.
#[derive(Default)]
pub(crate) struct Samples(Vec<(usize, u64)>);

impl Samples {
    /// Takes one.
    pub(crate) fn take(&mut self, conversations: usize) {
        self.0.push((conversations, resident_kb()));
    }

    /// By how many KB it grew with each conversation between two shares of the run, in percent.
    pub(crate) fn growth(&self, from: usize, to: usize) -> f64 {
        let all = self.0.last().map_or(0, |(conversations, _)| *conversations);
        let at = |percent: usize| {
            let reached =
                |(conversations, _): &&(usize, u64)| *conversations * 100 >= all * percent;
            self.0.iter().find(reached).copied().unwrap_or_default()
        };
        let ((before, less), (after, more)) = (at(from), at(to));
        let conversations = after.saturating_sub(before).max(1);
        #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
        let (more, less, conversations) = (more as f64, less as f64, conversations as f64);
        (more - less) / conversations
    }

    /// In about twenty columns.
    pub(crate) fn told(&self) -> String {
        let step = self.0.len().div_ceil(20).max(1);
        let shown = self.0.iter().step_by(step).chain(self.0.last());
        let shown = shown.map(|(conversations, kb)| format!("{conversations}: {} MB", kb / 1_024));
        shown.collect::<Vec<_>>().join(", ")
    }
}
