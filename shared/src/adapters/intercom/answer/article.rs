//! Help Center articles.

use serde::Deserialize;

use crate::id::ArticleId;
use crate::ports::knowledge;

/// `GET /articles/{id}`
#[derive(Debug, Deserialize)]
pub(crate) struct Article {
    id: ArticleId,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    body: Option<String>,
    #[serde(default)]
    state: Option<String>,
}

/// `GET /articles/search`
#[derive(Debug, Deserialize)]
pub(crate) struct Search {
    #[serde(default)]
    data: Option<Results>,
}

#[derive(Debug, Deserialize)]
struct Results {
    #[serde(default)]
    articles: Option<Vec<Article>>,
}

impl Article {
    /// The article; `None` for a draft.
    pub(crate) fn published(self) -> Option<knowledge::Article> {
        self.state
            .is_none_or(|state| state == "published")
            .then(|| knowledge::Article {
                id: self.id,
                title: self.title.unwrap_or_default(),
                url: self.url.filter(|url| !url.is_empty()),
                html: self.body.unwrap_or_default(),
            })
    }
}

impl From<Search> for Vec<knowledge::Found> {
    fn from(search: Search) -> Self {
        let articles = search
            .data
            .and_then(|results| results.articles)
            .into_iter()
            .flatten();
        articles
            .filter_map(Article::published)
            .map(|article| knowledge::Found {
                id: article.id,
                title: article.title,
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_finds_published_articles_in_intercoms_order() {
        let search: Search = serde_json::from_str(
            r#"{"type":"list","total_count":3,"data":{"articles":[
                {"id":"55","type":"article","title":"Refunds","body":"<p>…</p>","state":"published","url":"https://help.acme.example/55"},
                {"id":"56","title":"Secret plans","state":"draft","url":null},
                {"id":12,"title":null}],"highlights":[]},"pages":{"type":"pages","page":1}}"#,
        )
        .unwrap();
        insta::assert_debug_snapshot!(Vec::from(search), @r#"
        [
            Found {
                id: 55,
                title: "Refunds",
            },
            Found {
                id: 12,
                title: "",
            },
        ]
        "#);
    }

    #[test]
    fn an_article_without_an_address_or_a_text_is_one() {
        let article: Article =
            serde_json::from_str(r#"{"id":7,"title":"Empty","body":null,"url":""}"#).unwrap();
        insta::assert_debug_snapshot!(article.published(), @r#"
        Some(
            Article {
                id: 7,
                title: "Empty",
                url: None,
                html: "",
            },
        )
        "#);
    }
}
