//! The agent's inbox seat in one workspace: its grant, its brain, and the right to act.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_lite::{FutureExt as _, future};
use jiff::Timestamp;

use super::patient::Patient;
use super::phases::Phases;
use super::{Notice, Settings, Trouble, Workspace, pressure};
use crate::domain::attribute::{Object, Value};
use crate::domain::conversation::Errand;
use crate::domain::decision::Decision;
use crate::domain::directory::Directory;
use crate::domain::names::Kind;
use crate::domain::outcome::Outcome;
use crate::domain::people::People;
use crate::domain::routing::Source;
use crate::domain::trace::Trace;
use crate::domain::turn::effect::Facts;
use crate::domain::turn::{Brief, Effect, Failure, Input, Stop, Turn, TurnRequest};
use crate::error::Error;
use crate::id::{ContactId, ConversationId, TagId};
use crate::ports::agent::GaveUp;
use crate::ports::intercom::Post;
use crate::ports::journal::Entry;
use crate::ports::queue::Lane;
use crate::ports::store::SaveError;
use crate::ports::{Agent, Allowance, Configurations, Intercom, intercom};

/// One workspace with its grant and its agent.
///
/// # What a function cannot do with it
///
/// Each example that must not compile stands before its twin, which differs in one line.
///
/// Open one:
///
/// ```compile_fail,E0624
/// # use shared::Seat;
/// # fn main() {
/// let _ = Seat::open;
/// # }
/// ```
///
/// ```
/// # use shared::Seat;
/// # fn main() {
/// let _ = Seat::workspace;
/// # }
/// ```
///
/// Take the grant out of it, or put it to another workspace's rows:
///
/// ```compile_fail,E0616
/// # use shared::Seat;
/// fn handle(seat: &Seat) {
///     let _ = seat.intercom.clone();
/// }
/// ```
///
/// ```
/// # use shared::Seat;
/// fn handle(seat: &Seat) {
///     let _ = seat.workspace();
/// }
/// ```
///
/// ```compile_fail,E0451
/// # use shared::{Seat, Workspace};
/// fn mix(here: Seat, there: Workspace) -> Seat {
///     Seat { workspace: there, ..here }
/// }
/// ```
///
/// ```
/// # use shared::{Seat, Workspace};
/// fn mix(here: Seat, there: Workspace) -> Seat {
///     here
/// }
/// ```
///
/// Keep it for another delivery, itself or a copy:
///
/// ```compile_fail,E0521
/// # use std::sync::OnceLock;
/// # use shared::{Error, Outcome, Seat};
/// # use shared::domain::turn::TurnRequest;
/// # use shared::workspace::Delivery;
/// static KEPT: OnceLock<&Seat> = OnceLock::new();
///
/// async fn handle(seat: &Seat, request: &TurnRequest, delivery: Delivery) -> Result<Outcome, Error> {
///     let _ = KEPT.set(seat);
///     seat.turn(request, delivery).await
/// }
/// ```
///
/// ```
/// # use std::sync::OnceLock;
/// # use shared::{Error, Outcome, Seat};
/// # use shared::domain::turn::TurnRequest;
/// # use shared::workspace::Delivery;
/// static KEPT: OnceLock<&Seat> = OnceLock::new();
///
/// async fn handle(seat: &Seat, request: &TurnRequest, delivery: Delivery) -> Result<Outcome, Error> {
///     let _ = KEPT.get();
///     seat.turn(request, delivery).await
/// }
/// ```
///
/// ```compile_fail,E0277
/// # use shared::Seat;
/// # use shared::id::WorkspaceId;
/// fn keeps<T: Clone>() {}
/// # fn main() {
/// keeps::<Seat>();
/// # }
/// ```
///
/// ```
/// # use shared::Seat;
/// # use shared::id::WorkspaceId;
/// fn keeps<T: Clone>() {}
/// # fn main() {
/// keeps::<WorkspaceId>();
/// # }
/// ```
pub struct Seat {
    pub(super) workspace: Workspace,
    pub(super) settings: Settings,
    configurations: Arc<dyn Configurations>,
    allowance: Arc<dyn Allowance>,
    pub(super) intercom: Arc<dyn Intercom>,
    agent: Arc<dyn Agent>,
    /// Its people as they were read; none if they never were.
    pub(super) people: Option<People>,
}

