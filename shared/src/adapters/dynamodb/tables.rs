//! The tables' names.

/// The names of one deployment's tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tables {
    /// Which workspaces are installed.
    pub installations: String,
    /// What each is configured to do.
    pub configurations: String,
    /// What was read of each workspace.
    pub readings: String,
    /// What is kept of each conversation.
    pub conversations: String,
    /// What was decided in each conversation, and why.
    pub decisions: String,
    /// How many conversations ended how.
    pub tallies: String,
    /// What each workspace's brains call other services with, sealed.
    pub secrets: String,
    /// Which OAuth states came back.
    pub oauth_states: String,
    /// How many calls to Intercom nobody waits for were made.
    pub allowances: String,
    /// Which conversations are looked at again, and when.
    pub follow_ups: String,
}

impl Tables {
    /// The tables of a stack, whose name comes before theirs. An empty name has none before it.
    #[must_use]
    pub fn of_stack(stack: &str) -> Self {
        let name = |table: &str| match stack {
            "" => table.to_owned(),
            stack => format!("{stack}-{table}"),
        };
        Self {
            installations: name("installations"),
            configurations: name("configurations"),
            readings: name("readings"),
            conversations: name("conversations"),
            decisions: name("decisions"),
            tallies: name("tallies"),
            secrets: name("secrets"),
            oauth_states: name("oauth-states"),
            allowances: name("allowances"),
            follow_ups: name("follow-ups"),
        }
    }
}
