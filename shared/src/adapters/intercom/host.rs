//! Where the API is.

use std::fmt;
use std::str::FromStr;

use url::Url;

use super::call::Call;
use crate::ports::registry::Region;

/// The API's address: a scheme, a host, a port.
#[derive(Clone, PartialEq, Eq)]
pub struct Host(Url);

/// An address that cannot be the API's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an API address: expected http(s)://host or http(s)://host:port")]
pub struct NotAHost;

impl Host {
    /// The address of a path there.
    #[must_use]
    pub fn at(&self, path: &str) -> Url {
        let mut url = self.0.clone();
        url.set_path(path);
        url
    }

    /// The address of a call.
    pub(super) fn url(&self, call: &Call<'_>) -> Url {
        let mut url = self.at(&call.path());
        if !call.query().is_empty() {
            url.query_pairs_mut().extend_pairs(call.query());
        }
        url
    }
}

impl From<Region> for Host {
    fn from(region: Region) -> Self {
        region
            .api()
            .parse()
            .expect("the regions' addresses are addresses")
    }
}

impl FromStr for Host {
    type Err = NotAHost;

    fn from_str(address: &str) -> Result<Self, NotAHost> {
        let url = Url::parse(address).map_err(|_| NotAHost)?;
        let bare = url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        if bare && matches!(url.scheme(), "http" | "https") {
            Ok(Self(url))
        } else {
            Err(NotAHost)
        }
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

impl fmt::Debug for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_region_has_its_host() {
        let hosts =
            [Region::Us, Region::Eu, Region::Au].map(|region| Host::from(region).to_string());
        assert_eq!(
            hosts,
            [
                "https://api.intercom.io",
                "https://api.eu.intercom.io",
                "https://api.au.intercom.io"
            ]
        );
    }

    #[test]
    fn an_override_is_a_bare_address() {
        let local: Host = "http://127.0.0.1:4000".parse().unwrap();
        assert_eq!(local.to_string(), "http://127.0.0.1:4000");
        for address in [
            "",
            "api.intercom.io",
            "ftp://api.intercom.io",
            "mailto:a@b.example",
            "https://a.example/v2",
            "https://a.example/?q",
            "https://u:p@a.example",
        ] {
            assert_eq!(address.parse::<Host>(), Err(NotAHost), "{address}");
        }
    }
}
