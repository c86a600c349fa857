//! Each guard is taken out in turn, and the model must notice.

use super::explorer::explore;
use super::inbox::Deed;
use super::scenario::{Agent, Budget, Scenario};
use crate::domain::turn::guard::Guard;

const ALL: [Guard; 26] = [
    Guard::ConditionalWrite,
    Guard::WriteBeforeRequest,
    Guard::LevelTriggered,
    Guard::OnlyGrows,
    Guard::OurVoice,
    Guard::LeaseBars,
    Guard::Fence,
    Guard::AnnouncedMustShow,
    Guard::ReadAgain,
    Guard::TakeoverDropsPlan,
    Guard::TakeoverAtConflict,
    Guard::TakeoverDropsStep,
    Guard::LaggingAssignee,
    Guard::IntentFirst,
    Guard::FreshIntent,
    Guard::SettleFirst,
    Guard::SettleSchedule,
    Guard::LaggingSettle,
    Guard::UnknownIsLookedFor,
    Guard::FirstAttemptStays,
    Guard::ArrivedMeanwhile,
    Guard::SameQuestion,
    Guard::EchoConfirms,
    Guard::OwnLedger,
    Guard::NotBefore,
    Guard::ReadBack,
];

/// The least in which a guard is missed.
fn scenario(guard: Guard) -> Scenario {
    let with = |budget| Scenario::new("without a guard", budget);
    match guard {
        Guard::ConditionalWrite | Guard::WriteBeforeRequest | Guard::OnlyGrows | Guard::OurVoice => with(Budget { messages: 1, ..Budget::NONE }),
        Guard::LevelTriggered | Guard::IntentFirst | Guard::SettleFirst | Guard::SameQuestion => {
            with(Budget { messages: 1, crashes: 1, ..Budget::NONE })
        }
        Guard::LeaseBars => Scenario {
            receives: 1,
            ..with(Budget { messages: 1, crashes: 1, ..Budget::NONE })
        },
        Guard::Fence | Guard::FreshIntent => with(Budget { stalls: 1, lags: 2, ..Budget::NONE }),
        Guard::AnnouncedMustShow => with(Budget { lags: 1, messages: 1, ..Budget::NONE }),
        Guard::ReadAgain | Guard::TakeoverDropsPlan | Guard::TakeoverAtConflict => Scenario {
            team: vec![Deed::Spoke],
            ..with(Budget::NONE)
        },
        Guard::TakeoverDropsStep => Scenario {
            team: vec![Deed::Spoke],
            ..with(Budget { crashes: 1, ..Budget::NONE })
        },
        Guard::LaggingAssignee => Scenario {
            team: vec![Deed::Took],
            ..with(Budget { lags: 1, ..Budget::NONE })
        },
        Guard::SettleSchedule | Guard::LaggingSettle => with(Budget { unknowns: 1, lags: 1, ..Budget::NONE }),
        Guard::UnknownIsLookedFor => with(Budget { unknowns: 1, ..Budget::NONE }),
        Guard::FirstAttemptStays => Scenario {
            limited_for: 600,
            ..with(Budget { unknowns: 1, lags: 1, long_lags: 3, limits: 1, ..Budget::NONE })
        },
        Guard::ArrivedMeanwhile => with(Budget { unknowns: 1, lags: 3, crashes: 1, ..Budget::NONE }),
        Guard::EchoConfirms => Scenario {
            prompt_echoes: true,
            ..with(Budget { unknowns: 1, long_lags: 6, ..Budget::NONE })
        },
        Guard::OwnLedger | Guard::NotBefore => with(Budget { messages: 1, unknowns: 1, ..Budget::NONE }),
        Guard::ReadBack => Scenario {
            agent: vec![Agent::WantsPerson],
            ..with(Budget { undone: 1, ..Budget::NONE })
        },
    }
}

#[test]
fn without_any_one_guard_a_promise_is_broken() {
    let table = ALL.map(|guard| {
        let whole = explore(scenario(guard));
        let bad = whole.breach.as_ref().map_or(String::new(), |breach| format!("UNGUARDED {:?}", breach.law));
        let explored = guard.taken_out(|| explore(scenario(guard)));
        match explored.breach {
            Some(breach) => { eprintln!("{guard:?} {breach}"); format!("{guard:?} | {:?} | {} | {} worlds {bad} {}", breach.law, breach.length, explored.worlds, whole.worlds) },
            None => format!("{guard:?} | SURVIVED | {} worlds {bad}", explored.worlds),
        }
    });
    println!("TABLE\n{}\nEND", table.join("\n"));
}
