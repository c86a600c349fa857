//! What is wrong with a configuration that can be read.

use super::{Config, KeyPath, Target};
use crate::domain::attribute::Content;
use crate::domain::office_hours::{Dates, Hours};
use crate::domain::routing::fact::ABSENT;
use crate::domain::routing::{Afterwards, Condition, Fact, Rule};
use crate::domain::spelling::nearest;

/// What is wrong with a configuration that can be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// A language this code does not know.
    #[error("{0} is not known; write `version: 1`")]
    Version(u8),
    /// No rule at all, or a last one with a condition or a share; its place in the list.
    #[error(
        "the last rule must apply to everything else; add one without `when` and `rollout`, for example `- name: Everything else` with `then: {{ agent: {{}} }}`"
    )]
    NoLastRule(Option<usize>),
    /// Two rules of one name: a trace could not tell them apart. The name, and the second one's place in the list.
    #[error("two rules are called “{0}”; give each its own name")]
    SameName(String, usize),
    /// Not a share.
    #[error("write a number from 0 to 1")]
    Confidence,
    /// A hand-off that names an unknown intent: the intent, its place in the list, and which was meant.
    #[error("“{0}” is not among `intents`{meant} add it there with a few example phrases", meant = or_meant(.2.as_deref()))]
    UnknownIntent(String, usize, Option<String>),
    /// A tag without a name.
    #[error("write the tag's name, or leave the key out")]
    NoTag,
    /// The same under `tags`, as it is written there.
    #[error("write the tag's name before its condition")]
    NoTagName(String),
    /// An attribute that takes what is not captured: whose, the attribute's name, the capture's, and which was meant.
    #[error("“{2}” is not among `captures`{meant} add it there with the form of its values", meant = or_meant(.3.as_deref()))]
    UnknownCapture(&'static str, String, String, Option<String>),
    /// Dates that are both closed and have hours, and neither goes before the other: the way to the hours, the dates as
    /// `special` says them, and as `closed` does.
    #[error("`{1}` has hours here, and is closed by `{2}`; keep one of the two")]
    OpenAndClosed(KeyPath, Dates, Dates),
    /// What visitors are to be asked for at night and is not captured: its name, its place in the list, and which was meant.
    #[error("“{0}” is not among `captures`{meant} add it there with the form of its values", meant = or_meant(.2.as_deref()))]
    UnknownField(String, usize, Option<String>),
    /// The same twice in the list: its name, and the second one's place.
    #[error("“{0}” stands here twice, and is asked for once; keep one")]
    FieldTwice(String, usize),
    /// A schedule that is not there: the way to its name, the name, and which was meant.
    #[error("“{1}” is not among `office_hours.schedules`{meant} add it there with its hours", meant = or_meant(.2.as_deref()))]
    UnknownSchedule(KeyPath, String, Option<String>),
    /// A default that may be nobody.
    #[error(
        "name a team, such as `team:Support`, whose inbox waits; a person may be away, and a contact without an owner"
    )]
    VagueDefault,
}

fn or_meant(meant: Option<&str>) -> String {
    meant.map_or_else(
        || ";".to_owned(),
        |meant| format!("; did you mean “{meant}”? Otherwise"),
    )
}

impl Flaw {
    /// The way to what it is about.
    #[must_use]
    pub fn key(&self) -> KeyPath {
        let rules = KeyPath::new("rules");
        let when = KeyPath::new("hand_off").key("when");
        match self {
            Self::Version(_) => KeyPath::new("version"),
            Self::NoLastRule(None) => rules,
            Self::NoLastRule(Some(nth)) => rules.item(*nth),
            Self::SameName(_, nth) => rules.item(*nth).key("name"),
            Self::Confidence => when.key("confidence_below"),
            Self::UnknownIntent(_, nth, _) => when.key("intents").item(*nth),
            Self::NoTag => KeyPath::new("agent").key("tag"),
            Self::NoTagName(name) => KeyPath::new("tags").key(name),
            Self::UnknownCapture(object, name, ..) => {
                let of_object = KeyPath::new("attributes").key(object);
                of_object.key(name).key("capture")
            }
            Self::OpenAndClosed(hours, dates, _) => hours.key("special").key(&dates.to_string()),
            Self::UnknownField(_, nth, _) | Self::FieldTwice(_, nth) => {
                let night = KeyPath::new("out_of_hours");
                night.key("capture").item(*nth)
            }
            Self::UnknownSchedule(key, ..) => key.clone(),
            Self::VagueDefault => KeyPath::new("hand_off").key("default"),
        }
    }

    /// The ways to all it was concluded from: where one of them cannot be read, nothing can be said.
    #[must_use]
    pub fn parts(&self) -> Vec<KeyPath> {
        match self {
            Self::NoLastRule(_) => vec![KeyPath::new("rules")],
            Self::UnknownIntent(..) => vec![self.key(), KeyPath::new("intents")],
            Self::UnknownCapture(..) | Self::UnknownField(..) => {
                vec![self.key(), KeyPath::new("captures")]
            }
            Self::OpenAndClosed(hours, ..) => vec![hours.clone()],
            Self::UnknownSchedule(key, ..) => vec![key.clone(), KeyPath::new("office_hours")],
            Self::Version(_)
            | Self::SameName(..)
            | Self::Confidence
            | Self::NoTag
            | Self::NoTagName(_)
            | Self::FieldTwice(..)
            | Self::VagueDefault => {
                vec![self.key()]
            }
        }
    }
}

