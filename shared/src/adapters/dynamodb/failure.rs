//! What the SDK says went wrong, in the port's words.

use std::error::Error as StdError;

use aws_sdk_dynamodb::error::SdkError;

use crate::ports::store::Error;

/// Whatever kept the service from answering. Only the source is kept: the SDK's error around it holds the whole
/// response and prints it, rows included.
pub(super) fn unavailable<E, R>(error: SdkError<E, R>) -> Error
where
    E: StdError + Send + Sync + 'static,
    R: std::fmt::Debug + Send + Sync + 'static,
{
    Error::Unavailable(error.into_source().unwrap_or_else(|error| Box::new(error)))
}

/// A row that does not decode.
pub(super) fn unreadable(error: impl StdError + Send + Sync + 'static) -> Error {
    Error::Unreadable(Box::new(error))
}
