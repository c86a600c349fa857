//! Writes that were held, as a later reading would show them.

use std::sync::{Mutex, MutexGuard, PoisonError};

use shared::domain::assignee::Assignee;
use shared::domain::attribute::{Object, Value};
use shared::domain::digest::Digest;
use shared::domain::part::{Author, Part};
use shared::domain::stamp::Stamp;
use shared::domain::transcript::{Line, Transcript};
use shared::id::{AdminId, ConversationId, PartId, TagId};
use shared::ports::intercom::Post;

/// What a conversation would show if what was held had been sent: a hand-off is read back, and the next notification
/// finds what the agent said before.
pub(super) struct Pretended {
    /// The tags the agent gives.
    tags: Vec<String>,
    deeds: Mutex<Vec<(ConversationId, Deed)>>,
    /// Attributes that count as set, of whatever object.
    set: Mutex<Vec<Change>>,
}

/// What an object's attributes count as set to.
type Change = (Object, Vec<(String, Value)>);

/// The id of a tag that would be created by this name.
pub(super) fn tag(name: &str) -> TagId {
    let id = format!("not-sent-{}", Digest::of([name]));
    TagId::try_from(id).expect("it is made of letters, digits and hyphens")
}

enum Deed {
    Tag(TagId),
    Part(Box<Line>),
}

impl Pretended {
    /// Nothing yet, for an agent that gives these tags.
    pub(super) const fn new(tags: Vec<String>) -> Self {
        Self {
            tags,
            deeds: Mutex::new(Vec::new()),
            set: Mutex::new(Vec::new()),
        }
    }

    /// Takes a conversation as tagged.
    pub(super) fn tagged(&self, id: &ConversationId, tag: &TagId) {
        self.lock().push((id.clone(), Deed::Tag(tag.clone())));
    }

    /// Takes a post as made; the part it would have made.
    pub(super) fn post(
        &self,
        id: &ConversationId,
        by: &AdminId,
        post: &Post,
        number: usize,
        at: i64,
    ) -> PartId {
        let part_id = PartId::try_from(format!("not-sent-{number}")).expect("its letters are");
        let (kind, html, assigned_to) = match post {
            Post::Reply(html) => ("comment", html.as_str(), None),
            Post::Note(html) => ("note", html.as_str(), None),
            Post::Assign(to) => ("assignment", "", Some(to.clone())),
            Post::Snooze(_) => ("snoozed", "", None),
            Post::Open => ("open", "", None),
        };
        let text = simulator::plain_text(html);
        let line = Line {
            part: Part {
                stamp: Stamp::new(at, part_id.clone()),
                kind: kind.to_owned(),
                author: Author::Admin(by.clone()),
                has_body: !text.is_empty(),
                assigned_to,
                app_package_code: None,
                from_ai: false,
                redacted: false,
                command: None,
            },
            text,
        };
        self.lock().push((id.clone(), Deed::Part(Box::new(line))));
        part_id
    }

    /// Takes attributes as set.
    pub(super) fn attributes(&self, object: &Object, attributes: &[(String, Value)]) {
        let mut set = self.set.lock().unwrap_or_else(PoisonError::into_inner);
        set.push((object.clone(), attributes.to_vec()));
    }

    /// Shows what was set of an object in its attributes.
    pub(super) fn set(&self, object: &Object, has: &mut Vec<(String, String)>) {
        let set = self.set.lock().unwrap_or_else(PoisonError::into_inner);
        let of_it = set.iter().filter(|(of, _)| of == object);
        for (name, value) in of_it.flat_map(|(_, attributes)| attributes) {
            has.retain(|(known, _)| known != name);
            has.push((name.clone(), value.to_string()));
        }
    }

    /// The tag of an id. One that exists is not asked for by its name, so that it is known only where there is no other;
    /// else it is given again, which is shown.
    fn called(&self, id: &TagId) -> Option<String> {
        let created = self.tags.iter().find(|name| tag(name) == *id);
        let only = match self.tags.as_slice() {
            [only] => Some(only),
            _ => None,
        };
        created.or(only).cloned()
    }

    /// Shows it in a reading.
    pub(super) fn show(&self, transcript: &mut Transcript) {
        let pretended = self.lock();
        for (id, deed) in pretended.iter() {
            if *id != transcript.id {
                continue;
            }
            match deed {
                Deed::Part(line) => show_part(transcript, line),
                Deed::Tag(tag) => transcript.tags.extend(self.called(tag)),
            }
        }
        let object = Object::Conversation(transcript.id.clone());
        self.set(&object, &mut transcript.attributes);
        if let Some(company) = &mut transcript.company {
            let object = Object::Company(company.id.clone());
            self.set(&object, &mut company.attributes);
        }
        transcript
            .lines
            .sort_by(|a, b| a.part.stamp.cmp(&b.part.stamp));
    }

    fn lock(&self) -> MutexGuard<'_, Vec<(ConversationId, Deed)>> {
        self.deeds.lock().expect("no holder of this lock panics")
    }
}

fn show_part(transcript: &mut Transcript, line: &Line) {
    let later = |stamp: &Stamp| *stamp > line.part.stamp;
    // What people did after it in the recorded conversation counts more.
    let overtaken = transcript
        .lines
        .iter()
        .any(|shown| shown.part.assigned_to.is_some() && later(&shown.part.stamp));
    match &line.part.assigned_to {
        Some(_) if overtaken => {}
        Some(Assignee::Admin(admin)) => transcript.admin = Some(admin.clone()),
        Some(Assignee::Team(team)) => transcript.team = Some(team.clone()),
        Some(Assignee::Nobody) => transcript.admin = None,
        Some(Assignee::Bot) | None => {}
    }
    if line.part.is_visible() {
        transcript.waiting_since = None;
    }
    transcript.lines.push(line.clone());
}
