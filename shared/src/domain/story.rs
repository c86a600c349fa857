//! What happened in a conversation so far, taken from its own words: the pieces of the notes a teammate reads instead of all of it.

use jiff::Timestamp;

use crate::domain::answer::Answer;
use crate::domain::html::Html;
use crate::domain::part::Voice;
use crate::domain::transcript::{Line, Transcript};
use crate::id::AdminId;

/// A conversation, to be told in a few lines.
#[derive(Debug, Clone, Copy)]
pub struct Story<'s> {
    /// The conversation.
    pub transcript: &'s Transcript,
    /// What the visitor wants, by the agent's words, if it could say so.
    pub summary: Option<&'s str>,
    /// The teammate the agent speaks as.
    pub us: &'s AdminId,
}

impl Story<'_> {
    /// The longest quotation, in characters.
    const QUOTE: usize = 280;
    /// How many of the agent's answers are listed.
    const TRIED: usize = 3;

    /// What the visitor asks.
    pub fn tell_ask(&self, html: &mut Html) {
        html.labelled("Ask", &self.ask());
    }

    /// What the agent answered, with what it stood on.
    pub fn tell_tried(&self, html: &mut Html) {
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
    }

    /// The page it began on, if it is known.
    pub fn tell_page(&self, html: &mut Html) {
        if let Some(url) = self.transcript.url.as_deref().filter(|url| !url.is_empty()) {
            html.labelled("Page", &shortened(url, Self::QUOTE));
        }
    }

    /// Who wrote how much.
    pub fn tell_course(&self, html: &mut Html) {
        let count = |voice: fn(&Voice<'_>) -> bool| {
            let lines = self.transcript.lines.iter();
            let said = lines.filter(|line| line.part.is_visible() && !line.part.redacted);
            said.filter(|line| voice(&line.part.voice(self.us))).count()
        };
        let [visitor, agent, teammates, bots] = [
            count(|voice| *voice == Voice::Visitor),
            count(|voice| *voice == Voice::Us),
            count(|voice| matches!(voice, Voice::Teammate(_))),
            count(|voice| *voice == Voice::Bot),
        ];
        let messages = if visitor == 1 { "message" } else { "messages" };
        let mut course = format!("{visitor} {messages} of the visitor");
        for (count, whose) in [
            (agent, "of the agent"),
            (teammates, "of teammates"),
            (bots, "of bots"),
        ] {
            if count > 0 {
                course += &format!(", {count} {whose}");
            }
        }
        html.labelled("So far", &course);
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
            || quoted(&longest.text),
            |summary| format!("“{}”", shortened(summary, Self::QUOTE)),
        );
        if newest.text.contains(summary.unwrap_or(&longest.text)) {
            return quoted(&newest.text);
        }
        format!("{ask} — most recently: {}", quoted(&newest.text))
    }

    fn tried(&self) -> impl Iterator<Item = String> {
        let answers: Vec<_> = self
            .of(Voice::Us)
            .filter(|line| line.part.is_visible() && line.part.assigned_to.is_none())
            .map(|line| quoted_with_sources(&line.text))
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

/// A time as notes give it.
#[must_use]
pub fn told_time(seconds: i64) -> Option<String> {
    let at = Timestamp::from_second(seconds).ok()?;
    Some(at.strftime("%Y-%m-%d %H:%M UTC").to_string())
}

fn quoted(text: &str) -> String {
    format!("“{}”", shortened(text, Story::QUOTE))
}

/// An answer of ours. Its sources stay whole, however long it is.
fn quoted_with_sources(text: &str) -> String {
    let (sources, said): (Vec<&str>, Vec<&str>) = text
        .lines()
        .partition(|line| line.trim_start().starts_with(Answer::SOURCE));
    let said = shortened(&said.join("\n"), Story::QUOTE);
    let all = [said]
        .into_iter()
        .chain(sources.iter().map(|it| it.trim().to_owned()));
    format!("“{}”", all.collect::<Vec<_>>().join(" "))
}

/// At most `length` characters, on one line, cut at a word.
pub fn shortened(text: &str, length: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((end, _)) = line.char_indices().nth(length) else {
        return line;
    };
    let cut = line[..end].rfind(' ').unwrap_or(end);
    format!("{} …", &line[..cut])
}
