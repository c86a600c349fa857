//! A simulator by itself, for clients in other languages: `cargo run -p simulator --example serve`.
//!
//! Prints one line of JSON, `{"url", "token", "workspace", "admin", "team", "contact", "conversation"}`, and
//! serves until its standard input ends.

use std::io::Write;
use std::time::UNIX_EPOCH;

use simulator::{
    Admin, Article, Clock, Contact, ConversationAttribute, Intercom, NewWorkspace, Tag, Team,
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let intercom = Intercom::new(Clock::new(unix_seconds));
    let workspace = intercom.add_workspace(NewWorkspace::new("abc123", "demo token"));
    let admin = workspace.add_admin(Admin::new("Bo", "bo@acme.example"));
    let team = workspace.add_team(Team::new("Support", [&admin]));
    let contact = workspace.add_contact(Contact::user("Ana", "ana@shop.example"));
    workspace.add_article(Article::published(
        "Track a parcel",
        "<p>Use the link.</p>",
        "https://help.acme.example/1",
    ));
    workspace.add_conversation_attribute(ConversationAttribute::new("Nexora state", "string"));
    workspace.add_tag(Tag::new("urgent"));
    let conversation = workspace
        .visitor(&contact)
        .starts("Where is my parcel?", Some("https://acme.example/orders"))
        .expect("the contact has just been added");
    let server = intercom.listen("127.0.0.1:0").await?;
    let line = serde_json::json!({
        "url": server.url(), "token": "demo token", "workspace": workspace.id(),
        "admin": admin, "team": team, "contact": contact, "conversation": conversation,
    });
    writeln!(std::io::stdout(), "{line}")?;
    let input_ends =
        tokio::task::spawn_blocking(|| std::io::copy(&mut std::io::stdin(), &mut std::io::sink()));
    input_ends.await.map(drop).map_err(std::io::Error::other)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the example is the edge where time comes in"
)]
fn unix_seconds() -> i64 {
    let since = std::time::SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}