/// The delivery a turn runs in.
#[derive(Debug, Clone, Copy)]
pub struct Delivery {
    /// A number no other delivery has.
    pub worker: u64,
    /// The queue it came from, which says whether anybody waits.
    pub lane: Lane,
    /// How often the message was received, this time included.
    pub receive_count: u32,
    /// When the function is stopped.
    pub deadline: Timestamp,
}

impl Seat {
    /// Opened by the runtime only.
    #[cfg(feature = "runtime")]
    pub(crate) fn open(
        workspace: Workspace,
        settings: Settings,
        configurations: Arc<dyn Configurations>,
        allowance: Arc<dyn Allowance>,
        intercom: Arc<dyn Intercom>,
        agent: Arc<dyn Agent>,
        people: Option<People>,
    ) -> Self {
        Self {
            workspace,
            settings,
            configurations,
            allowance,
            intercom,
            agent,
            people,
        }
    }

    /// The workspace.
    #[must_use]
    pub const fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// What it was configured with when the seat was opened.
    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Runs one turn of `conversation` to its end.
    ///
    /// # Errors
    ///
    /// When something outside fails for now, or it is too early. The request stays in its queue, and whoever runs the
    /// turn next finds out what was done already.
    pub async fn turn(&self, request: &TurnRequest, delivery: Delivery) -> Result<Outcome, Error> {
        let ended = self
            .run(&request.conversation, request.errand.clone(), delivery)
            .await;
        if ended.is_ok() {
            self.read_if_due(delivery).await;
        }
        ended
    }

    /// Gives the conversation to people with a note, unless everything in it is covered.
    ///
    /// # Errors
    ///
    /// As [`Seat::turn`].
    pub async fn give_to_people(
        &self,
        conversation: &ConversationId,
        delivery: Delivery,
    ) -> Result<Outcome, Error> {
        let errand = Errand::HandOver(crate::domain::hand_off::Reason::LastResort);
        self.run(conversation, errand, delivery).await
    }

    async fn run(
        &self,
        id: &ConversationId,
        errand: Errand,
        delivery: Delivery,
    ) -> Result<Outcome, Error> {
        let Workspace { us, clock, .. } = &self.workspace;
        let settings = &self.settings;
        // What was tried before in vain was perhaps tried with people who are no longer there. Looks at a bot try
        // nothing.
        let again = match errand {
            Errand::Answer | Errand::Look => delivery.receive_count > 1,
            Errand::HandOver(_) => true,
            Errand::Due | Errand::Watch => false,
        };
        let directory = if again {
            self.present_if_possible(id).await
        } else {
            self.directory().await
        };
        let directory = directory.map_err(|error| {
            let failure = self.failure(id, &error);
            Error::stuck(failure, clock.now(), delivery.worker)
        })?;
        let mut turn = Turn::new(Brief {
            errand,
            us: us.clone(),
            config: settings.config.clone(),
            switch: settings.switch.clone(),
            directory: Arc::new(directory),
            worker: delivery.worker,
            receive_count: delivery.receive_count,
            deadline: delivery.deadline,
        });
        let mut input = Input::Begin;
        let began = clock.now();
        let mut phases = Phases::new(&**clock);
        let ended = loop {
            let limited = input.is_rate_limited();
            let effect = match turn.step(input, clock.now()) {
                Effect::Stop(stop) => break Ok(stop),
                effect => effect,
            };
            let name = match effect {
                Effect::Wait(_) if limited => "rate_limit",
                _ => effect.name(),
            };
            match phases
                .time(name, self.perform(id, delivery.worker, effect))
                .await
            {
                Ok(came) => input = came,
                Err(error) => break Err(error),
            }
            self.pass_on_pressure(id).await;
        };
        let result = ended.and_then(|stop| concluded(stop, clock.now(), delivery.worker));
        let kept = self.keep_why(id, delivery, &result, &turn.trace);
        phases.time("keep", kept).await;
        let mut entry = match &result {
            Ok(outcome) => Entry::new("turn", outcome.name(), outcome.to_string()),
            Err(error @ (Error::Later { .. } | Error::RateLimited { .. })) => {
                Entry::new("turn", error.name(), error.to_string())
            }
            Err(error) => Entry::new("turn", error.name(), error.to_string()).failed(),
        };
        entry.took = clock.now().duration_since(began).try_into().ok();
        entry.phases = phases.taken();
        entry.trace = turn.trace;
        let journal = &self.workspace.journal;
        let entry = entry.with("version", settings.number);
        journal.conclude(entry.at(self.workspace.id(), Some(id)));
        result
    }

