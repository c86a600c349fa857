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
#[must_use]
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
}
