//! What the app may read, found out by reading.

use super::Check;
use crate::adapters::intercom::Grant;
use crate::domain::config::{Brain, Config, Target, Wording};
use crate::domain::routing::Source;
use crate::ports::{Knowledge as _, intercom};

const TICK: &str = "tick it in Developer Hub → your app → Authentication, then authorise the app again in the workspace";
const LATER: &str = "see https://www.intercomstatus.com, and try again";

pub(super) async fn checks(grant: &Grant, config: Option<&Config>) -> Vec<Check> {
    let contacts = config.is_some_and(asks_for_contacts);
    let articles = config.is_some_and(|config| config.agent.brain == Brain::Articles);
    let tried = [
        (
            "Read conversations",
            true,
            grant.newest_conversations(1).await.map(drop),
        ),
        (
            "Read and list users and companies",
            contacts,
            grant.tries_contacts().await,
        ),
        (
            "Read and List articles",
            articles,
            grant.search("nexora").await.map(drop),
        ),
    ];
    let checks = tried.iter();
    checks
        .map(|(permission, needed, tried)| check(permission, *needed, tried.as_ref().copied()))
        .collect()
}

/// The list of people could not be read.
pub(super) fn of_people(error: &intercom::Error) -> Check {
    check("Read admins", true, Err(error))
}

fn check(permission: &str, needed: bool, tried: Result<(), &intercom::Error>) -> Check {
    match tried {
        Ok(()) => Check::good("permissions", format!("“{permission}” is given")),
        Err(error @ (intercom::Error::Refused { .. } | intercom::Error::Unauthorized)) => {
            if needed {
                let found =
                    format!("“{permission}” is missing, and the configuration needs it ({error})");
                Check::trouble("permissions", found, TICK)
            } else {
                let found =
                    format!("“{permission}” is not given, nor needed by this configuration");
                Check::good("permissions", found)
            }
        }
        Err(error) => {
            let found = format!("“{permission}” could not be tried: {error}");
            Check::note("permissions", found, LATER)
        }
    }
}

/// Whether a contact or a company says who it is.
const fn is_looked_up(target: &Target) -> bool {
    !matches!(target, Target::Team(_) | Target::Teammate(_))
}

/// Whether a rule, a hand-off or a text in several languages looks at contacts or companies.
fn asks_for_contacts(config: &Config) -> bool {
    let looks = config.rules.iter().any(|rule| {
        let facts = rule.when.iter().flat_map(|when| when.leaves());
        let mut sources = facts.filter_map(|(fact, _)| fact.source());
        let mut targets = rule.then.targets();
        targets.any(|(_, target)| is_looked_up(target))
            || sources.any(|source| source != Source::Teammates)
    });
    let say = &config.hand_off.say;
    let by_rule = config.rules.iter().map(|rule| rule.say.wording(say));
    let mut wordings = std::iter::once(say.wording()).chain(by_rule);
    let takes_a_person = |wording: Wording<'_>| {
        let Wording {
            open,
            closed,
            unknown,
            clarify,
        } = wording;
        let mut texts = [open, closed, unknown, clarify].into_iter();
        // Where somebody is says by which clock they are told a time.
        texts.any(|texts| !texts.is_one()) || closed.texts().any(|text| text.contains("{opens}"))
    };
    let pick_up = config.hand_off.pick_up.as_ref();
    let follows = pick_up.is_some_and(|pick_up| {
        let mut next = pick_up.to.targets().iter();
        !pick_up.say.is_one() || next.any(is_looked_up)
    });
    let night = config.out_of_hours.as_ref();
    let waits = night.is_some_and(|night| {
        let mut next = night.follow_up.targets().iter();
        !night.capture.is_empty() || next.any(is_looked_up)
    });
    looks || follows || waits || wordings.any(takes_a_person)
}
