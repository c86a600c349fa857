//! The command that goes on with a run that was stopped.

use std::path::Path;

/// The command line `arguments`, with `state` to go on from.
pub(crate) fn command(arguments: impl Iterator<Item = String>, state: &Path) -> String {
    let mut words = vec!["nexora".to_owned()];
    let mut arguments = arguments.skip(1);
    while let Some(word) = arguments.next() {
        match word.as_str() {
            // Its value is the next word.
            "--state" | "--resume" => drop(arguments.next()),
            _ if word.starts_with("--state=") || word.starts_with("--resume=") => {}
            _ => words.push(quoted(&word)),
        }
    }
    words.extend(["--resume".to_owned(), quoted(&state.to_string_lossy())]);
    words.join(" ")
}

/// A word as a POSIX shell reads it as one.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@%+,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_command_goes_on() {
        let again = |line: &[&str]| {
            let line = line.iter().map(|word| (*word).to_owned());
            command(line, Path::new("a run.json"))
        };
        insta::assert_snapshot!(
            again(&["/bin/nexora", "backtest", "--config", "Ben's.yaml", "--state", "x", "--since=7d"]),
            @r"nexora backtest --config 'Ben'\''s.yaml' --since=7d --resume 'a run.json'"
        );
        insta::assert_snapshot!(
            again(&["nexora", "backtest", "--resume=x", "--config", "a.yaml"]),
            @"nexora backtest --config a.yaml --resume 'a run.json'"
        );
    }
}
