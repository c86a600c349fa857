//! Public holidays, by country and part of one.
//!
//! They are data that `scripts/holidays` made; where it is from, and its licence, stand in its head.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

use jiff::civil::Date;
use serde::de::value::SeqAccessDeserializer;
use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::asked;
use crate::domain::spelling::nearest;

const TEXT: &str = include_str!("holidays.txt");

static DATA: LazyLock<Data> =
    LazyLock::new(|| Data::read(TEXT).expect("a test reads the same text"));

/// Where holidays are those of: a country, or a part of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(into = "String")]
pub struct Region(&'static str);

/// A text that is no region.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected a country such as `DE`, or a part of one such as `DE-BY`, found `{found}`{}",
    asked(.meant.as_deref())
)]
pub struct NoRegion {
    found: String,
    meant: Option<String>,
}

/// Regions on whose holidays nobody comes: `DE`, or `[DE-BY, AT]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holidays(Vec<Region>);

impl Region {
    /// Its code: that of ISO 3166, such as `DE` or `DE-BY`; for parts ISO has no code for, a name, as in `DE-Augsburg`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.0
    }

    /// The holiday that a date is, in English where the source has it in English.
    #[must_use]
    pub fn holiday(self, date: Date) -> Option<&'static str> {
        let data = &*DATA;
        let known = data.known(self.0)?;
        if date.year() > known.last {
            return None;
        }
        let nth = usize::try_from(date.year().checked_sub(data.first)?).ok()?;
        let day = i32::from(date.month()) * 100 + i32::from(date.day());
        let mut those = known
            .holidays
            .iter()
            .filter_map(|it| data.holidays.get(*it));
        those
            .find(|(dates, _)| day_of(dates, nth) == Some(day))
            .map(|(_, name)| *name)
    }

    /// The last year whose holidays are known.
    #[must_use]
    pub fn last_year(self) -> i16 {
        DATA.known(self.0).map_or(DATA.last, |known| known.last)
    }
}

impl TryFrom<String> for Region {
    type Error = NoRegion;

    fn try_from(found: String) -> Result<Self, NoRegion> {
        let code = DATA.code(found.trim());
        code.map(Self).ok_or_else(|| NoRegion {
            meant: DATA.meant(found.trim()),
            found,
        })
    }
}

impl<'de> Deserialize<'de> for Region {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::try_from(text).map_err(serde::de::Error::custom)
    }
}

impl From<Region> for String {
    fn from(Region(code): Region) -> Self {
        code.to_owned()
    }
}

impl Holidays {
    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whose.
    pub fn regions(&self) -> impl Iterator<Item = Region> {
        self.0.iter().copied()
    }

    /// The holiday that a date is, of the first region that has one.
    #[must_use]
    pub fn on(&self, date: Date) -> Option<(Region, &'static str)> {
        let mut holidays = self.regions().map(|it| Some((it, it.holiday(date)?)));
        holidays.find_map(|holiday| holiday)
    }
}

impl Serialize for Holidays {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.as_slice() {
            [region] => region.serialize(serializer),
            regions => regions.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Holidays {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OneOrSeveral)
    }
}

struct OneOrSeveral;

