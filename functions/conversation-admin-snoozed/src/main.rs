//! Runs [`conversation_admin_snoozed::handle`] on AWS Lambda.

use shared::runtime::lambda::{self, Failure};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    lambda::serve_topic(conversation_admin_snoozed::handle).await
}
