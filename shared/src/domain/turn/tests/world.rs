//! A world small enough to be killed at every step: one record, one conversation, one agent.

pub(super) mod outage;
mod telling;

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use outage::Outage;

use crate::domain::answer::Answer;
use crate::domain::assignee::Assignee;
use crate::domain::attribute::Object;
use crate::domain::config::Config;
use crate::domain::conversation::decide::Desk;
use crate::domain::conversation::{Errand, Event, Record, decide};
use crate::domain::digest::Digest;
use crate::domain::directory::{Directory, Team, Teammate};
use crate::domain::ending::Rating;
use crate::domain::hand_off::Reason;
use crate::domain::part::{Author, Command, Part};
use crate::domain::routing::{Contact, Source};
use crate::domain::stamp::Stamp;
use crate::domain::switch::Switch;
use crate::domain::transcript::{Bot, Company, Line, Transcript};
use crate::domain::turn::effect::Facts;
use crate::domain::turn::{Brief, Effect, Failure, Input, Stop, Turn, budget};
use crate::id::{AdminId, PartId};
use crate::ports::intercom::Post;

pub(super) const CONFIG: &str = r#"{
    "version": 1,
    "agent": { "teammate": "Nexora" },
    "intents": { "cancel account": ["close my account"] },
    "rules": [{ "name": "Everything", "then": { "agent": {} } }],
    "hand_off": { "default": "team:Support", "when": { "intents": ["cancel account"] } },
    "attributes": { "conversation": { "Nexora outcome": "outcome" } }
}"#;

/// Where a worker is killed, counted in effects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Crash {
    /// Before the effect is performed.
    Before(usize),
    /// After it was performed, before anybody learns of it.
    After(usize),
}

/// Something that happens, and after which effect, counted from the first.
pub(super) type Happening = (usize, fn(&mut World));

/// An effect's kind, and what happens just before it.
pub(super) type Hook = (fn(&Effect) -> bool, fn(&mut World));

pub(super) struct World {
    pub(super) now: Timestamp,
    pub(super) answer: Answer,
    pub(super) errand: Errand,
    pub(super) receive_count: u32,
    pub(super) crash: Option<Crash>,
    pub(super) takeover_after: Option<usize>,
    /// What becomes of the next posts: a failure, and whether it arrives all the same.
    pub(super) fails: Vec<(Failure, bool)>,
    pub(super) hidden: bool,
    pub(super) deleted: bool,
    pub(super) undo_assignments: u8,
    pub(super) snoozed_until: Option<i64>,
    pub(super) visitor_writes_while_asking: Option<&'static str>,
    pub(super) done: Vec<Effect>,
    pub(super) stored: Option<Record>,
    writes: usize,
    pub(super) lines: Vec<Line>,
    pub(super) admin: Option<AdminId>,
    pub(super) team: Option<crate::id::TeamId>,
    workers: u64,
    taken_over_at: Option<usize>,
    pub(super) config: String,
    pub(super) switch: Switch,
    pub(super) bot: Bot,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) tags: Vec<String>,
    pub(super) rated: Option<Rating>,
    /// The looks and the turns that were asked for, once each.
    pub(super) watches: std::collections::HashSet<Digest>,
    pub(super) turns: std::collections::HashSet<Digest>,
    pub(super) anonymous_posts: u8,
    /// Something that happens once, just before the first effect of its kind.
    pub(super) hooks: Vec<Hook>,
    pub(super) frozen: Option<Transcript>,
    pub(super) trace: String,
    /// Whether sources of facts do not answer.
    pub(super) facts_down: bool,
    /// The contact, if there is one to be fetched.
    pub(super) contact: Option<Contact>,
    /// Its companies.
    pub(super) companies: Vec<Company>,
    /// Whether the agent fails.
    pub(super) gives_up: bool,
    /// What of Intercom fails, and when.
    pub(super) outage: Outage,
    /// Something that happens just after the effect of this number.
    pub(super) happens_after: Option<Happening>,
    pub(super) teammates: Vec<Teammate>,
    /// The people as Intercom shows them, if it does.
    pub(super) people: Option<Directory>,
    /// How much there was to be read when it had happened.
    pub(super) happened_at: Option<usize>,
}

pub(super) fn said(text: &str) -> Answer {
    Answer {
        text: text.to_owned(),
        confidence: if text.is_empty() { 0 } else { 90 },
        ..Answer::default()
    }
}

fn us() -> AdminId {
    "9".try_into().unwrap()
}

