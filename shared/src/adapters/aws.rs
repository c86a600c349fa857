//! What AWS's services said went wrong.

use std::error::Error as StdError;
use std::fmt::Debug;

use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

/// A service answered, and not with what it was asked for.
#[derive(Debug, thiserror::Error)]
#[error("the service declined with {code}")]
pub struct Declined {
    code: String,
    source: Box<dyn StdError + Send + Sync>,
}

impl Declined {
    /// The service's code, such as `AccessDeniedException`.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The refusal among an error and its causes; none when no service answered.
    #[must_use]
    pub fn behind<'e>(error: &'e (dyn StdError + 'static)) -> Option<&'e Self> {
        let mut error = Some(error);
        while let Some(here) = error {
            if let Some(declined) = here.downcast_ref() {
                return Some(declined);
            }
            error = here.source();
        }
        None
    }
}

/// What kept a service from doing what it was asked for. The SDK's error around it is dropped: it holds the whole
/// response and prints it.
pub(crate) fn cause<E, R>(error: SdkError<E, R>) -> Box<dyn StdError + Send + Sync>
where
    E: ProvideErrorMetadata + StdError + Send + Sync + 'static,
    R: Debug + Send + Sync + 'static,
{
    match error {
        SdkError::ServiceError(context) => {
            let source = context.into_err();
            let code = source.code().unwrap_or("an unknown error").to_owned();
            Box::new(Declined {
                code,
                source: Box::new(source),
            })
        }
        error => error.into_source().unwrap_or_else(|error| Box::new(error)),
    }
}
