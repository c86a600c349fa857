//! The page's files, in the binary.

use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

macro_rules! files {
    ($($name:literal)+) => {
        /// Each file's name and content.
        const FILES: &[(&str, &str)] = &[$(($name, include_str!(concat!("../../page/", $name))),)+];
    };
}

files! {
    "announcer.js" "api.js" "app.js" "arrival.js" "attempt.js" "changes.js" "choices.js" "clock.js" "composer.js"
    "configuration.js" "connection.js" "conversation.js" "details.js" "dom.js" "editor.js" "feed.js" "icon.svg" "inbox.js"
    "index.html" "islands.js" "messenger.js" "office.js" "options.js" "part.js" "queue.js" "rating.js" "recipes.js" "regions.js" "row.js" "sanitiser.js" "seat.js"
    "snooze.js" "style.css" "teammate.js" "thread.js" "trace.js" "visitor.js" "why.js" "workspace.js"
}

/// Nothing from elsewhere, no inline script, no framing.
const POLICY: &str = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Serves a file.
pub async fn serve(uri: Uri) -> Response {
    let name = match uri.path() {
        "/" => "index.html",
        path => path.trim_start_matches('/'),
    };
    let Some((_, content)) = FILES.iter().find(|(known, _)| *known == name) else {
        return (StatusCode::NOT_FOUND, "There is nothing at this address.").into_response();
    };
    let kind = match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "text/javascript; charset=utf-8",
    };
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, *content).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_page_is_in_the_binary() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/page");
        let mut there: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        there.sort();
        assert_eq!(
            FILES.iter().map(|(name, _)| *name).collect::<Vec<_>>(),
            there
        );
    }
}
