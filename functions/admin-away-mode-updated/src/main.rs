//! Runs [`admin_away_mode_updated::handle`] on AWS Lambda.

use shared::runtime::lambda::{self, Failure};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    lambda::serve_staff_topic(admin_away_mode_updated::handle).await
}
