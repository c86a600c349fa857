//! The store's suite, on DynamoDB.

use std::sync::Arc;

use shared::adapters::dynamodb::DynamoDb;
use shared::contract::store;
use shared::ports::{Registry, Store};

use crate::stack::Stack;

struct Fixture(Arc<DynamoDb>);

impl store::Fixture for Fixture {
    fn store(&self) -> Arc<dyn Store> {
        self.0.clone()
    }

    fn registry(&self) -> Arc<dyn Registry> {
        self.0.clone()
    }
}

async fn fixture() -> Fixture {
    Fixture(Stack::new().tables().await)
}

shared::store_contract!(fixture);
