//! A part of the tree as serde reads it.

use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error as _, IntoDeserializer as _, MapAccess,
    SeqAccess, VariantAccess, Visitor,
};

use super::super::Spot;
use super::super::node::{Key, Node, Shape};
use super::Passed;
use super::fault::Fault;
use crate::domain::config::key_path::{KeyPath, Step};
use crate::domain::spelling::either;

/// A part of the tree; without a node, something made up.
pub(super) struct Value<'de> {
    node: Option<&'de Node>,
    /// Where it stands, or what is around it.
    spot: Spot,
    path: KeyPath,
    passed: &'de Passed,
}

impl<'de> Value<'de> {
    pub(super) fn of(tree: &'de Node, passed: &'de Passed) -> Self {
        Self::at(Some(tree), tree.spot, KeyPath::default(), passed)
    }

    fn at(node: Option<&'de Node>, spot: Spot, path: KeyPath, passed: &'de Passed) -> Self {
        let is_made_up = passed.made_up.contains(&path);
        Self {
            node: node.filter(|_| !is_made_up),
            spot: node.map_or(spot, |node| node.spot),
            path,
            passed,
        }
    }

    fn shape(&self) -> Option<&'de Shape> {
        self.node.map(|node| &node.shape)
    }

    fn fault(&self, expected: &str) -> Fault {
        let found = self.node.map_or_else(String::new, Node::found);
        Fault::wrong(format!("expected {expected}, found {found}")).at(&self.path, self.spot)
    }

    /// Its entries, and those made up for it.
    fn entries(&self) -> Entries<'de> {
        let written: &[(Key, Node)] = match self.shape() {
            Some(Shape::Mapping(entries)) => entries,
            _ => &[],
        };
        let mut all: Vec<(String, Spot, Option<&'de Node>)> = Vec::new();
        for (key, value) in written {
            if !self.passed.left_out.contains(&self.path.key(&key.name)) {
                all.push((key.name.clone(), key.spot, Some(value)));
            }
        }
        for made_up in &self.passed.made_up {
            let of_this = made_up.steps().split_last();
            if let Some((Step::Key(name), within)) = of_this
                && within == self.path.steps()
                && written.iter().all(|(key, _)| key.name != *name)
            {
                all.push((name.clone(), self.spot, None));
            }
        }
        all.reverse();
        Entries {
            rest: all,
            value: None,
            path: self.path.clone(),
            passed: self.passed,
        }
    }

    fn mapping<V: Visitor<'de>>(self, visitor: V, expected: &str) -> Result<V::Value, Fault> {
        match self.shape() {
            None | Some(Shape::Mapping(_) | Shape::Nothing) => {
                let (path, spot) = (self.path.clone(), self.spot);
                let read = visitor.visit_map(self.entries());
                read.map_err(|fault| fault.at(&path, spot))
            }
            Some(_) => Err(self.fault(expected)),
        }
    }

    /// What a seed makes of it. What it says of the whole is said of this place.
    fn seeded<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Fault> {
        let (path, spot) = (self.path.clone(), self.spot);
        seed.deserialize(self)
            .map_err(|fault| fault.at(&path, spot))
    }

    /// A number or a truth value, as YAML reads it.
    fn scalar<V: Visitor<'de>>(
        self,
        expected: &str,
        read: impl FnOnce(&'de str) -> Result<V::Value, serde_saphyr::Error>,
    ) -> Result<V::Value, Fault> {
        match self.shape() {
            Some(Shape::Other(written)) => read(written).map_err(|_| self.fault(expected)),
            Some(Shape::Text(text)) if read_as_other(text) => {
                let found = format!("{expected} without quotes");
                Err(self.fault(&found))
            }
            _ => Err(self.fault(expected)),
        }
    }
}

/// Whether a text would be a number or a truth value if it had no quotes.
fn read_as_other(text: &str) -> bool {
    text.parse::<f64>().is_ok() || text == "true" || text == "false"
}

macro_rules! numbers {
    ($($method:ident $visit:ident $type:ty),* $(,)?) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            if self.node.is_none() {
                return visitor.$visit(0);
            }
            let expected = format!("a whole number from {} to {}", <$type>::MIN, <$type>::MAX);
            self.scalar::<V>(&expected, |written| {
                serde_saphyr::with_deserializer_from_str(written, |number| number.$method(visitor))
            })
        })*
    };
}

