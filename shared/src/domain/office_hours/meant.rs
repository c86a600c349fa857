//! What somebody may have meant by a misspelt word.

/// The known word with the fewest edits to the one that was written, if it takes no more than a third of its letters.
pub(super) fn nearest<'k>(
    written: &str,
    known: impl IntoIterator<Item = &'k str>,
) -> Option<&'k str> {
    let most = written.chars().count().div_ceil(3);
    known
        .into_iter()
        .map(|known| (strsim::osa_distance(written, known), known))
        .filter(|(edits, _)| *edits <= most)
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, known)| known)
}
