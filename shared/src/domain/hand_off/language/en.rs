//! English.

use super::{Phrases, Reason};

pub(super) const PHRASES: Phrases = Phrases {
    heading: "Handed over by Nexora",
    ask: "Ask",
    most_recently: "most recently",
    no_text: "the visitor's message has no text",
    why: "Why a person",
    intent: "intent",
    sure: |percent| format!("{percent} % sure"),
    tried: "Tried",
    answered: "the agent answered",
    nothing_tried: "nothing yet; the agent has not answered in this conversation",
    captured: "Captured",
    facts: "Facts",
    plan: "plan",
    segments: "segments",
    role: "role",
    page: "page",
    language: "language",
    waiting_since: "Waiting since",
    night: "Out of hours",
    waited,
    others: "Beside it",
    came_in,
    more: |count| format!("and {count} more"),
    conversation: "conversation",
    came: "Why it came here",
    steps: "these steps decided",
    colon: ":",
    quotes: ["“", "”"],
    reason,
};

fn waited(until: &str, told: bool) -> String {
    if told {
        format!("it waited for people to be back on {until}; the visitor was told that it waits")
    } else {
        format!(
            "it waited for people to be back on {until}; the visitor was not told that it waits"
        )
    }
}

fn came_in(count: u32, team: Option<&str>) -> String {
    let for_team = team.map(|team| format!(" for {team}")).unwrap_or_default();
    match count {
        1 => format!("1 other came in{for_team} out of hours"),
        count => format!("{count} others came in{for_team} out of hours"),
    }
}

fn reason(reason: &Reason) -> String {
    match reason {
        Reason::AskedForPerson => "the visitor asked for a person",
        Reason::Unsure => "the agent does not know the answer",
        Reason::Intent(name) => return format!("“{name}” is for people"),
        Reason::Rule(name) => return format!("the rule “{name}” sends it to people"),
        Reason::Ordered => "a teammate asked for it",
        Reason::AgentFailed => "the agent failed",
        Reason::AgentSlow => "the agent could not answer in time",
        Reason::AgentUnreachable => "the agent could not be reached",
        Reason::AgentUnreadable => "what the agent said could not be read",
        Reason::NoKnowledge => "what the agent answers from could not be read",
        Reason::TooLong => "the agent's answer was too long to be sent",
        Reason::Repeating => "the agent would have repeated itself",
        Reason::TurnLimit => "the agent has answered as often as it may",
        Reason::Refused => "Intercom refused the agent's answer",
        Reason::Unreadable => "the visitor's message could not be read",
        Reason::Unconfirmed => "whether an answer arrived could not be confirmed",
        Reason::Paused => "the agent is paused, and was given this conversation",
        Reason::NotPickedUp => "nobody picked it up in time",
        Reason::LastResort => "something went wrong on our side; please look at it",
    }
    .to_owned()
}
