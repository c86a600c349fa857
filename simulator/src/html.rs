//! The HTML Intercom keeps, and the plain text it makes of it.

const BLOCKS: [&str; 11] = [
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "ul",
    "ol",
    "li",
    "pre",
    "blockquote",
];

/// What a person typed, as Intercom stores it.
pub(crate) fn from_text(text: &str) -> String {
    format!(
        "<p>{}</p>",
        html_escape::encode_text(text.trim()).replace('\n', "<br>")
    )
}

/// What an API client sent as a body: bare text gets a paragraph, a page loses its `<html><body>`.
pub(crate) fn from_api(body: &str) -> String {
    let mut body = body.trim();
    for (open, close) in [("<html>", "</html>"), ("<body>", "</body>")] {
        body = body.strip_prefix(open).unwrap_or(body);
        body = body.strip_suffix(close).unwrap_or(body).trim();
    }
    let starts_with_a_block =
        tag_at(body).is_some_and(|tag| BLOCKS.contains(&tag_name(tag).as_str()));
    if starts_with_a_block {
        body.to_owned()
    } else {
        format!("<p>{body}</p>")
    }
}

/// Plain text, with a link written as `label (url)`, as `display_as=plaintext` has it.
#[must_use]
pub fn to_text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut link = None;
    let mut rest = html;
    while !rest.is_empty() {
        let Some(tag) = tag_at(rest) else {
            let next = rest
                .char_indices()
                .skip(1)
                .find(|(_, letter)| *letter == '<');
            let end = next.map_or(rest.len(), |(at, _)| at);
            text.push_str(&html_escape::decode_html_entities(&rest[..end]));
            rest = &rest[end..];
            continue;
        };
        rest = &rest[tag.len() + 2..];
        let name = tag_name(tag);
        match (name.as_str(), tag.starts_with('/')) {
            ("br", _) => text.push('\n'),
            ("a", false) => link = attribute(tag, "href"),
            ("a", true) => {
                if let Some(url) = link.take() {
                    text.push_str(&format!(" ({url})"));
                }
            }
            ("img", _) => text.push_str(
                &attribute(tag, "src").map_or_else(String::new, |src| format!("[Image \"{src}\"]")),
            ),
            (block, true) if BLOCKS.contains(&block) && !text.ends_with('\n') => text.push('\n'),
            _ => {}
        }
    }
    text.trim().to_owned()
}

/// The inside of the tag that `rest` begins with; a lone `<` is text.
fn tag_at(rest: &str) -> Option<&str> {
    let inside = rest.strip_prefix('<')?;
    let named = inside.strip_prefix('/').unwrap_or(inside);
    named
        .starts_with(|c: char| c.is_ascii_alphabetic())
        .then_some(())?;
    inside.split_once('>').map(|(tag, _)| tag)
}

fn tag_name(tag: &str) -> String {
    let named = tag.strip_prefix('/').unwrap_or(tag);
    named
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_lowercase()
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, value) = tag.split_once(&format!("{name}="))?;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (value, _) = value[1..].split_once(quote)?;
    Some(html_escape::decode_html_entities(value).into_owned())
}

#[cfg(test)]
mod tests {
    use super::{from_api, from_text, to_text};

    #[test]
    fn typed_markup_is_kept_as_text() {
        let html = from_text("a <b>bold</b> claim\n1 < 2 & 3");
        assert_eq!(
            html,
            "<p>a &lt;b&gt;bold&lt;/b&gt; claim<br>1 &lt; 2 &amp; 3</p>"
        );
        assert_eq!(to_text(&html), "a <b>bold</b> claim\n1 < 2 & 3");
    }

    #[test]
    fn an_api_body_gets_a_paragraph_only_when_it_has_none() {
        assert_eq!(from_api("Goodbye :)"), "<p>Goodbye :)</p>");
        assert_eq!(
            from_api("<p>Hi</p><ul><li>a</li></ul>"),
            "<p>Hi</p><ul><li>a</li></ul>"
        );
        assert_eq!(
            from_api("<html> <body> <h2>Hi</h2> </body> </html>"),
            "<h2>Hi</h2>"
        );
    }

    #[test]
    fn text_may_begin_with_any_letter() {
        assert_eq!(
            to_text("<p>“Größe” → 2 < 3</p><p>茶</p>"),
            "“Größe” → 2 < 3\n茶"
        );
    }

    #[test]
    fn a_link_becomes_label_and_url() {
        let html = r#"<p>See <a href="https://a.example/?x=1&amp;y=2">the guide</a>.</p><ol><li>one</li><li>two</li></ol>"#;
        assert_eq!(
            to_text(html),
            "See the guide (https://a.example/?x=1&y=2).\none\ntwo"
        );
    }
}