impl World {
    /// A visitor has written, and the notification of it was taken.
    pub(super) fn asked(text: &str) -> Self {
        let mut world = Self {
            now: "2026-01-10T08:00:00Z".parse().unwrap(),
            answer: said("Two minutes at 70 °C."),
            errand: Errand::Answer,
            receive_count: 1,
            crash: None,
            takeover_after: None,
            fails: Vec::new(),
            hidden: false,
            deleted: false,
            undo_assignments: 0,
            snoozed_until: None,
            visitor_writes_while_asking: None,
            done: Vec::new(),
            stored: None,
            writes: 0,
            lines: Vec::new(),
            admin: None,
            team: None,
            workers: 0,
            taken_over_at: None,
            config: CONFIG.to_owned(),
            switch: Switch::default(),
            bot: Bot::Absent,
            attributes: Vec::new(),
            tags: Vec::new(),
            rated: None,
            watches: std::collections::HashSet::new(),
            turns: std::collections::HashSet::new(),
            anonymous_posts: 0,
            hooks: Vec::new(),
            frozen: None,
            trace: String::new(),
            facts_down: false,
            contact: None,
            companies: Vec::new(),
            gives_up: false,
            outage: Outage::default(),
            happens_after: None,
            teammates: Vec::new(),
            people: None,
            happened_at: None,
        };
        world.visitor_writes(text);
        world
    }

    pub(super) fn visitor_writes(&mut self, text: &str) {
        self.happens("comment", Author::Visitor(None), text, None, None);
    }

    pub(super) fn teammate_writes(&mut self) {
        self.taken_over_at = Some(self.lines.len());
        self.happens(
            "comment",
            Author::Admin("1".try_into().unwrap()),
            "I'll take it.",
            None,
            None,
        );
    }

    /// Somebody assigns the conversation to the agent's teammate.
    pub(super) fn give_to_us(&mut self) {
        self.admin = Some("9".try_into().unwrap());
        let to = Assignee::Admin("9".try_into().unwrap());
        let somebody = Author::Admin("1".try_into().unwrap());
        self.happens("assignment", somebody, "", Some(to), None);
    }

    pub(super) fn teammate_commands(&mut self, command: Command) {
        self.teammate_notes(command.name());
    }

    /// A teammate leaves a note; what it commands is read from its text, as it is from Intercom's.
    pub(super) fn teammate_notes(&mut self, text: &str) {
        let ada = Author::Admin("1".try_into().unwrap());
        self.happens("note", ada, text, None, Command::of_note(text));
    }

    /// Something is written in Intercom, and its notification is taken at once.
    pub(super) fn happens(
        &mut self,
        kind: &str,
        author: Author,
        text: &str,
        to: Option<Assignee>,
        command: Option<Command>,
    ) {
        let part = self.write(kind, author, text, to, command);
        self.hears_of(&part);
    }

    /// The notification of a part is taken.
    pub(super) fn hears_of(&mut self, part: &Part) {
        let us = us();
        let mut record = self.stored.clone().unwrap_or_default();
        for event in Event::of(part, &us) {
            record = decide(&record, &event, Desk { us: &us }).record;
        }
        if self.stored.as_ref() != Some(&record) {
            record.version += 1;
            self.stored = Some(record);
        }
    }

    pub(super) fn write(
        &mut self,
        kind: &str,
        author: Author,
        text: &str,
        to: Option<Assignee>,
        command: Option<Command>,
    ) -> Part {
        self.now = self
            .now
            .checked_add(SignedDuration::from_secs(i64::from(!self.lines.is_empty())))
            .unwrap();
        // A visitor opens what is snoozed, and so may a text, a note or an assignment.
        let wakes = matches!(author, Author::Visitor(_))
            || matches!(kind, "comment" | "note" | "assignment");
        if wakes {
            self.snoozed_until = None;
        }
        let id = PartId::try_from((100 + self.lines.len()).to_string()).unwrap();
        let part = Part {
            stamp: Stamp::new(self.now.as_second(), id),
            kind: kind.to_owned(),
            author,
            has_body: !text.is_empty(),
            assigned_to: to,
            app_package_code: None,
            from_ai: false,
            redacted: false,
            command,
        };
        self.lines.push(Line {
            part: part.clone(),
            text: text.to_owned(),
        });
        part
    }

