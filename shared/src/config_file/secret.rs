//! What looks like a key to another service. It has no place in a configuration, which people read, mail and commit.

/// How the keys of well-known services begin, and how many letters and digits follow at least.
const PREFIXES: &[(&str, usize)] = &[
    ("sk-", 16),
    ("sk_live_", 8),
    ("rk_live_", 8),
    ("ghp_", 16),
    ("gho_", 16),
    ("ghs_", 16),
    ("github_pat_", 16),
    ("glpat-", 16),
    ("xoxa-", 8),
    ("xoxb-", 8),
    ("xoxp-", 8),
    ("xoxr-", 8),
    ("xoxs-", 8),
    ("xapp-", 8),
    ("AKIA", 16),
    ("ASIA", 16),
    ("AIza", 30),
    // Intercom's own.
    ("dG9r", 16),
    // A JSON Web Token.
    ("eyJ", 24),
];

/// The shortest text without a known beginning that is taken for a key. Ids of Intercom's are 24 long, and UUIDs 36.
const LONG: usize = 32;

/// Whether a text has something in it that looks like a secret.
pub(super) fn is_in(text: &str) -> bool {
    text.contains("-----BEGIN ") || bearer(text) || words(text).any(is_one)
}

/// The parts of a text that a key could be: what no quote, bracket or space divides.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let divides = |char: char| {
        char.is_whitespace() || !char.is_ascii() || "\"'`,;:(){}[]<>|*?&@#!$%^~\\".contains(char)
    };
    text.split(divides).filter(|word| !word.is_empty())
}

fn bearer(text: &str) -> bool {
    let after = text.split("Bearer ").nth(1);
    let word = after.and_then(|after| after.split_whitespace().next());
    word.is_some_and(|word| word.len() >= 16 && word.contains(|char: char| char.is_ascii_digit()))
}

fn is_one(word: &str) -> bool {
    let has_digit = word.contains(|char: char| char.is_ascii_digit());
    let known = PREFIXES.iter().any(|(prefix, least)| {
        word.strip_prefix(prefix)
            .is_some_and(|rest| has_digit && run(rest) >= *least)
    });
    if known {
        return true;
    }
    // A page's path and an address are made of words; each is looked at by itself.
    if word.starts_with('/') || word.contains("//") {
        return word.split('/').any(|part| !part.is_empty() && is_one(part));
    }
    let word = word.trim_end_matches('=');
    word.len() >= LONG && (is_hex(word) || is_random(word))
}

/// How many letters, digits, hyphens and underscores a text begins with.
fn run(text: &str) -> usize {
    let goes_on = |char: &char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_');
    text.chars().take_while(goes_on).count()
}

/// A long number to the base of 16. A UUID has hyphens, or is shorter.
fn is_hex(word: &str) -> bool {
    word.len() >= 40 && word.chars().all(|char| char.is_ascii_hexdigit())
}

/// Whether capitals, small letters and digits take turns as they do in no word, name or date.
fn is_random(word: &str) -> bool {
    let class = |char: char| match char {
        'a'..='z' => Some(0),
        'A'..='Z' => Some(1),
        '0'..='9' => Some(2),
        _ => None,
    };
    let classes: Vec<_> = word.chars().map(class).collect();
    let has = |wanted| classes.contains(&Some(wanted));
    let turn = |two: &&[Option<u8>]| two[0] != two[1] && two[0].is_some() && two[1].is_some();
    let turns = classes.windows(2).filter(turn).count();
    // By chance it is two of three; in words with capitals and a number one of four or less.
    has(0) && has(1) && has(2) && turns * 10 >= classes.len() * 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_well_known_services_and_long_random_texts_look_like_secrets() {
        // Put together here, so that no scanner of repositories stops at them.
        for (prefix, rest) in [
            ("sk-", "proj-1234567890abcdefghij"),
            ("sk-", "ant-api03-Zk3vQ8sT1uW0xYbC2dEf"),
            ("ghp_", "16C7e42F292c6912E7710c838347Ae178B4a"),
            ("xoxb-", "17653672481-19874698323-pdFZKVeTuE8sk7oOcHrzzqgy"),
            ("AKIA", "IOSFODNN7EXAMPLE1234"),
            ("dG9r", "OjEyMzQ1Njc4XzEyMzRfNTY3OF8xMjM0OjE6MA=="),
            ("Bearer ", "abcdef1234567890abcdef"),
            ("-----BEGIN ", "PRIVATE KEY-----"),
            (
                "the key is ",
                "wJ4lrXUt3nFEMI9K7MDENG5bPxRfiCY2EXAMP1KEYz, use it",
            ),
            ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
            (
                "https://a.example/?key=",
                "wJ4lrXUt3nFEMI9K7MDENG5bPxRfiCY2EXAMP1KEYz",
            ),
        ] {
            assert!(is_in(&format!("{prefix}{rest}")), "{prefix}…");
        }
    }

    #[test]
    fn ordinary_texts_do_not() {
        for text in [
            "https://help.acme.example/en/articles/8213745-how-to-change-your-delivery-address?utm_source=Messenger2026",
            "/blog/2026/11/The-10-Best-Teas-Of-2026-And-How-We-Brew-Them-At-Home/**",
            "9608802",
            "64f1a2b3c4d5e6f708192a3b",
            "0b5e7a4e-3f0d-4c52-9a57-6a8e3c1d2f4b",
            "0b5e7a4e3f0d4c529a576a8e3c1d2f4b",
            "nexora-production-eu-central-1@acme-tea-company.example",
            "Donaudampfschifffahrtsgesellschaftskapitän",
            "EnterpriseCustomersOfTheYear2026InGermanyAndAustria",
            "enterprise_customers_of_the_year_2026_in_germany",
            "sk-SK",
            "sk-learn and the rest",
            "Ask Bearer of bad news for a colleague",
            "I'm bringing in a colleague. They can see everything we discussed here, so you won't have to repeat it.",
            "conversation.attribute.Last order number before 2026-01-01T00:00:00Z",
            "------------------------------------------------------------",
            "team:Support EMEA 24x7 (Level 1)",
        ] {
            assert!(!is_in(text), "{text}");
        }
    }
}
