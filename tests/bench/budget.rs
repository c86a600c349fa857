//! What a start may take: a fifth of what it takes in Node. The brain, which has no like in Node, is held against the
//! faster of the functions that have one.

use std::fmt;
use std::time::Duration;

use crate::figures::Figures;
use crate::subject::{Language, Subject};

const SHARE: u32 = 5;

/// Whether one function keeps to it.
pub(crate) struct Verdict {
    function: &'static str,
    rust: Duration,
    node: Duration,
}

pub(crate) fn verdicts(measured: &[(Subject, Figures)]) -> Vec<Verdict> {
    let of = |language| {
        let all = measured.iter();
        all.filter(move |(subject, _)| subject.language == language)
    };
    let fastest = of(Language::Node).map(|(_, figures)| figures.init()).min();
    let verdicts = of(Language::Rust).map(|(subject, figures)| {
        let like = of(Language::Node).find(|(node, _)| node.function == subject.function);
        let node = like.map(|(_, figures)| figures.init()).or(fastest);
        Verdict {
            function: subject.function,
            rust: figures.init(),
            node: node.unwrap(),
        }
    });
    verdicts.collect()
}

impl Verdict {
    pub(crate) fn holds(&self) -> bool {
        self.rust * SHARE <= self.node
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            function,
            rust,
            node,
        } = self;
        let word = if self.holds() { "holds" } else { "FAILS" };
        write!(
            f,
            "{word}: {function} starts in {rust:.1?}, and a {SHARE}th of Node's {node:.1?} is {:.1?}",
            *node / SHARE
        )
    }
}
