//! What SQS, KMS and Secrets Manager said went wrong.

use std::error::Error as StdError;
use std::fmt::Debug;

use aws_sdk_sqs::error::{ProvideErrorMetadata, SdkError};

/// A service answered, and not with what it was asked for.
#[derive(Debug, thiserror::Error)]
#[error("the service declined with {code}")]
struct Declined<E: StdError + 'static> {
    code: String,
    source: E,
}

/// What kept a service from doing what it was asked for. The SDK's error around it is dropped: it holds the whole
/// response and prints it.
pub(super) fn cause<E, R>(error: SdkError<E, R>) -> Box<dyn StdError + Send + Sync>
where
    E: ProvideErrorMetadata + StdError + Send + Sync + 'static,
    R: Debug + Send + Sync + 'static,
{
    match error {
        SdkError::ServiceError(context) => {
            let source = context.into_err();
            let code = source.code().unwrap_or("an unknown error").to_owned();
            Box::new(Declined { code, source })
        }
        error => error.into_source().unwrap_or_else(|error| Box::new(error)),
    }
}
