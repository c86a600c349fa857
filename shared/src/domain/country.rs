//! Countries, as Intercom names them, and the clocks they go by.

use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{Timestamp, tz::Offset};

/// The code, the English name and the zones of each country, as the IANA time zone database has them.
const TABLE: &str = include_str!("country/zones.tab");

/// What else countries are called, in [`plain`] spelling: Intercom takes names from an address database, where they changed
/// over the years, and an app may have written one of its own.
const ALSO: &[(&str, &str)] = &[
    ("aland", "AX"),
    ("america", "US"),
    ("american samoa", "AS"),
    ("bolivia plurinational state of", "BO"),
    ("bonaire sint eustatius and saba", "BQ"),
    ("british virgin islands", "VG"),
    ("brunei darussalam", "BN"),
    ("burma", "MM"),
    ("cabo verde", "CV"),
    ("caribbean netherlands", "BQ"),
    ("central african republic", "CF"),
    ("cocos islands", "CC"),
    ("congo", "CG"),
    ("congo brazzaville", "CG"),
    ("congo kinshasa", "CD"),
    ("congo republic", "CG"),
    ("czechia", "CZ"),
    ("democratic republic of congo", "CD"),
    ("democratic republic of timor leste", "TL"),
    ("dr congo", "CD"),
    ("england", "GB"),
    ("eswatini", "SZ"),
    ("falkland islands malvinas", "FK"),
    ("federated states of micronesia", "FM"),
    ("french southern territories", "TF"),
    ("great britain", "GB"),
    ("hashemite kingdom of jordan", "JO"),
    ("holland", "NL"),
    ("holy see", "VA"),
    ("hong kong sar", "HK"),
    ("iran islamic republic of", "IR"),
    ("ivory coast", "CI"),
    ("korea republic of", "KR"),
    // It goes by the clock of Belgrade, and has no code in ISO 3166.
    ("kosovo", "RS"),
    ("xk", "RS"),
    ("lao peoples democratic republic", "LA"),
    ("macao", "MO"),
    ("macao sar", "MO"),
    ("macedonia", "MK"),
    ("moldova republic of", "MD"),
    ("myanmar", "MM"),
    ("north korea", "KP"),
    ("northern ireland", "GB"),
    ("palestinian territory", "PS"),
    ("peoples republic of china", "CN"),
    ("pitcairn islands", "PN"),
    ("republic of ireland", "IE"),
    ("republic of korea", "KR"),
    ("republic of lithuania", "LT"),
    ("republic of moldova", "MD"),
    ("republic of congo", "CG"),
    ("russian federation", "RU"),
    ("samoa", "WS"),
    ("scotland", "GB"),
    ("sint maarten", "SX"),
    ("south korea", "KR"),
    ("st martin", "MF"),
    ("st vincent and grenadines", "VC"),
    ("state of palestine", "PS"),
    ("swaziland", "SZ"),
    ("syrian arab republic", "SY"),
    ("taiwan province of china", "TW"),
    ("tanzania united republic of", "TZ"),
    ("timor leste", "TL"),
    ("turkiye", "TR"),
    ("turks and caicos islands", "TC"),
    ("u s minor outlying islands", "UM"),
    ("u s outlying islands", "UM"),
    ("u s virgin islands", "VI"),
    ("uae", "AE"),
    ("uk", "GB"),
    ("united kingdom", "GB"),
    ("united states of america", "US"),
    ("us virgin islands", "VI"),
    ("usa", "US"),
    ("vatican", "VA"),
    ("venezuela bolivarian republic of", "VE"),
    ("viet nam", "VN"),
    ("wales", "GB"),
];

/// A country of the time zone database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Country {
    code: &'static str,
    /// Their IANA names, with blanks between.
    zones: &'static str,
}

impl Country {
    /// The country of an English name or a code of two letters. Upper and lower case, accents, signs and “the” do not matter.
    #[must_use]
    pub fn called(name: &str) -> Option<Self> {
        let name = plain(name);
        let also = ALSO.iter().find(|(also, _)| *also == name);
        let code = also.map(|(_, code)| *code);
        rows().find_map(|(known, called, zones)| {
            let is_it = match code {
                Some(code) => known == code,
                None => known.eq_ignore_ascii_case(&name) || plain(called) == name,
            };
            is_it.then_some(Self { code: known, zones })
        })
    }

