//! The way to a value in a configuration.

use std::fmt;

/// The keys and places in lists that lead to a value, such as `rules[2].then.agent`.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyPath(Vec<Step>);

/// One step of the way.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// A key of a mapping.
    Key(String),
    /// A place in a list, from 0.
    Item(usize),
}

impl KeyPath {
    /// The way to a key at the top of the file.
    #[must_use]
    pub fn new(key: &str) -> Self {
        Self::default().key(key)
    }

    /// One key further.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        self.step(Step::Key(key.to_owned()))
    }

    /// One place in a list further.
    #[must_use]
    pub fn item(&self, nth: usize) -> Self {
        self.step(Step::Item(nth))
    }

    fn step(&self, step: Step) -> Self {
        let steps = self.0.iter().cloned().chain([step]);
        Self(steps.collect())
    }

    /// Its steps, from the top of the file.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// The way to what this is in; none for the whole file.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        let (_, within) = self.0.split_last()?;
        Some(Self(within.to_vec()))
    }

    /// Whether the other way leads here, or through here.
    #[must_use]
    pub fn leads_to(&self, other: &Self) -> bool {
        other.0.starts_with(&self.0)
    }
}

impl fmt::Display for KeyPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (nth, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) if nth == 0 => f.write_str(key)?,
                Step::Key(key) => write!(f, ".{key}")?,
                Step::Item(nth) => write!(f, "[{nth}]")?,
            }
        }
        Ok(())
    }
}
