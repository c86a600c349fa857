//! The public app of one machine.

use async_trait::async_trait;
use shared::ports::Apps;
use shared::ports::app::App;
use shared::ports::secrets::Error;

/// The one app there is, where AWS has Secrets Manager.
pub struct OneApp(pub App);

#[async_trait]
impl Apps for OneApp {
    async fn public_app(&self) -> Result<Option<App>, Error> {
        Ok(Some(self.0.clone()))
    }
}
