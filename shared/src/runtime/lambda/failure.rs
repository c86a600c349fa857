//! Why a function does not start, and what Lambda shows of an error.

use std::error::Error as StdError;
use std::fmt;
use std::num::ParseIntError;

use lambda_runtime::Diagnostic;

use crate::adapters::intercom::{NoClient, NotAHost};
use crate::error::Error;

/// Why a function does not start, or stopped. `main` returns it.
#[derive(thiserror::Error)]
pub enum Failure {
    /// Nothing runs it but Lambda.
    #[error(
        "this is a function of AWS Lambda, and {variable} is not set; `cargo run` runs everything on one machine"
    )]
    NotOnLambda {
        /// What Lambda would have set.
        variable: &'static str,
    },
    /// A variable is not set.
    #[error(
        "the function {function} needs the environment variable {variable}, which template.yaml sets"
    )]
    Missing {
        /// Which.
        variable: &'static str,
        /// The function's name.
        function: String,
    },
    /// `INTERCOM_API` is no address.
    #[error("INTERCOM_API of the function {function} is not an address")]
    IntercomApi {
        /// The function's name.
        function: String,
        /// Why.
        source: NotAHost,
    },
    /// `TURNS_AT_ONCE` is no number.
    #[error("TURNS_AT_ONCE of the function {function} is not a number")]
    TurnsAtOnce {
        /// The function's name.
        function: String,
        /// Why.
        source: ParseIntError,
    },
    /// There is no HTTP client for Intercom.
    #[error(transparent)]
    Client(#[from] NoClient),
    /// Lambda's runtime ended.
    #[error("Lambda's runtime ended")]
    Runtime(#[source] lambda_runtime::Error),
}

// What `main` returns is printed by its `Debug`.
impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")?;
        let mut cause = self.source();
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}

/// `errorType` is the error's stable name.
impl From<Error> for Diagnostic {
    fn from(error: Error) -> Self {
        Self {
            error_type: error.name().to_owned(),
            error_message: error.to_string(),
        }
    }
}
