//! A topic's function has no key, no grant and no brain: it has no permission for the key, and its binary is smaller by
//! what it does not link.

use std::sync::Arc;

use async_trait::async_trait;

use crate::domain::config::Brain;
use crate::id::WorkspaceId;
use crate::ports::keys::{Error, Plain, Sealed};
use crate::ports::registry::Installation;
use crate::ports::{Agent, Intercom, Keys};
use crate::runtime::{Brains, Connect};

/// What stands where the others have a key, Intercom and a brain.
pub(super) struct NoSeat;

#[derive(Debug, thiserror::Error)]
#[error("this function opens no seat")]
struct OpensNoSeat;

#[async_trait]
impl Keys for NoSeat {
    async fn seal(&self, _: &WorkspaceId, _: &Plain) -> Result<Sealed, Error> {
        Err(Error::Unavailable(Box::new(OpensNoSeat)))
    }

    async fn open(&self, _: &WorkspaceId, _: &Sealed) -> Result<Plain, Error> {
        Err(Error::Unavailable(Box::new(OpensNoSeat)))
    }
}

impl Connect for NoSeat {
    fn connect(&self, _: &Installation, _: Plain) -> Arc<dyn Intercom> {
        unreachable!("it takes a token, and none was opened")
    }

    fn connect_yielding(&self, _: &Installation, _: Plain) -> Arc<dyn Intercom> {
        unreachable!("it takes a token, and none was opened")
    }
}

impl Brains for NoSeat {
    fn brain(&self, _: Brain) -> Arc<dyn Agent> {
        unreachable!("a seat is opened only after its token")
    }
}
