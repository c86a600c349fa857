//! `nexora config check` and `nexora config schema`, as a terminal shows them.

use crate::program::{nexora, root};

const ACME: &str = include_str!("../../../local/seed/acme.yaml");

#[test]
fn the_seeds_can_be_published_as_they_are() {
    for seed in ["local/seed/acme.yaml", "local/seed/harbour.yaml"] {
        let ended = nexora(&format!("config check --strict {seed}"), "");
        assert_eq!(ended.out, format!("{seed}: it can be published\n"));
        assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    }
}

#[test]
fn everything_that_is_wrong_is_shown_at_its_place_and_the_status_is_one() {
    let wrong = ACME
        .replace("limits: { turns: 8 }", "limits: { turn: 8 }")
        .replace("contact.segment: Champions", "contact.segmnt: Champions");
    let ended = nexora("config check -", &wrong);
    assert_eq!((ended.code, ended.err.as_str()), (1, ""));
    insta::assert_snapshot!(ended.out, @r"
    standard input:10:13: error: agent.limits.turn: there is no key `turn` here; did you mean `turns`?
     10 |   limits: { turn: 8 }
        |             ^
    standard input:35:13: error: rules[4].when.contact.segmnt: `contact.segmnt` is not a fact; did you mean `contact.segment`?
     35 |     when: { contact.segmnt: Champions, url.path: /pricing }
        |             ^
    standard input: 2 errors; docs/CONFIG.md describes every key
    ");
}

#[test]
fn a_warning_is_an_error_only_to_whoever_is_strict() {
    let strange = ACME.replace("url.path: /legal/**", "url.path: /careers/jobs");
    let (mild, strict) = (
        nexora("config check -", &strange),
        nexora("config check - --strict", &strange),
    );
    assert_eq!((mild.code, strict.code), (0, 1));
    assert!(mild.out.contains("(unreachable-rule)"));
    assert!(
        mild.out
            .ends_with("standard input: 1 warning; it can be published\n")
    );
}

#[test]
fn the_schema_is_the_one_in_the_docs() {
    let copy = std::fs::read_to_string(root().join("docs/config.schema.json")).unwrap();
    assert_eq!(nexora("config schema", "").out, copy);
}