    /// The people as they are now; as they were read last, where Intercom does not show them. A turn that has been tried in vain
    /// may not even need them, and whoever is handed a conversation by the last resort is better somebody who was there
    /// yesterday than nobody.
    async fn present_if_possible(&self, id: &ConversationId) -> Result<Directory, intercom::Error> {
        match (self.present().await, &self.people) {
            // Whether the token has ended, the conversation's own reading tells.
            (Err(error), Some(people)) => {
                self.trouble(id, Trouble::of_a_read(&error), error.to_string());
                Ok(people.directory.clone())
            }
            (read, _) => read,
        }
    }

    /// Keeps what was decided, and why. It is no reason to fail: whoever waits has their answer.
    async fn keep_why(
        &self,
        id: &ConversationId,
        delivery: Delivery,
        ended: &Result<Outcome, Error>,
        trace: &Trace,
    ) {
        let (name, what) = match ended {
            // What is kept of a conversation goes when it is deleted, and nothing is to come after that.
            Ok(Outcome::Gone) => return,
            // A surplus delivery looked at the record and decided nothing.
            Ok(Outcome::NothingToCover) | Err(Error::Later { .. } | Error::RateLimited { .. })
                if trace.0.is_empty() =>
            {
                return;
            }
            Ok(outcome) => (outcome.name(), outcome.to_string()),
            Err(error) => (error.name(), error.to_string()),
        };
        let Workspace {
            tenant,
            clock,
            decisions,
            journal,
            ..
        } = &self.workspace;
        let (at, number) = (clock.now(), self.settings.number);
        let mut decision = Decision::new(at, delivery.worker, number, name, what, trace);
        if let Ok(Outcome::HandedOff { reason, .. }) = ended {
            decision.reason = Some(reason.name().to_owned());
        }
        if let Err(error) = decisions.keep(tenant, id, &decision).await {
            let what = format!("why the turn decided so could not be kept: {error}");
            let entry = Entry::new("turn", Notice::NotKept.name(), what);
            journal.enter(entry.at(self.workspace.id(), Some(id)).failed());
        }
    }

    async fn pass_on_pressure(&self, id: &ConversationId) {
        let Workspace {
            tenant, journal, ..
        } = &self.workspace;
        let by = ("turn", Some(id));
        pressure::pass_on(&*self.intercom, &*self.allowance, &**journal, tenant, by).await;
    }

