//! What one workspace's answers do to its next calls, and to nobody else's.

use std::time::Duration;

use super::bench::{Bench, TOKEN, conversation, reply, us, with_parts};
use super::server::Answer;
use crate::adapters::intercom::Grant;
use crate::ports::clock::Clock as _;
use crate::ports::intercom::{Error, Intercom, Pressure};
use crate::ports::keys::Plain;

impl Bench {
    fn of_another_workspace(&self) -> Grant {
        let client = &self.grant.client;
        let workspace = "q7m2zt0c".parse().unwrap();
        client.grant(self.server.host(), Plain::new(TOKEN), workspace)
    }

    fn yielding(&self) -> Grant {
        let client = &self.grant.client;
        let workspace = "abc123def".parse().unwrap();
        client.yielding_grant(self.server.host(), Plain::new(TOKEN), workspace)
    }

    async fn pass(&self, seconds: u64) {
        self.world.sleep(Duration::from_secs(seconds)).await;
    }
}

async fn reads(grant: &Grant) -> &'static str {
    match grant.conversation(&conversation()).await {
        Ok(_) => "read",
        Err(Error::RateLimited { .. }) => "rate limited",
        Err(Error::NotSent(_)) => "not sent",
        Err(Error::Unknown(_)) => "unknown",
        Err(_) => "something else",
    }
}

fn read() -> Answer {
    Answer::json(200, with_parts(""))
}

fn with_window(remaining: &str) -> Answer {
    read()
        .with("X-RateLimit-Limit", "1666")
        .with("X-RateLimit-Remaining", remaining)
        .with("X-RateLimit-Reset", "1768031795")
}

#[tokio::test]
async fn after_a_refusal_nobody_calls_for_the_workspace_until_the_window_ends() {
    let refusal = Answer::error(429, "rate_limit_exceeded");
    for (refusal, seconds) in [
        (refusal.clone().with("X-RateLimit-Reset", "1768031795"), 6),
        // Without a header it is the length of a window.
        (refusal, 10),
    ] {
        let bench = Bench::playing([refusal, read(), read()]);
        let grant = &bench.grant;
        assert_eq!(reads(grant).await, "rate limited");
        assert_eq!(reads(grant).await, "rate limited");
        let posted = grant.post(&conversation(), &us(), &reply()).await;
        assert!(matches!(posted, Err(Error::RateLimited { .. })));
        assert_eq!(bench.server.requests().len(), 1);
        assert_eq!(reads(&bench.of_another_workspace()).await, "read");
        bench.pass(seconds - 1).await;
        assert_eq!(reads(grant).await, "rate limited");
        bench.pass(1).await;
        assert_eq!(reads(grant).await, "read");
        assert_eq!(bench.server.requests().len(), 3);
    }
}

#[tokio::test]
async fn of_the_last_tenth_of_a_window_nothing_is_taken_by_what_nobody_waits_for() {
    let bench = Bench::playing([with_window("167"), with_window("166"), read(), read()]);
    assert_eq!(reads(&bench.yielding()).await, "read");
    let limit = Some(1_666);
    assert_eq!(bench.grant.pressure(), Pressure { limit, hold: None });
    assert_eq!(reads(&bench.yielding()).await, "read");
    assert_eq!(reads(&bench.yielding()).await, "rate limited");
    assert_eq!(reads(&bench.grant).await, "read");
    let hold = Some("2026-01-10T07:56:35Z".parse().unwrap());
    assert_eq!(bench.grant.pressure(), Pressure { limit, hold });
    assert_eq!(bench.grant.pressure(), Pressure { limit, hold: None });
    bench.pass(6).await;
    assert_eq!(reads(&bench.yielding()).await, "read");
}

#[tokio::test]
async fn two_reads_without_an_answer_leave_the_workspace_alone_for_a_minute_and_no_other() {
    let silence = std::iter::repeat_n(Answer::HangsUp, 6);
    let bench = Bench::playing(silence.chain([read(), Answer::error(503, "server_error"), read()]));
    let grant = &bench.grant;
    assert_eq!([reads(grant).await, reads(grant).await], ["unknown"; 2]);
    assert_eq!(bench.server.requests().len(), 6);
    let began = bench.world.now();
    assert_eq!(reads(grant).await, "not sent");
    let posted = grant.post(&conversation(), &us(), &reply()).await;
    assert!(matches!(posted, Err(Error::NotSent(_))));
    assert_eq!(bench.world.now(), began, "at once");
    assert_eq!(reads(&bench.of_another_workspace()).await, "read");
    assert_eq!(bench.server.requests().len(), 7);

    // One looks, and leaves it alone for another minute; the next one finds it well.
    bench.pass(60).await;
    assert_eq!(reads(grant).await, "not sent");
    assert_eq!(bench.server.requests().len(), 8);
    bench.pass(61).await;
    assert_eq!(reads(grant).await, "read");
}
