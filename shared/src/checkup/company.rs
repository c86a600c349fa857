//! Who else speaks in the workspace's conversations.

use super::Check;
use crate::adapters::intercom::Grant;
use crate::domain::part::Author;
use crate::domain::transcript::{Bot, Transcript};
use crate::ports::Intercom as _;

/// How many conversations are looked at.
const NEWEST: u8 = 5;

/// Looks into the newest conversations. What cannot be read says nothing: the permission has a check of its own.
pub(super) async fn checks(grant: &Grant) -> Vec<Check> {
    let Ok(newest) = grant.newest_conversations(NEWEST).await else {
        return Vec::new();
    };
    let mut read = Vec::new();
    for id in &newest {
        if let Ok(transcript) = grant.conversation(id).await {
            read.push(transcript);
        }
    }
    of(&read)
}

fn of(read: &[Transcript]) -> Vec<Check> {
    let all = read.len();
    let fin = read.iter().filter(|it| it.bot != Bot::Absent).count();
    let boilerplate = read.iter().filter(|it| speaks_by_itself(it)).count();
    let mut checks = Vec::new();
    if fin > 0 {
        checks.push(Check::note(
            "Fin",
            format!("it took part in {fin} of the newest {all} conversations"),
            "let one of the two answer: a rule with `bot: answering` and `leave_to: bot`, or a workflow in Intercom that keeps Fin away",
        ));
    }
    if boilerplate > 0 {
        checks.push(Check::note(
            "auto-replies",
            format!("Intercom itself wrote in {boilerplate} of the newest {all} conversations, beside the agent"),
            "see Settings → Channels → Messenger (reply times, asking for an e-mail address) and Automation → Workflows, if one voice is to be enough",
        ));
    }
    if all > 0 && checks.is_empty() {
        checks.push(Check::good(
            "auto-replies",
            format!("nobody but people and the agent wrote in the newest {all} conversations"),
        ));
    }
    checks
}

/// Whether the Messenger or a workflow wrote something; Fin's own words are none of it.
fn speaks_by_itself(transcript: &Transcript) -> bool {
    transcript
        .lines
        .iter()
        .any(|line| line.part.author == Author::Bot && line.part.has_body && !line.part.from_ai)
}
