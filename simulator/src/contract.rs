//! Intercom's OpenAPI file as a judge of requests and answers.

mod deviation;
mod schema;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use jsonschema::error::ValidationErrorKind;
use jsonschema::{ValidationError, Validator};
use serde_json::{Value, json};

/// What Intercom's guides describe and the file does not.
const ONLY_IN_THE_GUIDES: [(&str, &str); 4] = [
    ("GET", "oauth"),
    ("POST", "oauth"),
    ("POST", "auth/eagle/token"),
    ("POST", "auth/uninstall"),
];

/// The file, ready to judge. Loading takes about a second; each operation is compiled once, when first met.
pub struct Contract {
    document: Value,
    compiled: Mutex<BTreeMap<String, Arc<Validator>>>,
}

/// The file is no use.
#[derive(Debug, thiserror::Error)]
pub enum ContractError {
    /// It cannot be read.
    #[error("cannot read {path}")]
    Unreadable {
        /// What was tried.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// It is not YAML.
    #[error("not YAML")]
    Malformed(#[source] Box<serde_saphyr::Error>),
    /// A schema that is mended here is not where it was: the file is another version.
    #[error("the file has no {0}")]
    Unfamiliar(String),
}

/// What is wrong with a request or an answer. It names fields, never their values.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{operation}: {}", problems.join("; "))]
pub struct Violation {
    /// Method, path and, for an answer, status.
    pub operation: String,
    /// One sentence each.
    pub problems: Vec<String>,
}

impl Contract {
    /// Reads the OpenAPI 3.0 file at `path`.
    ///
    /// # Errors
    ///
    /// When it cannot be read, is not YAML, or lacks a schema known to need mending.
    pub fn load(path: &Path) -> Result<Self, ContractError> {
        let text = std::fs::read_to_string(path).map_err(|source| ContractError::Unreadable {
            path: path.to_owned(),
            source,
        })?;
        let mut document: Value = serde_saphyr::from_str(&text)
            .map_err(|error| ContractError::Malformed(Box::new(error)))?;
        deviation::tolerate(&mut document)?;
        schema::into_draft_4(&mut document);
        Ok(Self {
            document,
            compiled: Mutex::default(),
        })
    }

    /// Judges a request's JSON; a request without a body is null. OAuth, which the file leaves out, passes.
    ///
    /// # Errors
    ///
    /// When the file has no such operation, or the body breaks its schema.
    pub fn check_request(&self, method: &str, path: &str, body: &Value) -> Result<(), Violation> {
        let operation = format!("{method} {path}");
        if only_in_the_guides(method, path) {
            return Ok(());
        }
        let pointer = self
            .operation(method, path)
            .ok_or_else(|| unknown(&operation))?;
        let schema = format!("{pointer}/requestBody/content/application~1json/schema");
        match (self.document.pointer(&schema), body) {
            (None, _) | (Some(_), Value::Null) => Ok(()),
            (Some(_), body) => self.judge(&schema, operation, body),
        }
    }

    /// Judges an answer's JSON. A failure that the operation does not list has to be an `error.list`. Of OAuth,
    /// which the file leaves out, nothing else is judged.
    ///
    /// # Errors
    ///
    /// When the file has no such operation or success, or the body breaks its schema.
    pub fn check_response(
        &self,
        method: &str,
        path: &str,
        status: u16,
        body: &Value,
    ) -> Result<(), Violation> {
        let operation = format!("{method} {path} {status}");
        let failed = status >= 400;
        if only_in_the_guides(method, path) {
            return if failed && !body.is_null() {
                self.judge("/components/schemas/error", operation, body)
            } else {
                Ok(())
            };
        }
        let Some(pointer) = self.operation(method, path) else {
            return if status == 404 {
                Ok(())
            } else {
                Err(unknown(&operation))
            };
        };
        let mut listed = format!("{pointer}/responses/{status}");
        if let Some(reference) = self
            .document
            .pointer(&format!("{listed}/$ref"))
            .and_then(Value::as_str)
        {
            reference.trim_start_matches('#').clone_into(&mut listed);
        }
        let schema = format!("{listed}/content/application~1json/schema");
        if self.document.pointer(&schema).is_some() {
            self.judge(&schema, operation, body)
        } else if failed {
            self.judge("/components/schemas/error", operation, body)
        } else {
            Err(unknown(&operation))
        }
    }

    /// The JSON pointer to an operation; where two paths fit, the one with more words of its own.
    fn operation(&self, method: &str, path: &str) -> Option<String> {
        let segments: Vec<&str> = path.trim_matches('/').split('/').collect();
        let method = method.to_ascii_lowercase();
        let paths = self.document["paths"].as_object()?;
        let fitting = paths
            .iter()
            .filter(|(_, operations)| operations.get(&method).is_some());
        let best = fitting
            .filter_map(|(template, _)| Some((literals(template, &segments)?, template)))
            .max()?;
        Some(format!(
            "/paths/{}/{method}",
            best.1.replace('~', "~0").replace('/', "~1")
        ))
    }

    fn judge(&self, pointer: &str, operation: String, body: &Value) -> Result<(), Violation> {
        let validator = self.validator(pointer);
        let problems: Vec<String> = validator
            .iter_errors(body)
            .flat_map(|error| explain(&error))
            .collect();
        if problems.is_empty() {
            Ok(())
        } else {
            Err(Violation {
                operation,
                problems,
            })
        }
    }

    fn validator(&self, pointer: &str) -> Arc<Validator> {
        let mut compiled = self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(validator) = compiled.get(pointer) {
            return Arc::clone(validator);
        }
        let root = json!({
            "allOf": [{ "$ref": format!("#{}", pointer.replace('{', "%7B").replace('}', "%7D")) }],
            "paths": self.document["paths"],
            "components": self.document["components"],
        });
        let options = jsonschema::options()
            .with_draft(jsonschema::Draft::Draft4)
            .should_validate_formats(false);
        let validator = Arc::new(
            options
                .build(&root)
                .expect("every reference in the file resolves within it"),
        );
        compiled.insert(pointer.to_owned(), Arc::clone(&validator));
        validator
    }
}

fn only_in_the_guides(method: &str, path: &str) -> bool {
    ONLY_IN_THE_GUIDES.contains(&(method, path.trim_matches('/')))
}

/// How many segments of the template are words; none when the path does not fit.
fn literals(template: &str, segments: &[&str]) -> Option<usize> {
    let parts: Vec<&str> = template.trim_matches('/').split('/').collect();
    let fits = parts.len() == segments.len()
        && parts
            .iter()
            .zip(segments)
            .all(|(part, segment)| part.starts_with('{') || part == segment);
    fits.then(|| parts.iter().filter(|part| !part.starts_with('{')).count())
}

/// Where one of several schemas had to fit, tells what kept the nearest one from it.
fn explain(error: &ValidationError<'_>) -> Vec<String> {
    let (ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context }) =
        error.kind()
    else {
        return vec![format!("at {}: {}", error.instance_path(), error.masked())];
    };
    let wants_null =
        |error: &ValidationError<'_>| error.masked().to_string().ends_with("of type \"null\"");
    let branches = context
        .iter()
        .filter(|errors| !errors.iter().any(wants_null));
    let nearest = branches.min_by_key(|errors| errors.len());
    nearest.into_iter().flatten().flat_map(explain).collect()
}

fn unknown(operation: &str) -> Violation {
    Violation {
        operation: operation.to_owned(),
        problems: vec!["the OpenAPI file does not have it".to_owned()],
    }
}
