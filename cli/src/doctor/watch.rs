//! Whether the clocks agree, by what calls to Intercom enter.

use std::sync::Mutex;

use shared::checkup::Check;
use shared::ports::Journal;
use shared::ports::journal::Entry;

/// Listens to the calls.
#[derive(Default)]
pub(crate) struct Watch(Mutex<Seen>);

#[derive(Default)]
struct Seen {
    calls: u32,
    /// By how many seconds Intercom's clock is ahead, at worst.
    skew: Option<i64>,
}

impl Watch {
    /// What the calls showed; nothing if there were none.
    pub(crate) fn check(&self) -> Option<Check> {
        let seen = self.0.lock().expect("no holder of this lock panics");
        let check = match seen.skew {
            _ if seen.calls == 0 => return None,
            None => Check::good("clock", "this machine's and Intercom's agree"),
            Some(skew) => Check::note(
                "clock",
                format!(
                    "this machine's is {} s {} Intercom's",
                    skew.abs(),
                    if skew > 0 { "behind" } else { "ahead of" }
                ),
                "set it; the functions have AWS's, so this matters to what is typed here alone",
            ),
        };
        Some(check)
    }
}

impl Journal for Watch {
    fn enter(&self, entry: Entry) {
        let mut seen = self.0.lock().expect("no holder of this lock panics");
        // Without an answer there is no time to compare.
        seen.calls += u32::from(entry.details.iter().any(|(name, _)| name == "status"));
        let told = entry.details.iter().find(|(name, _)| name == "skew_s");
        if let Some(skew) = told.and_then(|(_, skew)| skew.parse::<i64>().ok())
            && seen.skew.is_none_or(|worst| worst.abs() < skew.abs())
        {
            seen.skew = Some(skew);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(skews: &[Option<i64>]) -> String {
        let watch = Watch::default();
        for skew in skews {
            let entry = Entry::new("intercom", "GET /me", "Intercom answered").with("status", 200);
            watch.enter(match skew {
                Some(skew) => entry.with("skew_s", skew),
                None => entry,
            });
        }
        watch
            .check()
            .map_or("nothing".to_owned(), |check| check.found)
    }

    #[test]
    fn the_worst_of_what_calls_show_is_told() {
        let all = [
            told(&[]),
            told(&[None, None]),
            told(&[None, Some(40), Some(-90), Some(60)]),
            told(&[Some(40)]),
        ];
        insta::assert_snapshot!(all.join("\n"), @"
        nothing
        this machine's and Intercom's agree
        this machine's is 90 s ahead of Intercom's
        this machine's is 40 s behind Intercom's
        ");
    }
}
