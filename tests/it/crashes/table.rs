//! The table in `docs/RELIABILITY.md`.

use std::fs;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use harness::contract::environment;

/// How the table of crashes begins.
const TABLE: &str = "| scenario | operations |";

/// One row is written at a time.
static DOCUMENT: Mutex<()> = Mutex::new(());

/// Fails unless the table has this row. With `RELIABILITY=write` it is written there, in place of the row about the same or as a new one.
pub(crate) fn shows(row: &str) {
    let _one = DOCUMENT.lock().unwrap_or_else(PoisonError::into_inner);
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/RELIABILITY.md");
    let document = fs::read_to_string(&path).unwrap();
    if document.lines().any(|line| line == row) {
        return;
    }
    let about = row.match_indices('|').nth(1).unwrap().0;
    let is_it = |line: &&str| line.starts_with(&row[..=about]);
    let old = document.lines().find(is_it);
    if environment("RELIABILITY").as_deref() == Some("write") {
        let written = match old {
            Some(old) => document.replace(old, row),
            None => with_new(&document, row),
        };
        fs::write(&path, written).unwrap();
        return;
    }
    panic!("docs/RELIABILITY.md has\n{old:?}, and it is\n{row}\nRELIABILITY=write writes it");
}

/// The document with one more row at the end of the table of crashes.
fn with_new(document: &str, row: &str) -> String {
    let (before, table) = document
        .split_once(TABLE)
        .expect("it has the table of crashes");
    let (rows, after) = table.split_once("\n\n").expect("something follows it");
    format!("{before}{TABLE}{rows}\n{row}\n\n{after}")
}
