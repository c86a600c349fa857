//! Who should answer: the workspace's rules over the facts of a conversation.
//!
//! Facts are asked for lazily: [`route()`] either decides, or names the one source it needs next, so that a
//! rule set that only looks at `url.path` costs no call to Intercom.

pub mod condition;
pub mod cover;
pub mod fact;
pub mod facts;
pub mod page;
pub mod phrase;
pub mod rollout;
pub mod route;
pub mod rule;
pub mod scene;
pub mod wanted;

pub use condition::{Afterwards, Condition};
pub use cover::Cover;
pub use fact::Fact;
pub use facts::{Contact, Facts, Fetched, Source};
pub use page::Page;
pub use rollout::{Bucket, Percent};
pub use route::{Route, route};
pub use rule::{Mode, Rule, Surface, Then};
pub use scene::Scene;
pub use wanted::Wanted;
