//! OAuth states that came back. One is good once.

use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity};
use jiff::Timestamp;

use super::DynamoDb;
use super::failure::unavailable;
use crate::domain::oauth::Nonce;
use crate::ports::store::Error;

pub(super) async fn use_up(db: &DynamoDb, nonce: &Nonce, until: Timestamp) -> Result<bool, Error> {
    let until = AttributeValue::N(until.as_second().to_string());
    let put = db
        .client
        .put_item()
        .table_name(&db.tables.oauth_states)
        .item("nonce", AttributeValue::S(nonce.to_string()))
        .item("expires_at", until)
        .condition_expression("attribute_not_exists(nonce)")
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
        .send()
        .await;
    match put {
        Ok(_) => Ok(true),
        Err(error)
            if error
                .as_service_error()
                .is_some_and(|error| error.is_conditional_check_failed_exception()) =>
        {
            Ok(false)
        }
        Err(error) => Err(unavailable(error)),
    }
}
