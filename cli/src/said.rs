//! What a command says in the end.

use std::fmt;
use std::process::ExitCode;

/// What is written to standard output, and the status the command ends with.
pub(crate) struct Said {
    text: String,
    status: u8,
}

impl Said {
    /// It came to its end.
    pub(crate) fn of(said: impl fmt::Display) -> Self {
        Self {
            text: said.to_string(),
            status: 0,
        }
    }

    /// The same, with the status of something that is not as it should be.
    pub(crate) fn unless(self, is_well: bool, status: u8) -> Self {
        let status = if is_well { self.status } else { status };
        Self { status, ..self }
    }

    pub(crate) fn status(&self) -> ExitCode {
        ExitCode::from(self.status)
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
