//! Reads a tree by the types of the configuration, and goes on after what it cannot read.

mod fault;
mod value;

use std::collections::BTreeSet;

use serde::Deserialize;

use super::node::{self, Node, Shape};
use super::{Problem, Spot};
use crate::domain::config::Config;
use crate::domain::config::key_path::{KeyPath, Step};
use fault::{Fault, What};
use value::Value;

/// How many problems are told at once. Who has more repairs these first.
const MOST: usize = 50;

/// How deep something is made up below what is missing or wrong, before it is left out.
const DEEP: usize = 3;

/// What is passed over, because it is known to be wrong.
#[derive(Debug, Default)]
struct Passed {
    /// Something is made up in its place, so that what is beside it can be read.
    made_up: BTreeSet<KeyPath>,
    /// It is left out.
    left_out: BTreeSet<KeyPath>,
}

impl Passed {
    /// The outermost made-up value that something is, or is in.
    fn around(&self, path: &KeyPath) -> Option<&KeyPath> {
        self.made_up.iter().find(|made_up| made_up.leads_to(path))
    }

    /// Whether a part of the configuration is not as it was written.
    fn touches(&self, part: &KeyPath) -> bool {
        let mut all = self.made_up.iter().chain(&self.left_out);
        all.any(|passed| passed.leads_to(part) || part.leads_to(passed))
    }
}

/// A tree while it is read.
pub(super) struct Reading<'t> {
    tree: &'t Node,
    /// Whether what is missing could stand in either of two files.
    is_layered: bool,
    passed: Passed,
    pub(super) problems: Vec<Problem>,
}

impl<'t> Reading<'t> {
    pub(super) fn of(tree: &'t Node, is_layered: bool) -> Self {
        Self {
            tree,
            is_layered,
            passed: Passed::default(),
            problems: Vec::new(),
        }
    }

    /// The configuration; none when nothing could be made of it. It is one only if there are no problems.
    pub(super) fn config(&mut self) -> Option<Config> {
        for (key, spot) in node::secrets(self.tree) {
            self.passed.made_up.insert(key.clone());
            let said = "this looks like a secret, and secrets never stand in a configuration; take it out, end its validity where it was issued, and keep the new one with `nexora secret set`";
            self.note(Some(spot), key, said.to_owned());
        }
        let config = loop {
            let value = Value::of(self.tree, &self.passed);
            match Config::deserialize(value) {
                Ok(config) => break config,
                Err(fault) => {
                    if self.problems.len() >= MOST || !self.pass(fault) {
                        return None;
                    }
                }
            }
        };
        for flaw in config.flaws() {
            if flaw.parts().iter().all(|part| !self.passed.touches(part)) {
                let spot = self.tree.spot_of(&flaw.key());
                self.note(Some(spot), flaw.key(), flaw.to_string());
            }
        }
        Some(config)
    }

    fn note(&mut self, spot: Option<Spot>, key: KeyPath, said: String) {
        self.problems.push(Problem { spot, key, said });
    }

    /// Notes a fault, unless it comes of one that is known, and passes over it; whether there is more to read.
    fn pass(&mut self, fault: Fault) -> bool {
        let Fault { place, what } = fault;
        let (path, spot) = place.unwrap_or_else(|| (KeyPath::default(), self.tree.spot));
        if let Some(around) = self.passed.around(&path).cloned() {
            let depth = path.steps().len() - around.steps().len();
            return match what {
                What::Missing(field) if depth < DEEP && field.is_some() => {
                    let field = field.unwrap_or_default();
                    self.passed.made_up.insert(path.key(field));
                    true
                }
                _ => self.leave_out(around),
            };
        }
        match what {
            What::Missing(Some(field)) => {
                let missing = path.key(field);
                if self.passed.left_out.contains(&missing) {
                    return self.leave_out(path);
                }
                let spot = self.spot_of_mapping(&path, spot);
                self.note(spot, path, fault::missing(field));
                self.passed.made_up.insert(missing);
                true
            }
            What::Missing(None) => self.leave_out(path),
            What::NoKey(said, meant) => {
                self.note(Some(spot), path.clone(), said);
                // Who misspelt a key did not leave it out.
                if let (Some(meant), Some(within)) = (meant, path.parent()) {
                    self.passed.made_up.insert(within.key(meant));
                }
                self.passed.left_out.insert(path)
            }
            // What was left out below may be why.
            What::Wrong(_)
                if self
                    .passed
                    .left_out
                    .iter()
                    .any(|below| path.leads_to(below)) =>
            {
                self.leave_out(path)
            }
            What::Wrong(said) => {
                self.note(Some(spot), path.clone(), said);
                !path.steps().is_empty() && self.passed.made_up.insert(path)
            }
        }
    }

    /// Leaves out what nothing can be made up for.
    fn leave_out(&mut self, path: KeyPath) -> bool {
        self.passed.made_up.retain(|below| !path.leads_to(below));
        !path.steps().is_empty() && self.passed.left_out.insert(path)
    }

    /// Where a mapping stands that lacks a key. One that both files may add to stands in neither.
    fn spot_of_mapping(&self, path: &KeyPath, spot: Spot) -> Option<Spot> {
        let is_item = path
            .steps()
            .iter()
            .any(|step| matches!(step, Step::Item(_)));
        if self.is_layered && !is_item {
            return None;
        }
        match (path.steps(), &self.tree.shape) {
            ([], Shape::Mapping(entries)) if entries.is_empty() => Some(spot),
            _ => Some(self.tree.spot_of(path)),
        }
    }
}
