//! What is said of a command line that is none.

use clap::error::{ContextKind, ContextValue, ErrorKind};

/// Leaves out an argument nobody asked for: it may be a secret, and what is said here ends in logs.
pub(crate) fn without_strays(mut error: clap::Error) -> clap::Error {
    let is_flag =
        |value: &ContextValue| matches!(value, ContextValue::String(text) if text.starts_with('-'));
    if error.kind() == ErrorKind::UnknownArgument
        && !error.get(ContextKind::InvalidArg).is_some_and(is_flag)
    {
        error.remove(ContextKind::InvalidArg);
    }
    error
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::Arguments;

    fn said(line: &str) -> String {
        let error = Arguments::try_parse_from(line.split(' ')).err().unwrap();
        without_strays(error).to_string()
    }

    #[test]
    fn a_secret_among_the_arguments_is_not_repeated() {
        for secret in [
            "marzipan",
            "--token=marzipan",
            "--token marzipan",
            "-- marzipan",
        ] {
            let said = said(&format!(
                "nexora install --stack s --workspace w --config c {secret}"
            ));
            assert!(said.starts_with("error: unexpected argument"), "{said}");
            assert!(!said.contains("marzipan"), "{said}");
        }
    }
}
