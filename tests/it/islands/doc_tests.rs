//! What does not compile, and its twin that does.

use std::fs;
use std::path::{Path, PathBuf};

/// Every Rust file of the library.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .flat_map(|path| {
            if path.is_dir() {
                sources(&path)
            } else {
                vec![path]
            }
        })
        .filter(|path| path.extension().is_some_and(|kind| kind == "rs"))
        .collect()
}

/// An example of a doc comment: what stands behind its fence, and its lines.
type Example = (String, Vec<String>);

fn examples(source: &str) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut open: Option<Example> = None;
    let docs = source.lines().map(str::trim_start).filter_map(|line| {
        let doc = line.strip_prefix("///").or(line.strip_prefix("//!"))?;
        Some(doc.strip_prefix(' ').unwrap_or(doc))
    });
    for line in docs {
        match (line.strip_prefix("```"), &mut open) {
            (Some(fence), None) => open = Some((fence.to_owned(), Vec::new())),
            (Some(_), Some(_)) => examples.extend(open.take()),
            (None, Some((_, lines))) => lines.push(line.to_owned()),
            (None, None) => {}
        }
    }
    examples
}

#[test]
fn every_example_that_must_not_compile_has_a_twin_that_differs_in_one_line() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/src");
    let mut pairs = 0;
    for path in sources(&shared) {
        let examples = examples(&fs::read_to_string(&path).unwrap());
        for (at, (fence, lines)) in examples.iter().enumerate() {
            if !fence.starts_with("compile_fail") {
                continue;
            }
            let at_fault = format!("{}:\n{}", path.display(), lines.join("\n"));
            let (fence, twin) = examples.get(at + 1).expect(&at_fault);
            assert_eq!(fence, "", "the next one must compile: {at_fault}");
            assert_eq!(lines.len(), twin.len(), "{at_fault}");
            let differ = lines.iter().zip(twin).filter(|(line, twin)| line != twin);
            assert_eq!(differ.count(), 1, "{at_fault}");
            pairs += 1;
        }
    }
    assert!(pairs > 20, "only {pairs} pairs were found");
}
