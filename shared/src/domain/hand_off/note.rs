//! The internal note a teammate reads instead of the whole conversation.

use crate::domain::conversation::HandOver;
use crate::domain::html::Html;
use crate::domain::story::{Story, told_time};
use crate::domain::trace::{FactUsed, Trace, Tried, Verdict};
use crate::domain::transcript::Transcript;
use crate::id::AdminId;

/// What a note is made from. Everything in it can be read again after a crash.
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
    /// How it came to the hand-off, if that is to stand in the note. After a crash it is not known any more.
    pub trace: Option<&'n Trace>,
}

impl Note<'_> {
    /// The note.
    #[must_use]
    pub fn html(&self) -> Html {
        let story = Story {
            transcript: self.transcript,
            summary: self.summary,
            us: self.us,
        };
        let mut html = Html::default();
        html.heading("Handed over by Nexora");
        story.tell_ask(&mut html);
        if let Some(intent) = &self.hand_over.intent {
            let sure = self
                .hand_over
                .confidence
                .map(|percent| format!(" ({percent} % sure)"));
            html.labelled("Intent", &format!("{intent}{}", sure.unwrap_or_default()));
        }
        html.labelled("Why a person", &self.hand_over.reason.to_string());
        let came: Vec<_> = self.trace.iter().copied().flat_map(came).collect();
        if !came.is_empty() {
            html.labelled("Why it came here", "these steps decided");
            html.list(came);
        }
        story.tell_tried(&mut html);
        story.tell_page(&mut html);
        if let Some(since) = self.hand_over.waiting_since.and_then(told_time) {
            html.labelled("Waiting since", &since);
        }
        html
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
