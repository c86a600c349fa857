//! Running the program.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

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
    let mut child = Command::new(env!("CARGO_BIN_EXE_nexora"))
        .args(words.split_whitespace())
        .current_dir(root())
        .env_clear()
        .envs(variables.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that asks for nothing may be gone by now.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    Ended {
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code().unwrap(),
    }
}
