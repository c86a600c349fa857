use std::iter;
use std::time::Duration;

use super::*;
use crate::domain::ending::Ending;
use crate::domain::hand_off::Reason;
use crate::domain::outcome::Outcome;
use crate::domain::turn::Failure;
use crate::error::Error;
use crate::grants::Finding;
use crate::intake::Reception;
use crate::onboarding::Step;
use crate::parting::Farewell;
use crate::ports::{intercom, keys, queue, store};
use crate::runtime::lambda::log::Happened;
use crate::workspace::{Notice, Trouble};

/// What is in no metric, and why.
const UNCOUNTED: &[(&str, &str)] = &[
    // The tick's own line counts them.
    ("sweep", "unreadable"),
    ("sweep", "not_searched"),
    // The tick fails for it, which is one of Lambda's own Errors.
    ("follow_up", "not_done"),
    // It went well, and nobody waits for it.
    (DELIVERY, "noted"),
    (DELIVERY, "confirmed"),
    (DELIVERY, "ended"),
    (DELIVERY, "not_ours"),
    (DELIVERY, "nothing_to_cover"),
    (DELIVERY, "gone"),
    (DELIVERY, "swept"),
    (DELIVERY, "flushed"),
    (DELIVERY, "uninstalled_before"),
    (DELIVERY, "ping"),
    (DELIVERY, "answered"),
    (DELIVERY, "later"),
    (DELIVERY, "held_back"),
    // Anybody on the internet may ask for anything.
    (DELIVERY, "no_such_place"),
    (DELIVERY, "nobody_known"),
    (DELIVERY, "unclear"),
    // An admin sits before it, and is told.
    (DELIVERY, "install_began"),
    (DELIVERY, "no_such_region"),
    (DELIVERY, "not_asked"),
    (DELIVERY, "no_app"),
    (DELIVERY, "denied"),
    (DELIVERY, "no_state"),
    (DELIVERY, "state_forged"),
    (DELIVERY, "state_expired"),
    (DELIVERY, "state_of_another_browser"),
    (DELIVERY, "state_used_up"),
    // It is one of Lambda's own Errors.
    (DELIVERY, "failed"),
    (ERROR, "not_a_tick"),
    // The delivery is counted as retried or discarded, whatever its error was.
    (ERROR, "store"),
    (ERROR, "queue"),
    (ERROR, "intercom"),
    (ERROR, "stuck"),
    (ERROR, "keys"),
    (ERROR, "contended"),
    (ERROR, "later"),
    (ERROR, "rate_limited"),
    (ERROR, "not_installed"),
    // It is as it should be, or read again the next day.
    ("reading", "read"),
    ("reading", "not_read"),
    ("reading", "not_kept"),
    (ERROR, "grant_refused"),
    // It is noted with the next one.
    ("topic", "arrival_not_noted"),
    // The delivery it was in is counted.
    ("runtime", "panic"),
];

// Each of these goes through every variant. The compiler asks for a new one, and the test then for its metric.

fn outcomes() -> impl Iterator<Item = Outcome> {
    iter::successors(Some(Outcome::Noted { turn: true }), |outcome| {
        Some(match outcome {
            Outcome::Noted { turn: true } => Outcome::Noted { turn: false },
            Outcome::Noted { turn: false } => Outcome::Replied,
            Outcome::Replied => Outcome::Drafted,
            Outcome::Drafted => Outcome::Observed,
            Outcome::Observed => Outcome::HandedOff {
                to: String::new(),
                reason: Reason::Unsure,
            },
            Outcome::HandedOff { .. } => Outcome::Queued {
                to: String::new(),
                reason: Reason::Unsure,
            },
            Outcome::Queued { .. } => Outcome::Ended(Ending::Assumed),
            Outcome::Ended(_) => Outcome::Confirmed,
            Outcome::Confirmed => Outcome::LeftAlone {
                rule: String::new(),
            },
            Outcome::LeftAlone { .. } => Outcome::NotOurs,
            Outcome::NotOurs => Outcome::NothingToCover,
            Outcome::NothingToCover => Outcome::Gone,
            Outcome::Gone => Outcome::Postponed,
            Outcome::Postponed => Outcome::Swept { done: Vec::new() },
            Outcome::Swept { .. } => Outcome::Flushed {
                done: Vec::new(),
                late: 0,
            },
            Outcome::Flushed { .. } => return None,
        })
    })
}

