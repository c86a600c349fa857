//! Where Intercom hosts a workspace, as the command line names it.

use clap::ValueEnum;
use shared::ports::registry::Region;

/// `us`, `eu` or `au`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum IntercomRegion {
    /// United States
    Us,
    /// Europe
    Eu,
    /// Australia
    Au,
}

impl From<IntercomRegion> for Region {
    fn from(region: IntercomRegion) -> Self {
        match region {
            IntercomRegion::Us => Self::Us,
            IntercomRegion::Eu => Self::Eu,
            IntercomRegion::Au => Self::Au,
        }
    }
}
