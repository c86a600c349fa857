//! What the SDK says went wrong, in the port's words.

use std::error::Error as StdError;

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;

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

/// Whether the condition of a transaction's first item was not met. The reasons stand in the order of the items.
pub(super) fn is_first_condition<R>(error: &SdkError<TransactWriteItemsError, R>) -> bool {
    let Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) =
        error.as_service_error()
    else {
        return false;
    };
    let first = cancelled.cancellation_reasons().first();
    first.is_some_and(|reason| reason.code() == Some("ConditionalCheckFailed"))
}

/// Whether another transaction, or a write, was under way on one of the items.
pub(super) fn is_in_the_way<R>(error: &SdkError<TransactWriteItemsError, R>) -> bool {
    error.as_service_error().is_some_and(|error| {
        error.is_transaction_canceled_exception() || error.is_transaction_in_progress_exception()
    })
}
