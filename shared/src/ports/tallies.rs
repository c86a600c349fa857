//! How many conversations ended how, by day and rule. They are written with the records they are about ([`super::Store::save`]).

use std::collections::BTreeMap;

use async_trait::async_trait;
use jiff::civil::Date;

use super::store::Error;
use crate::domain::ending::Counter;
use crate::workspace::Tenant;

/// The counters of one rule on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayTally {
    /// Of which day and rule.
    pub counter: Counter,
    /// How many, by the names [`crate::domain::ending::Tally`] counts under.
    pub counts: BTreeMap<String, i64>,
}

/// The counters.
#[async_trait]
pub trait Tallies: Send + Sync {
    /// The counters of the days from `first` to `last`, both included, in the order of days.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn of_days(
        &self,
        tenant: &Tenant,
        first: Date,
        last: Date,
    ) -> Result<Vec<DayTally>, Error>;
}
