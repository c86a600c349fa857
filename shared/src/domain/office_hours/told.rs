//! An opening in words for a visitor.

use jiff::{Timestamp, Zoned};

use super::weekday::since_monday;
use crate::domain::country::Country;
use crate::domain::locale;

/// The days of a week in the languages a text may be in.
const DAYS: [(&str, [&str; 7]); 11] = [
    (
        "en",
        [
            "Monday",
            "Tuesday",
            "Wednesday",
            "Thursday",
            "Friday",
            "Saturday",
            "Sunday",
        ],
    ),
    (
        "de",
        [
            "Montag",
            "Dienstag",
            "Mittwoch",
            "Donnerstag",
            "Freitag",
            "Samstag",
            "Sonntag",
        ],
    ),
    (
        "fr",
        [
            "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
        ],
    ),
    (
        "es",
        [
            "lunes",
            "martes",
            "miércoles",
            "jueves",
            "viernes",
            "sábado",
            "domingo",
        ],
    ),
    (
        "it",
        [
            "lunedì",
            "martedì",
            "mercoledì",
            "giovedì",
            "venerdì",
            "sabato",
            "domenica",
        ],
    ),
    (
        "nl",
        [
            "maandag",
            "dinsdag",
            "woensdag",
            "donderdag",
            "vrijdag",
            "zaterdag",
            "zondag",
        ],
    ),
    (
        "pt",
        [
            "segunda-feira",
            "terça-feira",
            "quarta-feira",
            "quinta-feira",
            "sexta-feira",
            "sábado",
            "domingo",
        ],
    ),
    (
        "pl",
        [
            "poniedziałek",
            "wtorek",
            "środa",
            "czwartek",
            "piątek",
            "sobota",
            "niedziela",
        ],
    ),
    (
        "sv",
        [
            "måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag",
        ],
    ),
    (
        "da",
        [
            "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag",
        ],
    ),
    (
        "nb",
        [
            "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag",
        ],
    ),
];

/// Where English is written with a clock of twelve hours (CLDR 46).
const TWELVE_HOURS: [&str; 10] = ["US", "CA", "AU", "NZ", "IN", "PK", "PH", "MY", "SG", "HK"];

/// The first parts of IANA names whose last part is a place.
const REGIONS: [&str; 10] = [
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
];

/// To whom a time is told, as far as it is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Listener<'l> {
    /// Their locale, such as `de-AT`; empty where it is not known.
    pub locale: &'l str,
    /// The country they are in, by its English name or its code of two letters.
    pub country: Option<&'l str>,
}

impl Listener<'_> {
    /// When it opens, in words for this listener within a text of a locale: by the one clock of their country; where it has
    /// several, or is not known, by that of the office, with its place: `Monday 09:00 (Berlin)`.
    #[must_use]
    pub fn told(&self, opens: &Zoned, now: Timestamp, text: &str) -> String {
        let country = self.country.and_then(Country::called);
        let zone = country.and_then(|country| country.zone_at(&[opens.timestamp(), now]));
        let hours = self.hours(text, country);
        match zone {
            Some(zone) => said(&opens.with_time_zone(zone), now, text, hours),
            None => format!("{} ({})", said(opens, now, text, hours), place(opens)),
        }
    }

    /// The clock a text of a locale tells them the time by.
    fn hours(&self, text: &str, country: Option<Country>) -> Hours {
        let own = locale::speaks(self.locale, language(text)).then_some(self.locale);
        let regions = [own.and_then(region), region(text)];
        let region = regions.into_iter().flatten().next();
        Hours::of(text, region.or(country.map(Country::code)))
    }
}

/// How many hours a clock has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hours {
    Twelve,
    TwentyFour,
}

impl Hours {
    /// Of a text of a locale, read in a region.
    fn of(text: &str, region: Option<&str>) -> Self {
        let twelve = region.is_some_and(|region| {
            let mut regions = TWELVE_HOURS.iter();
            regions.any(|known| known.eq_ignore_ascii_case(region))
        });
        if twelve && language(text).eq_ignore_ascii_case("en") {
            Self::Twelve
        } else {
            Self::TwentyFour
        }
    }
}

fn language(locale: &str) -> &str {
    locale.split(['-', '_']).next().unwrap_or_default()
}

/// The part of a locale that names a country: `AT` of `de-AT`.
fn region(locale: &str) -> Option<&str> {
    let mut parts = locale.split(['-', '_']).skip(1);
    parts.find(|part| part.len() == 2)
}

