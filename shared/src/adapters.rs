//! The ports on real services, a cargo feature each. SDK types do not leave this module.

#[cfg(feature = "articles")]
pub mod articles;
#[cfg(feature = "dynamodb")]
pub mod dynamodb;
#[cfg(feature = "intercom")]
pub mod intercom;
