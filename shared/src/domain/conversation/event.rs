//! What happened to a conversation, in our words.

use crate::domain::assignee::Assignee;
use crate::domain::ending::Rating;
use crate::domain::part::{Command, Part, Voice};
use crate::domain::stamp::Stamp;
use crate::id::AdminId;

/// One thing that happened. What a part means is decided by its author, whatever its topic or type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The visitor wrote.
    VisitorWrote(Stamp),
    /// A teammate wrote something the visitor sees.
    TeammateWrote(Stamp),
    /// Somebody else than us assigned the conversation.
    Assigned {
        /// The part that did.
        by: Stamp,
        /// To whom.
        to: Assignee,
    },
    /// A teammate or a workflow closed it.
    Closed(Stamp),
    /// A teammate dealt with it: wrote to the visitor, assigned it to anybody but the agent, closed, snoozed or opened it. It comes
    /// beside what else that says. A plain note is none of these: whoever leaves one at night has not taken it.
    Dealt(Stamp),
    /// A teammate told the agent something in a note.
    Commanded(Stamp, Command),
    /// The echo of something we did.
    Echo {
        /// The part we made.
        part: Stamp,
        /// What it was.
        deed: Deed,
    },
    /// A bot said something the visitor sees: Fin, a workflow, or the Messenger's boilerplate.
    BotSpoke(Stamp),
    /// Something that changes nothing for us: a plain note, a system part.
    Other(Stamp),
    /// A part lost its text.
    Redacted(Stamp),
    /// The visitor rated the conversation, or changed their rating.
    Rated(Rating),
    /// A conversation began, though no part of the visitor's was shown to us: look for it.
    Stirred,
    /// The conversation was deleted.
    Deleted,
}

/// What we did, as far as a part tells. One part can do several things.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Deed {
    /// It said something to the visitor.
    pub said: bool,
    /// It said something to the team.
    pub noted: bool,
    /// It assigned the conversation.
    pub assigned: Option<Assignee>,
    /// It snoozed it.
    pub snoozed: bool,
    /// It opened it again.
    pub opened: bool,
}

impl Deed {
    /// What one of our own parts did.
    #[must_use]
    pub fn of(part: &Part) -> Self {
        Self {
            said: part.is_visible(),
            noted: part.is_note() && part.has_body,
            assigned: part.assigned_to.clone(),
            snoozed: part.kind == "snoozed",
            opened: matches!(part.kind.as_str(), "open" | "unsnoozed"),
        }
    }
}

impl Event {
    /// What a part means to an agent that speaks as `us`. One action in the inbox can mean several things.
    #[must_use]
    pub fn of(part: &Part, us: &AdminId) -> Vec<Self> {
        let stamp = || part.stamp.clone();
        // A teammate whose words were removed has taken over all the same, and may have assigned or closed with them.
        let of_people = matches!(part.voice(us), Voice::Teammate(_) | Voice::System);
        if part.redacted && !of_people {
            return vec![Self::Redacted(stamp())];
        }
        let mut events = Vec::new();
        match part.voice(us) {
            Voice::Us => {
                return vec![Self::Echo {
                    part: stamp(),
                    deed: Deed::of(part),
                }];
            }
            Voice::Visitor if part.has_body => events.push(Self::VisitorWrote(stamp())),
            Voice::Teammate(_) if part.is_visible() => events.push(Self::TeammateWrote(stamp())),
            Voice::Teammate(_) => {
                events.extend(
                    part.command
                        .map(|command| Self::Commanded(stamp(), command)),
                );
            }
            // An author of a type newer than this code: rather a person than nobody.
            Voice::System if part.is_visible() => events.push(Self::TeammateWrote(stamp())),
            Voice::Bot if part.is_visible() => events.push(Self::BotSpoke(stamp())),
            Voice::Visitor | Voice::Bot | Voice::System => {}
        }
        if let Some(to) = &part.assigned_to {
            events.push(Self::Assigned {
                by: stamp(),
                to: to.clone(),
            });
        }
        if part.kind == "close" {
            events.push(Self::Closed(stamp()));
        }
        if deals_with_it(part, us) {
            events.push(Self::Dealt(stamp()));
        }
        if events.is_empty() {
            events.push(if part.redacted {
                Self::Redacted(stamp())
            } else {
                Self::Other(stamp())
            });
        }
        events
    }
}

/// Whether a person has dealt with a conversation by this part. What a timer does is nobody's doing, in whose name it may stand.
fn deals_with_it(part: &Part, us: &AdminId) -> bool {
    let to_us = matches!(&part.assigned_to, Some(Assignee::Admin(id)) if id == us);
    match part.voice(us) {
        Voice::Teammate(_) => {
            let kinds = ["close", "snoozed", "unsnoozed", "open", "note_and_reopen"];
            let acts = part.assigned_to.is_some() || kinds.contains(&part.kind.as_str());
            part.is_visible() || (acts && !to_us)
        }
        Voice::System => part.is_visible(),
        Voice::Visitor | Voice::Us | Voice::Bot => false,
    }
}

impl Event {
    /// A word for it, for traces.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::VisitorWrote(_) => "the visitor wrote",
            Self::TeammateWrote(_) => "a teammate wrote",
            Self::Assigned { .. } => "assigned",
            Self::Closed(_) => "closed",
            Self::Dealt(_) => "a teammate dealt with it",
            Self::Commanded(_, Command::Unknown) => "/nexora and no command",
            Self::Commanded(_, command) => command.name(),
            Self::Echo { .. } => "our own doing",
            Self::BotSpoke(_) => "a bot spoke",
            Self::Other(_) => "nothing for us",
            Self::Redacted(_) => "a text was removed",
            Self::Rated(_) => "rated",
            Self::Stirred => "a conversation began",
            Self::Deleted => "deleted",
        }
    }
}
