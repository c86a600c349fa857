//! Text as people and editors write it, made plain.

use unicode_segmentation::UnicodeSegmentation;

/// `text` without control and zero-width characters, one space between words, without empty lines.
pub(super) fn plain(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let visible: String = line
            .chars()
            .filter(|character| !is_hidden(*character))
            .collect();
        visible.split_whitespace().collect::<Vec<_>>().join(" ")
    });
    lines
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

/// The sentences of a plain text, line by line.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .flat_map(UnicodeSegmentation::unicode_sentences)
        .map(str::trim)
}

/// At most `longest` characters of `text`, cut between words and marked where something was left out.
pub(super) fn shortened(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest {
        return text.to_owned();
    }
    let kept: String = text.chars().take(longest.saturating_sub(1)).collect();
    let end = kept.rfind(char::is_whitespace).unwrap_or(kept.len());
    format!("{}…", kept[..end].trim_end())
}

/// Controls (tabs are blanks), soft hyphens, joiners, direction marks, tags and the byte order mark.
fn is_hidden(character: char) -> bool {
    (character.is_control() && character != '\t')
        || matches!(
            character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_and_extra_blanks_are_gone() {
        assert_eq!(
            plain("\u{feff}re\u{200b}fund\u{202e}\u{7}  \tnow\n\n \u{200d}\n ok "),
            "refund now\nok"
        );
    }

    #[test]
    fn sentences_end_at_marks_and_lines() {
        let text = "Hi there! It costs 4.90 EUR, e.g. for you.\nHow so?";
        assert_eq!(
            sentences(text).collect::<Vec<_>>(),
            ["Hi there!", "It costs 4.90 EUR, e.g. for you.", "How so?"]
        );
    }

    #[test]
    fn a_long_text_is_cut_between_words() {
        assert_eq!(shortened("one two three", 13), "one two three");
        assert_eq!(shortened("one two three", 10), "one two…");
        assert_eq!(shortened("überlang", 4), "übe…");
    }
}
