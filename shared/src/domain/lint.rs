//! What a configuration says that was probably not meant. Nothing here keeps it from being published.

mod case;
mod email;
mod hours;
mod implication;
mod marks;
mod night;
mod reach;
mod said;
mod texts;

use std::fmt;

use jiff::civil::Date;

use super::config::{Config, KeyPath};

/// Something that was probably not meant, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lint {
    /// A name that stays, to speak about it.
    pub name: &'static str,
    /// The way to what it is about.
    pub key: KeyPath,
    /// What is strange, and what to do.
    pub said: String,
}

impl fmt::Display for Lint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, key, said } = self;
        write!(f, "{key}: {said} ({name})")
    }
}

impl Config {
    /// What was probably not meant, in the order of the file.
    #[must_use]
    pub fn lints(&self) -> Vec<Lint> {
        let mut lints = Vec::new();
        said::lints(self, &mut lints);
        hours::lints(self, &mut lints);
        texts::lints(self, &mut lints);
        reach::lints(self, &mut lints);
        email::lints(self, &mut lints);
        night::lints(self, &mut lints);
        marks::lints(self, &mut lints);
        lints
    }

    /// The same, and what will not be as it was meant for long.
    #[must_use]
    pub fn lints_on(&self, today: Date) -> Vec<Lint> {
        let mut lints = self.lints();
        hours::ending(self, today, &mut lints);
        lints
    }
}

#[cfg(test)]
mod tests;
