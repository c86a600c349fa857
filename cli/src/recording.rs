//! Recorded notifications, as files.

use std::fs;
use std::path::PathBuf;

use local::replay::{Page, Recorded};

use crate::failure::Failure;

/// Reads a notification; what is in it is the webhook's to judge.
///
/// # Errors
///
/// When there is no such file.
pub(crate) fn read(file: PathBuf) -> Result<Recorded, Failure> {
    match fs::read(&file) {
        Ok(bytes) => Ok(Recorded {
            name: file.display().to_string(),
            bytes,
        }),
        Err(source) => Err(Failure::Recording { file, source }),
    }
}

/// Reads the articles of a folder, in the order of their names.
///
/// # Errors
///
/// When there is no such folder, or a file in it cannot be read.
pub(crate) fn pages(folder: PathBuf) -> Result<Vec<Page>, Failure> {
    let read = || {
        let mut pages = Vec::new();
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|kind| kind == "html") {
                let name = path.file_stem().unwrap_or_default();
                pages.push(Page {
                    name: name.to_string_lossy().into_owned(),
                    html: fs::read_to_string(&path)?,
                });
            }
        }
        pages.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(pages)
    };
    read().map_err(|source| Failure::Articles { folder, source })
}