impl Config {
    /// Finds what a reader of the file could not see key by key, in the order of the file.
    #[must_use]
    pub fn flaws(&self) -> Vec<Flaw> {
        let mut flaws = Vec::new();
        if self.version != 1 {
            flaws.push(Flaw::Version(self.version));
        }
        let tag = self.agent.tag.as_ref();
        if tag.is_some_and(|tag| tag.trim().is_empty()) {
            flaws.push(Flaw::NoTag);
        }
        for (key, hours) in self.office_hours.written() {
            if let Hours::Own(timetable) = hours {
                let both = timetable.contradictions();
                flaws.extend(
                    both.map(|(open, closed)| Flaw::OpenAndClosed(key.clone(), open, closed)),
                );
            }
        }
        self.unknown_schedules(&mut flaws);
        for (nth, rule) in self.rules.iter().enumerate() {
            let mut earlier = self.rules[..nth].iter();
            if earlier.any(|earlier| earlier.name == rule.name) {
                flaws.push(Flaw::SameName(rule.name.clone(), nth));
            }
        }
        let is_last = |rule: &Rule| rule.when.is_none() && rule.rollout.is_none();
        if !self.rules.last().is_some_and(is_last) {
            flaws.push(Flaw::NoLastRule(self.rules.len().checked_sub(1)));
        }
        if !matches!(self.hand_off.default, Target::Team(_)) {
            flaws.push(Flaw::VagueDefault);
        }
        let triggers = &self.hand_off.when;
        if !(0.0..=1.0).contains(&triggers.confidence_below) {
            flaws.push(Flaw::Confidence);
        }
        for (nth, name) in triggers.intents.iter().enumerate() {
            if !self.intents.contains_key(name) {
                let known = self.intents.keys().map(String::as_str);
                let meant = nearest(name, known).map(str::to_owned);
                flaws.push(Flaw::UnknownIntent(name.clone(), nth, meant));
            }
        }
        let asked = self.out_of_hours.iter().flat_map(|night| &night.capture);
        let asked: Vec<_> = asked.collect();
        for (nth, field) in asked.iter().enumerate() {
            if asked[..nth].contains(field) {
                flaws.push(Flaw::FieldTwice((*field).clone(), nth));
            } else if self.captures.form(field).is_none() {
                let meant = nearest(field, self.captures.fields()).map(str::to_owned);
                flaws.push(Flaw::UnknownField((*field).clone(), nth, meant));
            }
        }
        let attributes = &self.attributes;
        for (object, contents) in [
            ("conversation", &attributes.conversation),
            ("contact", &attributes.contact),
            ("company", &attributes.company),
        ] {
            for (name, content) in contents {
                if let Content::Capture(field) = content
                    && !self.captures.fields().any(|known| known == field)
                {
                    let meant = nearest(field, self.captures.fields()).map(str::to_owned);
                    flaws.push(Flaw::UnknownCapture(
                        object,
                        name.clone(),
                        field.clone(),
                        meant,
                    ));
                }
            }
        }
        let nameless = self.tags.keys().filter(|tag| tag.trim().is_empty());
        flaws.extend(nameless.cloned().map(Flaw::NoTagName));
        flaws
    }

    /// Schedules that are named, and are not there.
    fn unknown_schedules(&self, flaws: &mut Vec<Flaw>) {
        let hours = &self.office_hours;
        let mut unknown = |key: KeyPath, name: &str, known: Vec<&str>| {
            if !known.contains(&name) {
                let meant = nearest(name, known).map(str::to_owned);
                flaws.push(Flaw::UnknownSchedule(key, name.to_owned(), meant));
            }
        };
        for (key, chosen) in hours.chosen() {
            if let Some(name) = chosen.name() {
                unknown(
                    key,
                    name,
                    hours.schedules.keys().map(String::as_str).collect(),
                );
            }
        }
        for (key, condition) in self.conditions() {
            for (fact, wanted) in condition.leaves() {
                let names = wanted
                    .texts()
                    .iter()
                    .filter(|_| *fact == Fact::ScheduleOpen);
                for name in names.filter(|name| *name != ABSENT) {
                    let known = hours.schedule_names().into_iter().collect();
                    unknown(key.key("schedule.open"), name, known);
                }
            }
        }
    }

    /// All conditions, and the way to each.
    pub(crate) fn conditions(&self) -> Vec<(KeyPath, &Condition)> {
        let rules = self.rules.iter().enumerate().filter_map(|(nth, rule)| {
            let key = KeyPath::new("rules").item(nth).key("when");
            Some((key, rule.when.as_ref()?))
        });
        let tags = self.tags.iter();
        let tags = tags.map(|(tag, Afterwards(when))| (KeyPath::new("tags").key(tag), when));
        let mut conditions: Vec<_> = rules.chain(tags).collect();
        let attributes = &self.attributes;
        for (object, contents) in [
            ("conversation", &attributes.conversation),
            ("contact", &attributes.contact),
            ("company", &attributes.company),
        ] {
            for (name, content) in contents {
                if let Content::Set(settings) = content {
                    let key = KeyPath::new("attributes").key(object).key(name);
                    let whens = settings.iter().map(|setting| &setting.when);
                    conditions.extend(whens.map(|Afterwards(when)| (key.clone(), when)));
                }
            }
        }
        conditions
    }
}