    async fn perform(
        &self,
        id: &ConversationId,
        worker: u64,
        effect: Effect,
    ) -> Result<Input, Error> {
        let Workspace {
            tenant,
            store,
            follow_ups,
            clock,
            us,
            ..
        } = &self.workspace;
        Ok(match effect {
            Effect::Load => Input::Loaded(store.conversation(tenant, id).await?.map(Box::new)),
            Effect::Save(record, tally) => match store.save(tenant, id, &record, &tally).await {
                Ok(version) => Input::Saved(version),
                Err(SaveError::Conflict(current)) => Input::Conflict(current),
                Err(SaveError::Store(error)) => return Err(error.into()),
            },
            Effect::Read => {
                let read = self.intercom.conversation(id).await;
                Input::Read(read.map(Box::new).map_err(|error| self.failure(id, &error)))
            }
            Effect::Fetch(source, contact) => {
                match self.fetch(id, source, contact.as_ref()).await {
                    Ok(facts) => Input::Fetched(facts),
                    Err(failure) => Input::FetchFailed(failure),
                }
            }
            Effect::Ask(question, budget) => {
                let late = async {
                    clock.sleep(budget).await;
                    Err(GaveUp::TooSlow)
                };
                let knowledge = Patient {
                    knowledge: &*self.intercom,
                    clock: &**clock,
                    worker,
                };
                let answer = self.agent.answer(&question, &knowledge, budget);
                // A panic would end the delivery with the claim in hand, ten times, before a person hears of it.
                let answer = AssertUnwindSafe(future::or(answer, late)).catch_unwind();
                match answer.await.unwrap_or(Err(GaveUp::Panicked)) {
                    Ok(answer) => Input::Answered(Box::new(answer)),
                    Err(gave_up) => {
                        self.trouble(id, Trouble::AgentGaveUp, gave_up.to_string());
                        Input::GaveUp(gave_up.reason())
                    }
                }
            }
            Effect::LookAtSwitch => {
                let switch = self.configurations.glance(tenant).await?;
                // What has no configuration any more is gone for good.
                Input::Switch(switch.ok_or(Error::NotInstalled)?)
            }
            Effect::Post(post) => {
                let posted = self.intercom.post(id, us, &post).await;
                if let (
                    Post::Assign(_),
                    Err(intercom::Error::NotFound | intercom::Error::Refused { .. }),
                ) = (&*post, &posted)
                {
                    self.people_are_wrong().await;
                }
                Input::Posted(posted.map_err(|error| {
                    self.trouble(id, Trouble::of_a_post(&error), error.to_string());
                    Failure::from(&error)
                }))
            }
            Effect::SetAttributes(object, attributes) => {
                self.set_attributes(id, &object, attributes).await;
                Input::AttributesSet
            }
            Effect::Tag(name) => {
                self.tag(id, &name).await;
                Input::Tagged
            }
            Effect::Remind(at, place) => {
                follow_ups.set(tenant, id, at, place.as_ref()).await?;
                Input::Reminded
            }
            Effect::Request(errand, cause) => {
                let request = TurnRequest {
                    workspace: self.workspace.id().clone(),
                    conversation: id.clone(),
                    cause,
                    errand,
                    place: None,
                    beside: None,
                };
                self.workspace.ask(&request).await?;
                Input::Requested
            }
            Effect::Wait(duration) => {
                clock.sleep(duration).await;
                Input::Waited
            }
            Effect::Stop(_) => Input::Waited,
        })
    }

    async fn fetch(
        &self,
        id: &ConversationId,
        source: Source,
        contact: Option<&ContactId>,
    ) -> Result<Facts, Failure> {
        let intercom = &self.intercom;
        let fetched = match (source, contact) {
            (Source::Teammates, _) => self.present().await.map(Facts::Directory),
            (_, None) => return Ok(Facts::Unavailable(source)),
            (Source::Contact, Some(contact)) => intercom.contact(contact).await.map(Facts::Contact),
            (Source::Segments, Some(contact)) => {
                intercom.segments(contact).await.map(Facts::Segments)
            }
            (Source::Tags, Some(contact)) => intercom.tags(contact).await.map(Facts::Tags),
            (Source::Companies, Some(contact)) => {
                intercom.companies(contact).await.map(Facts::Companies)
            }
        };
        fetched.or_else(|error| match self.failure(id, &error) {
            Failure::NotFound | Failure::Refused => Ok(Facts::Unavailable(source)),
            failure => Err(failure),
        })
    }

