//! The checks the protocol stands on, each by name.
//!
//! A guard always holds. In tests one can be taken out at a time, and then the model ([`super::model`]) must find a schedule
//! that breaks a promise: so none of them is there for nothing, and the model sees what each is there for.

/// A check without which a promise is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(test, derive(Hash))]
pub(crate) enum Guard {
    /// A record is written only if nobody wrote since it was read. The store's part, which the suite of its adapters asks for.
    #[cfg(test)]
    ConditionalWrite,
    /// A topic function writes the record before it asks for a turn. Its own part, as in `Conversation::take`.
    #[cfg(test)]
    WriteBeforeRequest,
    /// A notification that tells nothing new asks for the same turn again.
    LevelTriggered,
    /// What was seen, covered and said only grows.
    OnlyGrows,
    /// What our own teammate does is not another person's.
    OurVoice,
    /// While another worker's lease lasts, nobody begins.
    LeaseBars,
    /// Whose lease is gone writes nothing more.
    Fence,
    /// A part that was announced and does not show is waited for.
    AnnouncedMustShow,
    /// The conversation is read again after the agent has answered.
    ReadAgain,
    /// Whoever took over in the second reading gets no answer on top.
    TakeoverDropsPlan,
    /// What people did between the second reading and the intent is looked at when the intent meets their write.
    TakeoverAtConflict,
    /// An open step is dropped when a person has the conversation by now.
    TakeoverDropsStep,
    /// A reading that is older than a known assignment does not undo it.
    LaggingAssignee,
    /// What is about to be posted is written down first.
    IntentFirst,
    /// What was written down long ago is not posted.
    FreshIntent,
    /// A turn that finds an open step looks for it before it does anything else.
    SettleFirst,
    /// It looks more than once.
    SettleSchedule,
    /// A post nobody knows the fate of is looked for, and not taken for one that was not made.
    UnknownIsLookedFor,
    /// A first attempt stays open while a second one is put off.
    FirstAttemptStays,
    /// Whether the first attempt has arrived is looked at once more before the second.
    ArrivedMeanwhile,
    /// A second attempt answers what the first one did, and nothing newer.
    SameQuestion,
    /// The echo of a step ends it, so that a second attempt meets its write.
    EchoConfirms,
    /// A part that is known to be ours is not taken for another step's.
    OwnLedger,
    /// Nor is one that was there when the step was intended.
    NotBefore,
    /// An assignment is done when a reading shows it.
    ReadBack,
    /// What somebody has picked up is not given on.
    PickedUp,
    /// Somebody comes before the record says when it is looked at again.
    RemindFirst,
    /// What waits for people to open is looked at whenever its row is due, whatever its record says. The flush's part, as in
    /// `Ports::follow_up`.
    #[cfg(test)]
    DueWhateverItSays,
    /// Whether people are back is asked of their hours as they are now, and not of the time that was written down.
    HoursAreLive,
    /// What a teammate has dealt with waits for nobody any more.
    DealtWith,
    /// What waits goes on waiting, whatever the agent answers meanwhile.
    GoesOnWaiting,
    /// Who was told that it waits is not told so again.
    ToldOnce,
    /// The row of what is about to wait stays for as long as a turn is under way that may still write so. The flush's part, too.
    #[cfg(test)]
    RowStays,
    /// What was put out of the open inbox is put back there once people have it.
    OpenedAgain,
}

impl Guard {
    /// Always.
    #[cfg(not(test))]
    pub(crate) const fn holds(self) -> bool {
        true
    }
}

#[cfg(test)]
mod taken_out {
    use std::cell::Cell;

    use super::Guard;

    thread_local! {
        static OUT: Cell<Option<Guard>> = const { Cell::new(None) };
    }

    impl Guard {
        /// Always, unless this thread has taken it out.
        pub(crate) fn holds(self) -> bool {
            OUT.get() != Some(self)
        }

        /// Runs something without this guard.
        pub(crate) fn taken_out<T>(self, run: impl FnOnce() -> T) -> T {
            OUT.set(Some(self));
            let came = run();
            OUT.set(None);
            came
        }
    }
}
