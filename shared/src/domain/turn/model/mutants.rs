//! Each guard is taken out in turn, and the model must notice.

use super::explorer::explore;
use super::inbox::Deed;
use super::nights::{DAWN, EARLIER, LATER};
use super::scenario::{Agent, Budget, Scenario};
use crate::domain::turn::guard::Guard;

const ALL: [Guard; 34] = [
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
    Guard::UnknownIsLookedFor,
    Guard::FirstAttemptStays,
    Guard::ArrivedMeanwhile,
    Guard::SameQuestion,
    Guard::EchoConfirms,
    Guard::OwnLedger,
    Guard::NotBefore,
    Guard::ReadBack,
    Guard::PickedUp,
    Guard::RemindFirst,
    Guard::DueWhateverItSays,
    Guard::HoursAreLive,
    Guard::DealtWith,
    Guard::GoesOnWaiting,
    Guard::ToldOnce,
    Guard::RowStays,
    Guard::OpenedAgain,
];

/// The least in which a guard is missed.
fn scenario(guard: Guard) -> Scenario {
    let with = |budget| Scenario::new("without a guard", budget);
    match guard {
        Guard::PickedUp => Scenario {
            team: vec![Deed::Noted],
            ..with(Budget::NONE).until_picked_up()
        },
        Guard::DueWhateverItSays | Guard::OpenedAgain => {
            with(Budget::NONE).overnight(&[DAWN, EARLIER])
        }
        Guard::HoursAreLive => with(Budget::NONE).overnight(&[DAWN, LATER]),
        Guard::DealtWith => Scenario {
            team: vec![Deed::PutAside],
            ..with(Budget::NONE).overnight(&[DAWN])
        },
        Guard::GoesOnWaiting => Scenario {
            agent: vec![Agent::Answers, Agent::WantsPerson],
            ..with(Budget {
                messages: 1,
                ..Budget::NONE
            })
            .overnight(&[DAWN])
        },
        Guard::ToldOnce => with(Budget {
            messages: 1,
            ..Budget::NONE
        })
        .overnight(&[DAWN]),
        Guard::RowStays => with(Budget {
            crashes: 1,
            ..Budget::NONE
        })
        .overnight(&[DAWN]),
        Guard::RemindFirst => with(Budget::NONE),
        Guard::ConditionalWrite
        | Guard::WriteBeforeRequest
        | Guard::OnlyGrows
        | Guard::OurVoice => with(Budget {
            messages: 1,
            ..Budget::NONE
        }),
        Guard::LevelTriggered | Guard::IntentFirst | Guard::SameQuestion => with(Budget {
            messages: 1,
            crashes: 1,
            ..Budget::NONE
        }),
        Guard::LeaseBars => Scenario {
            receives: 1,
            ..with(Budget {
                messages: 1,
                unreadable: 1,
                ..Budget::NONE
            })
        },
        Guard::Fence => with(Budget {
            messages: 1,
            stalls: 1,
            ..Budget::NONE
        }),
        Guard::FreshIntent => with(Budget {
            stalls: 1,
            lags: 2,
            ..Budget::NONE
        }),
        Guard::AnnouncedMustShow => with(Budget {
            lags: 1,
            messages: 1,
            ..Budget::NONE
        }),
        Guard::ReadAgain | Guard::TakeoverDropsPlan | Guard::TakeoverAtConflict => Scenario {
            team: vec![Deed::Spoke],
            ..with(Budget::NONE)
        },
        Guard::TakeoverDropsStep => Scenario {
            agent: vec![Agent::WantsPerson],
            team: vec![Deed::Spoke],
            limited_for: 600,
            ..with(Budget {
                limits: 1,
                ..Budget::NONE
            })
        },
        Guard::LaggingAssignee => Scenario {
            team: vec![Deed::Took],
            ..with(Budget {
                lags: 1,
                ..Budget::NONE
            })
        },
        Guard::SettleSchedule => with(Budget {
            unknowns: 1,
            lags: 2,
            ..Budget::NONE
        }),
        Guard::SettleFirst => with(Budget {
            unknowns: 1,
            unreadable: 1,
            lags: 2,
            ..Budget::NONE
        }),
        Guard::UnknownIsLookedFor => with(Budget {
            unknowns: 1,
            ..Budget::NONE
        }),
        Guard::FirstAttemptStays => Scenario {
            limited_for: 600,
            ..with(Budget {
                unknowns: 1,
                long_lags: 4,
                limits: 1,
                ..Budget::NONE
            })
        },
        Guard::ArrivedMeanwhile => with(Budget {
            unknowns: 1,
            long_lags: 3,
            ..Budget::NONE
        }),
        Guard::EchoConfirms => Scenario {
            prompt_echoes: true,
            ..with(Budget {
                unknowns: 1,
                long_lags: 6,
                ..Budget::NONE
            })
        },
        Guard::OwnLedger => with(Budget {
            messages: 1,
            unknowns: 1,
            lags: 1,
            ..Budget::NONE
        }),
        Guard::NotBefore => with(Budget {
            messages: 1,
            unknowns: 1,
            unnamed: 1,
            ..Budget::NONE
        }),
        Guard::ReadBack => Scenario {
            agent: vec![Agent::WantsPerson],
            ..with(Budget {
                undone: 1,
                ..Budget::NONE
            })
        },
    }
}