    /// Never a reason to stop: the visitor has the answer, and the team the conversation. What an attribute does not take, as
    /// far as is known, is not sent. Intercom refuses all attributes for one it does not have, so the others are then set one
    /// by one. Told are names, and no values.
    async fn set_attributes(
        &self,
        id: &ConversationId,
        object: &Object,
        mut attributes: Vec<(String, Value)>,
    ) {
        let kind = object.kind();
        let failed = |names: &[&str], why: String| {
            let names: Vec<_> = names.iter().map(|name| format!("“{name}”")).collect();
            let what = format!("the {kind} {}: {why}", names.join(", "));
            self.trouble(id, Trouble::AttributesFailed, what);
        };
        let known = self.people.as_ref().map(|people| &people.directory.names);
        attributes.retain(|(name, value)| {
            let takes = known.and_then(|known| known.takes(kind, name));
            let refused = takes.is_some_and(|takes| takes.refusal(value).is_some());
            if refused {
                failed(
                    &[name],
                    "it does not take this value; see `nexora doctor`".to_owned(),
                );
            }
            !refused
        });
        if attributes.is_empty() {
            return;
        }
        match self.intercom.set_attributes(object, &attributes).await {
            Err(intercom::Error::Refused { .. }) if attributes.len() > 1 => {
                for attribute in &attributes {
                    let one = std::slice::from_ref(attribute);
                    let Err(error) = self.intercom.set_attributes(object, one).await else {
                        continue;
                    };
                    failed(&[&attribute.0], error.to_string());
                    // What is not about this attribute alone is not tried with the others: a permission, an outage.
                    if !matches!(error, intercom::Error::Refused { status, .. } if status != 403) {
                        break;
                    }
                }
            }
            Err(error) => {
                let names: Vec<_> = attributes.iter().map(|(name, _)| &**name).collect();
                failed(&names, error.to_string());
            }
            Ok(()) => {}
        }
    }

    /// Never a reason to stop, either. What the tag's name meant when the configuration was published spares asking for
    /// its id; a tag that was deleted since is created again.
    async fn tag(&self, id: &ConversationId, name: &str) {
        let us = self.workspace.us();
        let names = self.people.as_ref().map(|people| &people.directory.names);
        let meant = names.and_then(|names| names.meant(Kind::Tag, name));
        let known = meant.and_then(|id| TagId::try_from(id).ok());
        let tried = match known {
            Some(tag) => self.intercom.tag(id, us, &tag).await,
            None => Err(intercom::Error::NotFound),
        };
        let tagged = match tried {
            Err(intercom::Error::NotFound) => match self.intercom.tag_called(name).await {
                Ok(tag) => self.intercom.tag(id, us, &tag).await,
                Err(error) => Err(error),
            },
            tried => tried,
        };
        if let Err(error) = tagged {
            self.trouble(id, Trouble::TagFailed, error.to_string());
        }
    }

    /// A read that failed.
    fn failure(&self, id: &ConversationId, error: &intercom::Error) -> Failure {
        self.trouble(id, Trouble::of_a_read(error), error.to_string());
        Failure::from(error)
    }

    fn trouble(&self, id: &ConversationId, trouble: Trouble, what: String) {
        let entry = Entry::new("turn", trouble.name(), what)
            .at(self.workspace.id(), Some(id))
            .failed();
        self.workspace.journal.enter(entry);
    }
}

impl From<&intercom::Error> for Failure {
    fn from(error: &intercom::Error) -> Self {
        match error {
            intercom::Error::Unauthorized => Self::Unauthorized,
            intercom::Error::NotFound => Self::NotFound,
            intercom::Error::Refused { .. } => Self::Refused,
            intercom::Error::RateLimited { until } => Self::RateLimited(*until),
            intercom::Error::NotSent(_) => Self::NotSent,
            intercom::Error::Unknown(_) | intercom::Error::Unreadable { .. } => Self::Unknown,
        }
    }
}

fn concluded(stop: Stop, now: Timestamp, worker: u64) -> Result<Outcome, Error> {
    match stop {
        Stop::Outcome(outcome) => Ok(outcome),
        Stop::Later { after, why } => Err(Error::Later { after, why }),
        Stop::Failed(failure) => Err(Error::stuck(failure, now, worker)),
    }
}
