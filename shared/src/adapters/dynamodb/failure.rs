//! What the SDK says went wrong, in the port's words.

use std::error::Error as StdError;

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};

use crate::adapters::aws::cause;
use crate::ports::store::Error;

/// Whatever kept the service from answering, rows excluded.
pub(super) fn unavailable<E, R>(error: SdkError<E, R>) -> Error
where
    E: ProvideErrorMetadata + StdError + Send + Sync + 'static,
    R: std::fmt::Debug + Send + Sync + 'static,
{
    Error::Unavailable(cause(error))
}

/// A row that does not decode.
pub(super) fn unreadable(error: impl StdError + Send + Sync + 'static) -> Error {
    Error::Unreadable(Box::new(error))
}
