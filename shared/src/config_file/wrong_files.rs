//! What somebody is told who wrote a wrong file: the whole of what is printed, file by file.

use super::{Document, Names, Source, read_config};

const RIGHT: &str = "\
version: 1
agent:
  teammate: nexora@acme.example
  guidance: |
    Be brief.
  limits: { turns: 8 }
companies: { tiers: [Free, Team] }
intents:
  billing: [send me an invoice]
  cancel account: [close my account]
rules:
  - name: Enterprise goes to its CSM
    when: { company.plan: Enterprise }
    then: { hand_off: { to: contact.owner } }
  - name: Legal pages get drafts only
    when:
      any:
        - url.path: /legal/**
        - all:
            - not: { contact.segment: VIP }
            - bot: absent
    then: { agent: { mode: draft } }
  - name: Everything else
    then: { agent: {} }
hand_off:
  default: \"team:Support\"
  when: { confidence_below: 0.35, intents: [cancel account] }
  say:
    open: { en: One moment. }
attributes:
  conversation: { Nexora intent: intent, Order number: { capture: order number } }
  company:
    CS escalation: { set: true, when: { outcome: handed_off } }
    Interest: [{ set: Team, when: { intent: billing } }, { set: Free, when: { intent: cancel account } }]
tags: { Escalated: { outcome: handed_off } }
captures: { email: email, order number: { pattern: 'ORD-[0-9]{4,}' } }
";

fn printed(own: &str) -> String {
    let names = Names {
        own: Source {
            name: "acme.yaml",
            text: own,
        },
        defaults: None,
    };
    match Document::read(own, None) {
        Ok(_) => "nothing is wrong\n".to_owned(),
        Err(problems) => names.all(&problems),
    }
}

/// What is wrong, and how the right file becomes that: what is written in place of what.
const CHANGES: &[(&str, &str, &str)] = &[
    ("a tab indents", "  teammate:", "\tteammate:"),
    (
        "a tab in a list of rules",
        "    when: { company.plan",
        "\twhen: { company.plan",
    ),
    ("wrong indentation", "  limits: {", "   limits: {"),
    (
        "too little indentation",
        "    then: { hand_off",
        "  then: { hand_off",
    ),
    ("a misspelt key at the top", "\nhand_off:", "\nhandoff:"),
    ("a misspelt key within", "turns: 8", "turn: 8"),
    (
        "a key that belongs elsewhere",
        "companies:",
        "teams: {}\ncompanies:",
    ),
    (
        "a variant without its value",
        "then: { agent: {} }",
        "then: agent",
    ),
    ("a misspelt mode", "mode: draft", "mode: drafts"),
    ("another mode", "mode: draft", "mode: shout"),
    (
        "a misspelt variant",
        "then: { agent: {} }",
        "then: { agnet: {} }",
    ),
    (
        "two variants",
        "then: { agent: {} }",
        "then: { agent: {}, leave_to: team }",
    ),
    (
        "a wrong surface",
        "then: { agent: {} }",
        "then: { leave_to: fin }",
    ),
    (
        "a misspelt fact three levels deep",
        "contact.segment: VIP",
        "contact.segmnt: VIP",
    ),
    (
        "an unknown fact with its page",
        "company.plan: Enterprise",
        "plan: Enterprise",
    ),
    (
        "a fact without its attribute",
        "company.plan: Enterprise",
        "company.attribute.: 3",
    ),
    (
        "a mapping where a fact's values are due",
        "company.plan: Enterprise",
        "company.plan: { is: Enterprise }",
    ),
    (
        "a condition that is a text",
        "when: { company.plan: Enterprise }",
        "when: Enterprise",
    ),
    (
        "a condition that is a list",
        "when: { company.plan: Enterprise }",
        "when: [company.plan]",
    ),
    (
        "`any` without a list",
        "any:\n        - url.path: /legal/**\n        - all:",
        "any:\n          all:",
    ),
    (
        "a list where a text is due",
        "name: Everything else",
        "name: [Everything, else]",
    ),
    (
        "a text where a list is due",
        "intents: [cancel account]",
        "intents: cancel account",
    ),
    (
        "a text where a mapping is due",
        "limits: { turns: 8 }",
        "limits: 8",
    ),
    (
        "phrases that are one text",
        "billing: [send me an invoice]",
        "billing: send me an invoice",
    ),
    (
        "a target without its kind",
        "to: contact.owner",
        "to: Support",
    ),
    (
        "a misspelt kind of target",
        "\"team:Support\"",
        "\"taem:Support\"",
    ),
    (
        "a target without quotes and a space",
        "\"team:Support\"",
        "team: Support",
    ),
    (
        "a default that may be nobody",
        "\"team:Support\"",
        "contact.owner",
    ),
    (
        "a key that stands twice",
        "  limits: {",
        "  teammate: ana@acme.example\n  limits: {",
    ),
    (
        "two rules of one name",
        "Everything else",
        "Legal pages get drafts only",
    ),
    (
        "a number as a rule's name",
        "name: Everything else",
        "name: 42",
    ),
    (
        "no rule for the rest",
        "  - name: Everything else\n    then: { agent: {} }\n",
        "",
    ),
    (
        "a star without quotes",
        "url.path: /legal/**",
        "url.path: *",
    ),
    (
        "stars without quotes",
        "url.path: /legal/**",
        "url.path: **/legal",
    ),
    (
        "an at sign without quotes",
        "teammate: nexora@acme.example",
        "teammate: @nexora",
    ),
    (
        "a percent sign without quotes",
        "guidance: |\n    Be brief.",
        "guidance: % of nothing",
    ),
    (
        "a colon in a text without quotes",
        "en: One moment.",
        "en: One moment: we look",
    ),
    (
        "a quote that does not end",
        "en: One moment.",
        "en: \"One moment.",
    ),
    (
        "a bracket that does not end",
        "intents: [cancel account]",
        "intents: [cancel account",
    ),
    ("a number with a unit", "turns: 8", "turns: 8 turns"),
    ("a negative number", "turns: 8", "turns: -8"),
    ("a number in quotes", "turns: 8", "turns: \"8\""),
    ("a percentage for a share", "0.35", "35"),
    ("a word for a number", "0.35", "low"),
    (
        "an intent that is not there",
        "[cancel account]",
        "[cancel acount]",
    ),
    ("a version to come", "version: 1", "version: 2"),
    ("a word for the version", "version: 1", "version: one"),
    ("no version", "version: 1\n", ""),
    ("no teammate", "  teammate: nexora@acme.example\n", ""),
    (
        "nothing behind a key",
        "teammate: nexora@acme.example",
        "teammate:",
    ),
    (
        "a wrong finding",
        "Nexora intent: intent",
        "Nexora intent: intents",
    ),
    (
        "a secret",
        "    Be brief.",
        "    Call them with sk-proj-a1b2c3d4e5f6g7h8i9j0.",
    ),
    (
        "a secret where something else is due",
        "turns: 8",
        "turns: sk-proj-a1b2c3d4e5f6g7h8i9j0",
    ),
    (
        "a secret on a line that is no YAML",
        "en: One moment.",
        "en: \"sk-proj-a1b2c3d4e5f6g7h8i9j0",
    ),
    (
        "an alias of nothing",
        "teammate: nexora@acme.example",
        "teammate: *ana",
    ),
    (
        "a word where texts are due",
        "say:\n    open: { en: One moment. }",
        "say: nothing",
    ),
    (
        "a misspelt text",
        "open: { en: One moment. }",
        "open: { en: One moment. }\n    clarfy: { en: What about? }",
    ),
    (
        "a text without its language",
        "open: { en: One moment. }",
        "clarify: What about?",
    ),
    (
        "a time in a text for open hours",
        "open: { en: One moment. }",
        "open: { en: \"Back {opens}.\" }",
    ),
    (
        "a misspelt text of a rule",
        "then: { agent: {} }",
        "say: { opne: { en: One moment. } }\n    then: { agent: {} }",
    ),
    (
        "a list where a rule's texts are due",
        "then: { agent: {} }",
        "say: [none]\n    then: { agent: {} }",
    ),
    (
        "a wrong placeholder in a rule's text",
        "then: { agent: {} }",
        "say: { closed: { de: \"Ab {open}.\" } }\n    then: { agent: {} }",
    ),
    (
        "too little time to pick up",
        "  say:\n    open",
        "  pick_up: { within: 5s }\n  say:\n    open",
    ),
    (
        "a pick-up without a time",
        "  say:\n    open",
        "  pick_up: { to: [\"team:Night\"] }\n  say:\n    open",
    ),
    (
        "a bare name that is to get it next",
        "  say:\n    open",
        "  pick_up: { within: 15m, to: Night }\n  say:\n    open",
    ),
    (
        "something to ask for that is not captured",
        "\ntags:",
        "\nout_of_hours: { capture: [email, order numbr] }\ntags:",
    ),
    (
        "something to ask for that is no capture's near name",
        "\ntags:",
        "\nout_of_hours: { capture: [shoe size] }\ntags:",
    ),
    (
        "something to ask for twice",
        "\ntags:",
        "\nout_of_hours:\n  capture: [email, order number, email]\ntags:",
    ),
    (
        "a wrong placeholder in a question",
        "\ntags:",
        "\nout_of_hours: { capture: [email], say: { ask: { en: \"Your {name}?\" } } }\ntags:",
    ),
    (
        "a misspelt key of the night",
        "\ntags:",
        "\nout_of_hours: { folow_up: \"team:Morning\" }\ntags:",
    ),
    (
        "a bare name that is to follow up",
        "\ntags:",
        "\nout_of_hours: { follow_up: Morning }\ntags:",
    ),
    (
        "a silence without a unit",
        "\ntags:",
        "\noutcomes: { silence: 24 }\ntags:",
    ),
    (
        "a silence of a year",
        "\ntags:",
        "\noutcomes: { silence: 365 days }\ntags:",
    ),
    ("two documents", "attributes:", "---\nattributes:"),
    (
        "a language that notes are not in",
        "  say:\n    open",
        "  note: { language: pl }\n  say:\n    open",
    ),
    (
        "a finding that is none",
        "Nexora intent: intent",
        "Nexora intent: intnt",
    ),
    ("a flag that is cleared", "set: true", "set: false"),
    (
        "a value without when",
        "set: Team, when: { intent: billing }",
        "set: Team",
    ),
    ("a when without value", "set: Team, when", "when"),
    ("values of two types", "set: Free, when", "set: 3, when"),
    (
        "an order without the value",
        "when: { outcome: handed_off } }\n    Int",
        "when: { outcome: handed_off }, order: [false, 1] }\n    Int",
    ),
    (
        "a finding where a rule cannot know it",
        "bot: absent",
        "intent: billing",
    ),
    (
        "an outcome where a rule cannot know it",
        "bot: absent",
        "outcome: handed_off",
    ),
    (
        "an outcome that is none",
        "{ outcome: handed_off } }\n    Int",
        "{ outcome: handedoff } }\n    Int",
    ),
    (
        "a tag without a condition",
        "Escalated: { outcome: handed_off }",
        "Escalated: handed_off",
    ),
    (
        "a capture that is none",
        "{ capture: order number }",
        "{ capture: order numbr }",
    ),
    (
        "a capture with a value",
        "{ capture: order number }",
        "{ capture: order number, set: true }",
    ),
    ("a tag without a name", "Escalated:", "\" \":"),
    ("a misspelt form", "email: email", "email: emial"),
    ("a form that is a list", "email: email", "email: [email]"),
    ("a misspelt key of a form", "pattern:", "patern:"),
    ("a field without a name", "email: email", "'': email"),
    (
        "a pattern that does not end",
        "'ORD-[0-9]{4,}'",
        "'ORD-([0-9]{4,}'",
    ),
    ("a pattern of nothing", "'ORD-[0-9]{4,}'", "'(ORD)*'"),
    (
        "a pattern that looks around",
        "'ORD-[0-9]{4,}'",
        "'(?<=ORD-)\\d+'",
    ),
    (
        "a pattern in the wrong quotes",
        "'ORD-[0-9]{4,}'",
        "\"ORD-\\d{4,}\"",
    ),
    ("a pattern without quotes", "'ORD-[0-9]{4,}'", "ORD-\\d{4,}"),
];