impl<'de> Deserializer<'de> for Value<'de> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let (path, spot) = (self.path.clone(), self.spot);
        let read = match self.shape() {
            None | Some(Shape::Nothing) => visitor.visit_unit(),
            Some(Shape::Mapping(_)) => return self.mapping(visitor, "a mapping"),
            Some(Shape::List(_)) => return self.deserialize_seq(visitor),
            Some(Shape::Text(text)) => visitor.visit_borrowed_str(text),
            Some(Shape::Other(written)) => {
                let read = serde_saphyr::with_deserializer_from_str(written, |any| {
                    any.deserialize_any(visitor)
                });
                read.map_err(|_| self.fault("another value"))
            }
        };
        read.map_err(|fault| fault.at(&path, spot))
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.node.is_none() {
            return visitor.visit_bool(false);
        }
        self.scalar::<V>("`true` or `false`", |written| {
            serde_saphyr::with_deserializer_from_str(written, |flag| flag.deserialize_bool(visitor))
        })
    }

    numbers! {
        deserialize_i8 visit_i8 i8, deserialize_i16 visit_i16 i16, deserialize_i32 visit_i32 i32,
        deserialize_i64 visit_i64 i64, deserialize_u8 visit_u8 u8, deserialize_u16 visit_u16 u16,
        deserialize_u32 visit_u32 u32, deserialize_u64 visit_u64 u64,
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.node.is_none() {
            return visitor.visit_f32(0.0);
        }
        self.scalar::<V>("a number", |written| {
            serde_saphyr::with_deserializer_from_str(written, |number| {
                number.deserialize_f32(visitor)
            })
        })
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.node.is_none() {
            return visitor.visit_f64(0.0);
        }
        self.scalar::<V>("a number", |written| {
            serde_saphyr::with_deserializer_from_str(written, |number| {
                number.deserialize_f64(visitor)
            })
        })
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let (path, spot) = (self.path.clone(), self.spot);
        let read = match self.shape() {
            None => visitor.visit_borrowed_str("…"),
            // An id without quotes is a text where a text is asked for.
            Some(Shape::Text(text) | Shape::Other(text)) => visitor.visit_borrowed_str(text),
            Some(_) => Err(self.fault("a text")),
        };
        read.map_err(|fault| fault.at(&path, spot))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.shape() {
            None | Some(Shape::Nothing) => visitor.visit_none(),
            Some(_) => visitor.visit_some(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let items: &[Node] = match self.shape() {
            Some(Shape::List(items)) => items,
            None => &[],
            Some(Shape::Text(text)) => {
                let example = super::super::node::cut(text);
                let expected = format!("a list, such as `[{example}]`");
                return Err(self.fault(&expected));
            }
            Some(_) => return Err(self.fault("a list")),
        };
        let (path, spot) = (self.path.clone(), self.spot);
        let read = visitor.visit_seq(Items {
            items,
            next: 0,
            path: self.path,
            passed: self.passed,
        });
        read.map_err(|fault| fault.at(&path, spot))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.mapping(visitor, "a mapping of names to values")
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let (keys, noun) = (
            either(fields),
            if fields.len() == 1 { "key" } else { "keys" },
        );
        self.mapping(visitor, &format!("a mapping with the {noun} {keys}"))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let (path, spot, passed) = (self.path.clone(), self.spot, self.passed);
        let choice = match self.shape() {
            None => {
                let name = variants.first().copied().unwrap_or_default().to_owned();
                let path = path.key(&name);
                let value = Value::at(None, spot, path, passed);
                Choice {
                    name,
                    spot,
                    of: path_of(&self),
                    value: Content::Of(value),
                }
            }
            Some(Shape::Text(name) | Shape::Other(name)) => Choice {
                name: name.clone(),
                spot,
                of: path_of(&self),
                value: Content::None(path_of(&self), spot),
            },
            Some(Shape::Mapping(_)) => {
                let mut entries = self.entries().rest;
                match (entries.pop(), entries.len()) {
                    (Some((name, spot, node)), 0) => {
                        let value = Value::at(node, spot, path.key(&name), passed);
                        Choice {
                            name,
                            spot,
                            of: path_of(&self),
                            value: Content::Of(value),
                        }
                    }
                    (Some((first, ..)), _) => {
                        let other: Vec<_> = entries.iter().map(|(name, ..)| &**name).collect();
                        let (first, other) = (either(&[&first]), either(&other));
                        let expected = either(variants);
                        let said = format!(
                            "expected one of {expected}, found {first} with {other}; keep one, and indent by two spaces more what belongs to it"
                        );
                        return Err(Fault::wrong(said).at(&path, spot));
                    }
                    (None, _) => return Err(self.fault(&format!("one of {}", either(variants)))),
                }
            }
            Some(_) => return Err(self.fault(&format!("one of {}", either(variants)))),
        };
        visitor
            .visit_enum(choice)
            .map_err(|fault| fault.at(&path, spot))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        i128 u128 char bytes byte_buf unit unit_struct tuple tuple_struct
    }
}

fn path_of(value: &Value<'_>) -> KeyPath {
    value.path.clone()
}

/// The entries of a mapping, the next one last.
struct Entries<'de> {
    rest: Vec<(String, Spot, Option<&'de Node>)>,
    value: Option<Value<'de>>,
    path: KeyPath,
    passed: &'de Passed,
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Fault> {
        let Some((name, spot, node)) = self.rest.pop() else {
            return Ok(None);
        };
        let path = self.path.key(&name);
        let key: StrDeserializer<'_, Fault> = (*name).into_deserializer();
        let key = seed
            .deserialize(key)
            .map_err(|fault| fault.of_a_key().at(&path, spot))?;
        self.value = Some(Value::at(node, spot, path, self.passed));
        Ok(Some(key))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Fault> {
        let value = self.value.take();
        let value = value.ok_or_else(|| Fault::custom("a value was read before its key"))?;
        value.seeded(seed)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

/// The items of a list.
struct Items<'de> {
    items: &'de [Node],
    next: usize,
    path: KeyPath,
    passed: &'de Passed,
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Fault;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Fault> {
        while let Some(item) = self.items.get(self.next) {
            let path = self.path.item(self.next);
            self.next += 1;
            if !self.passed.left_out.contains(&path) {
                let value = Value::at(Some(item), item.spot, path, self.passed);
                return value.seeded(seed).map(Some);
            }
        }
        Ok(None)
    }
}

/// One of several, by its name.
struct Choice<'de> {
    name: String,
    spot: Spot,
    of: KeyPath,
    value: Content<'de>,
}

/// What stands behind the name.
enum Content<'de> {
    Of(Value<'de>),
    /// The name stands alone.
    None(KeyPath, Spot),
}

/// What stands behind the name, once it is known which it is.
struct Chosen<'de> {
    name: String,
    value: Content<'de>,
}

impl<'de> EnumAccess<'de> for Choice<'de> {
    type Error = Fault;
    type Variant = Chosen<'de>;

    fn variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Chosen<'de>), Fault> {
        let Self {
            name,
            spot,
            of,
            value,
        } = self;
        let variant: StrDeserializer<'_, Fault> = (*name).into_deserializer();
        let variant = seed
            .deserialize(variant)
            .map_err(|fault| fault.at(&of, spot))?;
        Ok((variant, Chosen { name, value }))
    }
}

