//! What keeps a workspace from working is found, and what to do about it said.

use std::sync::Arc;

use harness::Desk;
use harness::shop::{ADA, ANA, BEN, NEXORA, SHOP};
use insta::assert_snapshot;
use local::feed::Feed;
use local::seed;
use shared::adapters::intercom::{Client, Timeouts};
use shared::checkup::{self, State};
use shared::id::WorkspaceId;
use simulator::{ConversationAttribute, Fault, FaultKind};

const QUESTION: &str = "How do I brew green tea?";

/// What is found, without what is good.
pub(crate) async fn found(desk: &Desk) -> String {
    looked_at(desk, State::Note).await
}

async fn looked_at(desk: &Desk, least: State) -> String {
    let workspace = WorkspaceId::try_from(seed::WORKSPACE).unwrap();
    let ports = &desk.ports;
    let place = ports.place();
    let journal = Arc::new(Feed::new(ports.clock.clone(), Vec::new()));
    let client = Client::new(Timeouts::default(), ports.clock.clone(), journal).unwrap();
    let checkup = checkup::examine(place, &workspace, |_, token| {
        client.grant(desk.host(), token, workspace.clone())
    });
    let checkup = checkup.await.unwrap();
    let checks = checkup.checks.iter().filter(|check| check.state >= least);
    let lines = checks.map(|check| {
        let fix = check.fix.as_ref().map(|fix| format!("\n  → {fix}"));
        format!(
            "{:?} {}: {}{}",
            check.state,
            check.of,
            check.found,
            fix.unwrap_or_default()
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn id(desk: &Desk, name: &str) -> String {
    let admins = desk.acme.view().admins;
    admins
        .into_iter()
        .find(|admin| admin.name == name)
        .unwrap()
        .id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workspace_that_works_is_well_but_for_what_never_happened() {
    let desk = Desk::open().await;
    assert_snapshot!(found(&desk).await, @"
    Trouble topics: no notification ever arrived
      → set the Endpoint URL and tick the topics in Developer Hub → your app → Webhooks, and send a message in the Messenger
    ");
    desk.acme.send_boilerplate(false);
    let _ = desk.asks(ANA, SHOP, QUESTION);
    desk.settled().await;
    assert_snapshot!(looked_at(&desk, State::Good).await, @"
    Good configuration: version 1, 6 rules
    Good token: Intercom accepts it
    Good seat: Nexora has an inbox seat
    Good teams: in each somebody is there now
    Good names: everything the configuration names is there
    Good permissions: “Read conversations” is given
    Good permissions: “Read and list users and companies” is given
    Good permissions: “Read and List articles” is given
    Good auto-replies: nobody but people and the agent wrote in the newest 1 conversations
    Note topics: the last arrived on 2026-03-10; never arrived: conversation.user.replied, conversation.admin.assigned, conversation.admin.open.assigned, conversation.admin.closed, conversation.admin.opened, conversation.admin.snoozed, conversation.admin.unsnoozed, conversation.admin.noted, conversation.operator.replied, conversation.rating.added, conversation.deleted, conversation_part.redacted, admin.away_mode_updated, admin.added_to_workspace, admin.removed_from_workspace
      → see that they are ticked in Developer Hub → your app → Webhooks → Topics; it is all right if nothing of the kind has happened yet
    ");
    let writes: Vec<_> = desk
        .calls()
        .into_iter()
        .filter(|call| call.starts_with("POST /conversations/attributes"))
        .collect();
    assert!(writes.is_empty(), "to look changes nothing: {writes:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_changed_in_the_workspace_is_named_with_what_to_do() {
    let desk = Desk::open().await;
    let _ = desk.asks(ANA, SHOP, QUESTION);
    desk.settled().await;
    let support = desk.acme.view().teams[0].id.clone();
    desk.acme.renames_team(&support, "Care");
    desk.acme.deletes_segment("Champions");
    desk.acme.seats(&id(&desk, NEXORA), false).unwrap();
    for name in [ADA, BEN] {
        desk.acme
            .teammate(&id(&desk, name))
            .goes_away(true)
            .unwrap();
    }
    desk.acme
        .add_conversation_attribute(ConversationAttribute::new("Nexora intent", "string"));
    assert_snapshot!(found(&desk).await, @"
    Trouble seat: Nexora has no inbox seat
      → give them one in Settings → Teammates
    Note teams: nobody is there now in Care
      → what is handed to them waits; nothing needs to be done if that is meant
    Trouble names: rule “Champions go straight to Success” (when) names the segment “Champions”, which was deleted; write another one, or take it out
      → then publish the configuration, by `nexora config push`
    Note names: hand_off.default names the team “Support”, which is called “Care” now; write the new name
      → until then it is found by what it was when the configuration was published
    Trouble attributes: two conversation attributes are called “Nexora intent”, and Intercom refuses to set any attribute until one is renamed or archived (Settings → Conversation data)
      → then it is set with the next conversation
    Note auto-replies: Intercom itself wrote in 1 of the newest 1 conversations, beside the agent
      → see Settings → Channels → Messenger (reply times, asking for an e-mail address) and Automation → Workflows, if one voice is to be enough
    Note topics: the last arrived on 2026-03-10; never arrived: conversation.user.replied, conversation.admin.assigned, conversation.admin.open.assigned, conversation.admin.closed, conversation.admin.opened, conversation.admin.snoozed, conversation.admin.unsnoozed, conversation.admin.noted, conversation.rating.added, conversation.deleted, conversation_part.redacted, admin.added_to_workspace, admin.removed_from_workspace
      → see that they are ticked in Developer Hub → your app → Webhooks → Topics; it is all right if nothing of the kind has happened yet
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_permission_that_is_missing_is_trouble_where_the_configuration_needs_it() {
    let desk = Desk::open().await;
    let refuses = |path: &str| {
        let kind = FaultKind::RefuseWith {
            status: 403,
            code: "forbidden".to_owned(),
            message: "Not allowed".to_owned(),
        };
        desk.breaks(Fault::new(kind).on_path_prefix(path));
    };
    for path in ["/contacts", "/articles", "/tags", "/office_hours_schedules"] {
        refuses(path);
    }
    assert_snapshot!(found(&desk).await, @"
    Note lists: tags cannot be read (403, forbidden): the app has no permission “Read tags”
      → tick the permission if a rule is to use them (Developer Hub → your app → Authentication)
    Note lists: office hours cannot be read (403, forbidden): the app has no permission “Read and write office hours”, or the plan has no such list
      → tick the permission if a rule is to use them (Developer Hub → your app → Authentication)
    Trouble permissions: “Read and list users and companies” is missing, and the configuration needs it (Intercom refused the request with 403 (forbidden))
      → tick it in Developer Hub → your app → Authentication, then authorise the app again in the workspace
    Trouble permissions: “Read and List articles” is missing, and the configuration needs it (Intercom refused the request with 403 (forbidden))
      → tick it in Developer Hub → your app → Authentication, then authorise the app again in the workspace
    Trouble topics: no notification ever arrived
      → set the Endpoint URL and tick the topics in Developer Hub → your app → Webhooks, and send a message in the Messenger
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_token_that_died_nothing_else_is_asked() {
    let desk = Desk::open().await;
    desk.acme.revoke_tokens();
    assert_snapshot!(found(&desk).await, @"
    Trouble token: Intercom no longer accepts this workspace's token
      → install it again, by `nexora install` or, for the public app, by the stack's output OauthInstallUrl
    Trouble topics: no notification ever arrived
      → set the Endpoint URL and tick the topics in Developer Hub → your app → Webhooks, and send a message in the Messenger
    ");
}
