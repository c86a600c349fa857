//! What somebody may have meant by a misspelt word.

/// The known word with the fewest edits to the one that was written, if it takes no more than a quarter of its letters, and
/// at least one. Of `Europe/Berln` only the last part counts: most of the words have the first one.
pub(super) fn nearest<'k>(
    written: &str,
    known: impl IntoIterator<Item = &'k str>,
) -> Option<&'k str> {
    let last = written.rsplit('/').next().unwrap_or_default();
    let most = (last.chars().count() / 4).max(1);
    known
        .into_iter()
        .map(|known| (strsim::osa_distance(written, known), known))
        .filter(|(edits, _)| *edits <= most)
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, known)| known)
}

/// What an error adds.
pub(super) fn asked(meant: Option<&str>) -> String {
    meant
        .map(|meant| format!("; did you mean `{meant}`?"))
        .unwrap_or_default()
}
