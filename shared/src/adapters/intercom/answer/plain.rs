//! Bodies as text, where Intercom has them as HTML only.

use html_escape::decode_html_entities;

/// What ends a line when it ends.
const BLOCKS: [&str; 10] = [
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "li",
    "ul",
    "ol",
    "pre",
    "blockquote",
];

/// The text of a body. A `<` that begins no tag is text.
pub(super) fn text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&decode_html_entities(&rest[..at]));
        let behind = &rest[at + 1..];
        let begins = behind.trim_start_matches('/');
        let end = behind.find('>');
        match end.filter(|_| begins.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!')) {
            Some(end) => {
                ends_line(&behind[..end]).then(|| text.push('\n'));
                rest = &behind[end + 1..];
            }
            None => {
                text.push('<');
                rest = behind;
            }
        }
    }
    text.push_str(&decode_html_entities(rest));
    text.trim().to_owned()
}

fn ends_line(tag: &str) -> bool {
    let name = |tag: &str| {
        let end = tag.find(|c: char| !c.is_ascii_alphanumeric());
        tag[..end.unwrap_or(tag.len())].to_ascii_lowercase()
    };
    match tag.strip_prefix('/') {
        Some(closed) => BLOCKS.contains(&name(closed).as_str()),
        None => name(tag) == "br",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_go_lines_and_entities_stay() {
        for (html, said) in [
            ("<p>Hello</p>", "Hello"),
            ("<p>One<br/>two</p><p>three &lt;3</p>", "One\ntwo\nthree <3"),
            (
                r#"See <a href="https://a.example/?a=1">this</a> <b>now</b>"#,
                "See this now",
            ),
            ("1 < 2 <- three", "1 < 2 <- three"),
            ("<P class=\"x\">Grüße 👋</P>", "Grüße 👋"),
            ("cut <p", "cut <p"),
            ("", ""),
        ] {
            assert_eq!(text(html), said, "{html}");
        }
    }
}