impl<'de> Visitor<'de> for OneOrSeveral {
    type Value = Holidays;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a country such as `DE`, or a list of countries and parts of them")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Holidays, E> {
        let region = Region::try_from(text.to_owned()).map_err(E::custom)?;
        Ok(Holidays(vec![region]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Holidays, A::Error> {
        let regions = Vec::deserialize(SeqAccessDeserializer::new(items))?;
        Ok(Holidays(regions))
    }
}

/// What the text says.
struct Data {
    /// The first year it knows.
    first: i16,
    last: i16,
    /// The dates and the name of each.
    holidays: Vec<(&'static str, &'static str)>,
    regions: BTreeMap<&'static str, Known>,
}

/// What is known of a region.
struct Known {
    /// What people may call it instead of its code, with commas.
    names: &'static str,
    last: i16,
    /// The places of its holidays in the list.
    holidays: Vec<usize>,
}

impl Data {
    /// None where the text is not as `scripts/holidays` writes it.
    fn read(text: &'static str) -> Option<Self> {
        let mut lines = text.lines().skip_while(|line| line.starts_with('#'));
        let (first, last) = lines.next()?.split_once(' ')?;
        let (first, last) = (first.parse().ok()?, last.parse().ok()?);
        let holidays = lines.by_ref().take_while(|line| !line.is_empty());
        let holidays = holidays
            .map(|line| line.split_once(' '))
            .collect::<Option<_>>()?;
        let mut data = Self {
            first,
            last,
            holidays,
            regions: BTreeMap::new(),
        };
        for line in lines {
            let [code, names, until, numbers] =
                line.split('|').collect::<Vec<_>>().try_into().ok()?;
            let country = code.split_once('-').map(|(country, _)| country);
            // A country stands before its parts.
            let (mut holidays, last) = match country {
                None => (Vec::new(), data.last),
                Some(country) => {
                    let country = data.known(country)?;
                    (country.holidays.clone(), country.last)
                }
            };
            for number in numbers.split_whitespace() {
                match number.strip_prefix('-') {
                    None => holidays.push(number.parse().ok()?),
                    Some(number) => {
                        let gone: usize = number.parse().ok()?;
                        holidays.retain(|it| *it != gone);
                    }
                }
            }
            let last = if until.is_empty() {
                last
            } else {
                until.parse().ok()?
            };
            let known = Known {
                names,
                last,
                holidays,
            };
            data.regions.insert(code, known);
        }
        Some(data)
    }

    fn known(&self, code: &str) -> Option<&Known> {
        self.regions.get(code)
    }

    /// A code as the list writes it, from one in any case.
    fn code(&self, written: &str) -> Option<&'static str> {
        let mut codes = self.regions.keys();
        codes
            .find(|code| code.eq_ignore_ascii_case(written))
            .copied()
    }

    /// The code of what is called like this, or nearly so; of the parts of a country, if its code is there.
    fn meant(&self, written: &str) -> Option<String> {
        let of_country = written.split_once('-').and_then(|(country, part)| {
            let country = self
                .code(country.trim())
                .filter(|code| !code.contains('-'))?;
            Some((country, part.trim()))
        });
        let named = |written: &str, within: Option<&str>| {
            let is_in = |code: &str| {
                within
                    .is_none_or(|country| code.split_once('-').is_some_and(|(of, _)| of == country))
            };
            let those = || self.regions.iter().filter(|(code, _)| is_in(code));
            let called = those().flat_map(|(code, known)| {
                known
                    .names
                    .split(',')
                    .filter(|name| !name.is_empty())
                    .map(|name| (*code, name))
            });
            let called: Vec<_> = called.collect();
            let same = called
                .iter()
                .find(|(_, name)| name.eq_ignore_ascii_case(written));
            let near = || {
                // Of two or three letters every code is near to another.
                let long = called.iter().filter(|(_, name)| name.chars().count() > 3);
                let name = nearest(written, long.map(|(_, name)| *name))?;
                called.iter().find(|(_, its)| *its == name)
            };
            same.or_else(near).map(|(code, _)| (*code).to_owned())
        };
        match of_country {
            Some((country, part)) => {
                let of_it =
                    |code: &&&str| code.split_once('-').is_some_and(|(of, _)| of == country);
                let whole = format!("{country}-{part}");
                let near = || nearest(&whole, self.regions.keys().filter(of_it).copied());
                let name = named(part, Some(country)).or_else(|| near().map(str::to_owned));
                Some(name.unwrap_or_else(|| country.to_owned()))
            }
            None => named(written, None).or_else(|| {
                let parts = self.regions.keys().filter(|code| code.contains('-'));
                nearest(written, parts.copied()).map(str::to_owned)
            }),
        }
    }
}

/// The day of the nth year, as month and day; `dates` has one for all years, or one of each.
fn day_of(dates: &str, nth: usize) -> Option<i32> {
    let mut rest = dates;
    if dates.len() > 4 {
        for _ in 0..nth {
            rest = rest.get(length(rest)..)?;
        }
    }
    rest.get(..length(rest))?.parse().ok()
}

/// Of the first date there is.
fn length(dates: &str) -> usize {
    if dates.starts_with('-') { 1 } else { 4 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<&'static str, String> {
        let region = Region::try_from(text.to_owned());
        region.map(Region::code).map_err(|error| error.to_string())
    }

    #[test]
    fn the_whole_text_is_read_and_every_holiday_of_it_is_a_date() {
        let data = Data::read(TEXT).unwrap();
        assert!(data.regions.len() > 800, "{}", data.regions.len());
        let years = data.last - data.first + 1;
        for (dates, name) in &data.holidays {
            assert!(!name.trim().is_empty());
            let days = (0..years).filter_map(|nth| {
                let day = day_of(dates, usize::try_from(nth).unwrap())?;
                let [month, day] = [day / 100, day % 100].map(|part| i8::try_from(part).unwrap());
                Some(
                    Date::new(data.first + nth, month, day)
                        .unwrap_or_else(|_| panic!("{dates} {name}")),
                )
            });
            assert!(days.count() > 0, "{name}");
        }
        for (code, known) in &data.regions {
            assert!(
                known.holidays.iter().all(|it| *it < data.holidays.len()),
                "{code}"
            );
        }
    }

    #[test]
    fn a_part_of_a_country_has_the_holidays_of_the_country_and_its_own() {
        let of = |code: &str| {
            let region = Region::try_from(code.to_owned()).unwrap();
            let year = Date::constant(2026, 1, 1)
                .series(jiff::ToSpan::days(1))
                .take(365);
            let days = year.filter_map(|date| Some(format!("{date} {}", region.holiday(date)?)));
            days.collect::<Vec<_>>()
        };
        insta::assert_snapshot!(of("DE").join("\n"), @"
        2026-01-01 New Year's Day
        2026-04-03 Good Friday
        2026-04-06 Easter Monday
        2026-05-01 Labor Day
        2026-05-14 Ascension Day
        2026-05-25 Pentecost Monday
        2026-10-03 German Unity Day
        2026-12-25 Christmas Day
        2026-12-26 Second Day of Christmas
        ");
        let (germany, bavaria) = (of("DE"), of("DE-BY"));
        let own = bavaria.iter().filter(|day| !germany.contains(day)).cloned();
        insta::assert_snapshot!(own.collect::<Vec<_>>().join("\n"), @"
        2026-01-06 Epiphany
        2026-06-04 Corpus Christi
        2026-11-01 All Saints' Day
        ");
        // California keeps no Columbus Day.
        let california = of("US-CA");
        let gone = of("US").into_iter().filter(|day| !california.contains(day));
        insta::assert_snapshot!(gone.collect::<Vec<_>>().join("\n"), @"
        2026-02-16 Washington's Birthday
        2026-10-12 Columbus Day
        ");
    }

    #[test]
    fn no_holiday_is_known_before_the_first_year_and_after_the_last() {
        let of = |code: &str, date: &str| {
            let region = Region::try_from(code.to_owned()).unwrap();
            region.holiday(date.parse().unwrap())
        };
        let new_year = |code| {
            ["2024", "2025", "2035", "2036", "2040", "2041"].map(|year| {
                of(code, &format!("{year}-01-26")).is_some()
                    || of(code, &format!("{year}-12-25")).is_some()
            })
        };
        assert_eq!(new_year("DE"), [false, true, true, true, true, false]);
        // Whose moons are computed no further.
        assert_eq!(new_year("IN"), [false, true, true, false, false, false]);
        assert_eq!(Region::try_from("in".to_owned()).unwrap().last_year(), 2035);
    }

    #[test]
    fn codes_are_read_in_any_case_and_what_is_none_is_shown_with_the_one_that_was_meant() {
        assert_eq!(
            ["de", " DE-BY ", "de-augsburg", "gb-sct"].map(|text| read(text).unwrap()),
            ["DE", "DE-BY", "DE-Augsburg", "GB-SCT"]
        );
        let wrong = [
            "Germany",
            "Gemany",
            "DEU",
            "UK",
            "Bayern",
            "DE-Bayern",
            "DE-BAY",
            "DE_BY",
            "DE-XX",
            "XX",
            "Mars",
            "",
        ];
        insta::assert_snapshot!(wrong.map(|text| read(text).unwrap_err()).join("\n"), @"
            expected a country such as `DE`, or a part of one such as `DE-BY`, found `Germany`; did you mean `DE`?
            expected a country such as `DE`, or a part of one such as `DE-BY`, found `Gemany`; did you mean `DE`?
            expected a country such as `DE`, or a part of one such as `DE-BY`, found `DEU`; did you mean `DE`?
            expected a country such as `DE`, or a part of one such as `DE-BY`, found `UK`; did you mean `GB`?
            expected a country such as `DE`, or a part of one such as `DE-BY`, found `Bayern`; did you mean `DE-BY`?
            expected a country such as `DE`, or a part of one such as `DE-BY`, found `DE-Bayern`; did you mean `DE-BY`?
            expected a country such as `DE`, or a part of one such as `DE-BY`, found `DE-BAY`; did you mean `DE-BY`?
            expected a country such as `DE`, or a part of one such as `DE-BY`, found `DE_BY`; did you mean `DE-BY`?
            expected a country such as `DE`, or a part of one such as `DE-BY`, found `DE-XX`; did you mean `DE`?
            expected a country such as `DE`, or a part of one such as `DE-BY`, found `XX`
            expected a country such as `DE`, or a part of one such as `DE-BY`, found `Mars`
            expected a country such as `DE`, or a part of one such as `DE-BY`, found ``
            ");
    }
}
