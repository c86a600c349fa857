//! Whether Intercom still takes a workspace's grant, and what follows when it does not.
//!
//! Nobody's word is enough for it: not a single refused call, which may be for want of a permission, and not the call
//! that says the app was removed, which anybody can make. Intercom is asked by `GET /me`, and what it says is written
//! down on condition that the grant is still the one that was asked about.

mod finding;

use std::sync::Arc;
use std::time::Duration;

use futures_lite::future;
use jiff::{SignedDuration, Timestamp};

use crate::error::Error;
use crate::id::WorkspaceId;
use crate::ports::journal::Entry;
use crate::ports::registry::{Departure, Installation, Membership, Standing};
use crate::ports::{Clock, Connect, Journal, Keys, Registry, intercom};

pub use finding::Finding;

/// How long Intercom may take to say whether it takes a grant.
const PATIENCE: Duration = Duration::from_secs(12);

/// How often a removal is settled anew when the installation was written meanwhile.
const ATTEMPTS: u8 = 3;

/// When Intercom is asked again about a grant something is known against.
const AGAIN: SignedDuration = SignedDuration::from_hours(1);

/// After how long a grant that has ended counts as an uninstall nobody told us of.
const FORGOTTEN: SignedDuration = SignedDuration::from_hours(30 * 24);

/// What it takes to ask, and to write down what comes of it.
#[derive(Clone)]
pub struct Grants {
    /// The installed workspaces.
    pub registry: Arc<dyn Registry>,
    /// What opens tokens.
    pub keys: Arc<dyn Keys>,
    /// Intercom.
    pub connect: Arc<dyn Connect>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Where it says what it found.
    pub journal: Arc<dyn Journal>,
}

/// What Intercom says of a grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// It is good.
    Good,
    /// It is of no use now, and may be again: the workspace is suspended.
    Useless,
    /// It has ended.
    Ended,
}

impl Standing {
    /// What is known of a grant after Intercom was asked; none when the app counts as removed.
    fn after(self, verdict: Verdict, now: Timestamp) -> Option<Self> {
        let is_forgotten = self
            .refused_since
            .is_some_and(|since| now.duration_since(since) >= FORGOTTEN);
        match verdict {
            Verdict::Good => Some(Self::default()),
            Verdict::Ended if self.doubted_since.is_some() || is_forgotten => None,
            Verdict::Ended | Verdict::Useless => Some(self.refused(now)),
        }
    }

    /// With Intercom's refusal.
    fn refused(self, now: Timestamp) -> Self {
        Self {
            refused_since: self.refused_since.or(Some(now)),
            ..self
        }
    }

    /// With the word of somebody that the app was removed.
    fn doubted(self, now: Timestamp) -> Self {
        Self {
            doubted_since: self.doubted_since.or(Some(now)),
            ..self
        }
    }
}

impl Grants {
    /// Somebody says that the app was removed from a workspace. When Intercom cannot be asked, or refuses the grant without
    /// saying that it has ended, that is kept in mind, and `sweep` asks.
    ///
    /// # Errors
    ///
    /// When it could not be found out.
    pub async fn removed(&self, workspace: &WorkspaceId) -> Result<Finding, Error> {
        let mut attempt = 1;
        loop {
            let installation = match self.registry.membership(workspace).await? {
                Membership::Installed(installation) => *installation,
                Membership::Unknown => return Ok(Finding::NotInstalled),
                Membership::Left(departure) => {
                    // For an uninstall that was interrupted; otherwise there is nothing.
                    self.registry.clear(&departure).await?;
                    return Ok(Finding::LeftBefore);
                }
            };
            let doubted = installation.standing.doubted(self.clock.now());
            match self.settle(&installation, doubted).await {
                // A new token, or the same one sealed anew.
                Ok(Finding::Renewed) if attempt < ATTEMPTS => attempt += 1,
                Err(error) => {
                    let now = self.clock.now();
                    self.registry.judge(&installation, doubted, now).await?;
                    return Err(error);
                }
                found => return found,
            }
        }
    }

