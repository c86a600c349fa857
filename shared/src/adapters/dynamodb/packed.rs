//! Stamps and digests as bytes: a record holds sixteen of the ones and three of the others, and as texts they would make a full
//! one longer than 1 KB.
//!
//! | bytes of a stamp | |
//! | --- | --- |
//! | 1 | 1 for part zero, 0 for any other |
//! | 5 | Unix seconds, the most significant byte first |
//! | the rest | the part's id as a number, the most significant byte first, without leading zeros |
//!
//! | bytes of a digest | |
//! | --- | --- |
//! | 1 | 2 |
//! | 8 | the digest |
//!
//! What is another text after it was packed and unpacked stays a text; both are read.

use std::collections::HashMap;

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;

const TIME: usize = 5;
/// What a digest begins with.
const DIGEST: u8 = 2;
const DIGEST_BYTES: usize = 8;

/// Packs every stamp and every digest in a record's fields, at any depth.
pub(super) fn pack(fields: &mut HashMap<String, AttributeValue>) {
    for value in fields.values_mut() {
        match value {
            AttributeValue::M(inner) => pack(inner),
            AttributeValue::S(text) => {
                if let Some(bytes) = packed(text) {
                    *value = AttributeValue::B(Blob::new(bytes));
                }
            }
            _ => {}
        }
    }
}

/// The opposite. What is bytes and neither of both stays as it is, and does not read as one.
pub(super) fn unpack(fields: &mut HashMap<String, AttributeValue>) {
    for value in fields.values_mut() {
        match value {
            AttributeValue::M(inner) => unpack(inner),
            AttributeValue::B(bytes) => {
                if let Some(text) = unpacked(bytes.as_ref()) {
                    *value = AttributeValue::S(text);
                }
            }
            _ => {}
        }
    }
}

fn packed(text: &str) -> Option<Vec<u8>> {
    packed_stamp(text).or_else(|| packed_digest(text))
}

fn unpacked(bytes: &[u8]) -> Option<String> {
    unpacked_stamp(bytes).or_else(|| unpacked_digest(bytes))
}

fn packed_digest(text: &str) -> Option<Vec<u8>> {
    let mut bytes = vec![DIGEST; 1 + DIGEST_BYTES];
    hex::decode_to_slice(text, &mut bytes[1..]).ok()?;
    // Capital letters.
    (unpacked_digest(&bytes)? == text).then_some(bytes)
}

fn unpacked_digest(bytes: &[u8]) -> Option<String> {
    let (&DIGEST, digest) = bytes.split_first()? else {
        return None;
    };
    (digest.len() == DIGEST_BYTES).then(|| hex::encode(digest))
}

fn packed_stamp(text: &str) -> Option<Vec<u8>> {
    let (at, id) = text.split_once('#')?;
    let (id, zero) = id.strip_prefix('#').map_or((id, 0), |id| (id, 1));
    let at = at.parse::<u64>().ok()?.to_be_bytes();
    let (above, at) = at.split_at(at.len() - TIME);
    let id = id.parse::<u64>().ok()?.to_be_bytes();
    let leading = id.iter().take_while(|byte| **byte == 0).count();
    let bytes = [&[zero], at, &id[leading..]].concat();
    // A time beyond five bytes, a `+`, a leading zero.
    let same = above.iter().all(|byte| *byte == 0) && unpacked_stamp(&bytes)? == text;
    same.then_some(bytes)
}

fn unpacked_stamp(bytes: &[u8]) -> Option<String> {
    let (zero, rest) = bytes.split_first()?;
    let (at, id) = rest.split_at_checked(TIME)?;
    let mark = match zero {
        0 => "#",
        1 => "##",
        _ => return None,
    };
    Some(format!("{}{mark}{}", number(at)?, number(id)?))
}

fn number(bytes: &[u8]) -> Option<u64> {
    let mut all = [0; 8];
    let begins = all.len().checked_sub(bytes.len())?;
    all[begins..].copy_from_slice(bytes);
    Some(u64::from_be_bytes(all))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_packed_unpacks_to_the_same_text_and_all_else_stays_a_text() {
        for (text, length) in [
            ("1773129660#37401180011", Some(11)),
            ("1773129660##37401180011", Some(11)),
            ("1773129660#215474343849700", Some(12)),
            ("0#0", Some(6)),
            ("1773129660#18446744073709551615", Some(14)),
            ("1773129660#18446744073709551616", None),
            ("1773129660#007", None),
            ("1773129660#abc", None),
            ("+5#7", None),
            ("-5#7", None),
            ("1099511627776#7", None),
            ("1773129660###7", None),
            ("a rule with a #", None),
            ("0123456789abcdef", Some(9)),
            ("0123456789ABCDEF", None),
            ("0123456789abcde", None),
            ("0123456789abcdef0", None),
            ("resolved_assumed", None),
            ("", None),
        ] {
            let bytes = packed(text);
            assert_eq!(bytes.as_ref().map(Vec::len), length, "{text}");
            if let Some(bytes) = bytes {
                assert_eq!(unpacked(&bytes).as_deref(), Some(text));
            }
        }
        for other in [
            &[][..],
            &[0, 1],
            &[2, 0, 0, 0, 0, 0, 1],
            &[2; 10],
            &[3; 9],
            &[0; 15],
        ] {
            assert_eq!(unpacked(other), None, "{other:?}");
        }
    }
}
