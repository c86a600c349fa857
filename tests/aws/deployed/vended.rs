//! With credentials for one workspace at a time: turns are answered, and neither a function's own role nor another workspace's
//! session reaches a row or a token.
//!
//! `dynamodb:LeadingKeys` and `${aws:PrincipalTag/…}` are IAM's; the emulator has them from scripts/aws-emulator.launch.py.
//! Who may take which role for whom, and that the functions ask for nothing else, is shown here.

use std::fmt::Debug;

use aws_config::SdkConfig;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::types::AttributeValue;
use aws_sdk_kms::primitives::Blob;
use aws_sdk_sqs::config::{Credentials, SharedCredentialsProvider};
use aws_sdk_sts::types::Tag;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use harness::shop::ANA;
use local::seed;
use shared::domain::conversation::Errand;
use shared::domain::digest::Digest;
use shared::domain::turn::TurnRequest;
use shared::id::WorkspaceId;
use shared::ports::keys::{Plain, Sealed};
use shared::ports::queue::Letter;
use shared::ports::registry::Installation;
use shared::ports::{Keys as _, Queue as _, Registry as _};

use super::{Place, SOON, a_dead_signal};
use crate::acme;

const OTHER: &str = "birchtea";

#[tokio::test(flavor = "multi_thread")]
async fn with_vended_credentials_a_turn_reaches_its_own_workspace_and_no_other() {
    let place = Place::make(&["WorkspaceCredentials=vended"]).await;
    let other = another_workspace(&place).await;
    place.signs_with(seed::CLIENT_SECRET);

    let asked = acme::asks(&place.acme, ANA, "How do I change my delivery address?");
    place
        .within(SOON, "the reply", async || {
            !place.replies(&asked).is_empty()
        })
        .await;
    let dead = a_dead_signal(&place).await;
    place
        .within(
            SOON,
            "people have the dead letter's conversation",
            async || acme::view(&place.acme, &dead).team_assignee.as_deref() == Some("Support"),
        )
        .await;
    let logs = place.deployment.logs().await;
    assert!(logs.contains("sts.AssumeRole"), "{logs}");

    let reach = Reach::of_a_turn(&place, &asked, &other).await;
    insta::assert_snapshot!(reach.told().await, @r#"
    its own role
      read Acme's installations: AccessDeniedException
      read Birch's installations: AccessDeniedException
      read Acme's configurations: AccessDeniedException
      read Birch's configurations: AccessDeniedException
      read Acme's conversations: AccessDeniedException
      write Acme's conversations: AccessDeniedException
      read Birch's conversations: AccessDeniedException
      write Birch's conversations: AccessDeniedException
      scan the installations: AccessDeniedException
      open Acme's token: AccessDeniedException
      open Birch's token: AccessDeniedException
    its own role, for a session
      with []: AccessDenied
      with [("workspace", "")]: AccessDenied
      with [("tenant", "acmetea1")]: AccessDenied
      with [("workspace", "acmetea1"), ("tenant", "birchtea")]: AccessDenied
    a session of Acme's
      read Acme's installations: yes
      read Birch's installations: AccessDeniedException
      read Acme's configurations: yes
      read Birch's configurations: AccessDeniedException
      read Acme's conversations: yes
      write Acme's conversations: yes
      read Birch's conversations: AccessDeniedException
      write Birch's conversations: AccessDeniedException
      scan the installations: AccessDeniedException
      open Acme's token: yes
      open Birch's token: AccessDeniedException
    "#);

    a_copied_row_does_not_open(&place).await;
}

/// A second workspace, with a token of its own.
async fn another_workspace(place: &Place) -> Installation {
    let rows = place.deployment.rows();
    let acme = WorkspaceId::try_from(seed::WORKSPACE).unwrap();
    let workspace = WorkspaceId::try_from(OTHER).unwrap();
    let key = place.deployment.output("TokensKeyArn");
    let keys = place.deployment.stack.kms(key);
    let token = keys.seal(&workspace, &Plain::new("birch's token")).await;
    let installation = Installation {
        workspace,
        token: token.unwrap(),
        ..rows.installation(&acme).await.unwrap().unwrap()
    };
    rows.install(&installation).await.unwrap();
    installation
}

/// The sealed token of one workspace in the row of another: the turn fails, says why, and calls nobody.
async fn a_copied_row_does_not_open(place: &Place) {
    let rows = place.deployment.rows();
    let acme = WorkspaceId::try_from(seed::WORKSPACE).unwrap();
    let stolen = Installation {
        workspace: WorkspaceId::try_from("stolen01").unwrap(),
        ..rows.installation(&acme).await.unwrap().unwrap()
    };
    rows.install(&stolen).await.unwrap();
    let client = aws_sdk_dynamodb::Client::new(&place.deployment.stack.config);
    let table = format!("{}-configurations", place.deployment.stack.name);
    // The pointer, and the version it points to.
    for version in ["0", "1"] {
        let row = client
            .get_item()
            .table_name(&table)
            .set_key(Some(key(&[("workspace", seed::WORKSPACE)], Some(version))));
        let mut row = row.send().await.unwrap().item.unwrap();
        let id = AttributeValue::S(stolen.workspace.to_string());
        row.insert("workspace".to_owned(), id);
        let put = client.put_item().table_name(&table).set_item(Some(row));
        put.send().await.unwrap();
    }

    let calls = place.intercom.exchanges().len();
    let letter = Letter::turn(&TurnRequest {
        workspace: stolen.workspace.clone(),
        conversation: "1".try_into().unwrap(),
        cause: Digest::of(["a copied row"]),
        errand: Errand::Answer,
        place: None,
        beside: None,
    });
    place.deployment.queues().send(&letter).await.unwrap();
    let why = "a sealed secret does not open for this workspace";
    place
        .within(SOON, why, async || {
            let logs = place.deployment.logs().await;
            logs.contains(why) && logs.contains(stolen.workspace.as_str())
        })
        .await;
    assert_eq!(place.intercom.exchanges().len(), calls);
}

type Key = std::collections::HashMap<String, AttributeValue>;

fn key(texts: &[(&str, &str)], version: Option<&str>) -> Key {
    let texts = texts
        .iter()
        .map(|(name, text)| ((*name).to_owned(), AttributeValue::S((*text).to_owned())));
    let version =
        version.map(|version| ("version".to_owned(), AttributeValue::N(version.to_owned())));
    texts.chain(version).collect()
}

/// What a turn's credentials reach.
struct Reach<'p> {
    place: &'p Place,
    role: String,
    own: SdkConfig,
    conversation: String,
    other: &'p Installation,
    acme: Sealed,
}

