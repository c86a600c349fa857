//! What happened in a conversation so far, taken from its own words: the pieces of the notes a teammate reads instead of all of it.

mod ask;
mod empty_words;

use jiff::Timestamp;

use crate::domain::answer::Answer;
use crate::domain::hand_off::language::Phrases;
use crate::domain::html::{Html, Link, shortened};
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
    /// The words it is told in.
    pub phrases: &'static Phrases,
}

impl Story<'_> {
    /// The longest sentence for what the visitor wants, in characters of markup.
    const ASK: usize = 240;
    /// The longest quotation of anything else, in characters of markup.
    const QUOTE: usize = 160;
    /// How many of the agent's answers are listed.
    const TRIED: usize = 3;
    /// How many sources are listed with one answer.
    const SOURCES: usize = 2;
    /// The longest name of a source, in characters of markup.
    const TITLE: usize = 70;
    /// The longest address of a source, in characters. A longer one is left out, and its source is only named.
    const ADDRESS: usize = 240;

    /// What the visitor asks.
    pub fn tell_ask(&self, html: &mut Html) {
        html.labelled(self.phrases.ask, &self.ask());
    }

    /// What the agent answered, with what it stood on.
    pub fn tell_tried(&self, html: &mut Html) {
        let Phrases {
            tried,
            answered,
            nothing_tried,
            ..
        } = self.phrases;
        let answers = self.tried();
        if answers.is_empty() {
            html.labelled(tried, nothing_tried);
        } else {
            html.labelled(tried, answered);
            html.linked_list(answers);
        }
    }

    /// The page it began on, if it is known.
    pub fn tell_page(&self, html: &mut Html) {
        if let Some(url) = self.transcript.url.as_deref().filter(|url| !url.is_empty()) {
            html.labelled("Page", &shortened(url, Self::ASK));
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

    /// What the visitor wants: in the agent's words, else the sentence of theirs that says most; and what they wrote last, where
    /// that says something else.
    fn ask(&self) -> String {
        let phrases = self.phrases;
        let said: Vec<&str> = self
            .of(Voice::Visitor)
            .map(|line| line.text.as_str())
            .filter(|text| !text.trim().is_empty())
            .collect();
        let Some(newest) = said.last() else {
            return phrases.no_text.to_owned();
        };
        let quoted = |text: &str, length| phrases.quoted(&shortened(text, length));
        let summary = self.summary.map(str::trim).filter(|text| !text.is_empty());
        let latest = ask::gist(newest);
        let (ask, shown) = match summary {
            // The visitor's own words are quoted, the agent's are not.
            Some(summary) if said.iter().any(|text| is_of(text, summary)) => {
                (summary.to_owned(), quoted(summary, Self::ASK))
            }
            Some(summary) => (summary.to_owned(), shortened(summary, Self::ASK)),
            None => {
                let gists = said.iter().filter_map(|text| ask::gist(text));
                let gist = ask::most(gists).filter(ask::Sentence::says_something);
                // Nothing but a greeting, or signs: as they stand.
                let text = gist.map_or_else(|| (*newest).to_owned(), |gist| gist.text);
                let shown = quoted(&text, Self::ASK);
                (text, shown)
            }
        };
        match latest.filter(ask::Sentence::says_something) {
            Some(latest) if !ask.contains(&latest.text) && !latest.text.contains(&ask) => {
                let latest = quoted(&latest.text, Self::QUOTE);
                let latest = phrases.named(phrases.most_recently, &latest);
                format!("{shown} — {latest}")
            }
            _ => shown,
        }
    }

    fn tried(&self) -> Vec<(String, Vec<Link>)> {
        let answers: Vec<_> = self
            .of(Voice::Us)
            .filter(|line| line.part.is_visible() && line.part.assigned_to.is_none())
            .map(|line| self.with_sources(&line.text))
            .collect();
        let skipped = answers.len().saturating_sub(Self::TRIED);
        answers.into_iter().skip(skipped).collect()
    }

    /// An answer of ours, and what it stood on.
    fn with_sources(&self, text: &str) -> (String, Vec<Link>) {
        let source = |line: &str| line.trim().strip_prefix(Answer::SOURCE).map(Link::read);
        let said: Vec<&str> = text.lines().filter(|line| source(line).is_none()).collect();
        let sources = text.lines().filter_map(source).take(Self::SOURCES);
        let sources = sources.map(|source| Link {
            title: shortened(&source.title, Self::TITLE),
            url: Some(source.url)
                .filter(|url| url.chars().count() <= Self::ADDRESS)
                .unwrap_or_default(),
        });
        let said = shortened(&said.join("\n"), Self::QUOTE);
        let said = if said.is_empty() {
            said
        } else {
            self.phrases.quoted(&said)
        };
        (said, sources.collect())
    }

    fn of(&self, voice: Voice<'static>) -> impl Iterator<Item = &Line> {
        self.transcript.lines.iter().filter(move |line| {
            line.part.voice(self.us) == voice && !line.part.redacted && !line.part.is_note()
        })
    }
}

/// Whether words, perhaps cut, are taken from a text.
fn is_of(text: &str, words: &str) -> bool {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    plain(text).contains(plain(words).trim_end_matches('…').trim_end())
}

/// A time as notes give it.
#[must_use]
pub fn told_time(seconds: i64) -> Option<String> {
    let at = Timestamp::from_second(seconds).ok()?;
    Some(at.strftime("%Y-%m-%d %H:%M UTC").to_string())
}

#[cfg(test)]
mod tests;
