//! What went wrong, by what a caller does about it.

use std::error::Error as _;
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use jiff::Timestamp;

use super::bench::{self, Bench, TOKEN, conversation, reply, us};
use super::server::{Answer, Server};
use crate::adapters::intercom::{Host, Timeouts};
use crate::ports::intercom::{Error, Intercom};
use crate::ports::keys::Plain;
use crate::ports::knowledge::Knowledge;

async fn error_of(answer: Answer) -> Error {
    let bench = Bench::playing([answer]);
    bench
        .grant
        .post(&conversation(), &us(), &reply())
        .await
        .unwrap_err()
}

#[tokio::test]
async fn a_dead_grant_is_unauthorized() {
    for (status, code) in [(401, "unauthorized"), (401, "token_revoked")] {
        let error = error_of(Answer::error(status, code)).await;
        assert!(matches!(error, Error::Unauthorized), "{code}: {error:?}");
    }
}

#[tokio::test]
async fn what_is_gone_or_merged_is_not_found() {
    for (status, code) in [(404, "not_found"), (410, "contact_merged")] {
        let error = error_of(Answer::error(status, code)).await;
        assert!(matches!(error, Error::NotFound), "{code}: {error:?}");
    }
}

#[tokio::test]
async fn a_rate_limit_says_until_when() {
    let reset =
        error_of(Answer::error(429, "rate_limit_exceeded").with("X-RateLimit-Reset", "1768031795"))
            .await;
    let silent = error_of(Answer::error(429, "rate_limit_exceeded")).await;
    let until = [reset, silent].map(|error| match error {
        Error::RateLimited { until } => until,
        other => panic!("{other:?}"),
    });
    // Without the header: ten seconds after the bench's clock.
    assert_eq!(
        until,
        [1_768_031_795, 1_768_031_799].map(|at| Timestamp::from_second(at).unwrap())
    );
}

#[tokio::test]
async fn a_redirect_is_refused_and_not_followed() {
    let elsewhere = Server::playing([]);
    let location = format!("{}/conversations/1", elsewhere.host());
    let error = error_of(Answer::json(307, "").with("location", &location)).await;
    assert!(
        matches!(&error, Error::Refused { status: 307, code } if code == "redirect"),
        "{error:?}"
    );
    assert_eq!(elsewhere.connections(), 0);
}

#[tokio::test]
async fn a_request_that_never_left_was_not_sent() {
    // Nobody listens on TCP port 1; a port that was just free could be another test's by now.
    let closed: Host = "http://127.0.0.1:1".parse().unwrap();
    let (_world, grant) = bench::grant(Timeouts::default(), closed);
    let error = grant
        .post(&conversation(), &us(), &reply())
        .await
        .unwrap_err();
    assert!(matches!(error, Error::NotSent(_)), "refused: {error:?}");

    let slams = tls(drop);
    let (_world, grant) = bench::grant(Timeouts::default(), slams);
    let error = grant
        .post(&conversation(), &us(), &reply())
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::NotSent(_)),
        "no handshake: {error:?}"
    );

    let (sender, held) = mpsc::channel();
    let silent = tls(move |stream| drop(sender.send(stream)));
    let timeouts = Timeouts {
        connect: Duration::from_millis(100),
        ..Timeouts::default()
    };
    let (_world, grant) = bench::grant(timeouts, silent);
    let error = grant
        .post(&conversation(), &us(), &reply())
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::NotSent(_)),
        "no handshake in time: {error:?}"
    );
    drop(held);
}

/// An address with `https` behind which nobody speaks TLS.
fn tls(meets: impl Fn(TcpStream) + Send + 'static) -> Host {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || listener.incoming().map_while(Result::ok).for_each(meets));
    format!("https://{address}").parse().unwrap()
}

#[tokio::test]
async fn neither_token_nor_phrase_is_ever_shown() {
    let bench = Bench::playing([
        Answer::error(401, "unauthorized"),
        Answer::json(200, r#"{"data":7}"#),
        Answer::HangsUp,
        Answer::error(500, "server_error"),
        Answer::BreaksOff,
    ]);
    let mut shown = format!("{:?} {:?}", bench.grant, Plain::new(TOKEN));
    for _ in 0..3 {
        let error = bench.grant.search("I am Ada Lovelace").await.unwrap_err();
        shown += &format!("{error} {error:?}");
        let mut source = error.source();
        while let Some(cause) = source {
            shown += &format!("{cause} {cause:?}");
            source = cause.source();
        }
    }
    shown += &format!("{:?}", bench.world.entries());
    assert_eq!(bench.server.lines().len(), 5);
    assert!(!shown.contains("Lovelace"), "{shown}");
    assert!(!shown.contains(TOKEN), "{shown}");
}

#[tokio::test]
async fn a_token_that_cannot_be_a_header_is_no_token() {
    let server = Server::playing([]);
    let (world, _) = bench::grant(Timeouts::default(), server.host());
    let client =
        crate::adapters::intercom::Client::new(Timeouts::default(), world.clone(), world).unwrap();
    let error = client
        .new_grant(server.host(), Plain::new("a\nb"))
        .me()
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Unauthorized), "{error:?}");
    assert_eq!(server.connections(), 0);
}