#[test]
fn whoever_changes_the_right_file_into_a_wrong_one_is_led_back() {
    assert_eq!(printed(RIGHT), "nothing is wrong\n");
    let told = CHANGES.iter().map(|(title, right, wrong)| {
        assert!(RIGHT.contains(right), "{title}: {right}");
        let yaml = RIGHT.replacen(right, wrong, 1);
        format!("## {title}\n\n{}\n", printed(&yaml))
    });
    insta::assert_snapshot!(told.collect::<String>());
}

#[test]
fn whole_files_that_are_something_else_are_told_apart() {
    let many_wrong = RIGHT
        .replace("version: 1", "version: one")
        .replace("turns: 8", "turn: 8")
        .replace("contact.segment: VIP", "contact.segmnt: VIP")
        .replace("bot: absent", "bott: absent")
        .replace("mode: draft", "mode: drafts")
        .replace("[cancel account]", "[cancel acount]")
        .replace("to: contact.owner", "to: Support");
    let bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned()
        + &(b'b'..=b'j')
            .map(|next| {
                let (next, last) = (char::from(next), char::from(next - 1));
                let all = vec![format!("*{last}"); 9].join(", ");
                format!("{next}: &{next} [{all}]\n")
            })
            .collect::<String>();
    let long = format!("{RIGHT}# {}\n", "x".repeat(1 << 20));
    let deep = format!("version: {}1{}\n", "[".repeat(300), "]".repeat(300));
    let files = [
        ("an empty file", ""),
        ("a comment", "# nothing yet\n"),
        ("a list", "- version: 1\n"),
        ("a text", "hello\n"),
        ("one key", "version: 1\n"),
        (
            "no rules",
            "version: 1\nagent: { teammate: Ana }\nrules: []\nhand_off: { default: \"team:Support\" }\n",
        ),
        (
            "rules left empty",
            "version: 1\nagent: { teammate: Ana }\nrules:\nhand_off: { default: \"team:Support\" }\n",
        ),
        (
            "rules that are a mapping",
            "version: 1\nagent: { teammate: Ana }\nrules:\n  Everything else: { agent: {} }\nhand_off: { default: \"team:Support\" }\n",
        ),
        (
            "an empty rule",
            "version: 1\nagent: { teammate: Ana }\nrules:\n  -\nhand_off: { default: \"team:Support\" }\n",
        ),
        ("much that is wrong", &many_wrong),
        (
            "hours of all kinds",
            "version: 1\nagent: { teammate: Ana }\noffice_hours:\n  default: { zone: Europe/Berln, open: { mno-fri: 09:00-18:00 } }\n  teams:\n    Support: { open: { daily: [09:00-18:00, 9-18] }, closed: [2026-12-24, 24.12.] }\n    Night desk: { zone: UTC, open: { mon-fri: 09:00-18:00, fri: 09:00-12:00 }, form: Hours }\nrules: [{ name: All, then: { agent: {} } }]\nhand_off: { default: \"team:Support\", say: { open: {}, closed: { en: \"Back {opening}.\" } } }\n",
        ),
        (
            "hours of dates and holidays",
            "version: 1\nagent: { teammate: Ana }\noffice_hours:\n  default:\n    zone: UTC\n    open: { mon-fri: 09:00-18:00 }\n    closed: [2026-12-24, 2026-08-01..2026-08-15, yearly 12-31]\n    special:\n      2026-12-24: 09:00-12:00\n      2026-08-15..2026-08-31: 10:00-12:00\n      2026-12-31: 10:00-12:00\n  teams:\n    Support:\n      zone: UTC\n      open: {}\n      special: { 24.12.: 09:00-12:00, 2026-12-24: [], 2026-12-25: 9-12 }\n      holidays: [DE, Germny, NO]\n    Sales: { zone: UTC, open: {}, holidays: UK }\n    Billing: { zone: UTC, open: {}, special: { 2026-12-24: 09:00-12:00, 2026-12-24: 09:00-13:00 }, holiday: DE }\nrules: [{ name: All, then: { agent: {} } }]\nhand_off: { default: \"team:Support\" }\n",
        ),
        (
            "schedules by their names",
            "version: 1\nagent: { teammate: Ana }\noffice_hours:\n  default: Berln\n  teams: { Support: [Berlin], Sales: \" \", Billing: { zone: UTC } }\n  schedules:\n    Berlin: { zone: Europe/Berlin, open: { mon-fri: 09:00-18:00 }, closed: [2026-12-24], special: { 2026-12-24: 09:00-12:00 } }\n    Vienna: Berlin\nrules: [{ name: Open, when: { schedule.open: [Berlin, Berln] }, then: { agent: {} } }, { name: Closed, when: { any: [{ schedule.opn: Berlin }] }, then: { agent: {} } }, { name: All, then: { agent: {} } }]\nhand_off: { default: \"team:Support\" }\n",
        ),
        (
            "only unknown schedules",
            "version: 1\nagent: { teammate: Ana }\noffice_hours:\n  default: Berln\n  schedules: { Berlin: { zone: UTC, open: {} }, Desk: { from: Desk hours } }\nrules: [{ name: Open, when: { any: [{ schedule.open: [Desk hours, Desk, Dsk] }] }, then: { agent: {} } }, { name: All, then: { agent: {} } }]\nhand_off: { default: \"team:Support\" }\ntags: { night: { not: { schedule.open: absent } }, day: { schedule.open: Vienna } }\n",
        ),
        (
            "lists where texts are due, and texts where lists are",
            "version: 1\nagent: { teammate: [Ana] }\nrules: [{ name: All, rollout: 120, then: { hand_off: { to: \"team:A\", cover: [Ben, \"team:B\"] } } }, { name: Rest, when: { bot: [absent, escalatd], company.attribute.Seats: { above: many } }, then: { agent: {} } }]\nhand_off: { default: \"team:Support\" }\ntrace: { show: [Plan] }\n",
        ),
        ("an anchor bomb", &bomb),
        ("a megabyte", &long),
        ("three hundred brackets", &deep),
        (
            "broken JSON",
            "{ \"version\": 1, \"agent\": { \"teammate\": \"Ana\" }\n",
        ),
        ("another language", "<?xml version=\"1.0\"?>\n<config/>\n"),
        ("a zero byte", "version: 1\0\n"),
    ];
    let told = files.map(|(title, yaml)| format!("## {title}\n\n{}\n", printed(yaml)));
    insta::assert_snapshot!(told.concat());
}