#[test]
fn without_any_one_guard_a_promise_is_broken() {
    let table = ALL.map(|guard| {
        let explored = guard.taken_out(|| explore(scenario(guard)));
        match explored.breach {
            Some(breach) => format!("{guard:?} | {:?} | {}", breach.law, breach.length),
            None => format!("{guard:?} | nobody notices"),
        }
    });
    // The guard, the promise that is broken without it, and the least number of actions that takes.
    insta::assert_snapshot!(table.join("\n"), @"
    ConditionalWrite | Convergence | 5
    WriteBeforeRequest | NothingLost | 17
    LevelTriggered | NothingLost | 2
    OnlyGrows | Convergence | 3
    OurVoice | NothingLost | 13
    LeaseBars | OneAtATime | 12
    Fence | CoveredOnce | 23
    AnnouncedMustShow | NothingLost | 5
    ReadAgain | NeverOverAPerson | 8
    TakeoverDropsPlan | NeverOverAPerson | 9
    TakeoverAtConflict | NeverOverAPerson | 11
    TakeoverDropsStep | NeverOverAPerson | 16
    LaggingAssignee | NeverOverAPerson | 11
    IntentFirst | CoveredOnce | 13
    FreshIntent | CoveredOnce | 18
    SettleFirst | Counted | 17
    SettleSchedule | CoveredOnce | 14
    UnknownIsLookedFor | Counted | 13
    FirstAttemptStays | Counted | 23
    ArrivedMeanwhile | CoveredOnce | 18
    SameQuestion | CoveredOnce | 26
    EchoConfirms | CoveredOnce | 18
    OwnLedger | NothingLost | 21
    NotBefore | NothingLost | 21
    ReadBack | HandOff | 17
    PickedUp | NeverOverAPerson | 27
    RemindFirst | Reminded | 10
    DueWhateverItSays | Reminded | 16
    HoursAreLive | Asleep | 21
    DealtWith | NeverOverAPerson | 22
    GoesOnWaiting | NothingLost | 28
    ToldOnce | ToldOnce | 20
    RowStays | Reminded | 21
    OpenedAgain | Woken | 32
    ");
}

#[test]
fn with_every_guard_the_same_scenarios_keep_every_promise() {
    let mut explored = Vec::new();
    for guard in ALL {
        let scenario = scenario(guard);
        if explored.contains(&scenario) {
            continue;
        }
        if let Some(breach) = explore(scenario.clone()).breach {
            panic!("the scenario of {guard:?} is broken by itself\n{breach}");
        }
        explored.push(scenario);
    }
}
