//! A tree written down as YAML, so that it means the same.

use std::fmt::Write as _;

use super::node::{Key, Node, Shape};

/// The text of a tree: what is nested on lines of its own, texts in quotes. Comments are not in it.
pub(super) fn text(node: &Node) -> String {
    let mut text = String::new();
    block(node, 0, &mut text);
    text
}

fn block(node: &Node, depth: usize, text: &mut String) {
    let indent = "  ".repeat(depth);
    match &node.shape {
        Shape::Mapping(entries) if entries.is_empty() => text.push_str("{}"),
        Shape::List(items) if items.is_empty() => text.push_str("[]"),
        Shape::Mapping(entries) => {
            for (Key { name, .. }, value) in entries {
                *text += &format!("{indent}{}: ", quoted(name));
                nested(value, depth + 1, text);
            }
        }
        Shape::List(items) => {
            for item in items {
                *text += &format!("{indent}- ");
                nested(item, depth + 1, text);
            }
        }
        Shape::Text(written) => *text += &quoted(written),
        Shape::Other(written) => *text += written,
        Shape::Nothing => text.push_str("null"),
    }
}

/// What follows a key or a dash.
fn nested(node: &Node, depth: usize, text: &mut String) {
    let is_block = match &node.shape {
        Shape::Mapping(entries) => !entries.is_empty(),
        Shape::List(items) => !items.is_empty(),
        Shape::Text(_) | Shape::Other(_) | Shape::Nothing => false,
    };
    if is_block {
        text.truncate(text.trim_end().len());
        text.push('\n');
        block(node, depth, text);
    } else {
        block(node, depth, text);
        text.push('\n');
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
