//! A part of an article that can be an answer.

use super::markup::{Line, lines};
use super::text::{plain, shortened};
use crate::ports::knowledge::Article;

mod pieces;

use self::pieces::pieces;

/// The longest answer, in characters: what is read in a messenger without scrolling.
pub(super) const LONGEST: usize = 600;

/// The longest title and heading, in characters.
const LONGEST_TITLE: usize = 150;

/// How many passages of one article are read. A longer article is a book, and answers nothing.
const MOST: usize = 100;

/// Beginnings of lines that tell what an article is about and nothing else.
const ANNOUNCING: &[&str] = &[
    "this article",
    "in this article",
    "this guide",
    "in this guide",
    "learn how",
    "read on",
    "dieser artikel",
    "in diesem artikel",
    "cet article",
    "dans cet article",
    "este artículo",
    "en este artículo",
];

/// A section of an article, or a piece of a long one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Passage {
    /// The article's title.
    pub(super) title: String,
    /// The article's address.
    pub(super) url: Option<String>,
    /// The headings above it, the outermost first; empty above the first one.
    pub(super) headings: Vec<String>,
    /// Its lines.
    pub(super) text: String,
}

impl Passage {
    /// The passages of an article, in its order.
    pub(super) fn all_of(article: &Article) -> Vec<Self> {
        let title = shortened(&plain(&article.title).replace('\n', " "), LONGEST_TITLE);
        let mut passages = Vec::new();
        let mut headings: Vec<(u8, String)> = Vec::new();
        let mut section: Vec<String> = Vec::new();
        let mut close = |headings: &[(u8, String)], section: &mut Vec<String>| {
            let headings: Vec<String> = headings.iter().map(|(_, text)| text.clone()).collect();
            let room = LONGEST.saturating_sub(
                headings
                    .last()
                    .map_or(0, |heading| heading.chars().count() + 1),
            );
            for text in pieces(std::mem::take(section), room) {
                passages.push(Self {
                    title: title.clone(),
                    url: article.url.clone(),
                    headings: headings.clone(),
                    text,
                });
            }
        };
        for line in lines(&article.html) {
            match line {
                Line::Heading(level, text) => {
                    close(&headings, &mut section);
                    headings.retain(|(above, _)| *above < level);
                    headings.push((level, shortened(&text, LONGEST_TITLE)));
                }
                Line::Text(text) => section.push(text),
            }
        }
        close(&headings, &mut section);
        let announcing = |passage: &Self| {
            ANNOUNCING
                .iter()
                .any(|start| passage.text.to_lowercase().starts_with(start))
                && !passage.text.contains('\n')
        };
        if passages.iter().any(|passage| !announcing(passage)) {
            passages.retain(|passage| !announcing(passage));
        }
        passages.truncate(MOST);
        passages
    }

    /// What the visitor reads: the nearest heading, unless the title says the same, and the lines.
    pub(super) fn shown(&self) -> String {
        match self.headings.last() {
            Some(heading) if *heading != self.title => format!("{heading}\n{}", self.text),
            _ => self.text.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::ArticleId;

    fn article(html: &str) -> Article {
        Article {
            id: ArticleId::try_from("1").unwrap(),
            title: " Gift\u{200b} cards ".to_owned(),
            url: None,
            html: html.to_owned(),
        }
    }

    #[test]
    fn a_passage_is_a_section_with_its_headings() {
        let html = "<p>In this article we talk about gift cards.</p><h2>Buying</h2><h3>Online</h3><p>Choose an amount.</p><ul><li>20 EUR</li><li>50 EUR</li></ul><h2>Gift cards</h2><p>Expire never.</p>";
        let shown: Vec<(Vec<String>, String)> = Passage::all_of(&article(html))
            .into_iter()
            .map(|passage| (passage.headings.clone(), passage.shown()))
            .collect();
        insta::assert_json_snapshot!(shown, @r#"
        [
          [
            [
              "Buying",
              "Online"
            ],
            "Online\nChoose an amount.\n– 20 EUR\n– 50 EUR"
          ],
          [
            [
              "Gift cards"
            ],
            "Expire never."
          ]
        ]
        "#);
    }

    #[test]
    fn a_long_section_is_cut_at_sentences_and_a_list_keeps_its_introduction() {
        let html = format!(
            "<p>{}</p><p>{}</p><p>You need:</p><ul><li>{}</li></ul>",
            "Water is hot. ".repeat(50),
            "x".repeat(560),
            "y".repeat(300)
        );
        let texts: Vec<String> = Passage::all_of(&article(&html))
            .into_iter()
            .map(|passage| passage.text)
            .collect();
        let shapes: Vec<(usize, String)> = texts
            .iter()
            .map(|text| {
                (
                    text.chars().count(),
                    text.lines()
                        .last()
                        .unwrap_or_default()
                        .chars()
                        .take(13)
                        .collect(),
                )
            })
            .collect();
        insta::assert_json_snapshot!(shapes, @r#"
        [
          [
            587,
            "Water is hot."
          ],
          [
            111,
            "Water is hot."
          ],
          [
            560,
            "xxxxxxxxxxxxx"
          ],
          [
            312,
            "– yyyyyyyyyyy"
          ]
        ]
        "#);
        assert!(
            texts.iter().all(|text| text.chars().count() <= LONGEST),
            "{texts:?}"
        );
        assert!(
            texts.last().unwrap().starts_with("You need:\n– y"),
            "{texts:?}"
        );
    }

    #[test]
    fn an_article_without_text_has_no_passage() {
        assert_eq!(
            Passage::all_of(&article("<h1>Gift cards</h1><script>x</script>")),
            []
        );
    }

    proptest::proptest! {
        #[test]
        fn no_html_makes_a_passage_too_long_or_empty(html in "(<(h2|p|li|td|ul|pre|x)>|</(p|li|ul)>|[a-zäß .:&;<\u{200b}]{0,80}|x{300,700}){0,20}") {
            for passage in Passage::all_of(&article(&html)) {
                let length = passage.shown().chars().count();
                proptest::prop_assert!((1..=LONGEST).contains(&length), "{length}: {passage:?}");
            }
        }
    }
}