fn receptions() -> impl Iterator<Item = Reception> {
    iter::successors(Some(Reception::Accepted), |reception| {
        Some(match reception {
            Reception::Accepted => Reception::Ping,
            Reception::Ping => Reception::SignatureRejected,
            Reception::SignatureRejected => Reception::NoSuchPlace,
            Reception::NoSuchPlace => Reception::SecretsUnavailable,
            Reception::SecretsUnavailable => Reception::QueueUnavailable,
            Reception::QueueUnavailable => Reception::UnknownTopic,
            Reception::UnknownTopic => Reception::TooLarge,
            Reception::TooLarge => Reception::Malformed,
            Reception::Malformed => Reception::OtherWorkspace,
            Reception::OtherWorkspace => return None,
        })
    })
}

fn steps() -> impl Iterator<Item = Step> {
    iter::successors(Some(Step::Began), |step| {
        Some(match step {
            Step::Began => Step::NoSuchRegion,
            Step::NoSuchRegion => Step::NotAsked,
            Step::NotAsked => Step::NoApp,
            Step::NoApp => Step::AppUnavailable,
            Step::AppUnavailable => Step::Installed,
            Step::Installed => Step::Denied,
            Step::Denied => Step::NoState,
            Step::NoState => Step::StateForged,
            Step::StateForged => Step::StateExpired,
            Step::StateExpired => Step::StateOfAnotherBrowser,
            Step::StateOfAnotherBrowser => Step::StateUsedUp,
            Step::StateUsedUp => Step::NotExchanged,
            Step::NotExchanged => Step::TooSlow,
            Step::TooSlow => Step::Refused,
            Step::Refused => Step::NotWrittenDown,
            Step::NotWrittenDown => return None,
        })
    })
}

fn notices() -> impl Iterator<Item = Notice> {
    iter::successors(Some(Notice::Read), |notice| {
        Some(match notice {
            Notice::Read => Notice::Drift,
            Notice::Drift => Notice::SeatLost,
            Notice::SeatLost => Notice::NotRead,
            Notice::NotRead => Notice::NotKept,
            Notice::NotKept => return None,
        })
    })
}

fn happenings() -> impl Iterator<Item = Happened> {
    iter::successors(Some(Happened::Answered), |happened| {
        Some(match happened {
            Happened::Answered => Happened::Later,
            Happened::Later => Happened::RateLimited,
            Happened::RateLimited => Happened::Retried,
            Happened::Retried => Happened::Discarded,
            Happened::Discarded => Happened::Panicked,
            Happened::Panicked => Happened::HeldBack,
            Happened::HeldBack => Happened::Failed,
            Happened::Failed => return None,
        })
    })
}

fn errors() -> impl Iterator<Item = Error> {
    let first = Error::Store(store::Error::Unavailable("".into()));
    iter::successors(Some(first), |error| {
        Some(match error {
            Error::Store(_) => Error::Queue(queue::Error("".into())),
            Error::Queue(_) => Error::Intercom(intercom::Error::NotFound),
            Error::Intercom(_) => Error::Stuck(Failure::Unauthorized),
            Error::Stuck(Failure::Unauthorized) => Error::Stuck(Failure::NotFound),
            Error::Stuck(Failure::NotFound) => Error::Stuck(Failure::Refused),
            Error::Stuck(Failure::Refused) => {
                Error::Stuck(Failure::RateLimited(Timestamp::UNIX_EPOCH))
            }
            Error::Stuck(Failure::RateLimited(_)) => Error::Stuck(Failure::NotSent),
            Error::Stuck(Failure::NotSent) => Error::Stuck(Failure::Unknown),
            Error::Stuck(Failure::Unknown) => Error::Stuck(Failure::NoReceiver),
            Error::Stuck(Failure::NoReceiver) => Error::RateLimited {
                after: Duration::ZERO,
            },
            Error::RateLimited { .. } => Error::Keys(keys::Error::DoesNotOpen),
            Error::Keys(_) => Error::Contended,
            Error::Contended => Error::Later {
                after: Duration::ZERO,
                why: "",
            },
            Error::Later { .. } => Error::Unreadable(serde_json::from_str::<u8>("").unwrap_err()),
            Error::Unreadable(_) => Error::NotInstalled,
            Error::NotInstalled => Error::GrantRefused,
            Error::GrantRefused => return None,
        })
    })
}

