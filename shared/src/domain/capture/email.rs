//! E-mail addresses in what people write.

use super::Hit;

/// The longest part before the `@`, in characters (RFC 5321).
const LOCAL: usize = 64;

/// Names of pictures have an `@` too: `logo@2x.png`.
const PICTURES: [&str; 6] = ["png", "jpg", "jpeg", "gif", "svg", "webp"];

/// The addresses in a line, first to last.
pub(super) fn in_line(line: &str) -> impl Iterator<Item = Hit<'_>> {
    let ats = line.match_indices('@');
    ats.filter_map(|(at, _)| {
        let written = around(line, at)?;
        Some(Hit {
            written,
            value: written.to_owned(),
        })
    })
}

/// The address around an `@`.
fn around(line: &str, at: usize) -> Option<&str> {
    let (before, after) = (&line[..at], &line[at + 1..]);
    // Who is logged in at a site may stand in its address, with a password.
    let token = before
        .rsplit(char::is_whitespace)
        .next()
        .unwrap_or_default();
    if token.contains("://") {
        return None;
    }
    // More is allowed, and nobody has it: `=` and `/` come before an address, not in it.
    let is_local = |char: char| char.is_alphanumeric() || "._+-'~".contains(char);
    let local = before.trim_end_matches(is_local).len();
    // Quotes and brackets open before an address; a letter or a digit begins it.
    let local =
        before[local..].trim_start_matches(|char: char| !char.is_alphanumeric() && char != '_');
    let is_local = !local.is_empty()
        && local.chars().count() <= LOCAL
        && !local.ends_with('.')
        && !local.contains("..");
    let domain = domain(after)?;
    is_local.then(|| &line[at - local.len()..at + 1 + domain.len()])
}

/// The domain a text begins with.
fn domain(text: &str) -> Option<&str> {
    let is_of_label = |char: char| char.is_alphanumeric() || char == '-';
    let mut end = 0;
    let mut labels = Vec::new();
    loop {
        let rest = &text[end..];
        let label = &rest[..rest.find(|char| !is_of_label(char)).unwrap_or(rest.len())];
        let label = label.trim_end_matches('-');
        if label.is_empty() || label.starts_with('-') {
            break;
        }
        labels.push(label);
        end += label.len();
        if !text[end..].starts_with('.') {
            break;
        }
        end += 1;
    }
    let top = *labels.last()?;
    let is_top = top.chars().count() >= 2
        && top.chars().any(char::is_alphabetic)
        && !PICTURES.iter().any(|end| end.eq_ignore_ascii_case(top));
    (labels.len() >= 2 && is_top).then(|| text[..end].trim_end_matches('.'))
}
