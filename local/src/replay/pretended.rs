//! Writes that were held, as a later reading would show them.

use std::sync::{Mutex, MutexGuard};

use shared::domain::assignee::Assignee;
use shared::domain::digest::Digest;
use shared::domain::part::{Author, Part};
use shared::domain::stamp::Stamp;
use shared::domain::transcript::{Line, Transcript};
use shared::id::{AdminId, ConversationId, PartId, TagId};
use shared::ports::intercom::Post;

/// What a conversation would show if what was held had been sent: a hand-off is read back, and the next notification
/// finds what the agent said before.
pub(super) struct Pretended {
    /// The one tag the agent gives.
    tag: Option<String>,
    deeds: Mutex<Vec<(ConversationId, Deed)>>,
}

/// The id of a tag that would be created by this name.
pub(super) fn tag(name: &str) -> TagId {
    let id = format!("not-sent-{}", Digest::of([name]));
    TagId::try_from(id).expect("it is made of letters, digits and hyphens")
}

enum Deed {
    Tag,
    Part(Box<Line>),
    Attributes(Vec<(String, String)>),
}

impl Pretended {
    /// Nothing yet, for an agent that gives this tag.
    pub(super) const fn new(tag: Option<String>) -> Self {
        Self {
            tag,
            deeds: Mutex::new(Vec::new()),
        }
    }

    /// Takes a conversation as tagged.
    pub(super) fn tagged(&self, id: &ConversationId) {
        self.lock().push((id.clone(), Deed::Tag));
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
    pub(super) fn attributes(&self, id: &ConversationId, attributes: &[(String, String)]) {
        let deed = Deed::Attributes(attributes.to_vec());
        self.lock().push((id.clone(), deed));
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
                Deed::Tag => transcript.tags.extend(self.tag.clone()),
                Deed::Attributes(attributes) => {
                    for (name, value) in attributes {
                        transcript.attributes.retain(|(known, _)| known != name);
                        transcript.attributes.push((name.clone(), value.clone()));
                    }
                }
            }
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
