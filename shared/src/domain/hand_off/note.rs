//! The internal note a teammate reads instead of the whole conversation.

use jiff::Timestamp;

use crate::domain::conversation::HandOver;
use crate::domain::html::Html;
use crate::domain::part::Voice;
use crate::domain::trace::{FactUsed, Trace, Tried, Verdict};
use crate::domain::transcript::{Line, Transcript};
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
    /// The longest quotation, in characters.
    const QUOTE: usize = 280;
    /// How many of the agent's answers are listed.
    const TRIED: usize = 3;

    /// The note.
    #[must_use]
    pub fn html(&self) -> Html {
        let mut html = Html::default();
        html.heading("Handed over by Nexora");
        html.labelled("Ask", &self.ask());
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
        let tried: Vec<_> = self.tried().collect();
        if tried.is_empty() {
            html.labelled(
                "Tried",
                "nothing yet; the agent has not answered in this conversation",
            );
        } else {
            html.labelled("Tried", "the agent answered");
            html.list(tried);
        }
        if let Some(url) = self.transcript.url.as_deref().filter(|url| !url.is_empty()) {
            html.labelled("Page", &shortened(url, Self::QUOTE));
        }
        if let Some(since) = self
            .hand_over
            .waiting_since
            .and_then(|at| Timestamp::from_second(at).ok())
        {
            html.labelled(
                "Waiting since",
                &since.strftime("%Y-%m-%d %H:%M UTC").to_string(),
            );
        }
        html
    }

    /// What the visitor wants: in the agent's words, else their longest message, which says most; and what they wrote last.
    fn ask(&self) -> String {
        let said = || {
            self.of(Voice::Visitor)
                .filter(|line| !line.text.trim().is_empty())
        };
        let Some(newest) = said().last() else {
            return "the visitor's message has no text".to_owned();
        };
        let longest = said()
            .max_by_key(|line| line.text.chars().count())
            .unwrap_or(newest);
        let summary = self
            .summary
            .map(str::trim)
            .filter(|summary| !summary.is_empty());
        let ask = summary.map_or_else(
            || quoted(longest),
            |summary| format!("“{}”", shortened(summary, Self::QUOTE)),
        );
        if newest.text.contains(summary.unwrap_or(&longest.text)) {
            return quoted(newest);
        }
        format!("{ask} — most recently: {}", quoted(newest))
    }

    fn tried(&self) -> impl Iterator<Item = String> {
        let answers: Vec<_> = self
            .of(Voice::Us)
            .filter(|line| line.part.is_visible() && line.part.assigned_to.is_none())
            .map(quoted)
            .collect();
        let skipped = answers.len().saturating_sub(Self::TRIED);
        answers.into_iter().skip(skipped)
    }

    fn of(&self, voice: Voice<'static>) -> impl Iterator<Item = &Line> {
        self.transcript.lines.iter().filter(move |line| {
            line.part.voice(self.us) == voice && !line.part.redacted && !line.part.is_note()
        })
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

fn quoted(line: &Line) -> String {
    format!("“{}”", shortened(&line.text, Note::QUOTE))
}

/// At most `length` characters, on one line, cut at a word.
fn shortened(text: &str, length: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((end, _)) = line.char_indices().nth(length) else {
        return line;
    };
    let cut = line[..end].rfind(' ').unwrap_or(end);
    format!("{} …", &line[..cut])
}
