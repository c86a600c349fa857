//! A row that is copied to another workspace does not open there.

use harness::shop::ANA;
use harness::sign;
use http::{Method, Request, StatusCode};
use local::engine::Engine;

use super::island::{Island, KESTREL, OSPREY};
use super::sea::Sea;

/// What the other island's row is after somebody who can write rows, and not open them, was there.
#[derive(Debug, Clone, Copy)]
enum Copied {
    /// The whole row, under the other key.
    TheRow,
    /// The sealed token alone, into an otherwise good row.
    TheToken,
}

impl Sea {
    async fn copies(&self, copied: Copied) {
        let table = Engine::tables().installations;
        let rows = self.desk.database.scan().table_name(&table);
        let rows = rows.send().await.unwrap().items.unwrap();
        let row = |island: &Island| {
            let of = |row: &&std::collections::HashMap<
                _,
                aws_sdk_dynamodb::types::AttributeValue,
            >| { row["workspace"].as_s().is_ok_and(|id| id == island.id) };
            rows.iter().find(of).unwrap().clone()
        };
        let (mut from, mut to) = (row(&KESTREL), row(&OSPREY));
        let workspace = to["workspace"].clone();
        let row = match copied {
            Copied::TheRow => {
                from.insert("workspace".to_owned(), workspace);
                from
            }
            Copied::TheToken => {
                to.insert("token".to_owned(), from["token"].clone());
                to
            }
        };
        let put = self.desk.database.put_item().table_name(table);
        put.set_item(Some(row)).send().await.unwrap();
        self.desk.ports.forget(&self.id(&OSPREY));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_in_another_workspaces_row_does_not_open_and_that_is_told() {
    for copied in [Copied::TheRow, Copied::TheToken] {
        let sea = Sea::of_both().await;
        sea.copies(copied).await;
        let calls = sea.desk.intercom.exchanges().len();
        let osprey = sea.workspace(&OSPREY);
        let (visitor, page) = (OSPREY.of(ANA), OSPREY.page("/shop"));
        let talk = sea
            .desk
            .asks_in(&osprey, &visitor, &page, "How do I brew green tea?");
        let told = || {
            let entries = sea.desk.entries().into_iter();
            let mut keys = entries.filter(|entry| entry.name == "keys");
            keys.next()
                .map(|entry| (entry.workspace, entry.ok, entry.what))
        };
        sea.desk.until("it is told", || told().is_some()).await;
        let why = "a sealed secret does not open for this workspace".to_owned();
        assert_eq!(told(), Some((Some(sea.id(&OSPREY)), false, why)));
        assert_eq!(
            (talk.answers(), sea.desk.intercom.exchanges().len()),
            (0, calls),
            "{copied:?}: nobody was called, with whosever token"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_apps_secret_in_another_workspaces_row_opens_no_door() {
    let sea = Sea::of_both().await;
    sea.copies(Copied::TheRow).await;
    let body = include_str!("../../../events/conversation.user.replied.json");
    let body = body.replace("k4t9wq2z", OSPREY.id);
    let posts = async |secret: &str| {
        let request = Request::builder()
            .method(Method::POST)
            .uri(format!("/webhooks/{}", OSPREY.id))
            .header("X-Hub-Signature", sign(secret, body.as_bytes()))
            .body(body.clone().into_bytes())
            .unwrap();
        webhook::handle(&sea.desk.intake, request).await.status()
    };
    let before = sea.desk.letters().len();
    // Intercom tries once more after a minute; by then somebody may have put it right.
    for secret in [KESTREL.secret, OSPREY.secret] {
        assert_eq!(posts(secret).await, StatusCode::INTERNAL_SERVER_ERROR);
    }
    assert_eq!(sea.desk.letters().len(), before);
}
