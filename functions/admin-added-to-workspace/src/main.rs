//! Runs [`admin_added_to_workspace::handle`] on AWS Lambda.

use shared::runtime::lambda::{self, Failure};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    lambda::serve_staff_topic(admin_added_to_workspace::handle).await
}
