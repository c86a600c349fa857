//! The note that answers what teammates commanded: what came of each command, in the order in which they were given.

use crate::domain::assignee::Assignee;
use crate::domain::command::Command;
use crate::domain::conversation::Record;
use crate::domain::conversation::ownership::Holder;
use crate::domain::directory::Directory;
use crate::domain::html::{Html, shortened};
use crate::domain::part::Voice;
use crate::domain::stamp::Stamp;
use crate::domain::story::{Story, told_time};

/// One command, as it was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given<'g> {
    /// The note's stamp.
    pub by: &'g Stamp,
    /// Which.
    pub command: Command,
    /// The note's text, for a command that is none.
    pub text: &'g str,
}

/// What a confirmation is made from. But for the agent's words, everything in it can be read again after a crash.
#[derive(Debug, Clone, Copy)]
pub struct Confirmation<'c> {
    /// What was commanded, oldest first; not empty.
    pub given: &'c [Given<'c>],
    /// The conversation's record.
    pub record: &'c Record,
    /// What happened in the conversation.
    pub story: Story<'c>,
    /// Teammates and teams.
    pub directory: &'c Directory,
    /// Whether a hand-off follows that a teammate ordered.
    pub hands_over: bool,
    /// Whether the agent is paused in the whole workspace.
    pub is_paused: bool,
    /// The intent that was detected last, if the conversation's attributes know it.
    pub intent: Option<&'c str>,
    /// Since when the visitor waits, in Unix seconds, if they do.
    pub waiting_since: Option<i64>,
}

impl Confirmation<'_> {
    /// The longest command that is none, in characters.
    const WORDS: usize = 60;

    /// The note. It begins with a heading, so that it is never read as a command, whoever it is taken for.
    #[must_use]
    pub fn html(&self) -> Html {
        let only = |command| self.given.iter().all(|given| given.command == command);
        let mut html = Html::default();
        html.heading(if only(Command::Summary) {
            "Summary by Nexora"
        } else if only(Command::Unknown) {
            "What Nexora can be told"
        } else {
            "Confirmed by Nexora"
        });
        let mut before = None;
        for given in self.given {
            let told = match given.command {
                Command::Stop => self.of_stop(),
                Command::Resume => self.of_resume(),
                Command::HandOff => self.of_hand_off(given),
                Command::Summary => "this is what happened so far".to_owned(),
                Command::Unknown => of_unknown(given),
            };
            // Whoever gave a command twice reads its answer once.
            if before.as_ref() == Some(&told) {
                continue;
            }
            match given.command {
                Command::Summary if !only(Command::Summary) => {
                    html.labelled(given.command.name(), &told);
                    self.tell_summary(&mut html);
                }
                Command::Summary => self.tell_summary(&mut html),
                Command::Unknown => {
                    html.paragraphs(&told);
                }
                _ => {
                    html.labelled(given.command.name(), &told);
                }
            }
            before = Some(told);
        }
        if self.given.iter().any(|it| it.command == Command::Unknown) {
            html.labelled("Commands", "a note that begins with one of these");
            html.list(
                Command::ALL
                    .iter()
                    .map(|command| format!("{}: {}", command.name(), command.does())),
            );
        }
        if self.is_paused {
            html.labelled(
                "Paused",
                "Nexora is paused in this workspace. Until the pause ends it says nothing to visitors, whatever it is told here",
            );
        }
        html
    }

    fn of_stop(&self) -> String {
        if self.record.ownership.is_stopped() {
            let until =
                "a note says /nexora resume, or the conversation is assigned to its teammate";
            return format!("Nexora is silent in this conversation until {until}");
        }
        format!("something newer counts: {} has it", self.holder())
    }

    fn of_resume(&self) -> String {
        match (self.holds(), self.is_paused) {
            (true, false) => "Nexora answers in this conversation again".to_owned(),
            (true, true) => "Nexora has this conversation again".to_owned(),
            (false, _) => format!(
                "something newer counts: {} has it, and Nexora is silent",
                self.holder()
            ),
        }
    }

    fn of_hand_off(&self, given: &Given<'_>) -> String {
        let followed = self.record.obeyed.as_ref() >= Some(given.by);
        if self.hands_over && !followed {
            return "Nexora hands the conversation over now, with a note of its own".to_owned();
        }
        if !self.holds() {
            return format!("there is nothing to hand over: {} has it", self.holder());
        }
        "nothing was handed over: something newer counts".to_owned()
    }

    fn tell_summary(&self, html: &mut Html) {
        self.story.tell_ask(html);
        if let Some(intent) = self.intent {
            html.labelled("Intent", intent);
        }
        self.story.tell_course(html);
        self.story.tell_tried(html);
        html.labelled("Who has it", &self.holder());
        self.story.tell_page(html);
        let since = self.waiting_since.and_then(told_time);
        let since = since.unwrap_or_else(|| "nobody waits".to_owned());
        html.labelled("Waiting since", &since);
    }

    /// Whether it is the agent's, or nobody's.
    fn holds(&self) -> bool {
        self.record.may_act(self.story.us)
    }

    /// Who has it, in words. The note is for people who see the names anyway.
    fn holder(&self) -> String {
        let transcript = self.story.transcript;
        match self.record.ownership.holder(self.story.us) {
            Holder::Agent => "Nexora".to_owned(),
            Holder::Rules => "nobody in particular; Nexora's rules decide".to_owned(),
            Holder::Assigned(to) => self.called(&to),
            Holder::Person => match transcript.assignee() {
                Assignee::Admin(id) if id == *self.story.us => self.taker(),
                to @ (Assignee::Admin(_) | Assignee::Team(_)) => self.called(&to),
                Assignee::Bot | Assignee::Nobody => self.taker(),
            },
        }
    }

    /// Who took it from the agent without being assigned to it.
    fn taker(&self) -> String {
        let ownership = &self.record.ownership;
        let taken = ownership.spoken.as_ref().max(ownership.stopped.as_ref());
        let lines = self.story.transcript.lines.iter();
        let mut takers = lines.filter(|line| Some(&line.part.stamp) == taken);
        let who = takers
            .next()
            .and_then(|line| match line.part.voice(self.story.us) {
                Voice::Teammate(id) => Some(self.called(&Assignee::Admin(id.clone()))),
                _ => None,
            });
        let who = who.unwrap_or_else(|| "a teammate".to_owned());
        if ownership.stopped > ownership.spoken {
            format!("the team ({who} wrote /nexora stop)")
        } else {
            format!("{who} (who wrote to the visitor)")
        }
    }

    fn called(&self, to: &Assignee) -> String {
        let name = match to {
            Assignee::Team(id) => self.directory.team(id).map(|team| &team.name),
            Assignee::Admin(id) => self.directory.teammate(id).map(|teammate| &teammate.name),
            Assignee::Bot | Assignee::Nobody => None,
        };
        match (name, to) {
            (Some(name), Assignee::Team(_)) => format!("the team {name}"),
            (Some(name), _) => name.clone(),
            (None, to) => to.to_string(),
        }
    }
}

fn of_unknown(given: &Given<'_>) -> String {
    let said = Command::said_in(given.text).unwrap_or_default();
    if said.is_empty() || said == "help" {
        return String::new();
    }
    let said = shortened(&said, Confirmation::WORDS);
    match Command::meant_by(&said) {
        Some(meant) => format!(
            "“{said}” is no command, so nothing was done. Did you mean {}?",
            meant.name()
        ),
        None => format!("“{said}” is no command, so nothing was done."),
    }
}