    /// A call with a workspace's grant was refused: finds out whether every call is. That the grant has ended is for
    /// `sweep` to conclude: whoever reads what visitors write may not delete tokens.
    ///
    /// # Errors
    ///
    /// When it could not be found out.
    pub async fn refused(&self, workspace: &WorkspaceId) -> Result<Finding, Error> {
        let Some(installation) = self.registry.installation(workspace).await? else {
            return Ok(Finding::NotInstalled);
        };
        let next = match self.ask(&installation).await? {
            Verdict::Good => Standing::default(),
            Verdict::Ended | Verdict::Useless => installation.standing.refused(self.clock.now()),
        };
        self.note(&installation, next).await
    }

    /// Asks again about a grant something is known against. When Intercom cannot be asked, somebody asks another time.
    ///
    /// # Errors
    ///
    /// When it could not be found out.
    pub async fn ask_again(&self, workspace: &WorkspaceId) -> Result<Finding, Error> {
        let Some(installation) = self.registry.installation(workspace).await? else {
            return Ok(Finding::NotInstalled);
        };
        let standing = installation.standing;
        let found = self.settle(&installation, standing).await;
        match &found {
            Err(_) => {
                let again = self.again();
                self.registry.judge(&installation, standing, again).await?;
            }
            // Nobody told us, or Intercom could not confirm it then.
            Ok(Finding::Ended) => {
                let what =
                    "the workspace's token has ended and counts as uninstalled; it is deleted";
                self.say(workspace, Finding::Ended, what);
            }
            Ok(_) => {}
        }
        found
    }

    /// Asks Intercom about a grant of which `known` is known, and writes down what comes of it.
    async fn settle(&self, installation: &Installation, known: Standing) -> Result<Finding, Error> {
        let verdict = self.ask(installation).await?;
        let now = self.clock.now();
        let workspace = &installation.workspace;
        let Some(next) = known.after(verdict, now) else {
            let departure = Departure::at(workspace.clone(), now);
            let done = self.registry.uninstall(installation, &departure).await?;
            return Ok(if done {
                Finding::Ended
            } else {
                self.overtaken(workspace).await?
            });
        };
        self.note(installation, next).await
    }

    /// Writes down what is known of a grant now.
    async fn note(&self, installation: &Installation, next: Standing) -> Result<Finding, Error> {
        let (before, workspace) = (installation.standing, &installation.workspace);
        if next != before || !next.is_good() {
            let judged = self.registry.judge(installation, next, self.again());
            if !judged.await? {
                return self.overtaken(workspace).await;
            }
        }
        if next.is_good() {
            return Ok(Finding::Accepted);
        }
        if before.refused_since.is_none() {
            let what = "Intercom refuses the workspace's token; its conversations are left to people until it is renewed";
            self.say(workspace, Finding::Refused, what);
        }
        Ok(Finding::Refused)
    }

    /// What there is in place of the grant that was asked about.
    async fn overtaken(&self, workspace: &WorkspaceId) -> Result<Finding, Error> {
        Ok(match self.registry.membership(workspace).await? {
            Membership::Installed(_) => Finding::Renewed,
            Membership::Left(_) => Finding::LeftBefore,
            Membership::Unknown => Finding::NotInstalled,
        })
    }

    async fn ask(&self, installation: &Installation) -> Result<Verdict, Error> {
        let token = self
            .keys
            .open(&installation.workspace, &installation.token)
            .await?;
        let intercom = self.connect.connect(installation, token);
        let late = async {
            self.clock.sleep(PATIENCE).await;
            Err(intercom::Error::Unknown(Box::new(TooSlow)))
        };
        match future::or(intercom.greet(), late).await {
            Ok(()) => Ok(Verdict::Good),
            Err(intercom::Error::Unauthorized) => Ok(Verdict::Ended),
            Err(intercom::Error::Refused { status: 403, .. }) => Ok(Verdict::Useless),
            Err(error) => Err(error.into()),
        }
    }

