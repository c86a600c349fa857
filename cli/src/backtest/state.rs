//! How far a run came, in a file, so that it can go on.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use shared::adapters::intercom::Span;
use shared::domain::config::Config;
use shared::domain::digest::Digest;
use shared::id::WorkspaceId;

use super::cost::Cost;
use super::failure::Failure;
use super::slice::Slice;
use super::tally::Tally;

/// The version of the file. One of another version is not gone on with.
const VERSION: u8 = 1;

/// What a run is of. Counts of two runs cannot be added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Binding {
    pub(crate) workspace: WorkspaceId,
    /// The digest of the configuration that is tried.
    pub(crate) config: String,
    /// The digest of the one it is compared with.
    pub(crate) against: Option<String>,
    /// As they were written.
    pub(crate) since: String,
    pub(crate) until: Option<String>,
    pub(crate) most: Option<u64>,
    pub(crate) csv: Option<PathBuf>,
}

/// A run that is under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct State {
    version: u8,
    pub(crate) binding: Binding,
    /// What of the past is read.
    #[serde(with = "span")]
    pub(crate) span: Span,
    /// How many conversations there are in it, by Intercom's count.
    pub(crate) total: u64,
    /// The day that is read; none when the last one is done.
    pub(crate) slice: Option<Slice>,
    pub(crate) tally: Tally,
    /// How much of the CSV file counts.
    pub(crate) csv_bytes: u64,
    pub(crate) cost: Cost,
}

impl Binding {
    /// A configuration, for nothing but to know it again.
    pub(crate) fn digest(config: &Config) -> String {
        let json = serde_json::to_string(config).expect("a configuration is texts and numbers");
        Digest::of([json.as_str()]).to_string()
    }

    /// What differs from another run's; none when nothing does.
    fn other_than(&self, begun: &Self) -> Option<&'static str> {
        let differs = [
            (self.workspace != begun.workspace, "another --workspace"),
            (
                self.config != begun.config,
                "another configuration: --config or --defaults was changed since",
            ),
            (
                self.against != begun.against,
                "another --against, or what is live was changed since",
            ),
            (self.since != begun.since, "another --since"),
            (self.until != begun.until, "another --until"),
            (self.most != begun.most, "another --most"),
            (self.csv != begun.csv, "another --csv"),
        ];
        let mut differs = differs.into_iter();
        differs.find_map(|(differs, what)| differs.then_some(what))
    }
}

impl State {
    pub(crate) fn new(binding: Binding, span: Span, total: u64, tally: Tally) -> Self {
        Self {
            version: VERSION,
            binding,
            span,
            total,
            slice: Slice::newest(span),
            tally,
            csv_bytes: 0,
            cost: Cost::default(),
        }
    }

    /// How many conversations the run is about.
    pub(crate) fn wanted(&self) -> u64 {
        let most = self.binding.most;
        most.map_or(self.total, |most| most.min(self.total))
    }

    /// How many more it may read; none where it reads all.
    pub(crate) fn left(&self) -> Option<u64> {
        let met = self.tally.met();
        self.binding.most.map(|most| most.saturating_sub(met))
    }

    /// A run that was begun, if it is of the same.
    pub(crate) fn read(file: &Path, binding: &Binding) -> Result<Self, Failure> {
        #[derive(Deserialize)]
        struct Versioned {
            version: u8,
        }
        let unreadable = |_| Failure::NoState(file.to_owned());
        let json = fs::read(file).map_err(|source| Failure::StateFile {
            file: file.to_owned(),
            source,
        })?;
        let Versioned { version } = serde_json::from_slice(&json).map_err(unreadable)?;
        if version != VERSION {
            return Err(Failure::NoState(file.to_owned()));
        }
        let state: Self = serde_json::from_slice(&json).map_err(unreadable)?;
        match binding.other_than(&state.binding) {
            Some(what) => Err(Failure::OtherRun {
                file: file.to_owned(),
                what,
            }),
            None => Ok(state),
        }
    }

    /// Writes it down, as a whole or not at all.
    pub(crate) fn write(&self, file: &Path) -> Result<(), Failure> {
        let json = serde_json::to_vec(self).expect("a state is texts and numbers");
        let mut beside = file.as_os_str().to_owned();
        beside.push(".new");
        let written = fs::write(&beside, json).and_then(|()| fs::rename(&beside, file));
        written.map_err(|source| Failure::StateFile {
            file: file.to_owned(),
            source,
        })
    }

    /// Deletes the file of a run that is done.
    pub(crate) fn delete(file: &Path) -> Result<(), Failure> {
        match fs::remove_file(file) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => Err(Failure::StateFile {
                file: file.to_owned(),
                source,
            }),
            _ => Ok(()),
        }
    }
}

/// A span as a pair of times.
mod span {
    use jiff::Timestamp;
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};
    use shared::adapters::intercom::Span;

    pub(super) fn serialize<S: Serializer>(span: &Span, serializer: S) -> Result<S::Ok, S::Error> {
        (span.from, span.until).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Span, D::Error> {
        let (from, until) = <(Timestamp, Timestamp)>::deserialize(deserializer)?;
        Ok(Span { from, until })
    }
}
