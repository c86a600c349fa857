//! An opening in words for a visitor.

use jiff::{Timestamp, Zoned};

use super::weekday::since_monday;

/// The days of a week in the languages a text may be in.
const DAYS: [(&str, [&str; 7]); 8] = [
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
];

/// When it opens, by its own clock: `09:00` today, `Monday 09:00` within six days, `2026-12-28 09:00` later and in a language
/// whose days are not known.
#[must_use]
pub fn told(opens: &Zoned, now: Timestamp, locale: &str) -> String {
    let today = now.to_zoned(opens.time_zone().clone()).date();
    let days = opens.date().duration_since(today).as_hours() / 24;
    let language = locale.split(['-', '_']).next().unwrap_or_default();
    let names = DAYS
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(language));
    let time = opens.strftime("%H:%M");
    match (days, names) {
        (0, _) => time.to_string(),
        (1..=6, Some((_, names))) => {
            format!("{} {time}", names[since_monday(opens.weekday())])
        }
        _ => opens.strftime("%Y-%m-%d %H:%M").to_string(),
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
            "en-GB", "de-AT", "fr", "es", "it", "nl", "pt-BR", "pl", "sv", "",
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