/// Where the clock of an opening hangs.
fn place(opens: &Zoned) -> String {
    let name = opens.time_zone().iana_name().unwrap_or_default();
    let place = match name.split_once('/') {
        Some((region, _)) if REGIONS.contains(&region) => name.rsplit('/').next(),
        None if !name.is_empty() => Some(name),
        Some(_) | None => None,
    };
    place.map_or_else(
        || opens.strftime("UTC%:z").to_string(),
        |place| place.replace('_', " "),
    )
}

/// When it opens, by its own clock: `09:00` today, `Monday 09:00` within six days, `2026-12-28 09:00` later and in a language
/// whose days are not known. `9:00 AM` where a locale names a country that writes English so.
#[must_use]
pub fn told(opens: &Zoned, now: Timestamp, locale: &str) -> String {
    said(opens, now, locale, Hours::of(locale, region(locale)))
}

/// The languages whose days are known, by their codes.
pub fn languages() -> impl Iterator<Item = &'static str> {
    DAYS.iter().map(|(code, _)| *code)
}

fn said(opens: &Zoned, now: Timestamp, text: &str, hours: Hours) -> String {
    let today = now.to_zoned(opens.time_zone().clone()).date();
    let days = opens.date().duration_since(today).as_hours() / 24;
    // Norwegian is written in two ways, and `no` is the one that is not said.
    let language = match language(text).to_lowercase().as_str() {
        "no" => "nb".to_owned(),
        language => language.to_owned(),
    };
    let names = DAYS.iter().find(|(known, _)| *known == language);
    let time = opens.strftime(match hours {
        Hours::Twelve => "%-I:%M %p",
        Hours::TwentyFour if language == "da" => "%H.%M",
        Hours::TwentyFour => "%H:%M",
    });
    match (days, names) {
        (0, _) => time.to_string(),
        (1..=6, Some((_, names))) => {
            format!("{} {time}", names[since_monday(opens.weekday())])
        }
        _ => format!("{} {time}", opens.date()),
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use proptest::prelude::*;

    use super::*;

    /// Said on a Wednesday, late in the evening in Berlin.
    fn on_wednesday(opens: &str, locale: &str) -> String {
        let opens: Zoned = opens.parse().unwrap();
        told(&opens, "2026-11-25T22:30:00Z".parse().unwrap(), locale)
    }

    #[test]
    fn today_is_a_time_this_week_a_day_and_what_is_later_a_date() {
        let openings = [
            "2026-11-25T23:45:00+01:00[Europe/Berlin]",
            "2026-11-26T00:15:00+01:00[Europe/Berlin]",
            "2026-12-01T09:00:00+01:00[Europe/Berlin]",
            "2026-12-02T09:00:00+01:00[Europe/Berlin]",
            // Wednesday goes on there.
            "2026-11-25T18:00:00-05:00[America/New_York]",
            "2026-11-26T09:00:00-05:00[America/New_York]",
        ];
        insta::assert_snapshot!(openings.map(|opens| on_wednesday(opens, "en")).join("\n"), @"
        23:45
        Thursday 00:15
        Tuesday 09:00
        2026-12-02 09:00
        18:00
        Thursday 09:00
        ");
    }

    #[test]
    fn days_are_named_in_the_language_of_the_text() {
        let monday = "2026-11-30T09:00:00+01:00[Europe/Berlin]";
        let locales = [
            "en-GB", "de-AT", "fr", "es", "it", "nl", "pt-BR", "pl", "fi", "",
        ];
        insta::assert_snapshot!(locales.map(|locale| on_wednesday(monday, locale)).join("\n"), @"
        Monday 09:00
        Montag 09:00
        lundi 09:00
        lunes 09:00
        lunedì 09:00
        maandag 09:00
        segunda-feira 09:00
        poniedziałek 09:00
        2026-11-30 09:00
        2026-11-30 09:00
        ");
    }

    /// Said on a Wednesday, late in the evening in Berlin, of an opening of an office there.
    fn to(locale: &str, country: Option<&str>, text: &str) -> String {
        let opens: Zoned = "2026-11-30T09:00:00+01:00[Europe/Berlin]".parse().unwrap();
        let now = "2026-11-25T22:30:00Z".parse().unwrap();
        Listener { locale, country }.told(&opens, now, text)
    }

    #[test]
    fn a_visitor_is_told_by_the_clock_of_their_country_or_with_the_place() {
        let told = [
            to("en-GB", Some("Germany"), "en"),
            to("en-GB", Some("United Kingdom"), "en"),
            to("en-US", Some("Japan"), "en"),
            to("en", Some("India"), "en"),
            to("en-US", Some("United States"), "en"),
            to("es-MX", Some("Mexico"), "en"),
            to("de", None, "de"),
            to("de", Some("Atlantis"), "de"),
            to("da-DK", Some("Denmark"), "da"),
            to("nb", Some("NO"), "no"),
        ];
        insta::assert_snapshot!(told.join("\n"), @"
        Monday 09:00
        Monday 08:00
        Monday 5:00 PM
        Monday 1:30 PM
        Monday 9:00 AM (Berlin)
        Monday 09:00 (Berlin)
        Montag 09:00 (Berlin)
        Montag 09:00 (Berlin)
        mandag 09.00
        mandag 09:00
        ");
    }

    #[test]
    fn noon_and_midnight_are_said_as_they_are_where_a_clock_has_twelve_hours() {
        let opens = [
            "2026-11-26T00:00:00-05:00[America/New_York]",
            "2026-11-26T12:00:00-05:00[America/New_York]",
        ];
        let told = opens.map(|opens| on_wednesday(opens, "en-US"));
        assert_eq!(told, ["Thursday 12:00 AM", "Thursday 12:00 PM"]);
    }

    #[test]
    fn a_clock_is_named_by_its_city_or_by_how_far_it_is_from_greenwich() {
        let opens = [
            "2026-11-30T09:00:00-03:00[America/Argentina/Buenos_Aires]",
            "2026-11-30T09:00:00+00:00[UTC]",
            "2026-11-30T09:00:00-05:00[Etc/GMT+5]",
            "2026-11-30T09:00:00-05:00[US/Eastern]",
            "2026-11-30T09:00:00+05:30[+05:30]",
        ];
        let named = opens.map(|opens| place(&opens.parse().unwrap()));
        insta::assert_snapshot!(named.join("\n"), @"
        Buenos Aires
        UTC
        UTC-05:00
        UTC-05:00
        UTC+05:30
        ");
    }

    proptest! {
        /// Read back by the clock that is named, or by every clock of the visitor's country, it is the opening.
        #[test]
        fn whoever_is_told_the_time_told_is_the_opening(
            now in 1_767_225_600_i64..2_082_758_400,
            minutes in 0_i64..14 * 24 * 60,
            office in prop::sample::select(vec![
                "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC", "Pacific/Apia",
            ]),
            country in prop::option::of(prop::sample::select(vec![
                "US", "Germany", "Spain", "Egypt", "New Zealand", "India", "Russia", "Atlantis", "Morocco", "GL", "Chile",
            ])),
            (locale, text) in prop::sample::select(vec![("en-US", "en"), ("en", "en"), ("de-AT", "de"), ("fi", "fi"), ("da", "da")]),
        ) {
            let now = Timestamp::from_second(now / 60 * 60).unwrap();
            let opens = (now + SignedDuration::from_mins(minutes)).in_tz(office).unwrap();
            let told = Listener { locale, country }.told(&opens, now, text);
            let (time, place) = match told.split_once(" (") {
                Some((time, place)) => (time, Some(place.trim_end_matches(')'))),
                None => (told.as_str(), None),
            };
            let clocks: Vec<_> = match place {
                Some(place) => {
                    prop_assert!(office.replace('_', " ").ends_with(place), "{told}");
                    vec![opens.time_zone().clone()]
                }
                None => Country::called(country.unwrap()).unwrap().zones().collect(),
            };
            prop_assert!(!clocks.is_empty());
            for clock in clocks {
                let opens = opens.with_time_zone(clock.clone());
                let today = now.to_zoned(clock).date();
                let (day, hour) = match time.trim_end_matches(" AM").trim_end_matches(" PM").rsplit_once(' ') {
                    Some((day, hour)) => (Some(day), hour),
                    None => (None, time.split(' ').next().unwrap()),
                };
                let (hour, minute) = hour.split_once([':', '.']).unwrap();
                let hour: i8 = hour.parse().unwrap();
                let hour = match () {
                    () if time.ends_with(" AM") => hour % 12,
                    () if time.ends_with(" PM") => hour % 12 + 12,
                    () => hour,
                };
                prop_assert_eq!((hour, minute.parse().unwrap()), (opens.hour(), opens.minute()), "{}", told);
                // A day is the next of its name, and no day is today.
                let date = match day {
                    None => today,
                    Some(day) => match DAYS.iter().find_map(|(_, names)| names.iter().position(|name| *name == day)) {
                        Some(nth) => {
                            let ahead = (nth + 7 - since_monday(today.weekday())) % 7;
                            today.saturating_add(jiff::Span::new().days(i64::try_from(ahead).unwrap()))
                        }
                        None => day.parse().unwrap(),
                    },
                };
                prop_assert_eq!(date, opens.date(), "{}", told);
            }
        }
    }
}
