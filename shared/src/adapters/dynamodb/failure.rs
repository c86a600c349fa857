//! What the SDK says went wrong, in the port's words.

use std::collections::HashMap;
use std::error::Error as StdError;

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{AttributeValue, CancellationReason};

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

/// Why each item of a transaction was refused, in the order of the items; nothing if it was not.
fn reasons<R>(error: &SdkError<TransactWriteItemsError, R>) -> &[CancellationReason] {
    match error.as_service_error() {
        Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) => {
            cancelled.cancellation_reasons()
        }
        _ => &[],
    }
}

/// Whether the condition of a transaction's first item was not met.
pub(super) fn is_first_condition<R>(error: &SdkError<TransactWriteItemsError, R>) -> bool {
    let first = reasons(error).first();
    first.is_some_and(|reason| reason.code() == Some("ConditionalCheckFailed"))
}

/// What stands where a transaction's first item was to be written, if it asked to be told.
pub(super) fn first_item<R>(
    error: &SdkError<TransactWriteItemsError, R>,
) -> Option<HashMap<String, AttributeValue>> {
    reasons(error).first()?.item().cloned()
}

/// Whether the same transaction may succeed a moment later: it met another write, or too many.
pub(super) fn is_momentary<R>(error: &SdkError<TransactWriteItemsError, R>) -> bool {
    const MOMENTARY: [&str; 3] = [
        "TransactionConflict",
        "ThrottlingError",
        "ProvisionedThroughputExceeded",
    ];
    let mut reasons = reasons(error).iter().filter_map(CancellationReason::code);
    reasons.any(|code| MOMENTARY.contains(&code))
}

/// Whether another transaction, or a write, was under way on one of the items.
pub(super) fn is_in_the_way<R>(error: &SdkError<TransactWriteItemsError, R>) -> bool {
    error.as_service_error().is_some_and(|error| {
        error.is_transaction_canceled_exception() || error.is_transaction_in_progress_exception()
    })
}
