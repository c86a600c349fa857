//! What has to be so in the end, of each conversation.

use harness::shop::NEXORA;
use shared::id::{ConversationId, WorkspaceId};
use simulator::{ConversationView, PartView};

use crate::town::Town;

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    pub(crate) conversations: usize,
    /// Of what visitors wrote.
    pub(crate) messages: usize,
    /// Texts the agent wrote to visitors.
    pub(crate) answers: usize,
    /// Conversations that people have in the end.
    pub(crate) with_people: usize,
    /// Texts of the agent after a teammate's words that came between its last read and its POST, for which Intercom has no
    /// conditional write, or that this read did not show.
    pub(crate) crossed: usize,
    /// What must not be.
    pub(crate) wrong: Vec<String>,
}

/// Whose word a part is, for what follows of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    Visitor,
    /// A text to the visitor by the agent.
    Ours,
    /// A text to the visitor by a teammate.
    Teammate,
    /// A teammate gave it to somebody, or closed it.
    Moved,
    /// A teammate gave it to the agent.
    Returned,
    Other,
}

fn word(part: &PartView) -> Word {
    let has_text = part.body.as_deref().is_some_and(|body| !body.is_empty());
    let to_us = part.assigned_to.as_deref() == Some(NEXORA);
    match part.author.kind.as_str() {
        "user" | "lead" if part.redacted => Word::Other,
        "user" | "lead" => Word::Visitor,
        "admin" if part.by_app && has_text && !part.is_note => Word::Ours,
        "admin" if part.by_app => Word::Other,
        "admin" if to_us => Word::Returned,
        "admin" if has_text && !part.is_note => Word::Teammate,
        "admin" if part.assigned_to.is_some() || part.part_type == "close" => Word::Moved,
        _ => Word::Other,
    }
}

impl Town {
    /// Looks at every conversation of a workspace.
    pub(crate) async fn judge(&self, nth: usize, verdict: &mut Verdict) {
        let name = Self::name(nth);
        let workspace = self.intercom.workspace(&name).unwrap();
        for talk in workspace.view().conversations {
            verdict.conversations += 1;
            let parts: Vec<_> = talk.parts.iter().map(|part| (word(part), part)).collect();
            let count = |wanted| parts.iter().filter(|(word, _)| *word == wanted).count();
            verdict.messages += 1 + count(Word::Visitor);
            verdict.answers += count(Word::Ours);
            verdict.with_people += usize::from(is_with_people(&talk));
            let mut wrong: Vec<String> = unanswered(&talk, &parts).into_iter().collect();
            wrong.extend(twice(&parts));
            wrong.extend(self.too_many(&name, &talk, count(Word::Ours)));
            wrong.extend(self.over_a_person(&name, &talk, &parts, &mut verdict.crossed));
            wrong.extend(self.open_record(nth, &talk).await);
            let told = wrong
                .into_iter()
                .map(|wrong| format!("{name}/{}: {wrong}\n{}", talk.id, told(&parts)));
            verdict.wrong.extend(told);
        }
    }

    /// More was said than turns ever meant to say: each text covers another message.
    fn too_many(&self, name: &str, talk: &ConversationView, said: usize) -> Option<String> {
        let pages = self.ledger.pages();
        let place = (name.to_owned(), talk.id.clone());
        let meant = pages.covers.get(&place).map_or(0, |covers| covers.len());
        (said > meant).then(|| format!("{said} texts for {meant} times of something to answer"))
    }

    /// The agent wrote although a teammate had, and it had read so.
    fn over_a_person(
        &self,
        name: &str,
        talk: &ConversationView,
        parts: &[(Word, &PartView)],
        crossed: &mut usize,
    ) -> Option<String> {
        let place = (name.to_owned(), talk.id.clone());
        let mut person: Option<&PartView> = None;
        for (word, part) in parts {
            match (word, person) {
                (Word::Teammate, _) => person = Some(part),
                (Word::Returned, _) => person = None,
                (Word::Ours, Some(person)) => {
                    let id = person.id.parse().unwrap();
                    if self.reads.had_read(&place, part.created_at, id) {
                        return Some(format!("part {} was written over {id}", part.id));
                    }
                    *crossed += 1;
                }
                _ => {}
            }
        }
        None
    }

    /// The record knows everything, and nothing waits in it.
    async fn open_record(&self, nth: usize, talk: &ConversationView) -> Option<String> {
        let workspace = WorkspaceId::try_from(Self::name(nth)).unwrap();
        let id = ConversationId::try_from(talk.id.as_str()).unwrap();
        let record = self.ports.record(&workspace, &id).await.unwrap();
        let Some(record) = record else {
            return Some("nothing is known of it".to_owned());
        };
        if record.is_due(&self.us[nth]) || record.step.is_some() {
            return Some(format!("something is left to do: {record:?}"));
        }
        let mut parts = talk.parts.iter();
        let newest = parts.rfind(|part| word(part) == Word::Visitor);
        let newest = newest.map(|part| part.id.as_str());
        let seen = record.seen.as_ref().map(|seen| seen.id.as_str());
        let knows = newest.is_none_or(|newest| seen == Some(newest));
        (!knows).then(|| format!("{newest:?} was never announced: {record:?}"))
    }
}

/// The last thing the visitor wrote got no text, and nobody but the agent has the conversation.
fn unanswered(talk: &ConversationView, parts: &[(Word, &PartView)]) -> Option<String> {
    let last = parts.iter().rposition(|(word, _)| *word == Word::Visitor);
    let after = &parts[last.map_or(0, |last| last + 1)..];
    let is_dealt_with = after
        .iter()
        .any(|(word, _)| matches!(word, Word::Ours | Word::Teammate | Word::Moved));
    (!is_dealt_with && !is_with_people(talk)).then(|| "the last message got nothing".to_owned())
}

/// The same text twice, and nothing in between that asks for it.
fn twice(parts: &[(Word, &PartView)]) -> Option<String> {
    let asks = |word| matches!(word, Word::Visitor | Word::Ours | Word::Returned);
    let said: Vec<_> = parts.iter().filter(|(word, _)| asks(*word)).collect();
    said.windows(2).find_map(|pair| {
        let [(Word::Ours, first), (Word::Ours, second)] = pair else {
            return None;
        };
        (first.body == second.body).then(|| format!("{} is said again by {}", first.id, second.id))
    })
}

fn is_with_people(talk: &ConversationView) -> bool {
    let teammate = talk
        .admin_assignee
        .as_deref()
        .is_some_and(|name| name != NEXORA);
    let mut words = talk.parts.iter().map(word);
    let last = words.rfind(|word| matches!(word, Word::Teammate | Word::Returned));
    teammate || talk.team_assignee.is_some() || last == Some(Word::Teammate)
}

fn told(parts: &[(Word, &PartView)]) -> String {
    let lines = parts.iter().map(|(word, part)| {
        format!(
            "    {} {} {word:?} {} to {:?}",
            part.created_at, part.id, part.part_type, part.assigned_to
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}