fn farewells() -> impl Iterator<Item = Farewell> {
    iter::successors(Some(Farewell::Uninstalled), |farewell| {
        Some(match farewell {
            Farewell::Uninstalled => Farewell::UninstalledBefore,
            Farewell::UninstalledBefore => Farewell::StillInstalled,
            Farewell::StillInstalled => Farewell::NobodyKnown,
            Farewell::NobodyKnown => Farewell::Unconfirmed,
            Farewell::Unconfirmed => Farewell::Forged,
            Farewell::Forged => Farewell::Unclear,
            Farewell::Unclear => return None,
        })
    })
}

fn troubles() -> impl Iterator<Item = Trouble> {
    iter::successors(Some(Trouble::AgentGaveUp), |trouble| {
        Some(match trouble {
            Trouble::AgentGaveUp => Trouble::AttributesFailed,
            Trouble::AttributesFailed => Trouble::TagFailed,
            Trouble::TagFailed => Trouble::FateUnknown,
            Trouble::FateUnknown => Trouble::GrantRefused,
            Trouble::GrantRefused => Trouble::IntercomFailed,
            Trouble::IntercomFailed => return None,
        })
    })
}

/// Every name a function can enter, but for calls to Intercom, which are counted by their endpoints.
fn names() -> Vec<(&'static str, &'static str)> {
    let deliveries = outcomes()
        .map(|outcome| outcome.name())
        .chain(receptions().map(Reception::name))
        .chain(steps().map(Step::name))
        .chain(farewells().map(Farewell::name))
        .chain(happenings().map(Happened::name))
        .map(|name| (DELIVERY, name));
    let errors = errors()
        .map(|error| error.name())
        .chain(["not_a_tick"])
        .map(|name| (ERROR, name));
    let turns = troubles().map(|trouble| ("turn", trouble.name()));
    let readings = notices().map(|notice| ("reading", notice.name()));
    // Of what is found out of a grant, these two are said.
    let grants = [Finding::Refused, Finding::Ended].map(|found| ("grant", found.name()));
    let sweeps = ["message_lost", "message_late", "unreadable", "not_searched"];
    let sweeps = sweeps.map(|name| ("sweep", name));
    let follow_ups = ["set_aside", "unreadable", "not_done"];
    let follow_ups = follow_ups.map(|name| ("follow_up", name));
    let runtime = ["cold_start", "panic"].map(|name| ("runtime", name));
    deliveries
        .chain([(DELIVERY, DEAD_LETTER)])
        .chain(errors)
        .chain(turns)
        .chain(readings)
        .chain([("lane", Shares::OVER)])
        .chain([("topic", "arrival_not_noted")])
        .chain([("bot", "unknown_bot_state")])
        .chain(grants)
        .chain(sweeps)
        .chain(follow_ups)
        .chain(runtime)
        .collect()
}

