//! The simulated Intercom's regions: a listener each, as Intercom has hosts for each.

use std::fmt;
use std::io;
use std::net::Ipv4Addr;

use shared::adapters::intercom::{Host, Hosts};
use simulator::{Intercom, Region, Server};

/// The listeners. They stop when they are dropped.
pub struct Regions {
    us: Server,
    eu: Server,
    au: Server,
}

impl Regions {
    /// Opens them on free ports of this machine.
    ///
    /// # Errors
    ///
    /// When no port is free.
    pub async fn listen(intercom: &Intercom) -> io::Result<Self> {
        let listen = async |region| {
            let anywhere = (Ipv4Addr::LOCALHOST, 0);
            intercom.listen_in(region, anywhere).await
        };
        Ok(Self {
            us: listen(Region::Us).await?,
            eu: listen(Region::Eu).await?,
            au: listen(Region::Au).await?,
        })
    }

    /// Where they are.
    #[must_use]
    pub fn hosts(&self) -> Hosts {
        Hosts::Each {
            us: host(&self.us),
            eu: host(&self.eu),
            au: host(&self.au),
        }
    }
}

impl fmt::Display for Regions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (us, eu, au) = (self.us.url(), self.eu.url(), self.au.url());
        write!(f, "{us} (US), {eu} (EU) and {au} (AU)")
    }
}

fn host(server: &Server) -> Host {
    let url = server.url();
    url.parse().expect("a listener's address is an address")
}