    /// Runs one worker to its end; `None` if it was killed.
    pub(super) fn run_once(&mut self) -> Option<Stop> {
        self.workers += 1;
        let config: Config = serde_json::from_str(&self.config).unwrap();
        let team = |id: &str, name: &str| Team::new(id.try_into().unwrap(), name, Vec::new());
        let teams = vec![team("101", "Support"), team("102", "Escalations")];
        let mut turn = Turn::new(Brief {
            errand: self.errand.clone(),
            us: us(),
            config: Arc::new(config),
            switch: self.switch.clone(),
            directory: Arc::new(Directory {
                teams,
                teammates: self.teammates.clone(),
                ..Directory::default()
            }),
            worker: self.workers,
            receive_count: self.receive_count,
            deadline: self
                .now
                .checked_add(SignedDuration::try_from(budget::FUNCTION).unwrap())
                .unwrap(),
        });
        let mut input = Input::Begin;
        for at in 0.. {
            let effect = turn.step(input, self.now);
            if let Effect::Stop(stop) = effect {
                self.trace = format!("{:?}", turn.trace);
                return Some(stop);
            }
            if self.crash == Some(Crash::Before(at)) {
                self.crash = None;
                return None;
            }
            self.done.push(effect.clone());
            if let Some(hit) = self.hooks.iter().position(|(on, _)| on(&effect)) {
                let (_, hook) = self.hooks.remove(hit);
                hook(self);
            }
            input = self.perform(effect);
            if self.crash == Some(Crash::After(at)) {
                self.crash = None;
                return None;
            }
            if let Some((_, happens)) = self.happens_after.take_if(|(after, _)| *after == at) {
                happens(self);
                self.happened_at = Some(self.lines.len());
            }
            if self.takeover_after == Some(at) {
                self.takeover_after = None;
                self.teammate_writes();
            }
            assert!(at < 200, "a turn comes to an end");
        }
        None
    }

    /// Runs one worker that is not killed.
    pub(super) fn run(&mut self) -> Stop {
        self.run_once().expect("nobody kills it")
    }

    /// Runs workers until one comes to an outcome, as redeliveries do.
    pub(super) fn run_to_the_end(&mut self) -> Stop {
        for _ in 0..10 {
            if let Some(stop @ Stop::Outcome(_)) = self.run_once() {
                return stop;
            }
            self.pass(150);
        }
        panic!("no outcome after ten deliveries\n{}", self.told());
    }

    pub(super) fn pass(&mut self, seconds: i64) {
        self.now = self
            .now
            .checked_add(SignedDuration::from_secs(seconds))
            .unwrap();
    }

    /// How many effects an undisturbed turn has.
    pub(super) fn effects(mut self) -> usize {
        self.run();
        self.done.len()
    }

    fn perform(&mut self, effect: Effect) -> Input {
        match effect {
            Effect::Load => Input::Loaded(self.stored.clone().map(Box::new)),
            Effect::Save(record, _) => {
                let version = self.stored.as_ref().map_or(0, |stored| stored.version);
                if record.version != version {
                    return Input::Conflict(self.stored.clone().map(Box::new));
                }
                self.writes += 1;
                self.stored = Some(Record {
                    version: version + 1,
                    ..*record
                });
                Input::Saved(version + 1)
            }
            Effect::Read if let Some(failure) = self.outage.of_a_reading(self.now) => {
                Input::Read(Err(failure))
            }
            Effect::Read if self.deleted => Input::Read(Err(Failure::NotFound)),
            Effect::Read => Input::Read(Ok(Box::new(self.transcript()))),
            Effect::Fetch(source, _) if let Some(failure) = self.outage.of_facts(self.now) => {
                // As the seat has it: what Intercom declines to say is absent.
                match failure {
                    Failure::NotFound | Failure::Refused => {
                        Input::Fetched(Facts::Unavailable(source))
                    }
                    failure => Input::FetchFailed(failure),
                }
            }
            Effect::Fetch(..) if self.facts_down => Input::FetchFailed(Failure::Unknown),
            Effect::Fetch(Source::Contact, _) if self.contact.is_some() => {
                let contact = self.contact.clone().expect("it is there");
                Input::Fetched(Facts::Contact(contact))
            }
            Effect::Fetch(Source::Companies, _) if !self.companies.is_empty() => {
                Input::Fetched(Facts::Companies(self.companies.clone()))
            }
            Effect::Fetch(Source::Teammates, _) if let Some(people) = &self.people => {
                Input::Fetched(Facts::Directory(people.clone()))
            }
            Effect::Fetch(source, _) => Input::Fetched(Facts::Unavailable(source)),
            Effect::Ask(..) => {
                if let Some(text) = self.visitor_writes_while_asking.take() {
                    self.visitor_writes(text);
                }
                if self.gives_up {
                    return Input::GaveUp(Reason::AgentFailed);
                }
                Input::Answered(Box::new(self.answer.clone()))
            }
            Effect::Remind(..) => Input::Reminded,
            Effect::LookAtSwitch => Input::Switch(self.switch.clone()),
            Effect::Post(post) => self.post(&post),
            Effect::SetAttributes(object, set) => {
                let attributes = match object {
                    Object::Conversation(_) => Some(&mut self.attributes),
                    Object::Contact(_) => self.contact.as_mut().map(|it| &mut it.attributes),
                    Object::Company(id) => {
                        let mut companies = self.companies.iter_mut();
                        companies
                            .find(|it| it.id == id)
                            .map(|it| &mut it.attributes)
                    }
                };
                let attributes = attributes.expect("only what was read is written");
                for (name, value) in set {
                    attributes.retain(|(known, _)| *known != name);
                    attributes.push((name, value.to_string()));
                }
                Input::AttributesSet
            }
            Effect::Tag(name) => {
                self.tags.push(name);
                Input::Tagged
            }
            Effect::Request(errand, cause) => {
                let of = if errand == Errand::Watch {
                    &mut self.watches
                } else {
                    &mut self.turns
                };
                of.insert(cause);
                Input::Requested
            }
            Effect::Wait(duration) => {
                self.now = self
                    .now
                    .checked_add(SignedDuration::try_from(duration).unwrap())
                    .unwrap();
                Input::Waited
            }
            Effect::Stop(_) => unreachable!("a stop is not performed"),
        }
    }

