use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Something that goes wrong with the calls it matches, those of an OAuth installation among them.
#[derive(Debug, Clone)]
pub struct Fault {
    kind: FaultKind,
    method: Option<String>,
    path_prefix: String,
    path_suffix: String,
    workspace: Option<String>,
    times: Option<u32>,
}

/// What goes wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    /// The call waits before anything else. It is the one fault that combines with others.
    Latency(Duration),
    /// 429 `rate_limit_exceeded`; the window ends in `reset_in` seconds.
    RateLimited {
        /// Seconds on the simulator's clock.
        reset_in: i64,
    },
    /// 429 `rate_limit_exceeded` without a word about the window.
    RateLimitedInSilence,
    /// 410 `contact_merged`, with a `Link` to the contact of this id.
    MergedInto(String),
    /// The call takes effect, then the answer is a 200 with this text in place of the documented body.
    AnswerWith(String),
    /// The call takes effect, then the connection breaks in the middle of the answer.
    BreakOff,
    /// The call has no effect, and no answer comes for as long as the client waits.
    SilenceBefore,
    /// The call takes effect, and no answer comes for as long as the client waits.
    SilenceAfter,
    /// This 5xx; the call has no effect.
    ServerError(u16),
    /// The connection breaks before the call has any effect.
    ResetBefore,
    /// The call takes effect, then the connection breaks without an answer.
    ResetAfter,
    /// This `error.list`; the call has no effect.
    RefuseWith {
        /// The HTTP status.
        status: u16,
        /// Intercom's error code.
        code: String,
        /// The sentence beside it.
        message: String,
    },
    /// `GET /conversations/{id}` answers without the newest part: reads lag behind writes.
    HideNewestPart,
    /// `POST /conversations/search` shows this conversation with a text for its `created_at`: nobody can read it.
    StrangeConversation(String),
    /// 401 `unauthorized`.
    RevokedToken,
    /// 403 `api_plan_restricted`.
    SuspendedWorkspace,
}

impl Fault {
    /// Hits every call, always, until narrowed.
    #[must_use]
    pub fn new(kind: FaultKind) -> Self {
        Self {
            kind,
            method: None,
            path_prefix: String::new(),
            path_suffix: String::new(),
            workspace: None,
            times: None,
        }
    }

    /// Only calls with this method.
    #[must_use]
    pub fn on_method(mut self, method: &str) -> Self {
        self.method = Some(method.to_owned());
        self
    }

    /// Only paths that begin so.
    #[must_use]
    pub fn on_path_prefix(mut self, prefix: &str) -> Self {
        prefix.clone_into(&mut self.path_prefix);
        self
    }

    /// Only paths that end so.
    #[must_use]
    pub fn on_path_suffix(mut self, suffix: &str) -> Self {
        suffix.clone_into(&mut self.path_suffix);
        self
    }

    /// Only calls with a token of this workspace, or with a code for it.
    #[must_use]
    pub fn in_workspace(mut self, id: &str) -> Self {
        self.workspace = Some(id.to_owned());
        self
    }

    /// Only the next so many calls that match.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    fn hits(&self, method: &str, path: &str, workspace: Option<&str>) -> bool {
        let reads_a_conversation = method == "GET"
            && path
                .strip_prefix("/conversations/")
                .is_some_and(|id| !id.is_empty() && !id.contains('/'));
        self.times != Some(0)
            && self.method.as_ref().is_none_or(|wanted| wanted == method)
            && path.starts_with(&self.path_prefix)
            && path.ends_with(&self.path_suffix)
            && self
                .workspace
                .as_ref()
                .is_none_or(|wanted| Some(wanted.as_str()) == workspace)
            && match self.kind {
                FaultKind::HideNewestPart => reads_a_conversation,
                FaultKind::StrangeConversation(_) => path == "/conversations/search",
                _ => true,
            }
    }
}

/// The faults in force, oldest first.
#[derive(Default)]
pub struct Faults(Mutex<Vec<Fault>>);

impl Faults {
    /// Puts a fault in force, behind those already there.
    pub fn inject(&self, fault: Fault) {
        self.faults().push(fault);
    }

    /// Ends all of them.
    pub fn clear(&self) {
        self.faults().clear();
    }

    /// How many have not been spent yet.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.faults().len()
    }

    /// The waits in front of a call, and the one other fault that hits it. Both are used up.
    pub(crate) fn strike(
        &self,
        method: &str,
        path: &str,
        workspace: Option<&str>,
    ) -> (Duration, Option<FaultKind>) {
        let mut faults = self.faults();
        let mut wait = Duration::ZERO;
        let mut struck = None;
        for fault in faults
            .iter_mut()
            .filter(|fault| fault.hits(method, path, workspace))
        {
            match &fault.kind {
                FaultKind::Latency(latency) => wait += *latency,
                _ if struck.is_some() => continue,
                kind => struck = Some(kind.clone()),
            }
            fault.times = fault.times.map(|times| times - 1);
        }
        faults.retain(|fault| fault.times != Some(0));
        (wait, struck)
    }

    fn faults(&self) -> MutexGuard<'_, Vec<Fault>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
