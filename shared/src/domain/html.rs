//! The HTML we send. It is built, never pasted: every text that enters it is escaped.

use std::fmt;

use html_escape::{encode_double_quoted_attribute, encode_text};
use url::Url;

/// HTML made of `p`, `h2`, `ul`, `li`, `b` and `a`, the tags Intercom renders in replies and notes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Html(String);

impl Html {
    /// Adds a heading.
    pub fn heading(&mut self, text: &str) -> &mut Self {
        self.wrap("h2", text)
    }

    /// Adds a paragraph for each line of `text`; empty lines are left out.
    pub fn paragraphs(&mut self, text: &str) -> &mut Self {
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            self.wrap("p", line);
        }
        self
    }

    /// Adds a paragraph `label: text`, the label in bold.
    pub fn labelled(&mut self, label: &str, text: &str) -> &mut Self {
        self.0 += &format!(
            "<p><b>{}:</b> {}</p>",
            encode_text(label),
            encode_text(text)
        );
        self
    }

    /// Adds a list.
    pub fn list(&mut self, items: impl IntoIterator<Item = String>) -> &mut Self {
        self.linked_list(items.into_iter().map(|text| (text, Vec::new())))
    }

    /// Adds a list, each item with the links that belong to it.
    pub fn linked_list(
        &mut self,
        items: impl IntoIterator<Item = (String, Vec<Link>)>,
    ) -> &mut Self {
        self.0 += "<ul>";
        for (text, links) in items {
            self.0 += "<li>";
            self.0 += &encode_text(&text);
            for (nth, link) in links.iter().enumerate() {
                if nth > 0 || !text.is_empty() {
                    self.0.push(' ');
                }
                self.named(link);
            }
            self.0 += "</li>";
        }
        self.0 += "</ul>";
        self
    }

    /// Adds a paragraph with a named link, after some words. A link that is not `http` or `https` is written as its name alone.
    pub fn link(&mut self, words: &str, link: &Link) -> &mut Self {
        self.0 += "<p>";
        self.0 += &encode_text(words);
        self.named(link);
        self.0 += "</p>";
        self
    }

    /// The markup.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn named(&mut self, link: &Link) {
        match link.target() {
            Some(url) => {
                self.0 += &format!(
                    "<a href=\"{}\">{}</a>",
                    encode_double_quoted_attribute(url.as_str()),
                    encode_text(&link.title)
                );
            }
            None => self.0 += &encode_text(&link.title),
        }
    }

    fn wrap(&mut self, tag: &str, text: &str) -> &mut Self {
        self.0 += &format!("<{tag}>{}</{tag}>", encode_text(text));
        self
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The beginning of a text, on one line and cut at a word, so that it takes at most `length` characters of markup before an ellipsis.
/// What no reader sees, and what turns the direction of writing around, is left out.
#[must_use]
pub fn shortened(text: &str, length: usize) -> String {
    let words = text.split(|char: char| char.is_whitespace() || char.is_control());
    let mut line = String::new();
    let mut taken = 0;
    for word in words {
        let mut word = word.chars().filter(|char| !is_unseen(*char)).peekable();
        if word.peek().is_none() {
            continue;
        }
        let before = line.len();
        if before > 0 {
            line.push(' ');
            taken += 1;
        }
        for char in word {
            taken += width(char);
            if taken > length {
                // A word that fills the line by itself is cut within.
                if before > 0 {
                    line.truncate(before);
                }
                line.push_str(" …");
                return line;
            }
            line.push(char);
        }
    }
    line
}

/// How many characters a character takes in markup.
const fn width(char: char) -> usize {
    match char {
        '&' => "&amp;".len(),
        '<' | '>' => "&lt;".len(),
        _ => 1,
    }
}

/// Marks that turn the direction of writing around, and those of no width.
const fn is_unseen(char: char) -> bool {
    matches!(char, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// A named link.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Link {
    /// What it is called.
    pub title: String,
    /// Where it leads.
    pub url: String,
}

impl Link {
    /// Reads `label (url)`, as Intercom writes a link in plain text.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let text = text.trim();
        let read = text.strip_suffix(')').and_then(|rest| {
            let at = rest.rfind(" (http")?;
            Some((&rest[..at], &rest[at + " (".len()..]))
        });
        let (title, url) = read.unwrap_or((text, text));
        Self {
            title: title.trim().to_owned(),
            url: url.to_owned(),
        }
    }

    /// Where it leads, as it is written in markup; none where it is not `http` or `https`.
    fn target(&self) -> Option<Url> {
        Url::parse(&self.url)
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_never_becomes_markup() {
        let mut html = Html::default();
        html.paragraphs("<script>alert(1)</script>\n\n a & b ")
            .labelled("Page <1>", "\"/x\"")
            .list(["<b>".to_owned()])
            .linked_list([(
                "<i>".to_owned(),
                vec![
                    Link::read("Tea & <cups> (EU) (https://x.example/a_(b)?c=\"d\"&e)"),
                    Link::read("no link"),
                ],
            )])
            .link(
                "See ",
                &Link {
                    title: "</a><b>".to_owned(),
                    url: "https://x.example/\"onclick=1".to_owned(),
                },
            )
            .link(
                "See ",
                &Link {
                    title: "no".to_owned(),
                    url: "javascript:alert(1)".to_owned(),
                },
            );
        insta::assert_snapshot!(html.as_str().replace("><", ">\n<"), @r#"
        <p>&lt;script&gt;alert(1)&lt;/script&gt;</p>
        <p>a &amp; b</p>
        <p>
        <b>Page &lt;1&gt;:</b> "/x"</p>
        <ul>
        <li>&lt;b&gt;</li>
        </ul>
        <ul>
        <li>&lt;i&gt; <a href="https://x.example/a_(b)?c=%22d%22&amp;e">Tea &amp; &lt;cups&gt; (EU)</a> no link</li>
        </ul>
        <p>See <a href="https://x.example/%22onclick=1">&lt;/a&gt;&lt;b&gt;</a>
        </p>
        <p>See no</p>
        "#);
    }

    #[test]
    fn a_text_is_cut_at_a_word_and_measured_as_markup() {
        for (text, length, short) in [
            ("one two three", 13, "one two three"),
            ("one two three", 12, "one two …"),
            (" one\n\ttwo\u{202e} \u{200b} ", 10, "one two"),
            ("onetwothree", 6, "onetwo …"),
            ("a & b", 9, "a & b"),
            ("a & b", 8, "a & …"),
            ("<<<", 8, "<< …"),
            ("👩‍👩‍👧 ok", 20, "👩‍👩‍👧 ok"),
            ("", 3, ""),
        ] {
            assert_eq!(shortened(text, length), short, "{text}");
        }
        for char in ['&', '<', '>', '"', '\'', 'ä'] {
            let written = encode_text(&char.to_string()).chars().count();
            assert_eq!(width(char), written, "{char}");
        }
    }
}
