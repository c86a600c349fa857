//! What somebody meant who misspelt a word.

/// ` (did you mean …?)` after a word that is none, if one of the words there are is near.
#[must_use]
pub fn meant(written: &str, words: &[&str]) -> String {
    nearest(written, words.iter().copied())
        .map(|word| format!(" (did you mean `{word}`?)"))
        .unwrap_or_default()
}

/// The word that is nearest, if it is near: a third of its letters may be wrong.
pub fn nearest<'w>(written: &str, words: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let plain = written.to_lowercase();
    let distances = words.into_iter().map(|word| {
        let distance = strsim::damerau_levenshtein(&plain, &word.to_lowercase());
        (distance, word)
    });
    let (distance, word) = distances.min_by_key(|(distance, _)| *distance)?;
    (distance * 3 <= word.chars().count().max(3)).then_some(word)
}

/// Words as a sentence gives the choice: `a`, `b` or `c`.
#[must_use]
pub fn either(words: &[&str]) -> String {
    let quoted: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        None => "nothing".to_owned(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_is_found_and_another_word_is_not() {
        let words = ["reply", "draft", "observe"];
        let found = ["repyl", "Drafts", "obsrve", "silent", "d"].map(|word| nearest(word, words));
        assert_eq!(
            found,
            [Some("reply"), Some("draft"), Some("observe"), None, None]
        );
    }
}
