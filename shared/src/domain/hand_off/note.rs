//! The internal note a teammate reads instead of the whole conversation.

use super::known::Known;
use super::language::{Language, Phrases};
use super::night::Night;
use super::reason::Reason;
use crate::domain::conversation::HandOver;
use crate::domain::html::{Html, shortened};
use crate::domain::story::{Story, told_time};
use crate::domain::trace::{FactUsed, Trace, Tried, Verdict};
use crate::domain::transcript::Transcript;
use crate::id::AdminId;

/// What a note is made from. But for the facts and the trace, everything in it can be read again after a crash.
#[derive(Debug, Clone, Copy)]
pub struct Note<'n> {
    /// The conversation.
    pub transcript: &'n Transcript,
    /// The hand-off.
    pub hand_over: &'n HandOver,
    /// What the visitor wants, by the agent's words, if it could say so.
    pub summary: Option<&'n str>,
    /// The teammate the agent speaks as.
    pub us: &'n AdminId,
    /// The language of the team.
    pub language: Language,
    /// What was picked up from the visitor's words: fields and their values.
    pub captured: &'n [(String, String)],
    /// What this turn knows of the visitor and their company.
    pub facts: &'n [Known],
    /// How it has waited, where it came in while people were closed.
    pub night: Option<&'n Night>,
    /// How it came to the hand-off, if that is to stand in the note. After a crash it is not known any more.
    pub trace: Option<&'n Trace>,
}

impl Note<'_> {
    /// The longest note, in characters of markup, whatever a conversation holds.
    pub const LONGEST: usize = 6_000;

    /// The longest reason, in characters of markup.
    const REASON: usize = 200;
    /// The longest name of an intent, in characters of markup.
    const INTENT: usize = 60;
    /// The longest line of several values, in characters of markup.
    const VALUES: usize = 500;
    /// The longest value of such a line, in characters of markup.
    const VALUE: usize = 130;
    /// How many steps that decided are listed.
    const STEPS: usize = 6;
    /// The longest of them, in characters of markup.
    const STEP: usize = 160;

    /// The note. It begins with a heading, so that it is never read as a command, whoever it is taken for.
    #[must_use]
    pub fn html(&self) -> Html {
        let phrases = self.language.phrases();
        let story = Story {
            transcript: self.transcript,
            summary: self.summary,
            us: self.us,
            phrases,
        };
        let mut html = Html::default();
        html.heading(phrases.heading);
        story.tell_ask(&mut html);
        html.labelled(phrases.why, &self.why(phrases));
        let came: Vec<_> = self.trace.iter().copied().flat_map(came).collect();
        if !came.is_empty() {
            let first = came.len().saturating_sub(Self::STEPS);
            let came = came[first..].iter().map(|step| shortened(step, Self::STEP));
            html.labelled(phrases.came, phrases.steps);
            html.list(came);
        }
        story.tell_tried(&mut html);
        let captured = self.captured.iter();
        let captured = captured.map(|(name, value)| (name.as_str(), value.as_str()));
        values(&mut html, phrases, phrases.captured, captured);
        let facts = self.facts.iter();
        let facts = facts.map(|known| (known.what.label(phrases), known.value.as_str()));
        values(&mut html, phrases, phrases.facts, facts);
        if let Some(since) = self.hand_over.waiting_since.and_then(told_time) {
            html.labelled(phrases.waiting_since, &since);
        }
        if let Some(night) = self.night {
            night.tell(&mut html, phrases);
            night.tell_others(&mut html, phrases);
        }
        html
    }

    /// Why a person, and what it is about.
    fn why(&self, phrases: &Phrases) -> String {
        let HandOver {
            reason,
            intent,
            confidence,
            ..
        } = self.hand_over;
        let told = shortened(&(phrases.reason)(reason), Self::REASON);
        let sure = confidence.map(|percent| format!(" ({})", (phrases.sure)(percent)));
        let sure = sure.unwrap_or_default();
        match intent {
            // The reason names it.
            Some(intent) if *reason == Reason::Intent(intent.clone()) => told + &sure,
            Some(intent) => {
                let intent = shortened(intent, Self::INTENT);
                let intent = phrases.named(phrases.intent, &intent);
                format!("{told} · {intent}{sure}")
            }
            None => told,
        }
    }
}

/// A line of named values, as far as it is not too long; none where there are none.
fn values<'v>(
    html: &mut Html,
    phrases: &Phrases,
    label: &str,
    values: impl Iterator<Item = (&'v str, &'v str)>,
) {
    let values = values.map(|(name, value)| {
        let name = shortened(name, Note::INTENT);
        phrases.named(&name, &shortened(value, Note::VALUE))
    });
    let all = values.collect::<Vec<_>>().join(" · ");
    if !all.is_empty() {
        html.labelled(label, &shortened(&all, Note::VALUES));
    }
}

/// How it came to a hand-off, a line for each step that decided something.
fn came(trace: &Trace) -> impl Iterator<Item = String> {
    // A turn that finds a hand-off begun by one that crashed did not choose.
    let chose = |tried: &Tried| tried.verdict == Verdict::TakesOver;
    let chose = trace.0.iter().any(chose);
    let decisive = trace.decisive().filter(move |_| chose);
    decisive.map(|tried| {
        let Tried {
            name, why, facts, ..
        } = tried;
        match tried.verdict {
            Verdict::Matched if facts.is_empty() => format!("rule “{name}”: {why}"),
            Verdict::Matched => {
                let facts = facts.iter();
                let facts = facts.map(|FactUsed { name, value, .. }| format!("{name} is {value}"));
                let facts = facts.collect::<Vec<_>>().join(", ");
                format!("rule “{name}”: {facts}")
            }
            Verdict::PassedOver => format!("{name}: passed over, {why}"),
            _ => format!("{name}: {why}"),
        }
    })
}

#[cfg(test)]
mod tests;
