//! What is said of a command line that is none.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use shared::domain::secret_name::NotAName;

/// Leaves out an argument nobody asked for, and one that stands where a secret's name should: either may be a secret, and
/// what is said here ends in logs.
pub(crate) fn without_strays(mut error: clap::Error) -> clap::Error {
    if error.get(ContextKind::InvalidArg) == Some(&ContextValue::String("<NAME>".to_owned()))
        && error.kind() == ErrorKind::ValueValidation
    {
        return clap::Error::raw(ErrorKind::ValueValidation, format!("{NotAName}\n"));
    }
    let is_flag =
        |value: &ContextValue| matches!(value, ContextValue::String(text) if text.starts_with('-'));
    if error.kind() == ErrorKind::UnknownArgument
        && !error.get(ContextKind::InvalidArg).is_some_and(is_flag)
    {
        error.remove(ContextKind::InvalidArg);
        let tip = "secrets are asked for, or read from standard input; one that stood in a command line is best replaced";
        let tip = ContextValue::StyledStrs(vec![tip.into()]);
        error.insert(ContextKind::Suggested, tip);
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
    #[test]
    fn a_secret_in_the_place_of_its_name_or_behind_it_is_not_repeated() {
        for secret in ["Marzipan", "openai Marzipan", "--value=Marzipan openai"] {
            let said = said(&format!(
                "nexora secret set --stack s --workspace w {secret}"
            ));
            assert!(!said.contains("Marzipan"), "{said}");
        }
        let said = said("nexora secret set --stack s --workspace w Marzipan");
        insta::assert_snapshot!(said, @"error: not a secret's name: expected a lower-case letter, then lower-case letters, digits, - and _, 30 of them at most");
    }
}
