//! What the agent is asked, and what it may say. Whether anything of it is sent is ours to decide.

use serde::{Deserialize, Serialize};

use crate::domain::hand_off::Language;
use crate::domain::html::{Html, Link};

/// Who said a line, as the agent is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaker {
    /// The visitor.
    Visitor,
    /// The agent itself.
    Agent,
    /// A person of the team.
    Teammate,
    /// Another bot.
    Bot,
}

/// One line of the discussion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Who.
    pub by: Speaker,
    /// What, as plain text.
    pub text: String,
    /// Whether it still waits for an answer.
    pub unanswered: bool,
}

/// An intent, by the phrases that show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intent {
    /// Its name in the configuration.
    pub name: String,
    /// A few examples of how visitors say it.
    pub phrases: Vec<String>,
}

/// What the agent is asked. Where nothing waits for an answer, only the summary of its answer is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The discussion, oldest first, without notes.
    pub discussion: Vec<Said>,
    /// How the workspace wants it to speak.
    pub guidance: String,
    /// The intents it should recognise.
    pub intents: Vec<Intent>,
    /// The language of the team, which reads the summary. A brain that only quotes has it in the visitor's.
    pub summary_in: Language,
}

/// An intent that was recognised.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Detected {
    /// Its name.
    pub name: String,
    /// How sure, in percent.
    pub confidence: u8,
}

/// What an answer does for the visitor.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gist {
    /// It answers what they asked.
    #[default]
    Answers,
    /// It answers nothing yet: it greets, asks back, or offers a person.
    AsksBack,
    /// They said that this was it, and it says goodbye.
    Closes,
}

/// What the agent says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Answer {
    /// The text, one paragraph a line. Plain: it never becomes markup.
    pub text: String,
    /// What it is grounded on.
    pub sources: Vec<Link>,
    /// How sure it is that this answers what was asked, in percent.
    pub confidence: u8,
    /// The intent it recognised.
    pub intent: Option<Detected>,
    /// Whether the visitor asked for a person.
    pub wants_person: bool,
    /// What the visitor wants, in a sentence, if it can say so. That they want a person is no summary.
    pub summary: Option<String>,
    /// What the text does for the visitor.
    pub gist: Gist,
}

impl Question {
    /// What waits for an answer, oldest first.
    pub fn unanswered(&self) -> impl Iterator<Item = &str> {
        self.discussion
            .iter()
            .filter(|said| said.unanswered)
            .map(|said| said.text.as_str())
    }
}

impl Answer {
    /// The longest text that is sent, in characters.
    pub const LONGEST: usize = 4_000;

    /// What stands before the name of a source.
    pub const SOURCE: &str = "Read more: ";

    /// The answer as the visitor gets it: the text, then a named link for each source.
    #[must_use]
    pub fn html(&self) -> Html {
        let mut html = Html::default();
        html.paragraphs(&self.text);
        for source in &self.sources {
            html.link(Self::SOURCE, source);
        }
        html
    }
}