    /// Its code (ISO 3166-1), in capital letters.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.code
    }

    /// Its zones.
    pub fn zones(self) -> impl Iterator<Item = TimeZone> {
        let names = self.zones.split(' ');
        names.filter_map(|name| TimeZoneDatabase::bundled().get(name).ok())
    }

    /// A zone that tells the time at each of these moments as every clock of the country does; none where they differ.
    #[must_use]
    pub fn zone_at(self, moments: &[Timestamp]) -> Option<TimeZone> {
        let offsets = |zone: &TimeZone| -> Vec<Offset> {
            let offsets = moments.iter().map(|at| zone.to_offset(*at));
            offsets.collect()
        };
        let mut zones = self.zones();
        let first = zones.next()?;
        let by_first = offsets(&first);
        zones
            .all(|zone| offsets(&zone) == by_first)
            .then_some(first)
    }
}

/// The table: code, name and zones.
fn rows() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| {
        let (code, rest) = line.split_once('\t')?;
        let (name, zones) = rest.split_once('\t')?;
        Some((code, name, zones))
    })
}

/// A name in one spelling.
fn plain(name: &str) -> String {
    let mut plain = String::new();
    for letter in name.to_lowercase().chars() {
        match letter {
            'à' | 'á' | 'ã' | 'å' | 'ā' => plain.push('a'),
            'ç' => plain.push('c'),
            'è' | 'é' => plain.push('e'),
            'í' | 'ı' => plain.push('i'),
            'ó' | 'ô' | 'õ' => plain.push('o'),
            'ü' => plain.push('u'),
            '&' => plain.push_str(" and "),
            // “Côte d'Ivoire”; a dot over a letter that was a capital İ.
            '\'' | '’' | '\u{307}' => {}
            _ if letter.is_alphanumeric() => plain.push(letter),
            _ => plain.push(' '),
        }
    }
    let words = plain.split_whitespace().filter(|word| *word != "the");
    let words = words.map(|word| match word {
        "saint" => "st",
        word => word,
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The codes of names.
    fn codes<const N: usize>(names: [&str; N]) -> [&'static str; N] {
        names.map(|name| Country::called(name).map_or("-", Country::code))
    }

    #[test]
    fn every_country_has_a_name_of_its_own_and_zones_that_are_there() {
        let mut names = Vec::new();
        for (code, name, zones) in rows() {
            let country = Country::called(name).unwrap();
            assert_eq!(country.code(), code, "{name}");
            assert_eq!(Country::called(code).map(Country::code), Some(code));
            assert_eq!(
                country.zones().count(),
                zones.split(' ').count(),
                "{name}: {zones}"
            );
            names.push(plain(name));
        }
        assert_eq!(names.len(), 247);
        for (also, code) in ALSO {
            assert_eq!(plain(also), *also);
            assert!(Country::called(also).is_some(), "{also}: {code}");
            assert!(
                !names.contains(&(*also).to_owned()),
                "{also} needs no line of its own"
            );
        }
    }

    #[test]
    fn a_country_is_found_however_it_is_called() {
        let found = codes([
            "United States",
            "united kingdom",
            "The Netherlands",
            "Czechia",
            "Czech Republic",
            "South Korea",
            "Türkiye",
            "Côte d’Ivoire",
            "Ivory Coast",
            "St. Vincent and the Grenadines",
            "Saint Kitts and Nevis",
            "DR Congo",
            "Réunion",
            "de",
            "UK",
            "Atlantis",
            "",
        ]);
        insta::assert_snapshot!(found.join(" "), @"US GB NL CZ CZ KR TR CI CI VC KN CD RE DE GB - -");
    }

    #[test]
    fn a_country_has_one_clock_where_all_its_zones_show_the_same() {
        let winter = "2026-12-01T08:00:00Z".parse().unwrap();
        let zone = |country: &str| {
            let country = Country::called(country).unwrap();
            let zone = country.zone_at(&[winter]);
            zone.map(|zone| zone.iana_name().unwrap().to_owned())
        };
        // Büsingen goes by the clock of Zurich, which is that of Berlin.
        assert_eq!(zone("Germany").as_deref(), Some("Europe/Berlin"));
        assert_eq!(zone("India").as_deref(), Some("Asia/Kolkata"));
        for several in ["United States", "Spain", "Australia", "Brazil"] {
            assert_eq!(zone(several), None, "{several}");
        }
    }
}
