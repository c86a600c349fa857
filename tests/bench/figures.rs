//! What came of all the starts of one subject.

use std::time::Duration;

use crate::start::Start;

#[derive(Default)]
pub(crate) struct Figures(Vec<Start>);

impl Figures {
    pub(crate) fn add(&mut self, start: Start) {
        self.0.push(start);
    }

    pub(crate) fn init(&self) -> Duration {
        self.median(|start| Some(start.init)).unwrap()
    }

    pub(crate) fn init_cpu(&self) -> Duration {
        self.median(|start| Some(start.init_cpu)).unwrap()
    }

    pub(crate) fn first(&self) -> Option<Duration> {
        self.median(|start| start.first)
    }

    /// At this percentage of all the warm invocations, from the fastest.
    pub(crate) fn warm(&self, percent: usize) -> Option<Duration> {
        let all = self.0.iter().flat_map(|start| start.warm.iter().copied());
        at(percent, all.collect())
    }

    /// In bytes.
    pub(crate) fn peak_memory(&self) -> u64 {
        self.median(|start| Some(start.peak_memory)).unwrap()
    }

    fn median<V: Ord + Copy>(&self, of: impl Fn(&Start) -> Option<V>) -> Option<V> {
        at(50, self.0.iter().filter_map(of).collect())
    }
}

fn at<V: Ord + Copy>(percent: usize, mut values: Vec<V>) -> Option<V> {
    values.sort_unstable();
    values.get(values.len() * percent / 100).copied()
}
