//! A time zone, by its IANA name.

use jiff::tz::{TimeZone, TimeZoneDatabase};
use serde::{Deserialize, Serialize};

use super::asked;
use crate::domain::spelling::nearest;

/// A time zone of the database this program brings with it: the same wherever it runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Zone {
    name: String,
    zone: TimeZone,
}

/// A name no time zone has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected a time zone such as `Europe/Berlin` or `America/New_York`, found `{found}`{}",
    asked(.meant.as_deref())
)]
pub struct NoZone {
    found: String,
    meant: Option<String>,
}

impl Zone {
    /// Its rules.
    #[must_use]
    pub const fn rules(&self) -> &TimeZone {
        &self.zone
    }

    /// A zone by its IANA name, in any case.
    #[must_use]
    pub fn called(name: &str) -> Option<Self> {
        let zone = TimeZoneDatabase::bundled().get(name).ok()?;
        // `Etc/Unknown` is in the database too, and says what it is.
        let name = zone.iana_name().filter(|_| !zone.is_unknown())?.to_owned();
        Some(Self { name, zone })
    }
}

/// The zone whose name, or whose city, is nearest.
fn meant(found: &str) -> Option<String> {
    let found = found.trim().replace(' ', "_");
    let database = TimeZoneDatabase::bundled();
    let names = database.available().map(|name| name.to_string());
    // Abbreviations such as `EST` are zones too, and nobody means one by another.
    let names: Vec<_> = names.filter(|name| name.contains('/')).collect();
    if found.contains('/') {
        return nearest(&found, names.iter().map(String::as_str)).map(str::to_owned);
    }
    let cities = names.iter().filter_map(|name| name.rsplit_once('/'));
    let city = nearest(&found, cities.map(|(_, city)| city))?;
    let is_it = |name: &String| name.rsplit_once('/').is_some_and(|(_, its)| its == city);
    names.iter().find(|name| is_it(name)).cloned()
}

impl TryFrom<String> for Zone {
    type Error = NoZone;

    fn try_from(name: String) -> Result<Self, NoZone> {
        Self::called(name.trim()).ok_or_else(|| NoZone {
            meant: meant(&name),
            found: name,
        })
    }
}

impl From<Zone> for String {
    fn from(zone: Zone) -> Self {
        zone.name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_has_the_name_iana_gave_it() {
        let names = ["europe/berlin", " Asia/Kolkata ", "UTC"]
            .map(|name| String::from(Zone::try_from(name.to_owned()).unwrap()));
        assert_eq!(names, ["Europe/Berlin", "Asia/Kolkata", "UTC"]);
    }

    #[test]
    fn a_misspelt_zone_is_shown_with_the_one_that_was_meant() {
        let wrong = [
            "Europe/Berln",
            "Berlin",
            "new york",
            "Europe/Munich",
            "Etc/Unknown",
            "PST",
            "Eastern Time (US & Canada)",
        ];
        let errors = wrong.map(|name| Zone::try_from(name.to_owned()).unwrap_err().to_string());
        insta::assert_snapshot!(errors.join("\n"), @"
        expected a time zone such as `Europe/Berlin` or `America/New_York`, found `Europe/Berln`; did you mean `Europe/Berlin`?
        expected a time zone such as `Europe/Berlin` or `America/New_York`, found `Berlin`; did you mean `Europe/Berlin`?
        expected a time zone such as `Europe/Berlin` or `America/New_York`, found `new york`; did you mean `America/New_York`?
        expected a time zone such as `Europe/Berlin` or `America/New_York`, found `Europe/Munich`; did you mean `Europe/Zurich`?
        expected a time zone such as `Europe/Berlin` or `America/New_York`, found `Etc/Unknown`
        expected a time zone such as `Europe/Berlin` or `America/New_York`, found `PST`
        expected a time zone such as `Europe/Berlin` or `America/New_York`, found `Eastern Time (US & Canada)`
        ");
    }
}
