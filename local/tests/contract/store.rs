use std::sync::Arc;

use jiff::Timestamp;
use local::engine::Engine;
use shared::adapters::dynamodb::DynamoDb;
use shared::contract::{
    ManualClock, allowance, configurations, decisions, follow_ups, readings, store, tallies, vault,
};
use shared::ports::{
    Allowance, Clock as _, Configurations, Decisions, Due, FollowUps, Readings, Registry, Store,
    Tallies, Vault,
};

struct Fixture {
    engine: Engine,
}

impl Fixture {
    fn db(&self) -> Arc<DynamoDb> {
        self.db_by(ManualClock::default())
    }

    fn db_by(&self, clock: ManualClock) -> Arc<DynamoDb> {
        let client = self.engine.client();
        Arc::new(DynamoDb::new(client, Engine::tables(), Arc::new(clock)))
    }
}

impl store::Fixture for Fixture {
    fn store(&self) -> Arc<dyn Store> {
        self.db()
    }

    fn registry(&self) -> Arc<dyn Registry> {
        self.db()
    }
}

impl configurations::Fixture for Fixture {
    fn configurations(&self) -> Arc<dyn Configurations> {
        self.db()
    }

    fn registry(&self) -> Arc<dyn Registry> {
        self.db()
    }

    fn now(&self) -> Timestamp {
        ManualClock::default().now()
    }
}

impl readings::Fixture for Fixture {
    fn readings(&self) -> Arc<dyn Readings> {
        self.db()
    }
}

impl allowance::Fixture for Fixture {
    fn allowance(&self, clock: ManualClock) -> Arc<dyn Allowance> {
        self.db_by(clock)
    }

    fn readings(&self) -> Arc<dyn Readings> {
        self.db()
    }

    fn now(&self) -> Timestamp {
        ManualClock::default().now()
    }
}

impl follow_ups::Fixture for Fixture {
    fn follow_ups(&self) -> Arc<dyn FollowUps> {
        self.db()
    }

    fn due(&self) -> Arc<dyn Due> {
        self.db()
    }
}

impl decisions::Fixture for Fixture {
    fn decisions(&self) -> Arc<dyn Decisions> {
        self.db()
    }

    fn registry(&self) -> Arc<dyn Registry> {
        self.db()
    }
}

impl tallies::Fixture for Fixture {
    fn store(&self) -> Arc<dyn Store> {
        self.db()
    }

    fn tallies(&self) -> Arc<dyn Tallies> {
        self.db()
    }

    fn registry(&self) -> Arc<dyn Registry> {
        self.db()
    }
}

impl vault::Fixture for Fixture {
    fn vault(&self) -> Arc<dyn Vault> {
        self.db()
    }

    fn registry(&self) -> Arc<dyn Registry> {
        self.db()
    }
}

async fn fixture() -> Fixture {
    Fixture {
        engine: Engine::open(None).await.unwrap(),
    }
}

shared::store_contract!(fixture);
shared::configurations_contract!(fixture);
shared::readings_contract!(fixture);
shared::allowance_contract!(fixture);
shared::decisions_contract!(fixture);
shared::follow_ups_contract!(fixture);
shared::tallies_contract!(fixture);
shared::vault_contract!(fixture);
