//! What runs on this machine by `cargo run`, and is asked over HTTP.

use std::time::Duration;

use reqwest::{Client, StatusCode};
use serde::de::DeserializeOwned;
use url::Url;

/// Why it does not say.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotTold {
    /// Nothing runs there.
    #[error(
        "nothing of ours answers at {address}: start it with `cargo run`, which says its address, and give that as --local ADDRESS"
    )]
    NotRunning {
        /// Where it was looked for.
        address: Url,
        /// Why.
        source: reqwest::Error,
    },
    /// It runs, and fails.
    #[error(
        "what runs at {address} answered with {status}: see what it says in its own terminal, and try again"
    )]
    Declined {
        /// Where.
        address: Url,
        /// The HTTP status.
        status: u16,
    },
    /// It runs, and is another version.
    #[error(
        "what runs at {address} is another version of Nexora, or something else: start this one's with `cargo run`"
    )]
    Strange {
        /// Where.
        address: Url,
        /// Why.
        source: reqwest::Error,
    },
}

/// What its page is told at `path`; none where it has no such workspace.
///
/// # Errors
///
/// See [`NotTold`].
pub(crate) async fn told<T: DeserializeOwned>(
    address: &Url,
    path: &str,
    asked: &[(&str, String)],
) -> Result<Option<T>, NotTold> {
    let not_running = |source| NotTold::NotRunning {
        address: address.clone(),
        source,
    };
    // Somebody's proxy leads elsewhere.
    let client = Client::builder()
        .no_proxy()
        .timeout(Duration::from_secs(10));
    let client = client.build().map_err(not_running)?;
    let mut page = address.clone();
    page.set_path(path);
    let answer = client.get(page).query(asked).send().await;
    let answer = answer.map_err(not_running)?;
    match answer.status() {
        StatusCode::OK => {
            let read = answer.json().await;
            read.map(Some).map_err(|source| NotTold::Strange {
                address: address.clone(),
                source,
            })
        }
        StatusCode::NOT_FOUND => Ok(None),
        status => Err(NotTold::Declined {
            address: address.clone(),
            status: status.as_u16(),
        }),
    }
}