    fn post(&mut self, post: &Post) -> Input {
        let fate = match self.outage.of_a_post(self.now) {
            None if self.fails.is_empty() => None,
            None => Some(self.fails.remove(0)),
            failing => failing,
        };
        if self.deleted {
            return Input::Posted(Err(Failure::NotFound));
        }
        if let Some((failure, false)) = fate {
            return Input::Posted(Err(failure));
        }
        let part = match post {
            Post::Reply(html) => {
                self.write("comment", Author::Admin(us()), html.as_str(), None, None)
            }
            Post::Note(html) => self.write("note", Author::Admin(us()), html.as_str(), None, None),
            Post::Assign(to) => {
                if self.undo_assignments > 0 {
                    self.undo_assignments -= 1;
                } else {
                    // As the simulator: a teammate and a team stand beside one another; nobody clears both.
                    match to {
                        Assignee::Admin(id) => self.admin = Some(id.clone()),
                        Assignee::Team(id) => self.team = Some(id.clone()),
                        _ => (self.admin, self.team) = (None, None),
                    }
                }
                self.write(
                    "assignment",
                    Author::Admin(us()),
                    "",
                    Some(to.clone()),
                    None,
                )
            }
            Post::Snooze(until) => {
                self.snoozed_until = Some(until.as_second());
                self.write("snoozed", Author::Admin(us()), "", None, None)
            }
            Post::Open => {
                self.snoozed_until = None;
                self.write("open", Author::Admin(us()), "", None, None)
            }
        };
        match fate {
            Some((failure, _)) => Input::Posted(Err(failure)),
            None if self.anonymous_posts > 0 => {
                self.anonymous_posts -= 1;
                Input::Posted(Ok(None))
            }
            None => Input::Posted(Ok(Some(part.stamp.id))),
        }
    }

    pub(super) fn transcript(&self) -> Transcript {
        if let Some(frozen) = &self.frozen {
            return frozen.clone();
        }
        let shown = if self.hidden {
            &self.lines[1..]
        } else {
            &self.lines[..]
        };
        Transcript {
            id: "201".try_into().unwrap(),
            state: match self.snoozed_until {
                Some(_) => "snoozed".to_owned(),
                None => "open".to_owned(),
            },
            snoozed_until: self.snoozed_until,
            admin: self.admin.clone(),
            team: self.team.clone(),
            contact: self.contact.as_ref().map(|_| "63a0".parse().unwrap()),
            company: None,
            url: Some("https://acme.example/shop".to_owned()),
            channel: "conversation".to_owned(),
            bot: self.bot,
            waiting_since: None,
            attributes: self.attributes.clone(),
            tags: self.tags.clone(),
            rated: self.rated,
            lines: shown.iter().map(as_it_is_read).collect(),
        }
    }
}

/// What we posted comes back as a text, without its markup.
fn as_it_is_read(line: &Line) -> Line {
    let mut line = line.clone();
    if line.part.author == Author::Admin(us()) && line.part.is_visible() {
        let pieces = line.text.split('<');
        let texts = pieces.map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
        let texts = texts.filter(|text| !text.is_empty());
        line.text = texts.collect::<Vec<_>>().join("\n");
    }
    line
}
