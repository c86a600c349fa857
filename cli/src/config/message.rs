//! What is said of a version.

use std::fmt;
use std::str::FromStr;

/// A line about a version, for whoever reads the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Message(String);

impl Message {
    /// The longest, in characters.
    const LONGEST: usize = 200;

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// A text that is no such line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotAMessage;

impl fmt::Display for NotAMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let longest = Message::LONGEST;
        write!(
            f,
            "expected one line of at most {longest} characters, which says why"
        )
    }
}

impl std::error::Error for NotAMessage {}

impl FromStr for Message {
    type Err = NotAMessage;

    fn from_str(text: &str) -> Result<Self, NotAMessage> {
        let text = text.trim();
        let fits = !text.is_empty()
            && text.chars().count() <= Self::LONGEST
            && !text.chars().any(char::is_control);
        if fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotAMessage)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_one_line_that_says_something() {
        let message: Message = " Refunds go to people. ".parse().unwrap();
        assert_eq!(message.as_str(), "Refunds go to people.");
        for text in ["", "  ", "two\nlines", "\u{1b}[31mred", &"é".repeat(201)] {
            assert_eq!(text.parse::<Message>(), Err(NotAMessage), "{text:?}");
        }
        assert!("é".repeat(200).parse::<Message>().is_ok());
    }
}
