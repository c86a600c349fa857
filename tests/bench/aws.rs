//! The town of `tests/aws`: the emulated AWS with the demo's workspace in it.

#[path = "../aws/acme.rs"]
pub(crate) mod acme;
#[path = "../aws/clock.rs"]
pub(crate) mod clock;
#[path = "../aws/event.rs"]
pub(crate) mod event;
#[path = "../aws/function.rs"]
pub(crate) mod function;
#[path = "../aws/runtime_api.rs"]
pub(crate) mod runtime_api;
#[path = "../aws/settings.rs"]
pub(crate) mod settings;
#[path = "../aws/stack.rs"]
pub(crate) mod stack;
#[path = "../aws/town.rs"]
pub(crate) mod town;
