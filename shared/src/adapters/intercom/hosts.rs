//! Where Intercom's regions are.

use super::host::Host;
use crate::ports::registry::Region;

/// The addresses of every region's API and app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hosts {
    /// Intercom's own.
    Intercom,
    /// One address stands for all of them, as in a test.
    One(Host),
    /// An address for each region, as on one machine.
    Each {
        /// United States.
        us: Host,
        /// European Union.
        eu: Host,
        /// Australia.
        au: Host,
    },
}

impl Hosts {
    /// Where the API of a region is.
    #[must_use]
    pub fn api(&self, region: Region) -> Host {
        self.instead(region).unwrap_or_else(|| Host::from(region))
    }

    /// Where admins of a region work with Intercom.
    ///
    /// # Panics
    ///
    /// Never: the regions' addresses are addresses.
    #[must_use]
    pub fn app(&self, region: Region) -> Host {
        let own = || region.app().parse().expect("an address");
        self.instead(region).unwrap_or_else(own)
    }

    fn instead(&self, region: Region) -> Option<Host> {
        match (self, region) {
            (Self::Intercom, _) => None,
            (Self::One(host), _)
            | (Self::Each { us: host, .. }, Region::Us)
            | (Self::Each { eu: host, .. }, Region::Eu)
            | (Self::Each { au: host, .. }, Region::Au) => Some(host.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REGIONS: [Region; 3] = [Region::Us, Region::Eu, Region::Au];

    #[test]
    fn every_region_has_its_api_and_its_app() {
        let host = |port| format!("http://127.0.0.1:{port}").parse().unwrap();
        let each = Hosts::Each {
            us: host(1),
            eu: host(2),
            au: host(3),
        };
        let of = |hosts: &Hosts| {
            let both = REGIONS.map(|region| format!("{} {}", hosts.api(region), hosts.app(region)));
            both.join("\n")
        };
        insta::assert_snapshot!(of(&Hosts::Intercom), @"
        https://api.intercom.io https://app.intercom.com
        https://api.eu.intercom.io https://app.eu.intercom.com
        https://api.au.intercom.io https://app.au.intercom.com
        ");
        insta::assert_snapshot!(of(&Hosts::One(host(7))), @"
        http://127.0.0.1:7 http://127.0.0.1:7
        http://127.0.0.1:7 http://127.0.0.1:7
        http://127.0.0.1:7 http://127.0.0.1:7
        ");
        insta::assert_snapshot!(of(&each), @"
        http://127.0.0.1:1 http://127.0.0.1:1
        http://127.0.0.1:2 http://127.0.0.1:2
        http://127.0.0.1:3 http://127.0.0.1:3
        ");
    }
}
