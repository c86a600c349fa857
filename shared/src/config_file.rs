//! A configuration as somebody wrote it: one file, or a workspace's own laid over defaults that several workspaces start
//! from. And everything that is wrong with it, each with its place and what to write instead.
//!
//! Each file is read as a tree of what stands in it and where. The workspace's own tree is laid over the defaults': mappings
//! are merged key by key; a list or a single value of its own takes the place of the default. What comes of it is a whole
//! configuration and knows nothing of the defaults any more.
//!
//! Serde stops at the first thing it cannot read. So the tree is read again with that one passed over, until nothing more is
//! found: every sentence comes from the types themselves, and none of them is said twice.

mod node;
mod problem;
mod reader;
mod secret;
mod syntax;
mod written;

use crate::domain::config::{Config, KeyPath};
use crate::ports::configurations::Draft;
use node::Node;
use reader::Reading;

pub use problem::{Layer, Names, Problem, Problems, Severity, Source, Spot};

/// The longest file that is read, in bytes. What is longer can never be published.
pub const LONGEST: usize = Draft::MOST;

/// A configuration that can be published, and where everything in it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// What it says.
    pub config: Config,
    tree: Node,
}

impl Document {
    /// Reads a workspace's own configuration, over defaults if there are some.
    ///
    /// # Errors
    ///
    /// Everything that is wrong, in the order of the files.
    pub fn read(own: &str, defaults: Option<&str>) -> Result<Self, Problems> {
        let mut problems = Vec::new();
        let is_layered = defaults.is_some();
        let own = Node::read(Layer::Own, own, &mut problems);
        let defaults = match defaults {
            Some(defaults) => Node::read(Layer::Defaults, defaults, &mut problems).map(Some),
            None => Some(None),
        };
        let (Some(own), Some(defaults)) = (own, defaults) else {
            return Err(Problems::new(problems));
        };
        let tree = match defaults {
            Some(defaults) => own.over(defaults),
            None => own,
        };
        let mut reading = Reading::of(&tree, is_layered);
        let config = reading.config();
        problems.extend(reading.problems);
        match config {
            Some(config) if problems.is_empty() => Ok(Self { config, tree }),
            _ => Err(Problems::new(problems)),
        }
    }

    /// Its text, which needs neither of two files any more. Comments are not in it.
    #[must_use]
    pub fn text(&self) -> String {
        written::text(&self.tree)
    }

    /// Where a key, or the nearest one around it, stands.
    #[must_use]
    pub fn spot(&self, key: &KeyPath) -> Spot {
        self.tree.spot_of(key)
    }
}

/// Reads a configuration that stands alone.
///
/// # Errors
///
/// Everything that is wrong, in the order of the file.
pub fn read_config(yaml: &str) -> Result<Config, Problems> {
    Document::read(yaml, None).map(|document| document.config)
}

#[cfg(all(test, feature = "schema"))]
mod schema_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod wrong_files;
