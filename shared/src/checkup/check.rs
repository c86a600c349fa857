//! One thing that was looked at.

/// How a thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// As it should be.
    Good,
    /// It may be meant so; somebody should know.
    Note,
    /// It keeps the agent from working, or from working as its configuration says.
    Trouble,
}

/// A thing that was looked at, how it is, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What was looked at, in a word or two.
    pub of: &'static str,
    /// How it is.
    pub state: State,
    /// What was found, in a sentence without its full stop.
    pub found: String,
    /// What to do about it; nothing where it is good.
    pub fix: Option<String>,
}

impl Check {
    /// It is as it should be.
    #[must_use]
    pub fn good(of: &'static str, found: impl Into<String>) -> Self {
        Self {
            of,
            state: State::Good,
            found: found.into(),
            fix: None,
        }
    }

    /// Somebody should know.
    #[must_use]
    pub fn note(of: &'static str, found: impl Into<String>, fix: impl Into<String>) -> Self {
        Self {
            of,
            state: State::Note,
            found: found.into(),
            fix: Some(fix.into()),
        }
    }

    /// Something does not work.
    #[must_use]
    pub fn trouble(of: &'static str, found: impl Into<String>, fix: impl Into<String>) -> Self {
        Self {
            state: State::Trouble,
            ..Self::note(of, found, fix)
        }
    }
}
