//! The people of the demo's workspace, by name.

/// A visitor on the Free plan.
pub const ANA: &str = "Ana Ruiz";
/// A visitor on the Team plan, in the segment Champions.
pub const JONAS: &str = "Jonas Lindt";
/// A visitor on the Enterprise plan, whose owner is [`CLEO`].
pub const PRIYA: &str = "Priya Nair";
/// Of the team Support.
pub const ADA: &str = "Ada Okafor";
/// Of the team Support.
pub const BEN: &str = "Ben Sato";
/// Of the team Success.
pub const CLEO: &str = "Cleo Marin";
/// The agent.
pub const NEXORA: &str = "Nexora";

/// A page of the shop.
pub const SHOP: &str = "https://www.acmetea.example/shop/green-teas";
