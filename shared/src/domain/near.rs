//! What somebody meant who mistyped a word.

/// The one of the known words that is written almost like this one; none when none is.
///
/// Capitals, spaces and hyphens count little: who writes `Reply` or `hand-off` means `reply` and `hand_off`.
pub fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let wanted = plain(word);
    let most = (wanted.chars().count() / 3).clamp(1, 3);
    let mut best = None;
    for known in known {
        let distance = strsim::damerau_levenshtein(&wanted, &plain(known));
        if distance <= most && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, known));
        }
    }
    best.map(|(_, known)| known)
}

fn plain(word: &str) -> String {
    let same = |char| if matches!(char, ' ' | '-') { '_' } else { char };
    word.trim().to_lowercase().chars().map(same).collect()
}

/// Words as a sentence lists them: `a, b and c`.
#[must_use]
pub fn listed(words: &[&str]) -> String {
    let quoted: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        None => "none".to_owned(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_understood_and_another_word_is_not() {
        let meant = |word| nearest(word, ["reply", "draft", "observe", "hand_off", "mon", "to"]);
        let words = [
            "Reply", "drafts", "obesrve", "hand-off", "handoff", "mo", "shout", "",
        ];
        insta::assert_debug_snapshot!(words.map(meant).map(Option::unwrap_or_default), @r#"
        [
            "reply",
            "draft",
            "observe",
            "hand_off",
            "hand_off",
            "mon",
            "",
            "",
        ]
        "#);
    }
}
