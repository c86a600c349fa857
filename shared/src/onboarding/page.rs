//! The pages an admin sees. One file each, with nothing loaded from anywhere.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use url::Url;

const STYLE: &str = "
:root { color-scheme: light dark; font: 17px/1.55 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 38rem; padding: 4rem 1.25rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 1rem; text-wrap: balance; }
p, ul, ol { margin: 0 0 1rem; }
li { margin: .25rem 0; }
code { font: .92em ui-monospace, monospace; overflow-wrap: anywhere; }
dl { display: grid; gap: .25rem 1.25rem; grid-template-columns: max-content 1fr; margin: 0 0 1.5rem; }
dt { opacity: .7; }
dd { margin: 0; overflow-wrap: anywhere; }
a { color: inherit; text-underline-offset: .2em; }
";

/// A page with a heading and what stands below it.
#[must_use]
pub fn page(title: &str, body: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                title { (title) " · Nexora for Intercom" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    h1 { (title) }
                    (body)
                }
            }
        }
    };
    page.into_string()
}

/// A page that says what went wrong, and what to do about it; and leads back to where an admin looks after workspaces.
#[must_use]
pub fn problem(title: &str, what: &str, next: &str, console: Option<&Url>) -> String {
    let body = html! {
        p { (what) }
        p { (next) }
        @if let Some(console) = console {
            p { a href=(console) { "Back to your workspaces" } }
        }
    };
    page(title, &body)
}
