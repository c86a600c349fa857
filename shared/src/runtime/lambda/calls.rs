//! Every call to AWS, counted in the delivery it is made for: what, how long, and for DynamoDB how much.

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;

use aws_sdk_dynamodb::operation::delete_item::{DeleteItemError, DeleteItemOutput};
use aws_sdk_dynamodb::operation::get_item::GetItemOutput;
use aws_sdk_dynamodb::operation::put_item::{PutItemError, PutItemOutput};
use aws_sdk_dynamodb::operation::query::QueryOutput;
use aws_sdk_dynamodb::operation::scan::ScanOutput;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsOutput;
use aws_sdk_dynamodb::operation::update_item::{UpdateItemError, UpdateItemOutput};
use aws_sdk_dynamodb::types::ConsumedCapacity;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeSerializationInterceptorContextRef, Error, FinalizerInterceptorContextRef, Output,
};
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::orchestrator::Metadata;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};
use jiff::Timestamp;

use super::log::Tally;
use crate::ports::Clock;

/// Watches a client's calls. An operation is one call, however often the SDK tries it.
#[derive(Clone)]
pub(super) struct Calls {
    clock: Arc<dyn Clock>,
}

impl Calls {
    pub(super) const fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock }
    }
}

/// When a call began; it travels with the call.
#[derive(Debug)]
struct Began(Timestamp);

impl Storable for Began {
    type Storer = StoreReplace<Self>;
}

#[dyn_dispatch_hint]
impl Intercept for Calls {
    fn name(&self) -> &'static str {
        "calls of a delivery"
    }

    fn read_before_execution(
        &self,
        _: &BeforeSerializationInterceptorContextRef<'_>,
        call: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        call.interceptor_state().store_put(Began(self.clock.now()));
        Ok(())
    }

    fn read_after_execution(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        call: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let (Some(operation), Some(&Began(began))) =
            (call.load::<Metadata>(), call.load::<Began>())
        else {
            return Ok(());
        };
        let took = self.clock.now().duration_since(began);
        let cost = match context.output_or_error() {
            Some(Ok(output)) => Some(Cost::of(output)),
            Some(Err(error)) => error.as_operation_error().and_then(Cost::of_a_refusal),
            None => None,
        };
        // A refusal is an answer.
        let answered = cost.is_some();
        Tally::here(|tally| {
            let took = took.try_into().unwrap_or_default();
            tally.aws(named(operation), answered, took);
            let Cost { read, written } = cost.unwrap_or_default();
            tally.units(read, written);
        });
        Ok(())
    }
}

/// `dynamodb.UpdateItem`, `secretsmanager.GetSecretValue`.
fn named(operation: &Metadata) -> String {
    let service = operation.service().replace(' ', "").to_lowercase();
    format!("{service}.{}", operation.name())
}

/// What a call to DynamoDB cost, in its units: halves where a read need not be consistent. The service says it with its
/// answer; an engine that does not costs nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Cost {
    read: f64,
    written: f64,
}

impl Cost {
    fn of(output: &Output) -> Self {
        let read = [
            output.downcast_ref().map(GetItemOutput::consumed_capacity),
            output.downcast_ref().map(QueryOutput::consumed_capacity),
            output.downcast_ref().map(ScanOutput::consumed_capacity),
        ];
        let written = [
            output
                .downcast_ref()
                .map(UpdateItemOutput::consumed_capacity),
            output.downcast_ref().map(PutItemOutput::consumed_capacity),
            output
                .downcast_ref()
                .map(DeleteItemOutput::consumed_capacity),
        ];
        let by_table = output
            .downcast_ref()
            .map(TransactWriteItemsOutput::consumed_capacity);
        Self {
            read: units(read.into_iter().flatten().flatten()),
            written: units(written.into_iter().flatten().flatten())
                + units(by_table.into_iter().flatten()),
        }
    }

    /// What a conditional write that was refused cost. It tells no capacity and is charged all the same, by the size of
    /// the item that stood against it: one unit, because ours are at most 1 KB. Of any other error nothing is known.
    fn of_a_refusal(error: &Error) -> Option<Self> {
        let update = error
            .downcast_ref::<UpdateItemError>()
            .is_some_and(UpdateItemError::is_conditional_check_failed_exception);
        let put = error
            .downcast_ref::<PutItemError>()
            .is_some_and(PutItemError::is_conditional_check_failed_exception);
        let delete = error
            .downcast_ref::<DeleteItemError>()
            .is_some_and(DeleteItemError::is_conditional_check_failed_exception);
        (update || put || delete).then_some(Self {
            read: 0.0,
            written: 1.0,
        })
    }
}

fn units<'c>(capacities: impl Iterator<Item = &'c ConsumedCapacity>) -> f64 {
    capacities
        .filter_map(ConsumedCapacity::capacity_units)
        .sum()
}

impl fmt::Debug for Calls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Calls").finish_non_exhaustive()
    }
}
