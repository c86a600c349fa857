//! What stands in a file, as a tree: each part with its place.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{DuplicateKeyPolicy, Location, Spanned};

use super::{LONGEST, Layer, Problem, Spot, secret, syntax};
use crate::domain::config::key_path::{KeyPath, Step};

/// A part of a file, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) spot: Spot,
    pub(super) shape: Shape,
}

/// What it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shape {
    Mapping(Vec<(Key, Node)>),
    List(Vec<Node>),
    /// A text, with or without quotes.
    Text(String),
    /// A number or a truth value, as it is written. Where a text is due it is one.
    Other(String),
    /// Nothing, or `null`.
    Nothing,
}

/// A key, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) spot: Spot,
    pub(super) name: String,
}

impl Node {
    /// Reads a file whose anchors, aliases and merge keys are put in place. One without content has no keys. None when it
    /// cannot be read as a whole; what is wrong is added to the problems.
    pub(super) fn read(layer: Layer, yaml: &str, problems: &mut Vec<Problem>) -> Option<Self> {
        let mut refuse = |at: Option<Location>, said: String| {
            let (line, column) = at.map_or((1, 1), |at| (at.line().max(1), at.column().max(1)));
            let spot = Some(Spot {
                layer,
                line,
                column,
            });
            problems.push(Problem {
                spot,
                key: KeyPath::default(),
                said,
            });
        };
        if yaml.len() > LONGEST {
            let said = format!(
                "the file has {} bytes, and a configuration {LONGEST} at most; shorten its texts",
                yaml.len()
            );
            refuse(None, said);
            return None;
        }
        let options = serde_saphyr::options! {
            duplicate_keys: DuplicateKeyPolicy::PassThrough,
            with_snippet: false,
            alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: 10_000 },
            budget: serde_saphyr::budget! { max_depth: 64 },
        };
        let read: Option<Spanned<Read>> = match serde_saphyr::from_str_with_options(yaml, options) {
            Ok(read) => read,
            Err(error) => {
                refuse(error.location(), syntax::said(&error, yaml));
                return None;
            }
        };
        let mut file = File {
            layer,
            yaml,
            problems: Vec::new(),
        };
        let node = match read {
            Some(read) => file.node(read, &KeyPath::default()),
            None => Self {
                spot: Spot {
                    layer,
                    line: 1,
                    column: 1,
                },
                shape: Shape::Mapping(Vec::new()),
            },
        };
        let node = match node.shape {
            Shape::Mapping(_) => Some(node),
            Shape::Nothing => Some(Self {
                shape: Shape::Mapping(Vec::new()),
                ..node
            }),
            Shape::List(_) | Shape::Text(_) | Shape::Other(_) => {
                file.problems.push(Problem {
                    spot: Some(node.spot),
                    key: KeyPath::default(),
                    said: format!(
                        "a configuration is a mapping of keys to values, such as `version: 1`; found {}",
                        node.found()
                    ),
                });
                None
            }
        };
        problems.append(&mut file.problems);
        node
    }

    /// This one over another: mappings key by key, everything else in its place.
    pub(super) fn over(self, below: Self) -> Self {
        self.over_at(below, &[])
    }

    fn over_at(self, below: Self, path: &[&str]) -> Self {
        let shape = match (self.shape, below.shape) {
            (own, _) if is_whole(path) => own,
            (Shape::Mapping(own), Shape::Mapping(mut merged)) => {
                for (key, value) in own {
                    match merged.iter().position(|(below, _)| below.name == key.name) {
                        Some(at) => {
                            let (_, below) = merged.remove(at);
                            let path = [path, &[&key.name]].concat();
                            let value = value.over_at(below, &path);
                            merged.insert(at, (key, value));
                        }
                        None => merged.push((key, value)),
                    }
                }
                Shape::Mapping(merged)
            }
            (own, _) => own,
        };
        Self {
            spot: self.spot,
            shape,
        }
    }

    /// What is found where something else was expected. Long texts are cut.
    pub(super) fn found(&self) -> String {
        match &self.shape {
            Shape::Mapping(entries) => match entries.as_slice() {
                [] => "an empty mapping".to_owned(),
                [(key, _), ..] => format!("a mapping that begins with `{}:`", cut(&key.name)),
            },
            Shape::List(_) => "a list".to_owned(),
            Shape::Text(text) if text.is_empty() => "an empty text".to_owned(),
            Shape::Text(text) => format!("the text `{}`", cut(text)),
            Shape::Other(written) => format!("`{}`", cut(written)),
            Shape::Nothing => "nothing".to_owned(),
        }
    }

    /// Where a key stands, or what is around it. A value on its key's line is pointed at itself.
    pub(super) fn spot_of(&self, path: &KeyPath) -> Spot {
        let mut node = self;
        let mut spot = self.spot;
        for step in path.steps() {
            match (step, &node.shape) {
                (Step::Key(name), Shape::Mapping(entries)) => {
                    let Some((key, value)) = entries.iter().find(|(key, _)| key.name == *name)
                    else {
                        break;
                    };
                    let is_beside =
                        key.spot.line == value.spot.line && key.spot.layer == value.spot.layer;
                    spot = if is_beside { value.spot } else { key.spot };
                    node = value;
                }
                (Step::Item(nth), Shape::List(items)) => {
                    let Some(item) = items.get(*nth) else { break };
                    spot = item.spot;
                    node = item;
                }
                _ => break,
            }
        }
        spot
    }
}

