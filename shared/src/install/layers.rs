//! A workspace's own configuration, laid over defaults that several workspaces start from.
//!
//! Mappings are merged key by key; a list or a single value of the workspace's own takes the place of the default. What
//! comes of it is a whole configuration and knows nothing of the defaults any more: it is published and kept like one
//! that was written by hand, so that no later change of the defaults reaches a workspace by itself.
//!
//! The two files are merged as trees of what stands in them, and the tree is written down anew before the language reads
//! it. So a value means what it would mean in one file, and each place of the written text leads back to a file.

mod node;
mod sheet;

use std::fmt;

use serde_saphyr::{DefaultMessageFormatter, MessageFormatter as _};

use crate::domain::config::{Config, Flaw};
use node::Node;
use sheet::Sheet;

/// One of the two files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layer {
    /// What several workspaces start from.
    Defaults,
    /// The workspace's own.
    Own,
}

/// A place in one of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// Which file.
    pub layer: Layer,
    /// The line, from 1.
    pub line: u64,
    /// The column, from 1, in characters.
    pub column: u64,
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {} column {}", self.line, self.column)
    }
}

/// Why two files are no configuration together.
#[derive(Debug, thiserror::Error)]
pub enum Misfit {
    /// One of them cannot be read by itself.
    #[error("the configuration cannot be read: {error}")]
    Unreadable {
        /// Which.
        layer: Layer,
        /// Why, with line and column.
        error: Box<serde_saphyr::Error>,
    },
    /// One of them is something else than keys and their values.
    #[error("the configuration cannot be read: it is no mapping of keys to values")]
    NoMapping(Layer),
    /// Something is not what the language allows, once they are merged.
    #[error("the configuration cannot be read: {}{said}", at(.key))]
    Value {
        /// The key's path, such as `agent.limits.turns`; empty for the whole.
        key: String,
        /// What is wrong.
        said: String,
        /// Where it stands; none when it is missing in both.
        spot: Option<Spot>,
    },
    /// What they say together contradicts itself.
    #[error("the configuration cannot work: {flaw}")]
    Flaw {
        /// What is wrong.
        flaw: Flaw,
        /// Where the key stands that it is about; none when that has its value from neither file.
        spot: Option<Spot>,
    },
}

impl Misfit {
    /// Where it stands, when that is one place in one of the files.
    #[must_use]
    pub const fn spot(&self) -> Option<Spot> {
        match self {
            Self::Value { spot, .. } | Self::Flaw { spot, .. } => *spot,
            Self::Unreadable { .. } | Self::NoMapping(_) => None,
        }
    }
}

fn at(key: &str) -> String {
    if key.is_empty() {
        String::new()
    } else {
        format!("{key}: ")
    }
}

/// Reads a workspace's own configuration over defaults.
///
/// # Errors
///
/// See [`Misfit`].
pub fn read_config_over(defaults: &str, own: &str) -> Result<Config, Misfit> {
    let defaults = Node::read(Layer::Defaults, defaults)?;
    let own = Node::read(Layer::Own, own)?;
    let sheet = Sheet::of(&own.over(defaults));
    let config: Config =
        serde_saphyr::from_str(sheet.text()).map_err(|error| value(&error, &sheet))?;
    config.check().map_err(|flaw| Misfit::Flaw {
        spot: sheet.spot(flaw.key()),
        flaw,
    })?;
    Ok(config)
}

/// Both as one text, which means what they mean together and needs neither file any more. Comments are not in it.
///
/// # Errors
///
/// When one of them cannot be read by itself.
pub fn merged(defaults: &str, own: &str) -> Result<String, Misfit> {
    let defaults = Node::read(Layer::Defaults, defaults)?;
    let own = Node::read(Layer::Own, own)?;
    Ok(Sheet::of(&own.over(defaults)).text().to_owned())
}

/// What the reader says of the merged text, with the place in the file it came from.
fn value(error: &serde_saphyr::Error, sheet: &Sheet) -> Misfit {
    let error = error.without_snippet();
    let said = DefaultMessageFormatter.format_message(error).into_owned();
    let mark = error
        .location()
        .and_then(|location| sheet.mark(location.line(), location.column()));
    // It is said of the mapping, whose first key stands where the mapping begins.
    let is_missing = matches!(error, serde_saphyr::Error::SerdeMissingField { .. });
    let key = mark.map_or("", |mark| if is_missing { &mark.within } else { &mark.key });
    // What is in a list is from one file, because lists are not merged.
    let is_of_both = is_missing && !key.contains('[');
    Misfit::Value {
        key: key.to_owned(),
        said,
        spot: mark.filter(|_| !is_of_both).map(|mark| mark.spot),
    }
}

#[cfg(test)]
mod tests;
