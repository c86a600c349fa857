//! What everybody sees of a world, and what it took.

use super::{World, us};
use crate::domain::attribute::Object;
use crate::domain::conversation::Record;
use crate::domain::part::{Author, Part};
use crate::domain::transcript::Line;
use crate::domain::turn::Effect;
use crate::id::AdminId;
use crate::ports::intercom::Post;

impl World {
    pub(in crate::domain::turn::tests) fn record(&self) -> &Record {
        self.stored.as_ref().unwrap()
    }

    fn ours(&self) -> impl Iterator<Item = (usize, &Part)> {
        let parts = self.lines.iter().map(|line| &line.part).enumerate();
        parts.filter(|(_, part)| part.author == Author::Admin(us()))
    }

    pub(in crate::domain::turn::tests) fn visible(&self) -> usize {
        self.ours().filter(|(_, part)| part.is_visible()).count()
    }

    pub(in crate::domain::turn::tests) fn visible_after_takeover(&self) -> usize {
        let taken = self.taken_over_at.unwrap_or(usize::MAX);
        self.ours()
            .filter(|(at, part)| part.is_visible() && *at > taken)
            .count()
    }

    pub(in crate::domain::turn::tests) fn notes(&self) -> usize {
        self.ours().filter(|(_, part)| part.is_note()).count()
    }

    pub(in crate::domain::turn::tests) fn team(&self) -> Option<&str> {
        self.team.as_ref().map(|id| id.as_str())
    }

    /// What everybody sees, and what it took.
    pub(in crate::domain::turn::tests) fn told(&self) -> String {
        let us = us();
        let mut told: Vec<_> = self.lines.iter().map(|line| tell(line, &us)).collect();
        let calls = self.done.iter().filter_map(|effect| match effect {
            Effect::Read => Some("read"),
            Effect::Fetch(..) => Some("fetch"),
            Effect::Post(post) => Some(match **post {
                Post::Reply(_) => "reply",
                Post::Note(_) => "note",
                Post::Assign(_) => "assign",
                Post::Snooze(_) => "snooze",
                Post::Open => "open",
            }),
            Effect::SetAttributes(Object::Conversation(_), _) => Some("attributes"),
            Effect::SetAttributes(Object::Contact(_), _) => Some("attributes of the contact"),
            Effect::SetAttributes(Object::Company(_), _) => Some("attributes of the company"),
            Effect::Tag(_) => Some("tag"),
            Effect::Request(..) => Some("request"),
            _ => None,
        });
        told.push(format!("calls: {}", calls.collect::<Vec<_>>().join(", ")));
        told.push(format!("writes: {}", self.writes));
        told.join("\n")
    }
}

fn tell(line: &Line, us: &AdminId) -> String {
    match (&line.part.assigned_to, &line.part.author) {
        (Some(to), _) => format!("assigned to {to}"),
        (None, Author::Visitor(_)) => format!("visitor: {}", line.text),
        (None, Author::Admin(id)) if id != us => format!("teammate: {}", line.text),
        (None, _) if line.part.is_note() => format!("note: {}", line.text),
        (None, _) if line.part.kind == "snoozed" => "snoozed".to_owned(),
        (None, _) if line.part.kind == "open" => "opened".to_owned(),
        (None, _) => format!("agent: {}", line.text),
    }
}
