//! How often a call is made: reads up to three times, writes once. Every try is entered in the journal.

use std::time::Duration;

use http::HeaderValue;
use http::header::AUTHORIZATION;
use jiff::Timestamp;
use serde::de::DeserializeOwned;

use super::call::Call;
use super::client::ReadsOnly;
use super::endpoint::Endpoint;
use super::exchange::{self, Body, Exchange};
use super::gauge::{Gate, Urgency};
use super::grant::Grant;
use crate::domain::notification::mismatch;
use crate::id::ContactId;
use crate::ports::intercom::Error;

/// The pauses between the tries of a read. With the total timeout they bound a read to 31 s.
const PAUSES: [Duration; 2] = [Duration::from_millis(200), Duration::from_millis(800)];

/// What came of a read, and the contact it is about by now, where Intercom says that it was merged.
pub(super) type Tried<T> = (Result<T, Error>, Option<ContactId>);

/// A call that was not made, because those before it had no answer.
#[derive(Debug, thiserror::Error)]
#[error("it did not answer two reads in a row, and is asked again at {0}")]
struct LeftAlone(Timestamp);

fn is_left_alone(error: &Error) -> bool {
    matches!(error, Error::NotSent(why) if why.is::<LeftAlone>())
}

impl Grant {
    /// A read: what is unknown is asked again, twice; what a used-up window refuses, as often as the pace sits it out.
    pub(super) async fn read<T: DeserializeOwned>(&self, call: &Call<'_>) -> Result<T, Error> {
        self.read_or_moved(call).await.0
    }

    /// A read about a contact. What is asked of one that was merged into another meanwhile, is asked of the other one: facts that
    /// are there must not count as absent.
    pub(super) async fn read_of_contact<T: DeserializeOwned>(
        &self,
        endpoint: Endpoint,
        id: &ContactId,
    ) -> Result<T, Error> {
        let (read, moved) = self.read_or_moved(&Call::of_contact(endpoint, id)?).await;
        match moved {
            Some(canonical) if canonical != *id => {
                self.read(&Call::of_contact(endpoint, &canonical)?).await
            }
            _ => read,
        }
    }

    async fn read_or_moved<T: DeserializeOwned>(&self, call: &Call<'_>) -> Tried<T> {
        loop {
            let (read, moved) = self.read_now(call).await;
            let unanswered = match &read {
                Err(Error::Unknown(_)) => true,
                Err(error @ Error::NotSent(_)) => !is_left_alone(error),
                _ => false,
            };
            if unanswered {
                let counts = call.endpoint().tells_how_intercom_is();
                self.gauge(|gauge, now| match counts {
                    true => gauge.was_not_answered(now),
                    false => gauge.was_not_told(now),
                });
            }
            let (Some(pace), Err(Error::RateLimited { until })) = (&self.client.pace, &read) else {
                return (read, moved);
            };
            if !pace.was_refused(*until, self.client.clock.now()) {
                return (read, moved);
            }
        }
    }

    async fn read_now<T: DeserializeOwned>(&self, call: &Call<'_>) -> Tried<T> {
        for pause in PAUSES {
            match self.once(call, self.urgency, decode).await {
                (Err(error), moved) if is_left_alone(&error) => return (Err(error), moved),
                (Err(Error::Unknown(_) | Error::NotSent(_)), _) => {
                    self.client.clock.sleep(pause).await;
                }
                settled => return settled,
            }
        }
        self.once(call, self.urgency, decode).await
    }

    /// A write: sent once, unless the client only reads. After a success an answer that cannot be read changes nothing about what was done.
    pub(super) async fn write<T: DeserializeOwned>(
        &self,
        call: &Call<'_>,
    ) -> Result<Option<T>, Error> {
        self.write_or_moved(call).await.0
    }

