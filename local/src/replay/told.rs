//! What came of a notification, for people to read.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use serde_json::{Map, Value};
use shared::domain::notification::{News, Signal};
use shared::domain::part::{Author, Part};
use shared::domain::trace::Trace;
use shared::ports::journal::Entry;
use shared::ports::queue::Lane;

use super::ledger::{Fate, Written};
use super::scene::{Act, Ending, Reception, Scene};

impl fmt::Display for Scene {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.acts.is_empty() {
            writeln!(f, "{}", self.file)?;
        } else {
            writeln!(f, "{}, as of {}", self.file, self.at)?;
        }
        write!(f, "{}", self.reception)?;
        for act in &self.acts {
            write!(f, "\n{act}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Reception {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\n  webhook — {}", self.said)?;
        match &self.news {
            Some(News::Conversation(signal)) => conversation(f, signal),
            Some(News::Staff(change)) => {
                row(f, "workspace", &change.workspace)?;
                row(f, "teammate", &change.teammate)?;
                row(f, "time", time(change.at))
            }
            None => Ok(()),
        }
    }
}

fn conversation(f: &mut fmt::Formatter<'_>, signal: &Signal) -> fmt::Result {
    row(f, "workspace", &signal.workspace)?;
    row(f, "conversation", &signal.conversation)?;
    row(f, "time", time(signal.at))?;
    for part in &signal.parts {
        row(f, "part", described(part))?;
    }
    if let Some(rating) = signal.rated {
        row(
            f,
            "rated",
            format!("{} of 5 at {}", rating.score, time(rating.at)),
        )?;
    }
    Ok(())
}

/// A part as it travels: without its text.
fn described(part: &Part) -> String {
    let mut words = vec![part.stamp.id.to_string(), part.kind.clone()];
    words.push(match &part.author {
        Author::Visitor(Some(id)) => format!("by the visitor {id}"),
        Author::Visitor(None) => "by a visitor".to_owned(),
        Author::Admin(id) => format!("by teammate {id}"),
        Author::Bot => "by a bot".to_owned(),
        Author::Other => "by nobody we know".to_owned(),
    });
    words.extend(part.assigned_to.iter().map(|to| format!("assigns to {to}")));
    if part.redacted {
        words.push("whose text was removed".to_owned());
    } else if part.has_body {
        words.push("with a text".to_owned());
    }
    words.extend(part.command.map(|command| format!("commands {command:?}")));
    words.push(format!("at {}", time(part.stamp.at)));
    words.join(" ")
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let function = match self.lane {
            Lane::Turns | Lane::TurnsBulk => "agent-turn".to_owned(),
            topic => topic.to_string(),
        };
        writeln!(f, "  {function} — {}", self.said)?;
        for (name, value) in self.entries.iter().flat_map(|entry| &entry.details) {
            if name == "events" {
                let none = "nothing that counts";
                row(f, "happened", if value.is_empty() { none } else { value })?;
            }
        }
        reads(f, &self.entries)?;
        for entry in self.entries.iter().filter(went_wrong) {
            if entry.what != self.said {
                row(f, "trouble", &entry.what)?;
            }
        }
        for entry in &self.entries {
            trace(f, &entry.trace)?;
        }
        record(f, &self.before, &self.after)?;
        for written in &self.written {
            write!(f, "{written}")?;
        }
        match self.ending {
            Ending::Done => Ok(()),
            Ending::Again(after) => row(f, "next", format!("delivered again after {after:?}")),
            Ending::Failed => row(
                f,
                "next",
                "the replay ends here; a stack tries ten times, and then gives the conversation to people",
            ),
        }
    }
}

/// What went wrong on the way; how it ended is said already, and what Intercom answered is part of it.
fn went_wrong(entry: &&Entry) -> bool {
    !entry.ok && entry.trace.0.is_empty() && entry.source != "intercom"
}

/// What was asked of Intercom, and how often.
fn reads(f: &mut fmt::Formatter<'_>, entries: &[Entry]) -> fmt::Result {
    let mut counts = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.source == "intercom") {
        if entry.name.starts_with("GET ") {
            *counts.entry(entry.name).or_insert(0_u32) += 1;
        }
    }
    for (call, count) in counts {
        match count {
            1 => row(f, "read", call)?,
            count => row(f, "read", format!("{call}, {count} times"))?,
        }
    }
    Ok(())
}

fn trace(f: &mut fmt::Formatter<'_>, trace: &Trace) -> fmt::Result {
    for tried in &trace.0 {
        let sign = tried.verdict.sign();
        row(f, "why", format!("{sign} {}: {}", tried.name, tried.why))?;
        for fact in &tried.facts {
            let (name, value, origin) = (&fact.name, &fact.value, &fact.origin);
            row(f, "", format!("    {name} = {value} ({origin})"))?;
        }
    }
    Ok(())
}

/// What changed in what is kept of the conversation.
fn record(f: &mut fmt::Formatter<'_>, before: &Value, after: &Value) -> fmt::Result {
    if before == after {
        return Ok(());
    }
    let mut known = BTreeMap::new();
    flatten(before, String::new(), &mut known);
    let mut now = BTreeMap::new();
    flatten(after, String::new(), &mut now);
    let names: std::collections::BTreeSet<_> = known.keys().chain(now.keys()).collect();
    for name in names {
        let absent = || "none".to_owned();
        let was = known.get(name).cloned().unwrap_or_else(absent);
        let is = now.get(name).cloned().unwrap_or_else(absent);
        if was != is {
            row(f, "record", format!("{name}: {was} → {is}"))?;
        }
    }
    Ok(())
}

/// A record's fields by their paths; a list is one value.
fn flatten(value: &Value, path: String, into: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let dot = if path.is_empty() { "" } else { "." };
                flatten(value, format!("{path}{dot}{name}"), into);
            }
        }
        Value::Null => {}
        Value::String(text) => drop(into.insert(path, text.clone())),
        value => drop(into.insert(path, value.to_string())),
    }
}

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (label, why) = match &self.fate {
            Fate::Held => ("NOT SENT", None),
            Fate::Sent => ("SENT", None),
            Fate::Failed(why) => ("FAILED", Some(why.as_str())),
            Fate::NotApproved => ("NOT SENT", Some("it is not what was shown before")),
            Fate::NotWanted => ("NOT SENT", Some("the functions no longer want it")),
        };
        let request = format!("{} {}", self.request.method, self.request.path);
        row(f, label, request)?;
        if let Value::Object(fields) = &self.request.body {
            body(f, fields, 0)?;
        }
        why.map_or(Ok(()), |why| row(f, "", why))
    }
}

/// A body, a line a text, so that what the visitor would read can be read.
fn body(f: &mut fmt::Formatter<'_>, fields: &Map<String, Value>, depth: usize) -> fmt::Result {
    let indent = " ".repeat(4 + 2 * depth);
    for (name, value) in fields {
        match value {
            Value::Object(fields) => {
                row(f, "", format!("{indent}{name}:"))?;
                body(f, fields, depth + 1)?;
            }
            Value::String(text) => row(f, "", format!("{indent}{name}: {text}"))?,
            value => row(f, "", format!("{indent}{name}: {value}"))?,
        }
    }
    Ok(())
}

/// One line of a scene.
fn row(f: &mut fmt::Formatter<'_>, label: &str, what: impl fmt::Display) -> fmt::Result {
    writeln!(f, "    {label:<12}  {what}")
}

/// A time in Unix seconds; the number itself where it is none.
fn time(seconds: i64) -> String {
    Timestamp::from_second(seconds).map_or_else(|_| seconds.to_string(), |at| at.to_string())
}
