use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread;

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::SignedDuration;

use super::*;
use crate::adapters::system_clock::SystemClock;
use crate::ports::Clock as _;
use crate::runtime::lambda::clients::Patience;
use crate::runtime::lambda::environment::{AWS_ENDPOINT_URL, AWS_REGION, Environment};

/// An STS whose sessions live so long, and a DynamoDB without items. They remember who asked them for what.
struct Aws {
    address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Aws {
    fn with_sessions_of(lifetime: SignedDuration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let asked: Arc<Mutex<Vec<_>>> = Arc::default();
        let remembered = Arc::clone(&asked);
        thread::spawn(move || {
            for connection in listener.incoming().map_while(Result::ok) {
                let (what, answer) = answered(&connection, lifetime);
                remembered.lock().unwrap().push(what);
                say(&connection, &answer);
            }
        });
        Self { address, asked }
    }

    fn sessions(&self) -> WorkspaceSessions {
        let environment = Environment::of(|name| match name {
            AWS_REGION => Some("eu-west-1".to_owned()),
            AWS_ENDPOINT_URL => Some(self.address.clone()),
            _ => Some("a-function".to_owned()),
        });
        let clock = Arc::new(SystemClock);
        let clients = Clients::new(&environment.unwrap(), Patience::Worker, clock).unwrap();
        let own = Credentials::new("OWN", "secret", None, None, "test");
        let clients = clients.with_credentials(own, IdentityCache::lazy().build());
        let role = "arn:aws:iam::123456789012:role/one-workspace".to_owned();
        WorkspaceSessions::new(Arc::new(clients), role, "a-function".to_owned())
    }

    fn asked(&self) -> String {
        self.asked.lock().unwrap().join("\n")
    }
}

/// What a request asks for, and its answer.
fn answered(mut connection: &TcpStream, lifetime: SignedDuration) -> (String, String) {
    let mut request = String::new();
    let body = loop {
        let mut piece = [0; 4096];
        let read = connection.read(&mut piece).unwrap();
        request.push_str(std::str::from_utf8(&piece[..read]).unwrap());
        let Some((head, body)) = request.split_once("\r\n\r\n") else {
            continue;
        };
        if after(head, "content-length: ").parse() == Ok(body.len()) {
            break body;
        }
    };
    let key = after(&request, "Credential=");
    let key = key.split('/').next().unwrap();
    if !body.contains("Action=AssumeRole") {
        return (format!("{key} reads"), "{}".to_owned());
    }
    let tag = body.replace("&", " ");
    let (name, workspace) = (
        after(&tag, "Tags.member.1.Key="),
        after(&tag, "Tags.member.1.Value="),
    );
    let ends = SystemClock.now() + lifetime;
    let answer = format!(
        "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>SESSION-OF-{workspace}</AccessKeyId>\
         <SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken>\
         <Expiration>{ends:.0}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>"
    );
    (
        format!("{key} takes the role for {name} {workspace}"),
        answer,
    )
}

/// The word after a mark.
fn after<'t>(text: &'t str, mark: &str) -> &'t str {
    let (_, rest) = text.split_once(mark).unwrap_or_default();
    rest.split_whitespace().next().unwrap_or_default()
}

fn say(mut connection: &TcpStream, answer: &str) {
    write!(
        connection,
        "HTTP/1.1 200 -\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{answer}",
        answer.len()
    )
    .unwrap();
}

async fn reads(sessions: &WorkspaceSessions, workspace: &str) {
    let workspace = WorkspaceId::try_from(workspace).unwrap();
    let key = AttributeValue::S(workspace.to_string());
    let client: aws_sdk_dynamodb::Client = sessions.of(&workspace);
    let read = client.get_item().table_name("t").key("workspace", key);
    read.send().await.unwrap();
}

#[tokio::test]
async fn a_workspaces_calls_are_made_with_its_own_session_which_is_kept() {
    let aws = Aws::with_sessions_of(SignedDuration::from_hours(1));
    let sessions = aws.sessions();
    for workspace in ["acme", "birch", "acme", "birch"] {
        reads(&sessions, workspace).await;
    }
    insta::assert_snapshot!(aws.asked(), @"
    OWN takes the role for workspace acme
    SESSION-OF-acme reads
    OWN takes the role for workspace birch
    SESSION-OF-birch reads
    SESSION-OF-acme reads
    SESSION-OF-birch reads
    ");
}

#[tokio::test]
async fn a_session_is_renewed_before_it_ends() {
    let aws = Aws::with_sessions_of(SignedDuration::from_mins(2));
    let sessions = aws.sessions();
    reads(&sessions, "acme").await;
    reads(&sessions, "acme").await;
    insta::assert_snapshot!(aws.asked(), @"
    OWN takes the role for workspace acme
    SESSION-OF-acme reads
    OWN takes the role for workspace acme
    SESSION-OF-acme reads
    ");
}

#[test]
fn every_workspace_has_a_session_of_its_own_and_the_one_unused_for_longest_makes_room() {
    let workspace = |number: usize| WorkspaceId::try_from(format!("w{number}")).unwrap();
    let mut kept = Kept::new();
    let mut begun = Vec::new();
    let all = (0..MOST).chain([0, 1, MOST, 0, 1, 2]);
    for number in all {
        let session = kept.of(&workspace(number), || {
            begun.push(number);
            number
        });
        assert_eq!(session, number);
    }
    // The third is the one that went.
    let expected: Vec<_> = (0..MOST).chain([MOST, 2]).collect();
    assert_eq!((begun, kept.sessions.len()), (expected, MOST));
}
