//! Running the program.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

/// The root of the repository, from which the program runs, so that it is told `events/…`.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// What it came to: its output, what it complained of, and whether it was content.
pub(crate) struct Ended {
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) code: i32,
}

/// Runs it with these words, and these lines of standard input. Its environment is empty, so that nothing of the
/// machine's is found.
pub(crate) fn nexora(words: &str, input: &str) -> Ended {
    nexora_with(words, input, &[])
}

/// The same with variables.
pub(crate) fn nexora_with(words: &str, input: &str, variables: &[(&str, &str)]) -> Ended {
    let mut child = begun(words, variables);
    // A program that asks for nothing may be gone by now.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    ended(child.wait_with_output().unwrap(), "")
}

/// The same with somebody who reads up to the line that ends with `until`, lets `meanwhile` happen, and then types more.
pub(crate) fn nexora_read_until(
    words: &str,
    input: &str,
    until: &str,
    meanwhile: impl FnOnce(),
    more: &str,
) -> Ended {
    let mut child = begun(words, &[]);
    let mut typing = child.stdin.take().unwrap();
    typing.write_all(input.as_bytes()).unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut read = String::new();
    while !read.trim_end().ends_with(until) {
        assert_ne!(out.read_line(&mut read).unwrap(), 0, "{read}");
    }
    meanwhile();
    typing.write_all(more.as_bytes()).unwrap();
    drop(typing);
    out.read_to_string(&mut read).unwrap();
    ended(child.wait_with_output().unwrap(), &read)
}

fn begun(words: &str, variables: &[(&str, &str)]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_nexora"))
        .args(words.split_whitespace())
        .current_dir(root())
        .env_clear()
        .envs(variables.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// What it came to, where `read` was read before its end.
fn ended(output: Output, read: &str) -> Ended {
    Ended {
        out: read.to_owned() + &String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code().unwrap(),
    }
}
