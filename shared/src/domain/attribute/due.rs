//! What is to be written now.

use super::{Content, Object, Upshot, Value};
use crate::domain::config::{Finding, Involvement};
use crate::domain::hand_off::Reason;
use crate::domain::routing::scene::is;
use crate::domain::routing::{Afterwards, Fact, Scene, Source, Wanted};

/// What the agent's part came to.
#[derive(Debug, Clone, Copy, Default)]
pub struct Part<'p> {
    /// The intent that was recognised.
    pub intent: Option<&'p str>,
    /// Whether the agent was asked about intents. Where a conversation ends because time has passed, nobody knows any more which
    /// was recognised, and what depends on it is left as it is.
    pub was_asked: bool,
    /// What it came to.
    pub upshot: Option<Upshot>,
    /// How the agent takes part.
    pub state: Option<Involvement>,
    /// Why people got the conversation, where they did.
    pub reason: Option<&'p Reason>,
    /// What the visitor said that is captured, each by its name.
    pub captured: &'p [(String, String)],
}

/// Something to write.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Mark {
    /// Attributes of one object, all of which change. One at least.
    Set(Object, Vec<(String, Value)>),
    /// A tag, by its name, that the conversation does not have.
    Tag(String),
}

/// Everything that is to be written about a conversation, and is not there: attributes of the conversation, the contact and
/// the company that counts, then tags. What depends on a source in `lost`, which does not answer, is left for another time.
///
/// # Errors
///
/// The source that must be asked first.
pub fn due(scene: &Scene<'_>, part: &Part<'_>, lost: &[Source]) -> Result<Vec<Mark>, Source> {
    let attributes = &scene.config.attributes;
    let transcript = scene.transcript;
    let unless_lost = |found: Result<Option<Value>, Source>| match found {
        Err(source) if lost.contains(&source) => Ok(None),
        found => found,
    };
    let mut marks = Vec::new();

    let mut values = Vec::new();
    for (name, content) in &attributes.conversation {
        let has = || Ok(Some(transcript.attribute(name)));
        if let Some(value) = unless_lost(content.change(scene, part, has))? {
            values.push((name.clone(), value));
        }
    }
    push(
        &mut marks,
        Object::Conversation(transcript.id.clone()),
        values,
    );

    if let Some(contact) = &transcript.contact {
        let mut values = Vec::new();
        for (name, content) in &attributes.contact {
            let has = || {
                let contact = scene.facts.contact.get(Source::Contact)?;
                Ok(contact.map(|contact| attribute(&contact.attributes, name)))
            };
            if let Some(value) = unless_lost(content.change(scene, part, has))? {
                values.push((name.clone(), value));
            }
        }
        push(&mut marks, Object::Contact(contact.clone()), values);
    }

    let mut values = Vec::new();
    for (name, content) in &attributes.company {
        let has = || {
            let company = scene.company()?;
            Ok(company.map(|company| attribute(&company.attributes, name)))
        };
        if let Some(value) = unless_lost(content.change(scene, part, has))? {
            values.push((name.clone(), value));
        }
    }
    if let Ok(Some(company)) = scene.company() {
        push(&mut marks, Object::Company(company.id.clone()), values);
    }

    let everywhere = scene.config.agent.tag.iter().map(|name| (name, None));
    let by_condition = scene
        .config
        .tags
        .iter()
        .map(|(name, when)| (name, Some(when)));
    for (name, when) in everywhere.chain(by_condition) {
        let name = name.trim();
        let mark = Mark::Tag(name.to_owned());
        if transcript.is_tagged(name) || marks.contains(&mark) {
            continue;
        }
        let applies = match when.map(|when| part.meets(scene, when)) {
            None => true,
            Some(_) if !when.is_none_or(|when| part.can_say(when)) => false,
            Some(Err(source)) if lost.contains(&source) => false,
            Some(applies) => applies?,
        };
        if applies {
            marks.push(mark);
        }
    }
    Ok(marks)
}

fn push(marks: &mut Vec<Mark>, object: Object, values: Vec<(String, Value)>) {
    if !values.is_empty() {
        marks.push(Mark::Set(object, values));
    }
}

fn attribute<'a>(attributes: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let known = attributes.iter().find(|(key, _)| key == name);
    known.map(|(_, value)| value.as_str())
}

impl Content {
    /// The value an attribute gets that it does not have. `has` says what it has, and is asked only where something is to be
    /// written; none is an object that is not there.
    fn change<'h>(
        &self,
        scene: &Scene<'_>,
        part: &Part<'_>,
        has: impl FnOnce() -> Result<Option<Option<&'h str>>, Source>,
    ) -> Result<Option<Value>, Source> {
        let text = |text: Option<&str>| text.map(Value::from);
        let value = match self {
            Self::Finding(Finding::Intent) => text(part.intent),
            Self::Finding(Finding::Outcome) => text(part.upshot.map(Upshot::as_str)),
            Self::Finding(Finding::State) => text(part.state.map(Involvement::as_str)),
            Self::Capture(name) => {
                let mut captured = part.captured.iter();
                let said = captured.find(|(captured, _)| captured == name);
                text(said.map(|(_, said)| said.as_str()))
            }
            Self::Set(settings) => {
                for setting in settings {
                    if !part.can_say(&setting.when) {
                        return Ok(None);
                    }
                    if part.meets(scene, &setting.when)? {
                        let changes = has()?.is_some_and(|has| setting.changes(has));
                        return Ok(changes.then(|| setting.set.value().clone()));
                    }
                }
                None
            }
        };
        let Some(value) = value else {
            return Ok(None);
        };
        let changes = has()?.is_some_and(|has| !has.is_some_and(|has| value.is(has)));
        Ok(changes.then_some(value))
    }
}

impl Part<'_> {
    /// Whether it can be said if a condition holds.
    fn can_say(&self, when: &Afterwards) -> bool {
        let Afterwards(condition) = when;
        let leaves = condition.leaves();
        let of_intent = leaves.iter().any(|(fact, _)| **fact == Fact::Intent);
        self.was_asked || !of_intent
    }

    /// Whether a condition holds now that the agent's part is done.
    fn meets(&self, scene: &Scene<'_>, when: &Afterwards) -> Result<bool, Source> {
        let Afterwards(condition) = when;
        condition.decide(&mut |fact: &Fact, wanted: &Wanted| {
            let one = |value: Option<&str>| value.map(str::to_owned).into_iter().collect();
            let values: Vec<String> = match fact {
                Fact::Intent => one(self.intent),
                Fact::Outcome => one(self.upshot.map(Upshot::as_str)),
                Fact::Reason => one(self.reason.map(Reason::name)),
                fact => scene.values(fact)?,
            };
            Ok(wanted.holds(&values, |value, text| is(fact, value, text)))
        })
    }
}
