//! Installations: the struct's fields are the item's attributes.

use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity};

use super::DynamoDb;
use super::failure::{unavailable, unreadable};
use crate::id::WorkspaceId;
use crate::ports::registry::Installation;
use crate::ports::store::Error;

pub(super) async fn read(
    db: &DynamoDb,
    workspace: &WorkspaceId,
) -> Result<Option<Installation>, Error> {
    let found = db
        .of(workspace)
        .get_item()
        .table_name(&db.tables.installations)
        .key("workspace", AttributeValue::S(workspace.to_string()))
        .consistent_read(true)
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
        .send()
        .await
        .map_err(unavailable)?;
    found
        .item
        .map(serde_dynamo::from_item)
        .transpose()
        .map_err(unreadable)
}

pub(super) async fn write(db: &DynamoDb, installation: &Installation) -> Result<(), Error> {
    let item = serde_dynamo::to_item(installation).map_err(unreadable)?;
    db.client
        .put_item()
        .table_name(&db.tables.installations)
        .set_item(Some(item))
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
        .send()
        .await
        .map_err(unavailable)?;
    Ok(())
}
