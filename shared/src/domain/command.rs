//! What a teammate tells the agent in a note that begins with `/nexora`.

use html_escape::decode_html_entities;
use serde::{Deserialize, Serialize};

use crate::domain::spelling::nearest;

/// A command, without the words it was given in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// `/nexora stop`: leave this conversation to people.
    Stop,
    /// `/nexora resume`: answer again.
    Resume,
    /// `/nexora hand off`: hand over now, with a note.
    HandOff,
    /// `/nexora summary`: tell the team what happened so far.
    Summary,
    /// `/nexora` alone, with `help`, or with words that are no command. It is answered with a list of the others.
    Unknown,
}

impl Command {
    /// What every command begins with.
    const PREFIX: &str = "/nexora";

    /// Those that do something, in the order in which they are listed.
    pub const ALL: [Self; 4] = [Self::Stop, Self::Resume, Self::HandOff, Self::Summary];

    /// The command a note's text begins with. Quoted text and text before the command make it none.
    #[must_use]
    pub fn of_note(text: &str) -> Option<Self> {
        let said = Self::said_in(text)?;
        let words: Vec<_> = said.split(' ').collect();
        Some(match words[..] {
            ["stop"] => Self::Stop,
            ["resume"] => Self::Resume,
            ["hand", "off" | "over"] | ["handoff" | "hand-off"] => Self::HandOff,
            ["summary" | "summarise" | "summarize"] => Self::Summary,
            _ => Self::Unknown,
        })
    }

    /// What a command's first line says after `/nexora`: lower-case words with one space between them. None if the text
    /// begins with no command.
    #[must_use]
    pub fn said_in(text: &str) -> Option<String> {
        // On API versions up to 2.14 a note's text arrives as HTML, wrapped in one paragraph.
        let text = text.trim_start();
        let text = match text.strip_prefix("<p") {
            Some(paragraph) if paragraph.starts_with(['>', ' ']) => paragraph.split_once('>')?.1,
            _ => text,
        };
        let text = text.trim_start();
        let (prefix, rest) = text.split_at_checked(Self::PREFIX.len())?;
        if !prefix.eq_ignore_ascii_case(Self::PREFIX) {
            return None;
        }
        let line = rest.split(['\n', '\r', '<']).next().unwrap_or_default();
        let line = decode_html_entities(line);
        let punctuation = [':', ',', '.', '!', '?'];
        let words = line.trim_start_matches(punctuation);
        // `/nexoras` and `/nexora/docs` are other words.
        if words.starts_with(|first: char| !first.is_whitespace()) {
            return None;
        }
        let words = words.trim_end().trim_end_matches(punctuation);
        let words: Vec<_> = words.split_whitespace().map(str::to_lowercase).collect();
        Some(words.join(" "))
    }

    /// The command that was meant by words that are none, if one is near.
    #[must_use]
    pub fn meant_by(said: &str) -> Option<Self> {
        let words = Self::ALL.map(Self::words);
        let first = said.split(' ').next();
        let near = nearest(said, words).or_else(|| nearest(first?, words))?;
        Self::ALL
            .into_iter()
            .find(|command| command.words() == near)
    }

    /// What stands after `/nexora`.
    const fn words(self) -> &'static str {
        match self {
            Self::Stop => "stop",
            Self::Resume => "resume",
            Self::HandOff => "hand off",
            Self::Summary => "summary",
            Self::Unknown => "help",
        }
    }

    /// As a teammate writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Stop => "/nexora stop",
            Self::Resume => "/nexora resume",
            Self::HandOff => "/nexora hand off",
            Self::Summary => "/nexora summary",
            Self::Unknown => "/nexora help",
        }
    }

    /// What it does, for whoever asks.
    #[must_use]
    pub const fn does(self) -> &'static str {
        match self {
            Self::Stop => "the agent is silent in this conversation",
            Self::Resume => "the agent answers in this conversation again",
            Self::HandOff => "the agent hands the conversation over to people now, with a note",
            Self::Summary => {
                "a note says what happened so far; who has the conversation stays as it is"
            }
            Self::Unknown => "a note lists the commands",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_stands_at_the_beginning_of_a_note() {
        for (text, command) in [
            ("/nexora stop", Some(Command::Stop)),
            ("  /nexora RESUME\nthanks", Some(Command::Resume)),
            ("/Nexora: stop.", Some(Command::Stop)),
            ("/nexora&nbsp;stop", Some(Command::Stop)),
            (
                "<p class=\"no-margin\">/nexora hand off</p>",
                Some(Command::HandOff),
            ),
            ("/nexora handoff", Some(Command::HandOff)),
            ("/nexora summary\r\nI need it", Some(Command::Summary)),
            ("<p>/nexora summarize</p>", Some(Command::Summary)),
            ("/nexora stpo", Some(Command::Unknown)),
            ("/nexora stop please", Some(Command::Unknown)),
            ("/nexora", Some(Command::Unknown)),
            ("/nexora?", Some(Command::Unknown)),
            ("/nexora help", Some(Command::Unknown)),
            ("she wrote: /nexora stop", None),
            ("> /nexora stop", None),
            ("&gt; /nexora stop", None),
            ("“/nexora stop”", None),
            ("<blockquote>/nexora stop</blockquote>", None),
            ("<blockquote><p>/nexora stop</p></blockquote>", None),
            ("<pre>/nexora stop</pre>", None),
            ("/nexoras stop", None),
            ("/nexora/docs says how", None),
            ("/nexora.example is down", None),
            ("nexora stop", None),
            ("", None),
        ] {
            assert_eq!(Command::of_note(text), command, "{text}");
        }
    }

    #[test]
    fn every_command_is_read_as_it_is_listed_and_survives_the_signal() {
        for command in Command::ALL.into_iter().chain([Command::Unknown]) {
            assert_eq!(Command::of_note(command.name()), Some(command));
            let json = serde_json::to_string(&command).unwrap();
            assert_eq!(serde_json::from_str::<Command>(&json).unwrap(), command);
        }
    }

    #[test]
    fn what_was_meant_by_a_slip_of_the_pen_is_found() {
        let meant = [
            "stpo",
            "Resum",
            "hand of",
            "sumary",
            "stop please",
            "help",
            "",
            "pause",
        ]
        .map(Command::meant_by);
        let (stop, resume) = (Some(Command::Stop), Some(Command::Resume));
        let (hand_off, summary) = (Some(Command::HandOff), Some(Command::Summary));
        assert_eq!(
            meant,
            [stop, resume, hand_off, summary, stop, None, None, None]
        );
    }
}