/// Whether what stands at a path is one thing, though it has keys: the hours of an office. The days of two files would be
/// hours that nobody has.
fn is_whole(path: &[&str]) -> bool {
    matches!(
        path,
        ["office_hours", "default"] | ["office_hours", "teams" | "schedules", _]
    )
}

/// The beginning of a text, on one line.
pub(super) fn cut(text: &str) -> String {
    const MOST: usize = 40;
    let line = text.lines().next().unwrap_or_default();
    let mut short: String = line.chars().take(MOST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// A file while it is read.
struct File<'y> {
    layer: Layer,
    yaml: &'y str,
    problems: Vec<Problem>,
}

impl File<'_> {
    fn node(&mut self, read: Spanned<Read>, path: &KeyPath) -> Node {
        let spot = self.spot(read.defined);
        let shape = match read.value {
            Read::Mapping(entries) => {
                let mut kept: Vec<(Key, Node)> = Vec::new();
                for (key, value) in entries {
                    let spot = self.spot(key.defined);
                    let name = key.value;
                    let path = path.key(&name);
                    let before = kept.iter().find(|(before, _)| before.name == name);
                    let twice = before.map(|(before, _)| before.spot.line);
                    let value = self.node(value, &path);
                    match twice {
                        Some(line) => self.problems.push(Problem {
                            spot: Some(spot),
                            key: path,
                            said: format!(
                                "this key stands here twice, in line {line} first; keep one of them"
                            ),
                        }),
                        None => kept.push((Key { spot, name }, value)),
                    }
                }
                Shape::Mapping(kept)
            }
            Read::List(items) => {
                let items = items.into_iter().enumerate();
                let items = items.map(|(nth, item)| self.node(item, &path.item(nth)));
                Shape::List(items.collect())
            }
            Read::Text(text) => Shape::Text(text),
            Read::Other => Shape::Other(self.written(read.defined).to_owned()),
            Read::Nothing => Shape::Nothing,
        };
        Node { spot, shape }
    }

    /// What is written there.
    fn written(&self, location: Location) -> &str {
        let span = location.span();
        let bounds = span.byte_offset().zip(span.byte_len());
        let written = bounds.and_then(|(begin, length)| {
            let begin = usize::try_from(begin).ok()?;
            let end = begin.checked_add(usize::try_from(length).ok()?)?;
            self.yaml.get(begin..end)
        });
        written.unwrap_or_default().trim()
    }

    fn spot(&self, location: Location) -> Spot {
        Spot {
            layer: self.layer,
            line: location.line().max(1),
            column: location.column().max(1),
        }
    }
}

/// What looks like a secret in a tree: the way to it, and its place.
pub(super) fn secrets(node: &Node) -> Vec<(KeyPath, Spot)> {
    fn within(node: &Node, path: &KeyPath, found: &mut Vec<(KeyPath, Spot)>) {
        match &node.shape {
            Shape::Mapping(entries) => {
                for (key, value) in entries {
                    if secret::is_in(&key.name) {
                        // Its name is not said either.
                        found.push((path.clone(), key.spot));
                    } else {
                        within(value, &path.key(&key.name), found);
                    }
                }
            }
            Shape::List(items) => {
                for (nth, item) in items.iter().enumerate() {
                    within(item, &path.item(nth), found);
                }
            }
            Shape::Text(text) | Shape::Other(text) => {
                if secret::is_in(text) {
                    found.push((path.clone(), node.spot));
                }
            }
            Shape::Nothing => {}
        }
    }
    let mut found = Vec::new();
    within(node, &KeyPath::default(), &mut found);
    found
}

/// What the reader of YAML takes something for that nobody gave a type.
enum Read {
    Mapping(Vec<(Spanned<String>, Spanned<Read>)>),
    List(Vec<Spanned<Read>>),
    Text(String),
    /// A number or a truth value; what is written there tells which.
    Other,
    Nothing,
}

impl<'de> Deserialize<'de> for Read {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;

        impl<'de> Visitor<'de> for Any {
            type Value = Read;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a mapping, a list or a value")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Read, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Read::Mapping(entries))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Read, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = list.next_element()? {
                    items.push(item);
                }
                Ok(Read::List(items))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Read, E> {
                Ok(Read::Text(text.to_owned()))
            }

            fn visit_bool<E: Error>(self, _: bool) -> Result<Read, E> {
                Ok(Read::Other)
            }

            fn visit_i64<E: Error>(self, _: i64) -> Result<Read, E> {
                Ok(Read::Other)
            }

            fn visit_u64<E: Error>(self, _: u64) -> Result<Read, E> {
                Ok(Read::Other)
            }

            fn visit_i128<E: Error>(self, _: i128) -> Result<Read, E> {
                Ok(Read::Other)
            }

            fn visit_u128<E: Error>(self, _: u128) -> Result<Read, E> {
                Ok(Read::Other)
            }

            fn visit_f64<E: Error>(self, _: f64) -> Result<Read, E> {
                Ok(Read::Other)
            }

            fn visit_unit<E: Error>(self) -> Result<Read, E> {
                Ok(Read::Nothing)
            }

            fn visit_none<E: Error>(self) -> Result<Read, E> {
                Ok(Read::Nothing)
            }
        }

        deserializer.deserialize_any(Any)
    }
}
