//! The pages that an admin sees. They work without JavaScript.

use html_escape::{encode_double_quoted_attribute as attribute, encode_text as text};

use crate::region::Region;

const STYLE: &str = "\
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 0; }
main { max-width: 30rem; margin: 10vh auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; line-height: 1.25; text-wrap: balance; }
p { margin: 0 0 1.25rem; }
label { display: block; margin-bottom: .25rem; font-weight: 600; }
select, button { font: inherit; min-height: 2.75rem; padding: .25rem .9rem; border: 1px solid #8b8d88; border-radius: 8px; }
select { width: 100%; }
button { margin-right: .5rem; background: none; color: inherit; cursor: pointer; }
button[value=authorize] { border-color: #1d4ed8; background: #1d4ed8; color: #fff; }
:focus-visible { outline: 2px solid #1d4ed8; outline-offset: 2px; }
small { color: light-dark(#5b5f5c, #a3a8a5); }";

/// A workspace that the app may be let into.
pub(super) struct Choice<'a> {
    pub(super) workspace_id: &'a str,
    pub(super) workspace: &'a str,
    pub(super) admin: &'a str,
    pub(super) region: Region,
}

/// Asks which workspace the app may enter. The form's URL repeats the query as it came: a field of the form
/// would not bring every `state` back unchanged, for browsers rewrite line ends.
pub(super) fn question(app: &str, query: &str, choices: &[Choice<'_>]) -> String {
    let action = format!("?{query}");
    let action = attribute(&action);
    let app = text(app);
    let fields = if choices.is_empty() {
        "<p>There is no workspace with an admin who could authorize it.</p>".to_owned()
    } else {
        let options: String = choices.iter().map(option).collect();
        format!(
            "<p>It will read and write in the workspace on behalf of the admin.</p>
<p><label for=\"workspace\">Workspace</label>
<select id=\"workspace\" name=\"workspace_id\">{options}
</select></p>"
        )
    };
    let authorize = if choices.is_empty() {
        ""
    } else {
        "<button name=\"decision\" value=\"authorize\">Authorize access</button>\n"
    };
    document(
        &format!("Authorize {app}"),
        &format!(
            "<h1>{app} wants access to your Intercom workspace</h1>
<form method=\"post\" action=\"{action}\">
{fields}
<p>{authorize}<button name=\"decision\" value=\"cancel\">Cancel</button></p>
</form>"
        ),
    )
}

/// Says why nobody is asked.
pub(super) fn problem(sentence: &str) -> String {
    let sentence = text(sentence);
    document(
        "Cannot authorize",
        &format!("<h1>This app cannot be authorized</h1>\n<p>{sentence}</p>"),
    )
}

fn option(choice: &Choice<'_>) -> String {
    let Choice {
        workspace_id,
        workspace,
        admin,
        region,
    } = choice;
    format!(
        "\n<option value=\"{}\">{} ({}, {}), as {}</option>",
        attribute(workspace_id),
        text(workspace),
        text(workspace_id),
        region.name(),
        text(admin),
    )
}

fn document(title: &str, main: &str) -> String {
    format!(
        "<!doctype html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<title>{title} · simulated Intercom</title>
<style>
{STYLE}
</style>
</head>
<body>
<main>
{main}
<p><small>This page is the simulated Intercom's.</small></p>
</main>
</body>
</html>
"
    )
}
