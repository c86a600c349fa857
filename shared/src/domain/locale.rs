//! Languages as Intercom and people write them: `de`, `de-AT`, `pt_BR`.

/// A locale in one spelling: upper and lower case, `-` and `_` are the same.
#[must_use]
pub fn plain(locale: &str) -> String {
    locale.trim().to_lowercase().replace('_', "-")
}

/// Whether a locale is another one, or a kind of it: `de-AT` is `de`.
#[must_use]
pub fn speaks(locale: &str, wanted: &str) -> bool {
    let (locale, wanted) = (plain(locale), plain(wanted));
    locale
        .strip_prefix(&wanted)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}
