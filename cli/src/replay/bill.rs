//! What a replay came to, for whoever ran it.

use std::fmt;

use local::replay::{Fate, Scene, Written};
use shared::adapters::intercom::Host;
use shared::id::WorkspaceId;

/// What a replay came to.
pub(crate) struct Bill {
    pub(super) ground: Ground,
    pub(super) verb: Verb,
    pub(super) scenes: Vec<Scene>,
    /// What was approved and not sent, because the functions no longer wanted it: somebody answered meanwhile.
    pub(super) left: Vec<Written>,
}

/// What it was played on.
pub(super) enum Ground {
    /// What notifications show, and what was assumed beside.
    Assumed(Vec<String>),
    /// A workspace.
    Real {
        /// Which.
        workspace: WorkspaceId,
        /// Where it was asked.
        host: Host,
    },
}

/// What was done with what the functions write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    /// It was held.
    Held,
    /// It was held, though it was to be sent: something failed.
    Withheld,
    /// It was sent.
    Sent,
}

impl Bill {
    /// Whether everything went as it should.
    pub(crate) fn is_well(&self) -> bool {
        self.left.is_empty() && self.scenes.iter().all(Scene::is_well)
    }

    /// How many requests there are.
    pub(super) fn written(&self) -> usize {
        self.scenes.iter().flat_map(Scene::written).count()
    }

    fn sent(&self) -> usize {
        let written = self.scenes.iter().flat_map(Scene::written);
        written.filter(|written| written.fate == Fate::Sent).count()
    }
}

/// `1 request`, `2 requests`.
pub(super) fn requests(count: usize) -> String {
    match count {
        1 => "1 request".to_owned(),
        count => format!("{count} requests"),
    }
}

impl fmt::Display for Bill {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.ground, self.verb) {
            (Ground::Assumed(assumed), _) => {
                writeln!(f, "Replayed without Intercom. Nothing is sent.")?;
                // What nobody looked at need not be assumed.
                if self.scenes.iter().any(|scene| !scene.acts.is_empty()) {
                    writeln!(f, "Assumed, because notifications do not say it:")?;
                    for assumption in assumed {
                        writeln!(f, "  - {assumption}")?;
                    }
                }
            }
            (Ground::Real { workspace, host }, Verb::Held | Verb::Withheld) => {
                writeln!(
                    f,
                    "Replayed in {workspace} as it is now, read from {host}. Nothing is sent."
                )?;
                writeln!(
                    f,
                    "What Nexora has on record of a conversation was begun anew from the conversation itself."
                )?;
            }
            (Ground::Real { workspace, .. }, Verb::Sent) => {
                writeln!(f, "Sent to {workspace}.")?;
            }
        }
        for scene in &self.scenes {
            write!(f, "\n{scene}")?;
        }
        if !self.left.is_empty() {
            writeln!(f, "\nShown before, and not sent now:")?;
            for written in &self.left {
                write!(f, "{written}")?;
            }
        }
        writeln!(f)?;
        match self.verb {
            Verb::Held if self.written() == 0 => writeln!(f, "Nothing would be sent."),
            Verb::Held => writeln!(
                f,
                "{} would be sent, and none was.",
                requests(self.written())
            ),
            Verb::Withheld => writeln!(
                f,
                "Because of what failed above, none of {} was sent.",
                requests(self.written())
            ),
            Verb::Sent if self.left.is_empty() => writeln!(f, "{} sent.", requests(self.sent())),
            Verb::Sent => writeln!(
                f,
                "{} sent; not sent: {} of those shown before.",
                requests(self.sent()),
                self.left.len()
            ),
        }
    }
}
