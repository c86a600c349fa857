//! Runs [`dead_letter::handle`] on AWS Lambda.

use shared::runtime::lambda::{self, Failure};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    lambda::serve_dead_letters(dead_letter::handle).await
}
