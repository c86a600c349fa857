//! What is written about a conversation into the attributes of the conversation itself, of its contact and of its
//! company, and which tags it gets.
//!
//! What the agent's part came to is known first and costs nothing; facts that take a call are fetched only where something
//! depends on them; what an object has already is compared before anything is written.

mod content;
mod due;
mod object;
mod takes;
mod upshot;
mod value;

pub use content::{Content, Form, Setting};
pub use due::{Mark, Part, due};
pub use object::Object;
pub use takes::Takes;
pub use upshot::Upshot;
pub use value::{Set, Value};