impl<'de> VariantAccess<'de> for Chosen<'de> {
    type Error = Fault;

    fn unit_variant(self) -> Result<(), Fault> {
        match self.value {
            Content::Of(value) if value.node.is_some_and(|node| node.shape != Shape::Nothing) => {
                let said = format!(
                    "`{}` stands alone, without a value; write it behind the colon",
                    self.name
                );
                Err(Fault::wrong(said).at(&value.path, value.spot))
            }
            Content::Of(_) | Content::None(..) => Ok(()),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Fault> {
        match self.value {
            Content::Of(value) => value.seeded(seed),
            Content::None(path, spot) => {
                let example = match self.name.as_str() {
                    "hand_off" => "hand_off: { to: \"team:Support\" }".to_owned(),
                    "leave_to" => "leave_to: team".to_owned(),
                    name => format!("{name}: {{}}"),
                };
                let said = format!(
                    "`{}` takes a value of its own; write `{{ {example} }}`",
                    self.name
                );
                Err(Fault::wrong(said).at(&path, spot))
            }
        }
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Fault> {
        Err(Fault::custom("a list of unnamed values is not read"))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self.value {
            Content::Of(value) => value.deserialize_struct("", fields, visitor),
            Content::None(path, spot) => {
                let said = format!("`{}` takes the keys {}", self.name, either(fields));
                Err(Fault::wrong(said).at(&path, spot))
            }
        }
    }
}
