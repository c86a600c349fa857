//! What stands in a file, as a tree: each part with its place, and single values as they are written.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{Location, Spanned};

use super::{Layer, Misfit, Spot};

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
    /// Written without quotes: what type it has, the language says.
    Plain(String),
    /// A text and nothing else, in quotes or as a block.
    Quoted(String),
}

/// A key, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) spot: Spot,
    pub(super) name: String,
}

impl Node {
    /// Reads a file whose anchors, aliases and merge keys are put in place. One without content has no keys.
    pub(super) fn read(layer: Layer, yaml: &str) -> Result<Self, Misfit> {
        let read: Option<Spanned<Read>> = serde_saphyr::from_str(yaml).map_err(|error| {
            let error = Box::new(error);
            Misfit::Unreadable { layer, error }
        })?;
        let file = File { layer, yaml };
        let node = match read {
            Some(read) => file.node(read),
            None => Self {
                spot: Spot {
                    layer,
                    line: 1,
                    column: 1,
                },
                shape: Shape::Mapping(Vec::new()),
            },
        };
        match node.shape {
            Shape::Mapping(_) => Ok(node),
            Shape::List(_) | Shape::Plain(_) | Shape::Quoted(_) => Err(Misfit::NoMapping(layer)),
        }
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
}

/// Whether what stands at a path is one thing, though it has keys: the hours of an office. The days of two files would be
/// hours that nobody has.
fn is_whole(path: &[&str]) -> bool {
    matches!(
        path,
        ["office_hours", "default"] | ["office_hours", "teams", _]
    )
}

/// A file while it is read.
struct File<'y> {
    layer: Layer,
    yaml: &'y str,
}

impl File<'_> {
    fn node(&self, read: Spanned<Read>) -> Node {
        let shape = match read.value {
            Read::Mapping(entries) => {
                let entries = entries.into_iter().map(|(key, value)| {
                    let spot = self.spot(key.defined);
                    let name = key.value;
                    (Key { spot, name }, self.node(value))
                });
                Shape::Mapping(entries.collect())
            }
            Read::List(items) => {
                Shape::List(items.into_iter().map(|item| self.node(item)).collect())
            }
            // An empty text is written as something, or it would be nothing.
            Read::Text(text) if text.is_empty() => Shape::Quoted(text),
            Read::Text(text) => {
                // In quotes, in a block or on several lines something else is written, and it is a text for certain.
                if self.written(read.defined) == text {
                    Shape::Plain(text)
                } else {
                    Shape::Quoted(text)
                }
            }
            Read::Other => Shape::Plain(self.written(read.defined).to_owned()),
        };
        Node {
            spot: self.spot(read.defined),
            shape,
        }
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
            line: location.line(),
            column: location.column(),
        }
    }
}

/// What the reader of YAML takes something for that nobody gave a type.
enum Read {
    Mapping(Vec<(Spanned<String>, Spanned<Read>)>),
    List(Vec<Spanned<Read>>),
    Text(String),
    /// A number, a truth value or nothing; what is written there tells which.
    Other,
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
                Ok(Read::Other)
            }

            fn visit_none<E: Error>(self) -> Result<Read, E> {
                Ok(Read::Other)
            }
        }

        deserializer.deserialize_any(Any)
    }
}
