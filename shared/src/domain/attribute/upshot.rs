//! What the agent's part in a conversation came to, as attributes and conditions call it.

/// What the agent's part came to: after each step that people see, and at the end of the conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Upshot {
    /// It answered the visitor.
    Answered,
    /// It left its answer to the team as a note.
    Drafted,
    /// It gave the conversation to people.
    HandedOff,
    /// People are needed, and it waits until they are back.
    Queued,
    /// Its answer settled the matter: the visitor said so, or said nothing more.
    Resolved,
    /// A person took the conversation without a hand-off.
    TakenOver,
    /// It asked something back, and the visitor said nothing more.
    Abandoned,
}

impl Upshot {
    /// Every value, and the word for none.
    pub const WORDS: &[&str] = &[
        "answered",
        "drafted",
        "handed_off",
        "queued",
        "resolved",
        "taken_over",
        "abandoned",
        "absent",
    ];

    /// The value an attribute gets.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Drafted => "drafted",
            Self::HandedOff => "handed_off",
            Self::Queued => "queued",
            Self::Resolved => "resolved",
            Self::TakenOver => "taken_over",
            Self::Abandoned => "abandoned",
        }
    }
}
