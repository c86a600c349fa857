//! Literal phrases in what a visitor wrote.

/// Whether a text has a phrase in it, as whole words. Upper and lower case, and how words are spaced, do not matter.
#[must_use]
pub fn is_in(phrase: &str, text: &str) -> bool {
    let (phrase, text) = (plain(phrase), plain(text));
    if phrase.is_empty() {
        return false;
    }
    text.match_indices(&phrase).any(|(at, found)| {
        let (before, after) = (&text[..at], &text[at + found.len()..]);
        !goes_on(before.chars().next_back(), found.chars().next())
            && !goes_on(found.chars().next_back(), after.chars().next())
    })
}

/// Lower case, words one space apart.
fn plain(text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ").replace('’', "'")
}

/// Whether two neighbouring characters are of one word. Scripts that put no space between words have letters without
/// case; there a phrase may stand anywhere.
fn goes_on(left: Option<char>, right: Option<char>) -> bool {
    let in_word = |c: char| c.is_numeric() || (c.is_lowercase() && c.is_alphabetic());
    left.is_some_and(in_word) && right.is_some_and(in_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_whole_words_in_any_case_and_spacing() {
        for (phrase, text, holds) in [
            ("refund", "I want a REFUND!", true),
            ("refund", "refunds are slow", false),
            ("cancel my account", "please cancel\n  my account.", true),
            ("cancel my account", "cancel account", false),
            ("don't work", "they don’t work", true),
            ("v2", "the v2.1 app", true),
            ("v2", "the v21 app", false),
            ("größe", "Welche GRÖßE?", true),
            ("退款", "我想退款", true),
            ("", "anything", false),
            ("?", "really?", true),
        ] {
            assert_eq!(is_in(phrase, text), holds, "{phrase} in {text}");
        }
    }
}
