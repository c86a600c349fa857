//! Parts as Intercom's JSON has them: one reader for webhooks and REST answers, so that the same part is the
//! same [`Part`](crate::domain::part::Part) wherever it was read.
//!
//! Lenient: only the fields we use, in every shape seen.

pub mod assigned_item;
pub mod author_item;
pub mod part_item;
pub mod rating_item;
pub mod source_item;

pub use part_item::{PartItem, PartList};
pub use rating_item::{RatingBeside, RatingItem};
pub use source_item::SourceItem;
