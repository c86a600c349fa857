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
        self.0 += "<ul>";
        for item in items {
            self.wrap("li", &item);
        }
        self.0 += "</ul>";
        self
    }

    /// Adds a paragraph with a named link, after some words. A link that is not `http` or `https` is written as its name alone.
    pub fn link(&mut self, words: &str, link: &Link) -> &mut Self {
        self.0 += "<p>";
        self.0 += &encode_text(words);
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
        self.0 += "</p>";
        self
    }

    /// The markup.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
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

/// A named link.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Link {
    /// What it is called.
    pub title: String,
    /// Where it leads.
    pub url: String,
}

impl Link {
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
        <p>See <a href="https://x.example/%22onclick=1">&lt;/a&gt;&lt;b&gt;</a>
        </p>
        <p>See no</p>
        "#);
    }
}
