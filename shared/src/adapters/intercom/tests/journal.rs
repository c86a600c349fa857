//! Every try is entered: which endpoint, how it ended, how much of the window is left.

use super::bench::{Bench, conversation, reply, us, with_parts};
use super::server::Answer;
use crate::domain::attribute::Object;
use crate::ports::intercom::Intercom;
use crate::ports::journal::Entry;

fn shown(entry: &Entry) -> String {
    let Entry {
        source,
        name,
        ok,
        what,
        ..
    } = entry;
    let workspace = entry.workspace.as_ref().unwrap();
    let conversation = entry.conversation.as_ref().map_or("-", |id| id.as_str());
    // A cause is in the words of the system below; that there is one is enough.
    let details: Vec<_> = entry
        .details
        .iter()
        .map(|(name, value)| {
            if name == "cause" {
                name.clone()
            } else {
                format!("{name}={value}")
            }
        })
        .collect();
    format!(
        "{source} {workspace} {conversation} {name} ok={ok} {what:?} {}",
        details.join(" ")
    )
}

#[tokio::test]
async fn every_try_is_an_entry() {
    let bench = Bench::playing([
        Answer::error(500, "server_error"),
        Answer::json(200, with_parts("")).with("X-RateLimit-Remaining", "1665"),
        Answer::HangsUp,
        Answer::error(422, "parameter_invalid").with("X-RateLimit-Remaining", "1664"),
        Answer::json(200, "{}"),
        Answer::json(200, r#"{"admins":{"name":"Ada"}}"#),
    ]);
    bench.grant.conversation(&conversation()).await.unwrap();
    bench
        .grant
        .post(&conversation(), &us(), &reply())
        .await
        .unwrap_err();
    bench
        .grant
        .set_attributes(&Object::Conversation(conversation()), &[])
        .await
        .unwrap_err();
    bench.grant.contact(&"69".parse().unwrap()).await.unwrap();
    bench.grant.directory().await.unwrap_err();
    let entries = bench.world.entries();
    assert!(entries.iter().all(|entry| entry.took.is_some()));
    insta::assert_snapshot!(entries.iter().map(shown).collect::<Vec<_>>().join("\n"), @r#"
    intercom abc123def 215472621202693 GET /conversations/{id} ok=false "whether Intercom took the request is unknown" status=500 cause
    intercom abc123def 215472621202693 GET /conversations/{id} ok=true "Intercom answered" status=200 remaining=1665
    intercom abc123def 215472621202693 POST /conversations/{id}/reply ok=false "whether Intercom took the request is unknown" cause
    intercom abc123def 215472621202693 PUT /conversations/{id} ok=false "Intercom refused the request with 422 (parameter_invalid)" status=422 remaining=1664
    intercom abc123def - GET /contacts/{id} ok=true "Intercom answered" status=200
    intercom abc123def - GET /admins ok=false "Intercom's answer differs from what it documents at admins" status=200
    "#);
}
