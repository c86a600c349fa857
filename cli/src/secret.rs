//! Secrets, as they are handed over: typed where nobody sees them, or a line each of standard input.
//!
//! Never an argument or a variable: other processes of the machine read both, and shells write the first down.

use std::fmt;
use std::io::{self, BufRead, IsTerminal as _, Read as _};

use shared::ports::keys::Plain;

/// KMS seals 4,096 bytes, one of which says how.
const LONGEST: usize = 4095;

/// Which secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The workspace's access token.
    Token,
    /// The client secret of its own app.
    ClientSecret,
    /// The client secret of an app, to sign with.
    Signing,
    /// What a brain calls another service with.
    Key,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Token => "access token",
            Self::ClientSecret | Self::Signing => "client secret",
            Self::Key => "key",
        })
    }
}

impl Kind {
    const fn found_at(self) -> &'static str {
        match self {
            Self::Token => "Developer Hub → your app → Authentication",
            Self::ClientSecret | Self::Signing => "Developer Hub → your app → Basic information",
            Self::Key => "the service that gave it out",
        }
    }

    const fn line(self) -> &'static str {
        match self {
            Self::Token | Self::Signing => "first line",
            Self::ClientSecret => "second line",
            Self::Key => "only line",
        }
    }
}

/// Why there is no secret.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoSecret {
    /// Nothing was typed, or the input ended.
    #[error(
        "no {0} was given: copy it from {at}, and type it at the prompt or send it as the {line} of standard input{else_}",
        at = .0.found_at(), line = .0.line(),
        else_ = if *.0 == Kind::ClientSecret { "; a workspace that sends through the public app needs none: add --public-app" } else { "" }
    )]
    Missing(Kind),
    /// What was given cannot be one.
    #[error("this is no {0}: copy it once more from {at}, alone and as a whole", at = .0.found_at())]
    Malformed(Kind),
    /// There is more than one line, so that nobody can say which of them is meant.
    #[error("more than one line was sent: send the {0} as the {line} of standard input", line = .0.line())]
    SeveralLines(Kind),
    /// The terminal or standard input cannot be read.
    #[error("the {kind} cannot be read; without a terminal, send it as the {line} of standard input", line = .kind.line())]
    Unreadable {
        /// Which.
        kind: Kind,
        /// Why.
        source: io::Error,
    },
}

/// Reads a secret from whoever runs this.
///
/// # Errors
///
/// See [`NoSecret`].
pub(crate) fn read(kind: Kind) -> Result<Plain, NoSecret> {
    let input = io::stdin();
    if input.is_terminal() {
        let prompt = format!("{kind} ({}), not shown: ", kind.found_at());
        let typed = rpassword::prompt_password(prompt)
            .map_err(|source| NoSecret::Unreadable { kind, source })?;
        secret(kind, typed.as_bytes())
    } else if kind == Kind::Key {
        read_alone(kind, &mut input.lock())
    } else {
        read_line(kind, &mut input.lock())
    }
}

/// Reads one line behind which nothing is: a file of several may be a key that this is only the beginning of.
fn read_alone(kind: Kind, input: &mut impl BufRead) -> Result<Plain, NoSecret> {
    let secret = read_line(kind, input)?;
    let mut rest = Vec::new();
    input
        .take(LONGEST as u64)
        .read_to_end(&mut rest)
        .map_err(|source| NoSecret::Unreadable { kind, source })?;
    if rest.trim_ascii().is_empty() {
        Ok(secret)
    } else {
        Err(NoSecret::SeveralLines(kind))
    }
}

/// Reads one line and nothing behind it.
fn read_line(kind: Kind, input: &mut impl BufRead) -> Result<Plain, NoSecret> {
    let mut line = Vec::new();
    // Room for a line's end; a longer line is malformed, and is not read to wherever it ends.
    let most = LONGEST as u64 + 2;
    input
        .take(most)
        .read_until(b'\n', &mut line)
        .map_err(|source| NoSecret::Unreadable { kind, source })?;
    secret(kind, &line)
}

fn secret(kind: Kind, given: &[u8]) -> Result<Plain, NoSecret> {
    let text = given.trim_ascii();
    if text.is_empty() {
        return Err(NoSecret::Missing(kind));
    }
    // Neither has a space in it: it would be two values, or one with its label.
    let fits = text.len() <= LONGEST && text.iter().all(u8::is_ascii_graphic);
    match std::str::from_utf8(text) {
        Ok(text) if fits => Ok(Plain::new(text)),
        _ => Err(NoSecret::Malformed(kind)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(mut input: &[u8]) -> String {
        match read_line(Kind::Token, &mut input) {
            Ok(token) => token.expose().to_owned(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn the_token_is_the_first_line_and_the_secret_the_second() {
        let mut input = &b"dG9r\r\n  s3cret \nof no interest"[..];
        let given =
            [Kind::Token, Kind::ClientSecret].map(|kind| read_line(kind, &mut input).unwrap());
        assert_eq!(given.each_ref().map(Plain::expose), ["dG9r", "s3cret"]);
    }

    #[test]
    fn the_last_line_needs_no_end() {
        assert_eq!(token(b"dG9r"), "dG9r");
    }

    #[test]
    fn an_empty_line_or_none_says_where_the_token_is_found() {
        let said = token(b"");
        assert_eq!(token(b" \n"), said);
        insta::assert_snapshot!(said, @"no access token was given: copy it from Developer Hub → your app → Authentication, and type it at the prompt or send it as the first line of standard input");
    }

    #[test]
    fn a_missing_client_secret_may_be_none_at_all() {
        let error = read_line(Kind::ClientSecret, &mut io::empty()).unwrap_err();
        insta::assert_snapshot!(error, @"no client secret was given: copy it from Developer Hub → your app → Basic information, and type it at the prompt or send it as the second line of standard input; a workspace that sends through the public app needs none: add --public-app");
    }

    #[test]
    fn a_key_stands_alone() {
        let read = |mut input: &[u8]| match read_alone(Kind::Key, &mut input) {
            Ok(key) => key.expose().to_owned(),
            Err(error) => error.to_string(),
        };
        assert_eq!(read(b"k3y\r\n\n"), "k3y");
        insta::assert_snapshot!(read(b""), @"no key was given: copy it from the service that gave it out, and type it at the prompt or send it as the only line of standard input");
        assert_eq!(read(b"\nk3y\n"), read(b""));
        insta::assert_snapshot!(read(b"marzi pan"), @"this is no key: copy it once more from the service that gave it out, alone and as a whole");
        insta::assert_snapshot!(read(b"{\n\"key\":\"k3y\"}"), @"more than one line was sent: send the key as the only line of standard input");
    }

    #[test]
    fn what_cannot_be_a_token_is_not_repeated() {
        let said = token(b"Bearer marzipan");
        insta::assert_snapshot!(said, @"this is no access token: copy it once more from Developer Hub → your app → Authentication, alone and as a whole");
        assert_eq!(token("marzipän".as_bytes()), said);
        assert_eq!(token(b"marzi\0pan"), said);
        assert_eq!(token(&[b'm'; LONGEST + 1]), said);
        assert_eq!(token(b"\xff"), said);
    }
}