#[test]
fn other_ways_to_write_the_right_file_are_right() {
    let right = read_config(RIGHT).unwrap();
    let json = serde_json::to_string_pretty(&right).unwrap();
    for same in [
        RIGHT.replace('\n', "\r\n"),
        format!("\u{feff}{RIGHT}"),
        format!("---\n{RIGHT}"),
        format!("{RIGHT}...\n"),
        format!("# yaml-language-server: $schema=config.schema.json\n{RIGHT}"),
        RIGHT.trim_end().to_owned(),
        json,
    ] {
        assert_eq!(read_config(&same).as_ref(), Ok(&right), "{same}");
    }
}

#[test]
fn of_two_files_the_one_is_named_in_which_it_stands() {
    let printed = |defaults: &str, own: &str| {
        let source = |name, text| Source { name, text };
        let names = Names {
            own: source("birch.yaml", own),
            defaults: Some(source("defaults.yaml", defaults)),
        };
        match Document::read(own, Some(defaults)) {
            Ok(_) => "nothing is wrong\n".to_owned(),
            Err(problems) => names.all(&problems),
        }
    };
    let both = [
        printed(RIGHT, "agent: { limits: { turn: 3 } }\n"),
        printed(&RIGHT.replace("turns", "turn"), "rules: [{ name: All }]\n"),
        printed("version: 1\n", "agent: {}\n"),
        printed("- version\n", "agent: [\n"),
        printed(RIGHT, "hand_off: { when: { intents: [refund] } }\n"),
    ];
    insta::assert_snapshot!(both.join("\n"));
}

#[test]
fn a_caret_stands_below_its_place_behind_tabs_and_on_long_lines() {
    let guidance = "ä".repeat(300);
    let yaml = format!("version: 1\nagent: {{ guidance: {guidance}, teammate: Ana, limt: 3 }}\n");
    insta::assert_snapshot!(printed(&yaml));
}