impl<'p> Reach<'p> {
    async fn of_a_turn(place: &'p Place, conversation: &str, other: &'p Installation) -> Self {
        let [id, secret, token, role] = [
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "WORKSPACE_ROLE_ARN",
        ]
        .map(|name| place.deployment.variable_of("agent-turn", name));
        let rows = place.deployment.rows();
        let acme = WorkspaceId::try_from(seed::WORKSPACE).unwrap();
        let acme = rows.installation(&acme).await.unwrap().unwrap();
        let own = Credentials::new(id, secret, Some(token), None, "a function's own");
        Self {
            place,
            role,
            own: with(&place.deployment.stack.config, own),
            conversation: format!("{}#{conversation}", seed::WORKSPACE),
            other,
            acme: acme.token,
        }
    }

    async fn told(&self) -> String {
        let mut told = vec!["its own role".to_owned()];
        told.extend(self.reached(&self.own).await);
        told.push("its own role, for a session".to_owned());
        let tags: [&[(&str, &str)]; 4] = [
            &[],
            &[("workspace", "")],
            &[("tenant", seed::WORKSPACE)],
            &[("workspace", seed::WORKSPACE), ("tenant", OTHER)],
        ];
        for tags in tags {
            let session = self.session(tags).await;
            told.push(format!("  with {tags:?}: {}", came(session)));
        }
        let session = self.session(&[("workspace", seed::WORKSPACE)]).await;
        told.push("a session of Acme's".to_owned());
        told.extend(self.reached(&session.unwrap()).await);
        told.join("\n")
    }

