//! What the doctor says.

use std::fmt;

use shared::checkup::{Check, Checkup, State};
use shared::id::WorkspaceId;

use crate::stack::Stack;

/// What was found about a workspace, and about the stack it is in.
pub(crate) struct Diagnosis {
    pub(crate) stack: Stack,
    /// AWS's region.
    pub(crate) region: String,
    pub(crate) workspace: WorkspaceId,
    pub(crate) checkup: Checkup,
}

impl Diagnosis {
    /// Whether nothing has to be done.
    pub(crate) fn is_well(&self) -> bool {
        self.count(State::Trouble) == 0
    }

    fn count(&self, state: State) -> usize {
        let checks = self.checkup.checks.iter();
        checks.filter(|check| check.state == state).count()
    }
}

impl fmt::Display for Diagnosis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            stack,
            region,
            workspace,
            checkup,
        } = self;
        let name = checkup.name.as_deref().unwrap_or("The workspace");
        writeln!(f, "{name} ({workspace}) in {stack}, {region}:\n")?;
        for Check {
            of,
            state,
            found,
            fix,
        } in &checkup.checks
        {
            let mark = match state {
                State::Good => "ok",
                State::Note => "note",
                State::Trouble => "TROUBLE",
            };
            writeln!(f, "  {mark:<8} {of:<14} {found}.")?;
            if let Some(fix) = fix {
                writeln!(f, "  {:<8} {:<14} → {fix}.", "", "")?;
            }
        }
        let (troubles, notes) = (self.count(State::Trouble), self.count(State::Note));
        let things = |count: usize| {
            if count == 1 {
                "1 thing".to_owned()
            } else {
                format!("{count} things")
            }
        };
        writeln!(f)?;
        if checkup.name.is_some() {
            writeln!(
                f,
                "Permissions to write were not tried: that takes writing."
            )?;
        }
        match (troubles, notes) {
            (0, 0) => writeln!(f, "Nothing keeps the agent from working."),
            (0, notes) => writeln!(
                f,
                "Nothing keeps the agent from working; {} may be worth a look.",
                things(notes)
            ),
            (troubles, 0) => writeln!(f, "{} to be done.", things(troubles)),
            (troubles, notes) => writeln!(
                f,
                "{} to be done, and {} may be worth a look.",
                things(troubles),
                things(notes)
            ),
        }
    }
}
