//! Letters that SQS would refuse.

use shared::ports::queue::Letter;

/// SQS takes messages of up to 1 MiB.
const LARGEST: usize = 1024 * 1024;

/// Why a letter is not taken.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Refusal {
    #[error("a body has 1 to 1048576 bytes, this one has {0}")]
    Body(usize),
    #[error("a message group and a deduplication id have 1 to 128 visible ASCII characters")]
    Name,
}

impl Refusal {
    pub(super) fn of(letter: &Letter) -> Option<Self> {
        let is_name = |text: &str| {
            (1..=128).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
        };
        if !(1..=LARGEST).contains(&letter.body.len()) {
            Some(Self::Body(letter.body.len()))
        } else if !is_name(&letter.group) || !letter.dedup.as_deref().is_none_or(is_name) {
            Some(Self::Name)
        } else {
            None
        }
    }
}
