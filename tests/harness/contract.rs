//! Intercom's OpenAPI 2.16 file, whose path is in `INTERCOM_OPENAPI`.

use std::path::Path;
use std::sync::OnceLock;

use simulator::Exchange;
use simulator::contract::Contract;

/// A variable of the environment.
#[must_use]
#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the tests read the environment"
)]
pub fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The contract, where the file is at hand.
///
/// # Panics
///
/// When the file cannot be read, or on CI when there is none: there the contract is always checked.
pub fn contract() -> Option<&'static Contract> {
    static CONTRACT: OnceLock<Option<Contract>> = OnceLock::new();
    let load = || {
        let path = environment("INTERCOM_OPENAPI");
        assert!(
            path.is_some() || environment("CI").is_none(),
            "CI has to validate: set INTERCOM_OPENAPI"
        );
        path.map(|path| {
            Contract::load(Path::new(&path))
                .expect("INTERCOM_OPENAPI names Intercom's OpenAPI file")
        })
    };
    CONTRACT.get_or_init(load).as_ref()
}

/// What is not Intercom's in an exchange: in our request, or in the simulator's answer.
#[must_use]
pub fn violations(exchange: &Exchange) -> Vec<String> {
    let Some(contract) = contract() else {
        return Vec::new();
    };
    let request = contract.check_request(&exchange.method, &exchange.path, &exchange.request);
    let response = exchange.status.map(|status| {
        contract.check_response(&exchange.method, &exchange.path, status, &exchange.response)
    });
    [Some(request), response]
        .into_iter()
        .flatten()
        .filter_map(Result::err)
        .map(|violation| violation.to_string())
        .collect()
}