#[test]
fn what_counts_as_what() {
    let rows = COUNTED.iter().map(|(source, name, metrics)| {
        let metrics: Vec<_> = metrics
            .iter()
            .map(|metric| format!("{metric:?} ({})", metric.unit()))
            .collect();
        format!("{source}.{name}: {}", metrics.join(", "))
    });
    insta::assert_snapshot!(rows.collect::<Vec<_>>().join("\n"), @r#"
    delivery.installed: Installed (Count)
    delivery.app_unavailable: InstallsFailed (Count)
    delivery.not_exchanged: InstallsFailed (Count)
    delivery.too_slow: InstallsFailed (Count)
    delivery.install_refused: InstallsFailed (Count)
    delivery.not_written_down: InstallsFailed (Count)
    delivery.uninstalled: Uninstalled (Count)
    delivery.unconfirmed: UninstallsUnconfirmed (Count)
    delivery.still_installed: StillInstalled (Count)
    delivery.forged: SignaturesRejected (Count)
    delivery.accepted: Notifications (Count)
    delivery.signature_rejected: SignaturesRejected (Count)
    delivery.malformed: NotificationsDropped (Count)
    delivery.too_large: NotificationsDropped (Count)
    delivery.other_workspace: NotificationsDropped (Count)
    delivery.unknown_topic: UnknownTopics (Count)
    delivery.secrets_unavailable: IntakeFailures (Count)
    delivery.queue_unavailable: IntakeFailures (Count)
    delivery.turn_requested: TurnsRequested (Count)
    lane.over_share: TurnsOverShare (Count)
    delivery.replied: Replied (Count)
    delivery.drafted: Drafted (Count)
    delivery.observed: Observed (Count)
    delivery.handed_off: HandedOff (Count)
    delivery.queued: Queued (Count)
    delivery.left_alone: LeftAlone (Count)
    delivery.rate_limited: RateLimited (Count)
    delivery.postponed: RateLimited (Count)
    delivery.retried: Retried (Count)
    delivery.discarded: Discarded (Count)
    delivery.panicked: Panicked (Count)
    delivery.dead_letter: DeadLetters (Count)
    error.no_receiver: HandOffsStuck (Count)
    error.unreadable: Unreadable (Count)
    turn.agent_gave_up: AgentGaveUp (Count)
    turn.attributes_failed: AttributesFailed (Count)
    turn.tag_failed: TagsFailed (Count)
    bot.unknown_bot_state: UnknownBotStates (Count)
    turn.fate_unknown: IntercomFailures (Count), FatesUnknown (Count)
    turn.grant_refused: IntercomFailures (Count), GrantsRefused (Count)
    turn.intercom_failed: IntercomFailures (Count)
    reading.drift: Drift (Count)
    reading.seat_lost: SeatsLost (Count)
    sweep.message_lost: MessagesLost (Count)
    sweep.message_late: MessagesLate (Count)
    follow_up.set_aside: Unreadable (Count)
    follow_up.unreadable: Unreadable (Count)
    grant.grant_refused: GrantsRefused (Count)
    grant.grant_ended: Uninstalled (Count)
    runtime.cold_start: ColdStarts (Count)
    "#);
}

#[test]
fn every_name_is_counted_or_known_not_to_be() {
    for (source, name) in names() {
        let counted = !Metric::of(source, name).is_empty();
        let uncounted = UNCOUNTED.contains(&(source, name));
        assert!(counted != uncounted, "{source}.{name}");
    }
}

#[test]
fn nothing_is_listed_that_nobody_enters() {
    let names = names();
    let counted = COUNTED.iter().map(|(source, name, _)| (*source, *name));
    for listed in counted.chain(UNCOUNTED.iter().copied()) {
        assert!(names.contains(&listed), "{listed:?}");
    }
}

#[test]
fn the_template_watches_nothing_that_is_never_counted() {
    let template = include_str!("../../../../../../template.yaml");
    let on_every_line = [
        Metric::IntercomCalls,
        Metric::ReadUnits,
        Metric::WriteUnits,
        Metric::TurnDuration,
        Metric::FollowUpsLate,
    ];
    let counted = COUNTED.iter().flat_map(|(_, _, metrics)| *metrics);
    let known: Vec<_> = counted
        .chain(&on_every_line)
        .map(|metric| format!("{metric:?}"))
        .collect();
    let alarms = template
        .split("Namespace: Nexora\n      MetricName: ")
        .skip(1)
        .map(|rest| rest.lines().next().unwrap());
    // `["Nexora", "Replied", …` and, after it, `[".", "HandedOff", …`.
    let graphs = template
        .split(r#"["Nexora", ""#)
        .skip(1)
        .flat_map(|graph| graph.lines().next().unwrap().split(r#"[".", ""#))
        .map(|rest| rest.split('"').next().unwrap());
    let watched: Vec<_> = alarms.chain(graphs).collect();
    assert!(watched.len() > 20, "{watched:?}");
    for metric in watched {
        assert!(known.contains(&metric.to_owned()), "{metric}");
    }
}
