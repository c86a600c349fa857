//! The HTML of an article, read line by line.

use std::collections::{HashMap, HashSet};

use ammonia::Builder;
use html_escape::decode_html_entities;

use super::text::plain;

/// A line of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line {
    /// A heading of a level from 1 to 6.
    Heading(u8, String),
    /// A paragraph, a list item (“– …”) or a row of a table.
    Text(String),
}

/// What parts lines. Everything else within a line is read through.
const KEPT: &[&str] = &[
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "p",
    "div",
    "br",
    "hr",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "th",
    "td",
    "blockquote",
    "section",
    "article",
    "figure",
    "figcaption",
    "details",
    "summary",
];

/// What is dropped with all that is in it: nothing of it is meant to be read out to a visitor.
const DROPPED: &[&str] = &[
    "script", "style", "nav", "pre", "noscript", "template", "iframe", "object", "svg", "math",
    "form", "button", "select", "textarea", "video", "audio", "title", "head",
];

/// The lines of an article.
///
/// `ammonia` makes well-formed markup of the few tags we read, without attributes and with every `<` of a text escaped,
/// so that what is between two tags is text.
pub(super) fn lines(html: &str) -> Vec<Line> {
    let mut reader = Reader::default();
    let clean = clean(html);
    let mut rest = clean.as_str();
    while let Some(start) = rest.find('<') {
        reader.text(&rest[..start]);
        let Some(end) = rest[start..].find('>') else {
            break;
        };
        reader.tag(&rest[start + 1..start + end]);
        rest = &rest[start + end + 1..];
    }
    reader.text(rest);
    reader.end_line();
    reader.lines
}

fn clean(html: &str) -> String {
    Builder::empty()
        .tags(KEPT.iter().copied().collect())
        .clean_content_tags(DROPPED.iter().copied().collect())
        .generic_attributes(HashSet::new())
        .tag_attributes(HashMap::new())
        .link_rel(None)
        .clean(html)
        .to_string()
}

#[derive(Default)]
struct Reader {
    lines: Vec<Line>,
    line: String,
    /// What the line begins with, once it has a text.
    mark: &'static str,
    heading: Option<u8>,
    cells: usize,
}

impl Reader {
    fn text(&mut self, text: &str) {
        self.line += &decode_html_entities(text).replace(['\n', '\r'], " ");
    }

    fn tag(&mut self, tag: &str) {
        let (name, closes) = match tag.strip_prefix('/') {
            Some(name) => (name, true),
            None => (tag, false),
        };
        match name {
            "td" | "th" => self.cell(closes),
            _ => self.end_line(),
        }
        match name {
            "li" | "ul" | "ol" => self.mark = if name == "li" && !closes { "– " } else { "" },
            "tr" => self.cells = 0,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.heading = (!closes).then(|| name.as_bytes()[1] - b'0');
            }
            _ => {}
        }
    }

    /// “Germany: 2 to 4 days, 4.90 EUR”.
    fn cell(&mut self, closes: bool) {
        if closes {
            self.cells += 1;
        } else {
            self.line.truncate(self.line.trim_end().len());
            self.line += match self.cells {
                0 => "",
                1 => ": ",
                _ => ", ",
            };
        }
    }

    fn end_line(&mut self) {
        let text = plain(&std::mem::take(&mut self.line));
        if text.is_empty() {
            return;
        }
        let mark = std::mem::take(&mut self.mark);
        self.lines.push(match self.heading {
            Some(level) => Line::Heading(level, text),
            None => Line::Text(format!("{mark}{text}")),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(html: &str) -> String {
        let shown = lines(html).into_iter().map(|line| match line {
            Line::Heading(level, text) => format!("{} {text}", "#".repeat(level.into())),
            Line::Text(text) => text,
        });
        shown.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn headings_lists_and_tables_become_lines() {
        let html = r#"<nav><a href="/">Home</a></nav><h1>Tea &amp; you</h1><p>Pay <b>4.90&nbsp;EUR</b>
            or<br>less.</p><ul><li><p>One</p></li><li>Two<ul><li>Nested</li></ul></li></ul>
            <table><tr><th>Land</th><td>2 days</td><td>3 EUR</td></tr></table><div>Loose <a href="x">link</a></div>end"#;
        insta::assert_snapshot!(read(html), @"
        # Tea & you
        Pay 4.90 EUR or
        less.
        – One
        – Two
        – Nested
        Land: 2 days, 3 EUR
        Loose link
        end
        ");
    }

    #[test]
    fn code_and_scripts_are_left_out_and_markup_in_text_stays_text() {
        let html = "<script>alert('x')</script><style>p{}</style><pre>GET /v1</pre><p onclick=x>Type <code>TEA10</code> &lt;b&gt;here&lt;/b&gt;<p>1 < 2 <li>x</p><h2>Open";
        insta::assert_snapshot!(read(html), @"
        Type TEA10 <b>here</b>
        1 < 2
        – x
        ## Open
        ");
    }
}
