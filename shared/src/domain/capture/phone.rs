//! Phone numbers in what people write, in their international form.

use super::Hit;

/// How many digits such a number has, its country's included (E.164).
const DIGITS: std::ops::RangeInclusive<usize> = 8..=15;

/// The numbers in a line, first to last, as `+` and digits.
pub(super) fn in_line(line: &str) -> impl Iterator<Item = Hit<'_>> {
    line.match_indices('+').filter_map(|(at, _)| {
        let before = line[..at].chars().next_back();
        let is_first = !before.is_some_and(|char| char.is_alphanumeric() || char == '+');
        is_first.then(|| from(&line[at..])).flatten()
    })
}

/// The number a text begins with.
fn from(text: &str) -> Option<Hit<'_>> {
    let is_between = |char: char| " \u{a0}\u{202f}-.–/()".contains(char);
    let is_of_number = |char: char| char.is_ascii_digit() || is_between(char);
    let rest = &text[1..];
    let end = rest.find(|char| !is_of_number(char)).unwrap_or(rest.len());
    // “+12345678abc” is something else.
    let is_cut = rest[..end].ends_with(|char: char| char.is_ascii_digit())
        && rest[end..].starts_with(char::is_alphanumeric);
    let rest = rest[..end].trim_end_matches(is_between);
    // “+49 (0)89 …”: the zero is dialled inside the country only.
    let digits: String = rest
        .replace("(0)", "")
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    let is_number = rest.starts_with(|char: char| char.is_ascii_digit() && char != '0');
    (is_number && !is_cut && DIGITS.contains(&digits.len())).then(|| Hit {
        written: &text[..=rest.len()],
        value: format!("+{digits}"),
    })
}