    /// The same, and the contact it is about by now, where Intercom says that it was merged. Nothing was written then.
    pub(super) async fn write_or_moved<T: DeserializeOwned>(
        &self,
        call: &Call<'_>,
    ) -> Tried<Option<T>> {
        if self.client.reads_only {
            return (Err(Error::NotSent(ReadsOnly.into())), None);
        }
        // Who writes has begun something: to leave it half done costs more calls than to go on.
        let urgency = Urgency::Waited;
        self.once(call, urgency, |body| Ok(decode(body).ok())).await
    }

    async fn once<T>(
        &self,
        call: &Call<'_>,
        urgency: Urgency,
        read: fn(Body) -> Result<T, Error>,
    ) -> Tried<T> {
        let clock = &*self.client.clock;
        if let Some(pace) = &self.client.pace {
            pace.ready(clock).await;
        }
        match self.gauge(|gauge, now| gauge.gate(urgency, now)) {
            None | Some(Gate::Open) => {}
            Some(Gate::Closed(until)) => return (Err(Error::RateLimited { until }), None),
            Some(Gate::Resting(until)) => {
                return (Err(Error::NotSent(LeftAlone(until).into())), None);
            }
        }
        let begun = clock.now();
        let mut exchange = match self.request(call) {
            Ok(request) => exchange::send(request, clock).await,
            Err(error) => Exchange {
                status: None,
                remaining: None,
                window: None,
                skew: None,
                moved: None,
                answer: Err(error),
            },
        };
        let moved = exchange.moved.clone();
        self.keep_pace(&exchange);
        self.keep_gauge(&mut exchange);
        let (result, mut entry) = exchange.read(call.endpoint(), read);
        entry.workspace.clone_from(&self.workspace);
        entry.conversation = call.conversation().cloned();
        entry.took = clock.now().duration_since(begun).try_into().ok();
        self.client.journal.enter(entry);
        (result, moved)
    }

    fn keep_pace(&self, exchange: &Exchange) {
        let Some(pace) = &self.client.pace else {
            return;
        };
        if exchange.answer.is_ok() {
            pace.went_through();
        }
        if let Some(window) = exchange.window {
            pace.saw(window, self.client.clock.now());
        }
    }

    fn keep_gauge(&self, exchange: &mut Exchange) {
        self.gauge(|gauge, now| {
            if let Some(window) = exchange.window {
                gauge.saw(window, now);
            }
            match &mut exchange.answer {
                Err(Error::RateLimited { until }) => {
                    gauge.was_answered();
                    *until = gauge.was_refused(*until, now);
                }
                // 423 and 425 are answers: only what was asked for is not to be had now.
                Err(Error::NotSent(_)) if exchange.status.is_some() => gauge.was_answered(),
                Err(Error::Unknown(_) | Error::NotSent(_)) => {}
                _ => gauge.was_answered(),
            }
        });
    }

    fn request(&self, call: &Call<'_>) -> Result<reqwest::RequestBuilder, Error> {
        // A text that cannot be a header was never a token of Intercom's.
        let mut token = HeaderValue::from_str(&format!("Bearer {}", self.token.expose()))
            .map_err(|_| Error::Unauthorized)?;
        token.set_sensitive(true);
        let request = self
            .client
            .http
            .request(call.endpoint().method(), self.host.url(call))
            .header(AUTHORIZATION, token);
        Ok(match call.body() {
            Some(body) => exchange::json(request, body),
            None => request,
        })
    }
}

fn decode<T: DeserializeOwned>(body: Body) -> Result<T, Error> {
    match body {
        // Every answer is an object. A list would be read as one in which everything is absent, and an absent fact routes.
        Body::Whole(json) if json.trim_ascii_start().starts_with(b"[") => Err(Error::Unreadable {
            path: "the body, which is a list".to_owned(),
        }),
        Body::Whole(json) => mismatch::read(&json, "").map_err(|mismatch| Error::Unreadable {
            path: mismatch.path,
        }),
        Body::TooLarge => Err(Error::Unreadable {
            path: "the body, which is too large".to_owned(),
        }),
    }
}