    async fn session(
        &self,
        tags: &[(&str, &str)],
    ) -> Result<SdkConfig, SdkError<aws_sdk_sts::operation::assume_role::AssumeRoleError>> {
        let tags = tags
            .iter()
            .map(|(key, value)| Tag::builder().key(*key).value(*value).build().unwrap());
        let taken = aws_sdk_sts::Client::new(&self.own)
            .assume_role()
            .role_arn(&self.role)
            .role_session_name("a-test")
            .set_tags(Some(tags.collect()))
            .send()
            .await?;
        let taken = taken.credentials.unwrap();
        let credentials = Credentials::new(
            taken.access_key_id,
            taken.secret_access_key,
            Some(taken.session_token),
            None,
            "a session",
        );
        Ok(with(&self.own, credentials))
    }

    async fn reached(&self, config: &SdkConfig) -> Vec<String> {
        let rows = aws_sdk_dynamodb::Client::new(config);
        let kms = aws_sdk_kms::Client::new(config);
        let table = |name: &str| format!("{}-{name}", self.place.deployment.stack.name);
        let theirs = format!("{OTHER}#1");
        let keys = [
            (
                "installations",
                key(&[("workspace", seed::WORKSPACE)], None),
            ),
            ("installations", key(&[("workspace", OTHER)], None)),
            (
                "configurations",
                key(&[("workspace", seed::WORKSPACE)], Some("0")),
            ),
            ("configurations", key(&[("workspace", OTHER)], Some("0"))),
            ("conversations", key(&[("pk", &self.conversation)], None)),
            ("conversations", key(&[("pk", &theirs)], None)),
        ];
        let mut told = Vec::new();
        for (name, key) in keys {
            let of = if format!("{key:?}").contains(OTHER) {
                "Birch"
            } else {
                "Acme"
            };
            let read = rows
                .get_item()
                .table_name(table(name))
                .set_key(Some(key.clone()));
            told.push(format!("  read {of}'s {name}: {}", came(read.send().await)));
            if name == "conversations" {
                let write = rows
                    .update_item()
                    .table_name(table(name))
                    .set_key(Some(key));
                let write = write
                    .update_expression("SET touched = :yes")
                    .expression_attribute_values(":yes", AttributeValue::Bool(true));
                told.push(format!(
                    "  write {of}'s {name}: {}",
                    came(write.send().await)
                ));
            }
        }
        let scan = rows.scan().table_name(table("installations")).send().await;
        told.push(format!("  scan the installations: {}", came(scan)));
        for (of, workspace, sealed) in [
            ("Acme", seed::WORKSPACE, &self.acme),
            ("Birch", OTHER, &self.other.token),
        ] {
            let open = kms
                .decrypt()
                .key_id(self.place.deployment.output("TokensKeyArn"))
                .encryption_context("workspace", workspace)
                .ciphertext_blob(Blob::new(STANDARD.decode(&sealed.0).unwrap()));
            told.push(format!("  open {of}'s token: {}", came(open.send().await)));
        }
        told
    }
}

fn with(config: &SdkConfig, credentials: Credentials) -> SdkConfig {
    let config = config.clone().into_builder();
    config
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .build()
}

fn came<T, E: ProvideErrorMetadata + Debug>(result: Result<T, SdkError<E>>) -> String {
    match result {
        Ok(_) => "yes".to_owned(),
        Err(error) => error.code().unwrap_or("no answer").to_owned(),
    }
}
