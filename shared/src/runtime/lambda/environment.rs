//! What a function reads of its environment: this table, and nothing else.
//!
//! | variable | set by | read by | what it is |
//! | --- | --- | --- | --- |
//! | `STACK` | template | all | what the tables' names begin with, without the hyphen; the dimension of every metric |
//! | `QUEUE_URL_PREFIX` | template | all | what every queue's URL begins with: `https://sqs.REGION.amazonaws.com/ACCOUNT/STACK-` |
//! | `TURNS_AT_ONCE` | template | topics, agent-turn, dead-letter | how many turns run at once, of which each workspace has its share |
//! | `KMS_KEY_ID` | template | webhook, agent-turn, dead-letter, oauth-install, oauth-callback, uninstall, sweep | the key that opens tokens and private apps' secrets |
//! | `APP_SECRET_ID` | template | webhook, oauth-install, oauth-callback, uninstall | the app's secret in Secrets Manager |
//! | `WORKSPACE_ROLE_ARN` | template, where `WorkspaceCredentials` is `vended` | agent-turn, dead-letter | the role that reaches one workspace, which is taken for each |
//! | `INTERCOM_API` | nobody, or a test | agent-turn, dead-letter, oauth-install, oauth-callback, uninstall, sweep | an address in place of the regions' hosts |
//! | `AWS_ENDPOINT_URL` | nobody, or a test | all | an address in place of AWS's |
//! | `AWS_LAMBDA_FUNCTION_NAME`, `AWS_REGION`, `AWS_LAMBDA_LOG_LEVEL` | Lambda | all | the last is optional; it is about libraries' lines, an entry of ours is always written |
//!
//! Lambda's runtime and the SDK read credentials and the like of their own.

use std::collections::BTreeMap;

use super::failure::Failure;
use crate::domain::fairness::PROCESSES;
use crate::workspace::Shares;

pub(super) const STACK: &str = "STACK";
pub(super) const QUEUE_URL_PREFIX: &str = "QUEUE_URL_PREFIX";
pub(super) const TURNS_AT_ONCE: &str = "TURNS_AT_ONCE";
pub(super) const KMS_KEY_ID: &str = "KMS_KEY_ID";
pub(super) const APP_SECRET_ID: &str = "APP_SECRET_ID";
pub(super) const WORKSPACE_ROLE_ARN: &str = "WORKSPACE_ROLE_ARN";
pub(super) const INTERCOM_API: &str = "INTERCOM_API";
pub(super) const AWS_ENDPOINT_URL: &str = "AWS_ENDPOINT_URL";
pub(super) const AWS_REGION: &str = "AWS_REGION";
pub(super) const AWS_LAMBDA_LOG_LEVEL: &str = "AWS_LAMBDA_LOG_LEVEL";
const AWS_LAMBDA_FUNCTION_NAME: &str = "AWS_LAMBDA_FUNCTION_NAME";

const ALL: [&str; 11] = [
    STACK,
    QUEUE_URL_PREFIX,
    TURNS_AT_ONCE,
    KMS_KEY_ID,
    APP_SECRET_ID,
    WORKSPACE_ROLE_ARN,
    INTERCOM_API,
    AWS_ENDPOINT_URL,
    AWS_REGION,
    AWS_LAMBDA_LOG_LEVEL,
    AWS_LAMBDA_FUNCTION_NAME,
];

/// The variables of the table that are set and not empty.
pub(super) struct Environment {
    pub(super) function: String,
    values: BTreeMap<&'static str, String>,
}

impl Environment {
    pub(super) fn read() -> Result<Self, Failure> {
        #[expect(
            clippy::disallowed_methods,
            reason = "the one place of a function that reads the environment"
        )]
        let value = |name| std::env::var(name).ok();
        Self::of(value)
    }

    pub(super) fn of(value: impl Fn(&'static str) -> Option<String>) -> Result<Self, Failure> {
        let set = ALL
            .into_iter()
            .filter_map(|name| Some((name, value(name).filter(|value| !value.is_empty())?)));
        let values: BTreeMap<_, _> = set.collect();
        let function = values.get(AWS_LAMBDA_FUNCTION_NAME).cloned();
        let function = function.ok_or(Failure::NotOnLambda {
            variable: AWS_LAMBDA_FUNCTION_NAME,
        })?;
        Ok(Self { function, values })
    }

    pub(super) fn required(&self, variable: &'static str) -> Result<String, Failure> {
        let value = self.optional(variable).map(str::to_owned);
        value.ok_or_else(|| Failure::Missing {
            variable,
            function: self.function.clone(),
        })
    }

    /// What each workspace may ask for in the live lane, in a process that is one of several.
    pub(super) fn shares(&self) -> Result<Shares, Failure> {
        let turns = self.required(TURNS_AT_ONCE)?;
        let turns = turns.parse().map_err(|source| Failure::TurnsAtOnce {
            function: self.function.clone(),
            source,
        })?;
        Ok(Shares::of(turns, PROCESSES))
    }

    pub(super) fn optional(&self, variable: &'static str) -> Option<&str> {
        self.values.get(variable).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(set: &[(&str, &str)]) -> Result<Environment, Failure> {
        Environment::of(|name| {
            set.iter()
                .find(|(set, _)| *set == name)
                .map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn a_missing_variable_is_named_with_its_function() {
        let environment = environment(&[
            ("AWS_LAMBDA_FUNCTION_NAME", "nexora-agent-turn"),
            ("STACK", ""),
        ])
        .unwrap();
        insta::assert_snapshot!(
            environment.required(STACK).unwrap_err(),
            @"the function nexora-agent-turn needs the environment variable STACK, which template.yaml sets"
        );
    }

    #[test]
    fn outside_of_lambda_a_function_says_where_it_belongs() {
        insta::assert_snapshot!(
            environment(&[]).err().unwrap(),
            @"this is a function of AWS Lambda, and AWS_LAMBDA_FUNCTION_NAME is not set; `cargo run` runs everything on one machine"
        );
    }
}
