//! The store's suite, on DynamoDB.

use std::sync::Arc;

use jiff::Timestamp;
use shared::adapters::dynamodb::DynamoDb;
use shared::adapters::system_clock::SystemClock;
use shared::contract::{
    ManualClock, allowance, configurations, decisions, follow_ups, readings, store, tallies, vault,
};
use shared::ports::{
    Allowance, Clock as _, Configurations, Decisions, Due, FollowUps, Readings, Registry, Store,
    Tallies, Vault,
};

use crate::stack::Stack;

struct Fixture(Arc<DynamoDb>, Stack);

impl store::Fixture for Fixture {
    fn store(&self) -> Arc<dyn Store> {
        self.0.clone()
    }

    fn registry(&self) -> Arc<dyn Registry> {
        self.0.clone()
    }
}

impl configurations::Fixture for Fixture {
    fn configurations(&self) -> Arc<dyn Configurations> {
        self.0.clone()
    }

    fn registry(&self) -> Arc<dyn Registry> {
        self.0.clone()
    }

    fn now(&self) -> Timestamp {
        SystemClock.now()
    }
}

impl readings::Fixture for Fixture {
    fn readings(&self) -> Arc<dyn Readings> {
        self.0.clone()
    }
}

impl allowance::Fixture for Fixture {
    fn allowance(&self, clock: ManualClock) -> Arc<dyn Allowance> {
        self.1.rows_by(Arc::new(clock))
    }

    fn readings(&self) -> Arc<dyn Readings> {
        self.0.clone()
    }

    fn now(&self) -> Timestamp {
        SystemClock.now()
    }
}

impl follow_ups::Fixture for Fixture {
    fn follow_ups(&self) -> Arc<dyn FollowUps> {
        self.0.clone()
    }

    fn due(&self) -> Arc<dyn Due> {
        self.0.clone()
    }
}

impl decisions::Fixture for Fixture {
    fn decisions(&self) -> Arc<dyn Decisions> {
        self.0.clone()
    }

    fn registry(&self) -> Arc<dyn Registry> {
        self.0.clone()
    }
}

impl tallies::Fixture for Fixture {
    fn store(&self) -> Arc<dyn Store> {
        self.0.clone()
    }

    fn tallies(&self) -> Arc<dyn Tallies> {
        self.0.clone()
    }

    fn registry(&self) -> Arc<dyn Registry> {
        self.0.clone()
    }
}

impl vault::Fixture for Fixture {
    fn vault(&self) -> Arc<dyn Vault> {
        self.0.clone()
    }

    fn registry(&self) -> Arc<dyn Registry> {
        self.0.clone()
    }
}

async fn fixture() -> Fixture {
    let stack = Stack::new();
    Fixture(stack.tables().await, stack)
}

shared::store_contract!(fixture);
shared::configurations_contract!(fixture);
shared::readings_contract!(fixture);
shared::allowance_contract!(fixture);
shared::decisions_contract!(fixture);
shared::follow_ups_contract!(fixture);
shared::tallies_contract!(fixture);
shared::vault_contract!(fixture);
