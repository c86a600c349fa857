//! Why an install did not end well, in words for the admin who sits before it.

use http::StatusCode;
use shared::domain::oauth::BadState;
use shared::error::cause;
use shared::install;
use shared::onboarding::{Step, page};
use shared::ports::journal::Entry;
use shared::ports::{intercom, secrets, store};
use url::Url;

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Problem {
    /// The admin pressed “Cancel”.
    #[error("The app was not authorised.")]
    Denied,
    /// Somebody opened the address by itself.
    #[error("This address is where Intercom sends you back to. An install does not begin here.")]
    NoState,
    /// The state is not good.
    #[error("{}", sentence(*.0))]
    State(#[from] BadState),
    /// It came back a second time.
    #[error(
        "This install was tried before. If you pressed twice, it may well be done: look for the app in Intercom."
    )]
    UsedUp,
    /// The app's identity was never stored.
    #[error("Nobody has told this Nexora yet which Intercom app it is.")]
    NoApp,
    /// It cannot be read.
    #[error("The app's secret cannot be read at the moment.")]
    Secrets(#[from] secrets::Error),
    /// Intercom did not give a token for the code.
    #[error("{}", exchanged(.0))]
    Exchange(#[source] intercom::Error),
    /// Intercom or AWS took too long.
    #[error("It took too long.")]
    TooSlow,
    /// The workspace was not installed.
    #[error("{}", installed(.0))]
    Install(#[from] install::Error),
    /// The store does not answer.
    #[error("The install could not be written down.")]
    Store(#[from] store::Error),
}

fn sentence(bad: BadState) -> &'static str {
    match bad {
        BadState::Forged => "This install was not begun here.",
        BadState::Expired => "This install was begun more than ten minutes ago.",
        BadState::OtherBrowser => {
            "This install was begun in another browser, or this browser keeps no cookies."
        }
    }
}

fn exchanged(error: &intercom::Error) -> &'static str {
    match error {
        intercom::Error::Unauthorized => {
            "Intercom does not take the code it gave. It may be used up, or the app's client secret is wrong, or the workspace lives in another region."
        }
        intercom::Error::RateLimited { .. } => "Intercom asks us to wait.",
        intercom::Error::NotSent(_) | intercom::Error::Unknown(_) => {
            "Intercom does not answer at the moment."
        }
        intercom::Error::NotFound
        | intercom::Error::Refused { .. }
        | intercom::Error::Unreadable { .. } => {
            "Intercom answered with something else than a token."
        }
    }
}

fn installed(error: &install::Error) -> String {
    match error {
        install::Error::Intercom(intercom::Error::Refused { status: 403, .. }) => {
            "The app may not read teammates and teams: a permission is missing in the Developer Hub.".to_owned()
        }
        install::Error::Intercom(intercom::Error::Unauthorized) => {
            "Intercom took the token back at once.".to_owned()
        }
        install::Error::Intercom(_) => "Intercom does not let us read the workspace now.".to_owned(),
        install::Error::Store(_) => "The install could not be written down.".to_owned(),
        install::Error::Keys(_) => "The workspace's token could not be sealed.".to_owned(),
        error => format!("{error}."),
    }
}

impl Problem {
    pub(crate) const fn status(&self) -> StatusCode {
        match self {
            Self::Denied | Self::NoState | Self::State(_) | Self::UsedUp => StatusCode::BAD_REQUEST,
            Self::NoApp | Self::Secrets(_) | Self::Store(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::TooSlow => StatusCode::GATEWAY_TIMEOUT,
            Self::Exchange(_) | Self::Install(_) => StatusCode::BAD_GATEWAY,
        }
    }

    const fn step(&self) -> Step {
        match self {
            Self::Denied => Step::Denied,
            Self::NoState => Step::NoState,
            Self::State(BadState::Forged) => Step::StateForged,
            Self::State(BadState::Expired) => Step::StateExpired,
            Self::State(BadState::OtherBrowser) => Step::StateOfAnotherBrowser,
            Self::UsedUp => Step::StateUsedUp,
            Self::NoApp => Step::NoApp,
            Self::Secrets(_) => Step::AppUnavailable,
            Self::Exchange(_) => Step::NotExchanged,
            Self::TooSlow => Step::TooSlow,
            Self::Install(_) => Step::Refused,
            Self::Store(_) => Step::NotWrittenDown,
        }
    }

    pub(crate) fn entry(&self) -> Entry {
        let entry = self.step().entry();
        let (kind, cause) = match self {
            Self::Install(install::Error::Intercom(_)) => ("intercom", cause(self)),
            Self::Install(install::Error::Store(_)) => ("store", cause(self)),
            Self::Install(install::Error::Keys(_)) => ("keys", cause(self)),
            // What else an install fails with names teammates.
            Self::Install(_) => ("configuration", None),
            _ => return with(entry, cause(self)),
        };
        with(entry.with("kind", kind), cause)
    }

    pub(crate) const fn title(&self) -> &'static str {
        match self {
            Self::Denied => "Not authorised",
            Self::NoState => "Nothing to finish here",
            Self::State(_) | Self::UsedUp => "This install cannot be finished",
            Self::NoApp | Self::Secrets(_) | Self::Store(_) => "Not ready",
            Self::Exchange(_) | Self::TooSlow | Self::Install(_) => {
                "The workspace was not installed"
            }
        }
    }

    const fn next(&self) -> &'static str {
        match self {
            Self::Denied => {
                "Nothing was stored. Begin again when you want to, as an admin who may install apps."
            }
            Self::NoState | Self::State(_) | Self::UsedUp => {
                "Begin again from the install link or the App Store, in one browser and with cookies. Nothing is lost."
            }
            Self::NoApp => {
                "Whoever runs it has to put the app's client id and client secret into its secret."
            }
            Self::Secrets(_) | Self::Store(_) => "Nothing is lost. Try again in a minute.",
            Self::Exchange(intercom::Error::Unauthorized) => {
                "Begin again. If it happens twice, add region=eu or region=au to the install link for a workspace in Europe or Australia, or ask whoever runs this Nexora to check the app's secret."
            }
            Self::Exchange(_) | Self::TooSlow => {
                "Begin again in a few minutes; Intercom's own state is at www.intercomstatus.com."
            }
            Self::Install(install::Error::Intercom(intercom::Error::Refused {
                status: 403,
                ..
            })) => {
                "Tick “Read admins” for the app in the Developer Hub under Authentication, then begin again."
            }
            Self::Install(install::Error::Intercom(_)) => {
                "Begin again in a few minutes; Intercom's own state is at www.intercomstatus.com."
            }
            Self::Install(install::Error::Store(_) | install::Error::Keys(_)) => {
                "Begin again in a minute. If it happens twice, whoever runs this Nexora finds the reason in its log."
            }
            Self::Install(_) => {
                "Repair that and begin again. What was installed before stays as it was."
            }
        }
    }

    pub(crate) fn page(&self, console: Option<&Url>) -> String {
        page::problem(self.title(), &self.to_string(), self.next(), console)
    }
}

fn with(entry: Entry, cause: Option<String>) -> Entry {
    match cause {
        Some(cause) => entry.with("cause", cause),
        None => entry,
    }
}