    fn again(&self) -> Timestamp {
        let again = self.clock.now().saturating_add(AGAIN);
        again.unwrap_or(Timestamp::MAX)
    }

    fn say(&self, workspace: &WorkspaceId, found: Finding, what: &str) {
        let entry = Entry::new("grant", found.name(), what).at(workspace, None);
        self.journal.enter(entry.failed());
    }
}

#[derive(Debug, thiserror::Error)]
#[error("Intercom did not say in time whether it takes the token")]
struct TooSlow;

#[cfg(test)]
mod tests {
    use super::*;

    /// What is known on a day after `verdict`, in words.
    fn after(known: Standing, verdict: Verdict, day: i64) -> String {
        match known.after(verdict, on(day)) {
            None => "removed".to_owned(),
            Some(next) => told(next),
        }
    }

    fn told(standing: Standing) -> String {
        let since = |what: &str, since: Option<Timestamp>| {
            since.map(|since| format!("{what} since day {}", since.as_second() / 86_400))
        };
        let known = [
            since("refused", standing.refused_since),
            since("doubted", standing.doubted_since),
        ];
        let known: Vec<_> = known.into_iter().flatten().collect();
        if known.is_empty() {
            "good".to_owned()
        } else {
            known.join(", ")
        }
    }

    fn on(day: i64) -> Timestamp {
        Timestamp::from_second(day * 86_400).unwrap()
    }

    #[test]
    fn only_an_ended_grant_that_is_doubted_or_forgotten_counts_as_removed() {
        let good = Standing::default();
        let refused = Standing {
            refused_since: Some(on(1)),
            ..good
        };
        let doubted = good.doubted(on(2));
        let both = refused.doubted(on(2)).doubted(on(3));
        let mut lines = Vec::new();
        for known in [good, refused, doubted, both] {
            for (verdict, day) in [
                (Verdict::Good, 9),
                (Verdict::Useless, 9),
                (Verdict::Useless, 99),
                (Verdict::Ended, 9),
                (Verdict::Ended, 30),
                (Verdict::Ended, 31),
            ] {
                let next = after(known, verdict, day);
                lines.push(format!("{}, {verdict:?} on day {day}: {next}", told(known)));
            }
        }
        insta::assert_snapshot!(lines.join("\n"), @"
        good, Good on day 9: good
        good, Useless on day 9: refused since day 9
        good, Useless on day 99: refused since day 99
        good, Ended on day 9: refused since day 9
        good, Ended on day 30: refused since day 30
        good, Ended on day 31: refused since day 31
        refused since day 1, Good on day 9: good
        refused since day 1, Useless on day 9: refused since day 1
        refused since day 1, Useless on day 99: refused since day 1
        refused since day 1, Ended on day 9: refused since day 1
        refused since day 1, Ended on day 30: refused since day 1
        refused since day 1, Ended on day 31: removed
        doubted since day 2, Good on day 9: good
        doubted since day 2, Useless on day 9: refused since day 9, doubted since day 2
        doubted since day 2, Useless on day 99: refused since day 99, doubted since day 2
        doubted since day 2, Ended on day 9: removed
        doubted since day 2, Ended on day 30: removed
        doubted since day 2, Ended on day 31: removed
        refused since day 1, doubted since day 2, Good on day 9: good
        refused since day 1, doubted since day 2, Useless on day 9: refused since day 1, doubted since day 2
        refused since day 1, doubted since day 2, Useless on day 99: refused since day 1, doubted since day 2
        refused since day 1, doubted since day 2, Ended on day 9: removed
        refused since day 1, doubted since day 2, Ended on day 30: removed
        refused since day 1, doubted since day 2, Ended on day 31: removed
        ");
    }
}
