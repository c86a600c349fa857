use serde_json::{Value, json};

use super::pages::Wanted;
use crate::article::Article;
use crate::desk::Desk;
use crate::refusal::Refusal;
use crate::rest::call::Call;

const PER_PAGE: usize = 10;

pub(crate) fn list(desk: &Desk<'_>, call: &Call) -> Result<Value, Refusal> {
    let page = Wanted::from_query(call, 25)?
        .cut(desk.workspace.articles.iter().collect(), |article| {
            (article.created_at, article.id.clone())
        });
    let data: Vec<Value> = page
        .entries
        .iter()
        .map(|article: &&Article| article.json(desk.workspace))
        .collect();
    Ok(json!({ "type": "list", "pages": page.pages, "total_count": page.total, "data": data }))
}

pub(crate) fn find(desk: &Desk<'_>, id: &str) -> Result<Value, Refusal> {
    let found = desk
        .workspace
        .articles
        .iter()
        .find(|article| article.id == id);
    found
        .map(|article| article.json(desk.workspace))
        .ok_or_else(|| Refusal::not_found("Resource Not Found"))
}

/// The best match first; nothing looked for finds everything.
pub(crate) fn search(desk: &Desk<'_>, call: &Call) -> Result<Value, Refusal> {
    let words = words(call.query("phrase").unwrap_or_default());
    let state = call.query("state").filter(|state| *state != "all");
    let found: Vec<(usize, &Article)> = desk
        .workspace
        .articles
        .iter()
        .filter(|article| state.is_none_or(|state| article.state == state))
        .map(|article| (article.relevance(&words), article))
        .filter(|(relevance, _)| words.is_empty() || *relevance > 0)
        .collect();
    let best_first = |found: &(usize, &Article)| {
        (
            i64::try_from(found.0).unwrap_or(i64::MAX),
            found.1.id.clone(),
        )
    };
    let page = Wanted::from_query(call, PER_PAGE)?.cut(found, best_first);
    let articles: Vec<Value> = page
        .entries
        .iter()
        .map(|(_, article)| article.json(desk.workspace))
        .collect();
    let highlights: Vec<Value> = match call.query("highlight") {
        Some("true") => page
            .entries
            .iter()
            .map(|(_, article)| article.highlight(&words))
            .collect(),
        _ => Vec::new(),
    };
    Ok(json!({
        "type": "list",
        "total_count": page.total,
        "data": { "articles": articles, "highlights": highlights },
        "pages": page.pages,
    }))
}

/// Short words say nothing about an article.
fn words(phrase: &str) -> Vec<String> {
    let words = phrase
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 2);
    words.map(str::to_lowercase).collect()
}
