//! A tree written down as YAML, and where everything in it came from.

use std::fmt::Write as _;

use super::Spot;
use super::node::{Key, Node, Shape};

/// The written text. Every key and every value has a place of its own in it.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    text: String,
    line: u64,
    marks: Vec<Mark>,
}

/// Where something begins in the text, and where it was read.
#[derive(Debug)]
pub(super) struct Mark {
    line: u64,
    column: u64,
    /// The path of keys that leads there, such as `rules[2].then`.
    pub(super) key: String,
    /// The path of what it is in, if it is a key; of itself, if it is a value.
    pub(super) within: String,
    pub(super) spot: Spot,
}

impl Sheet {
    pub(super) fn of(node: &Node) -> Self {
        let mut sheet = Self {
            line: 1,
            ..Self::default()
        };
        sheet.block(node, "", 0);
        sheet
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// What stands at a place of the text.
    pub(super) fn mark(&self, line: u64, column: u64) -> Option<&Mark> {
        let before = |mark: &&Mark| (mark.line, mark.column) <= (line, column);
        self.marks.iter().take_while(before).last()
    }

    /// Where a key, or the nearest one around it, was read.
    pub(super) fn spot(&self, key: &str) -> Option<Spot> {
        let mut key = key;
        loop {
            if let Some(mark) = self.marks.iter().find(|mark| mark.key == key) {
                return Some(mark.spot);
            }
            key = key.rsplit_once('.')?.0;
        }
    }

    /// What is nested, on lines of its own; what is not, on this one.
    fn block(&mut self, node: &Node, path: &str, depth: usize) {
        match &node.shape {
            Shape::Mapping(entries) if entries.is_empty() => self.word("{}", path, path, node.spot),
            Shape::List(items) if items.is_empty() => self.word("[]", path, path, node.spot),
            Shape::Mapping(entries) => {
                for (Key { spot, name }, value) in entries {
                    let within = path;
                    let path = match within {
                        "" => name.clone(),
                        within => format!("{within}.{name}"),
                    };
                    self.indent(depth);
                    self.word(&quoted(name), &path, within, *spot);
                    self.text.push_str(": ");
                    self.nested(value, &path, depth + 1);
                }
            }
            Shape::List(items) => {
                for (nth, item) in items.iter().enumerate() {
                    let path = format!("{path}[{nth}]");
                    self.indent(depth);
                    self.text.push_str("- ");
                    self.nested(item, &path, depth + 1);
                }
            }
            Shape::Plain(text) => self.word(text, path, path, node.spot),
            Shape::Quoted(text) => self.word(&quoted(text), path, path, node.spot),
        }
    }

    /// What follows a key or a dash.
    fn nested(&mut self, node: &Node, path: &str, depth: usize) {
        let is_block = match &node.shape {
            Shape::Mapping(entries) => !entries.is_empty(),
            Shape::List(items) => !items.is_empty(),
            Shape::Plain(_) | Shape::Quoted(_) => false,
        };
        if is_block {
            self.end_line();
            self.block(node, path, depth);
        } else {
            self.block(node, path, depth);
            self.end_line();
        }
    }

    fn word(&mut self, word: &str, path: &str, within: &str, spot: Spot) {
        let begin = self.text.rfind('\n').map_or(0, |end| end + 1);
        self.marks.push(Mark {
            line: self.line,
            column: self.text[begin..].chars().count() as u64 + 1,
            key: path.to_owned(),
            within: within.to_owned(),
            spot,
        });
        self.text.push_str(word);
    }

    fn indent(&mut self, depth: usize) {
        self.text.extend(std::iter::repeat_n("  ", depth));
    }

    fn end_line(&mut self) {
        self.text.push('\n');
        self.line += 1;
    }
}

/// A text in quotes, on one line.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for char in text.chars() {
        match char {
            '"' | '\\' => quoted.extend(['\\', char]),
            ' '..='~' => quoted.push(char),
            // Writing to a text does not fail.
            _ => drop(write!(quoted, "\\U{:08X}", u32::from(char))),
        }
    }
    quoted.push('"');
    quoted
}
