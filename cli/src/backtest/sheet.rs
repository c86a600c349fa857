//! A row for every conversation.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use csv::WriterBuilder;
use shared::adapters::intercom::{Illegible, Past};

use super::judge::Judged;

/// The columns. No column holds what somebody wrote.
const COLUMNS: [&str; 8] = [
    "conversation",
    "created_at",
    "rule",
    "surface",
    "rule_before",
    "surface_before",
    "changed",
    "why",
];

/// Rows that are not written yet. They are, together with the state that knows of them, or not at all.
pub(crate) struct Rows(csv::Writer<Vec<u8>>);

impl Default for Rows {
    fn default() -> Self {
        Self(WriterBuilder::new().from_writer(Vec::new()))
    }
}

impl Rows {
    fn row(&mut self, cells: [&str; 8]) {
        self.0
            .write_record(cells)
            .expect("rows of one width fit into memory");
    }

    /// The columns' names.
    pub(crate) fn head() -> Self {
        let mut rows = Self::default();
        rows.row(COLUMNS);
        rows
    }

    /// A decision.
    pub(crate) fn judged(&mut self, past: &Past, judged: &Judged) {
        let Judged { after, before, .. } = judged;
        let (id, at) = (past.transcript.id.as_str(), past.created_at.to_string());
        let surface = after.place.surface.to_string();
        let why: Vec<_> = after
            .facts
            .iter()
            .map(|fact| format!("{}={}", fact.name, fact.value))
            .collect();
        let why = why.join("; ");
        let (rule_before, surface_before, changed) = match before {
            None => ("", String::new(), ""),
            Some(before) => (
                before.place.rule.as_str(),
                before.place.surface.to_string(),
                if before.place == after.place {
                    "no"
                } else {
                    "yes"
                },
            ),
        };
        self.row([
            id,
            &at,
            &after.place.rule,
            &surface,
            rule_before,
            &surface_before,
            changed,
            &why,
        ]);
    }

    /// One in which nobody wrote.
    pub(crate) fn silent(&mut self, past: &Past) {
        let (id, at) = (past.transcript.id.as_str(), past.created_at.to_string());
        self.row([id, &at, "", "", "", "", "", "no visitor wrote in it"]);
    }

    /// One that cannot be read.
    pub(crate) fn illegible(&mut self, it: &Illegible) {
        let id = it.id.as_ref().map_or("", |id| id.as_str());
        let why = format!("cannot be read at {}", it.path);
        self.row([id, "", "", "", "", "", "", &why]);
    }

    fn into_bytes(self) -> Vec<u8> {
        self.0.into_inner().expect("memory is always written")
    }
}

/// The file.
pub(crate) struct Sheet {
    file: File,
    /// How much of it counts.
    length: u64,
}

impl Sheet {
    /// A file with nothing but the columns' names, in place of what was there.
    pub(crate) fn begin(path: &Path) -> io::Result<Self> {
        let file = File::create(path)?;
        let mut sheet = Self { file, length: 0 };
        sheet.append(Rows::head())?;
        Ok(sheet)
    }

    /// A file as it was when `length` of it counted. What stands behind that belongs to a page that was not counted.
    pub(crate) fn go_on(path: &Path, length: u64) -> io::Result<Self> {
        let file = OpenOptions::new().append(true).open(path)?;
        if file.metadata()?.len() < length {
            let why = "it is shorter than it was";
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, why));
        }
        file.set_len(length)?;
        Ok(Self { file, length })
    }

    /// Writes rows down.
    pub(crate) fn append(&mut self, rows: Rows) -> io::Result<()> {
        let rows = rows.into_bytes();
        self.file.write_all(&rows)?;
        self.file.flush()?;
        self.length += rows.len() as u64;
        Ok(())
    }

    pub(crate) const fn length(&self) -> u64 {
        self.length
    }
}
