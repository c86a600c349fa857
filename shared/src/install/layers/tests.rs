use proptest::prelude::*;

use super::*;
use crate::install::read_config;

const DEFAULTS: &str = "\
version: 1
agent:
  teammate: nexora@acme.example
  guidance: |
    Be brief.
    Be kind.
  limits: { turns: 8 }
intents:
  refund: [I want my money back]
rules:
  - name: Everything else
    then: { agent: {} }
hand_off:
  default: team:Support
  when: { confidence_below: 0.35, intents: [refund] }
  say:
    open: { en: One moment. }
";

fn told(defaults: &str, own: &str) -> String {
    let misfit = read_config_over(defaults, own).unwrap_err();
    let spot = misfit.spot();
    let spot = spot.map_or_else(
        || "nowhere".to_owned(),
        |spot| format!("{:?} {spot}", spot.layer),
    );
    format!("{misfit} ({spot})")
}

#[test]
fn what_is_own_is_laid_over_key_by_key_and_lists_and_values_take_the_defaults_place() {
    let own = "\
agent:
  teammate: ava@birch.example
  limits: { turns: 3 }
intents:
  refund: [Geld zurück]
  delay: [Where is my parcel]
rules:
  - name: Only drafts
    then: { agent: { mode: draft } }
hand_off:
  say:
    open: { de: Einen Moment. }
";
    let merged = read_config_over(DEFAULTS, own).unwrap();
    let whole = read_config(
        "\
version: 1
agent:
  teammate: ava@birch.example
  guidance: |
    Be brief.
    Be kind.
  limits: { turns: 3 }
intents:
  refund: [Geld zurück]
  delay: [Where is my parcel]
rules:
  - name: Only drafts
    then: { agent: { mode: draft } }
hand_off:
  default: team:Support
  when: { confidence_below: 0.35, intents: [refund] }
  say:
    open: { en: One moment., de: Einen Moment. }
",
    );
    assert_eq!(merged, whole.unwrap());
}

#[test]
fn defaults_may_be_all_there_is_or_nothing() {
    let whole = read_config(DEFAULTS).unwrap();
    for nothing in ["", "\n", "# nothing yet\n", "{}", "---\n"] {
        assert_eq!(
            read_config_over(DEFAULTS, nothing).unwrap(),
            whole,
            "{nothing:?}"
        );
        assert_eq!(
            read_config_over(nothing, DEFAULTS).unwrap(),
            whole,
            "{nothing:?}"
        );
    }
}

#[test]
fn a_value_means_what_it_means_in_one_file() {
    // An id without quotes is a text where a text is asked for; and so are other texts that look like something else.
    for teammate in [
        "9608802",
        "0x1F",
        "1e3",
        "on",
        "'true'",
        "\"9608802\"",
        "Ana  # hers",
        "\"Jürgen \\\"J\\\" \\u00df\"",
        "|-\n    Ana\n    Lena",
        ">\n    Ana\n    Lena",
        "Ana\n    Lena",
        "-x &y [z",
        "!!str 9608802",
        "&anchor Ana",
        "|",
        "''",
        "'it''s me'",
        "http://a.example/#b",
    ] {
        let yaml = DEFAULTS.replace("nexora@acme.example", teammate);
        let Ok(whole) = read_config(&yaml) else {
            panic!("{teammate} is no text")
        };
        assert_eq!(read_config_over("", &yaml).unwrap(), whole, "{teammate}");
        assert_eq!(read_config_over(&yaml, "").unwrap(), whole, "{teammate}");
    }
}

#[test]
fn what_is_left_empty_is_as_empty_as_in_one_file() {
    for nothing in ["", "~", "null", "''", "{}", "[]", " # nothing"] {
        for key in ["companies", "attributes"] {
            let yaml = format!("{DEFAULTS}{key}: {nothing}\n");
            let whole = read_config(&yaml).ok();
            assert_eq!(read_config_over("", &yaml).ok(), whole, "{yaml}");
        }
        for place in ["nexora@acme.example", "{ turns: 8 }", "0.35", "[refund]"] {
            let yaml = DEFAULTS.replace(place, nothing);
            let whole = read_config(&yaml).ok();
            assert_eq!(read_config_over("", &yaml).ok(), whole, "{yaml}");
        }
    }
}

#[test]
fn anchors_and_merge_keys_are_put_in_place_before_anything_is_laid_over() {
    let own = "\
agent:
  teammate: &name Ava
  guidance: *name
  limits: &limits { turns: 5 }
hand_off:
  when: { <<: &when { confidence_below: 0.5 }, asked_for_person: false }
";
    let merged = read_config_over(DEFAULTS, own).unwrap();
    assert_eq!(merged.agent.guidance, "Ava");
    assert_eq!(merged.agent.limits.turns, 5);
    let when = &merged.hand_off.when;
    assert!((when.confidence_below - 0.5).abs() < f32::EPSILON);
    assert_eq!(
        (when.asked_for_person, when.intents.as_slice()),
        (false, ["refund".to_owned()].as_slice())
    );
}

#[test]
fn what_cannot_be_read_is_said_of_its_own_file() {
    insta::assert_snapshot!(told("agent: [", ""), @r"
    the configuration cannot be read: error: line 1 column 8: unclosed bracket '['
     --> <input>:1:8
      |
    1 | agent: [
      |        ^ unclosed bracket '[' (nowhere)
    ");
    insta::assert_snapshot!(told(DEFAULTS, "agent:\n  teammate: a\n  teammate: b\n"), @r"
    the configuration cannot be read: error: line 3 column 3: duplicate mapping key: teammate, set DuplicateKeyPolicy in Options if acceptable
     --> <input>:3:3
      |
    1 | agent:
    2 |   teammate: a
    3 |   teammate: b
      |   ^ duplicate mapping key: teammate, set DuplicateKeyPolicy in Options if acceptable (nowhere)
    ");
    insta::assert_snapshot!(told(DEFAULTS, "- agent"), @"the configuration cannot be read: it is no mapping of keys to values (nowhere)");
    insta::assert_snapshot!(told("version", ""), @"the configuration cannot be read: it is no mapping of keys to values (nowhere)");
}

#[test]
fn a_wrong_value_is_said_with_its_key_and_the_place_in_the_file_it_came_from() {
    let limits = "agent:\n  limits:\n    turn: 3\n";
    insta::assert_snapshot!(told(DEFAULTS, limits), @"the configuration cannot be read: agent.limits.turn: unknown field `turn`, expected one of turns (Own line 3 column 5)");
    let wrong = DEFAULTS.replace("turns: 8", "turn: 8");
    insta::assert_snapshot!(told(&wrong, "agent: { teammate: Ava }\n"), @"the configuration cannot be read: agent.limits.turn: unknown field `turn`, expected one of turns (Defaults line 7 column 13)");
    let wrong = DEFAULTS.replace("turns: 8", "turns: many");
    insta::assert_snapshot!(told(&wrong, "agent: { teammate: Ava }\n"), @"the configuration cannot be read: agent.limits.turns: invalid u32 (Defaults line 7 column 20)");
    insta::assert_snapshot!(told(DEFAULTS, "\n\nagents: {}\n"), @"the configuration cannot be read: agents: unknown field `agents`, expected one of version, paused, agent, companies, intents, office_hours, rules, hand_off, attributes (Own line 3 column 1)");
    let rules = "rules:\n  - name: All\n    then: { agent: { mode: shout } }\n";
    insta::assert_snapshot!(told(DEFAULTS, rules), @"the configuration cannot be read: rules[0].then.agent.mode: unknown variant `shout`, expected one of observe, draft, reply (Own line 3 column 28)");
    insta::assert_snapshot!(told(DEFAULTS, "hand_off: { default: Support }\n"), @"the configuration cannot be read: hand_off.default: expected `team:NAME`, `teammate:NAME`, `contact.owner` or `company.attribute.NAME`, found `Support`; write `team:Support` if it is a team (Own line 1 column 22)");
    insta::assert_snapshot!(told(DEFAULTS, "agent: Ava\n"), @"the configuration cannot be read: agent: expected mapping start (Own line 1 column 8)");
}

#[test]
fn wrong_office_hours_and_placeholders_are_said_where_they_stand() {
    let told_of_both = told;
    let told = |hours: &str| {
        let own = format!("office_hours:\n  default:\n    {hours}\n");
        let alone = read_config(&format!("{DEFAULTS}{own}")).unwrap_err();
        let alone = alone.to_string();
        let place = alone.lines().find(|line| line.contains("-->"));
        format!(
            "{}{}",
            told_of_both(DEFAULTS, &own),
            place.unwrap_or_default()
        )
    };
    insta::assert_snapshot!(told("{ zone: Europe/Berln, open: {} }"), @"the configuration cannot be read: office_hours.default.zone: expected a time zone such as `Europe/Berlin` or `America/New_York`, found `Europe/Berln`; did you mean `Europe/Berlin`? (Own line 3 column 13)  --> <input>:20:13");
    insta::assert_snapshot!(told("{ zone: Europe/Berlin, open: { mno-fri: 09:00-18:00 } }"), @"the configuration cannot be read: office_hours.default.open.mno-fri: expected days such as `mon`, `mon-fri`, `tue, thu` or `daily`, found `mno-fri`; did you mean `mon-fri`? (Own line 3 column 36)  --> <input>:20:36");
    insta::assert_snapshot!(told("{ zone: Europe/Berlin, open: { mon-fri: 09:00-18:00, fri: 09:00-12:00 } }"), @"the configuration cannot be read: office_hours.default.open.fri: `fri` is written twice; write each day once, with a list of spans where it has several (Own line 3 column 58)  --> <input>:20:58");
    insta::assert_snapshot!(told("{ zone: Europe/Berlin, open: { daily: [09:00-18:00, 9-18] } }"), @"the configuration cannot be read: office_hours.default.open.daily[1]: expected a span such as `09:00-18:00` or `22:00-06:00`, found `9-18` (Own line 3 column 57)  --> <input>:20:57");
    insta::assert_snapshot!(told("{ zone: Europe/Berlin, open: {}, closed: [2026-12-24, 24.12.] }"), @"the configuration cannot be read: office_hours.default.closed[1]: expected a date such as `2026-12-24`, `yearly 12-25` or `2026-12-24..2027-01-01`, found `24.12.` (Own line 3 column 59)  --> <input>:20:59");
    insta::assert_snapshot!(told("{ open: { daily: 09:00-18:00 } }"), @"the configuration cannot be read: office_hours.default.open: `zone` is missing: write where the hours are, such as `zone: Europe/Berlin` (Own line 3 column 7)  --> <input>:20:5");
    insta::assert_snapshot!(told_of_both(DEFAULTS, "hand_off: { say: { closed: { en: 'Back {opening}.' } } }\n"), @"the configuration cannot be read: hand_off.say.closed.en: `{opening}` means nothing here: this text takes only `{opens}` (Own line 1 column 34)");
}

#[test]
fn the_hours_of_an_office_are_taken_whole_and_teams_are_merged() {
    let hours = |default: &str, desk: &str| {
        format!(
            "office_hours:\n  default: {default}\n  teams:\n    Desk: {{ from: Desk }}\n    {desk}\n"
        )
    };
    let defaults = format!(
        "{DEFAULTS}{}",
        hours(
            "{ zone: Europe/Berlin, open: { mon-fri: 09:00-18:00 }, closed: [yearly 12-25] }",
            "Nights: { from: Nights }"
        )
    );
    let own = hours(
        "{ zone: Europe/Madrid, open: { mon-thu: 09:00-14:00 } }",
        "Days: { zone: UTC, open: { daily: [00:00-12:00, 13:00-24:00] }, closed: [2026-12-24, 2026-12-27..2027-01-01] }",
    );
    let merged = read_config_over(&defaults, &own).unwrap().office_hours;
    insta::assert_json_snapshot!(merged, @r#"
    {
      "default": {
        "zone": "Europe/Madrid",
        "open": {
          "mon-thu": "09:00-14:00"
        }
      },
      "teams": {
        "Days": {
          "zone": "UTC",
          "open": {
            "daily": [
              "00:00-12:00",
              "13:00-24:00"
            ]
          },
          "closed": [
            "2026-12-24",
            "2026-12-27..2027-01-01"
          ]
        },
        "Desk": {
          "from": "Desk"
        },
        "Nights": {
          "from": "Nights"
        }
      }
    }
    "#);
}

#[test]
fn what_is_missing_stands_in_neither_file() {
    let wrong = DEFAULTS.replace("  teammate: nexora@acme.example\n", "");
    insta::assert_snapshot!(told(&wrong, "agent: { limits: { turns: 3 } }\n"), @"the configuration cannot be read: agent: missing field `teammate` (nowhere)");
    insta::assert_snapshot!(told("version: 1", "agent: { teammate: Ava }\n"), @"the configuration cannot be read: missing field `rules` (nowhere)");
    // But a list is from one file as a whole.
    insta::assert_snapshot!(told(DEFAULTS, "rules:\n  - name: All\n"), @"the configuration cannot be read: rules[0]: missing field `then` (Own line 2 column 5)");
    insta::assert_snapshot!(told("version: 1", "agent: {}\n"), @"the configuration cannot be read: agent: missing field `teammate` (nowhere)");
}

#[test]
fn what_contradicts_itself_is_said_where_its_key_stands() {
    insta::assert_snapshot!(told(DEFAULTS, "hand_off: { when: { confidence_below: 7 } }\n"), @"the configuration cannot work: hand_off.when.confidence_below: write a number from 0 to 1 (Own line 1 column 21)");
    let wrong = DEFAULTS.replace("intents: [refund]", "intents: [refunds]");
    insta::assert_snapshot!(told(&wrong, "agent: { teammate: Ava }\n"), @"the configuration cannot work: hand_off.when.intents: “refunds” is not among `intents`; add it there with a few example phrases (Defaults line 15 column 35)");
    insta::assert_snapshot!(told(DEFAULTS, "version: 2"), @"the configuration cannot work: version: 2 is not known; write `version: 1` (Own line 1 column 1)");
    insta::assert_snapshot!(told(DEFAULTS, "rules: []"), @"the configuration cannot work: rules: the last rule must apply to everything else; add one without `when` and `rollout`, for example `- name: Everything else` with `then: { agent: {} }` (Own line 1 column 1)");
}

/// Configurations that differ in everything there is a rule of merging for.
fn yaml() -> impl Strategy<Value = String> {
    let word = "[ -~äß\\n]{0,12}";
    let words = prop::collection::vec(word, 0..3);
    let intents = prop::collection::btree_map("[a-z]{1,3}", words, 0..3);
    // Braces stand for placeholders there, of which these texts have none.
    let text = "[ -z|~äß\\n]{0,12}";
    let texts = prop::collection::btree_map("[a-z]{2}", text, 0..3);
    let share = 0u8..=100;
    (word, 0u32..99, intents, texts, share, any::<bool>()).prop_map(
        |(guidance, turns, intents, texts, share, asked)| {
            let config = serde_json::json!({
                "version": 1,
                "agent": { "teammate": "Ava", "guidance": guidance, "limits": { "turns": turns } },
                "intents": intents,
                "rules": [{ "name": "All", "then": { "agent": {} } }],
                "hand_off": {
                    "default": "team:Support",
                    "when": { "asked_for_person": asked, "confidence_below": f32::from(share) / 100.0 },
                    "say": { "open": texts },
                },
            });
            config.to_string()
        },
    )
}

proptest! {
    #[test]
    fn over_nothing_a_configuration_is_itself(own in yaml()) {
        let whole = read_config(&own).unwrap();
        prop_assert_eq!(read_config_over("", &own).unwrap(), whole.clone());
        prop_assert_eq!(read_config_over(&own, "").unwrap(), whole);
    }

    #[test]
    fn over_itself_a_configuration_is_itself(own in yaml()) {
        prop_assert_eq!(read_config_over(&own, &own).unwrap(), read_config(&own).unwrap());
    }

    #[test]
    fn what_is_own_is_never_lost(own in yaml(), defaults in yaml()) {
        let merged = read_config_over(&defaults, &own).unwrap();
        let (own, defaults) = (read_config(&own).unwrap(), read_config(&defaults).unwrap());
        prop_assert_eq!(&merged.agent, &own.agent);
        for (name, phrases) in &merged.intents {
            prop_assert_eq!(Some(phrases), own.intents.get(name).or_else(|| defaults.intents.get(name)));
        }
        prop_assert!(own.intents.keys().chain(defaults.intents.keys()).all(|name| merged.intents.contains_key(name)));
    }
    #[test]
    fn whatever_is_written_is_read_as_in_one_file(written in "[ -~ä\\n]{0,16}", key in 0usize..5) {
        let places = ["nexora@acme.example", "{ turns: 8 }", "0.35", "[refund]", "team:Support"];
        let yaml = DEFAULTS.replace(places[key], &written);
        prop_assert_eq!(read_config_over("", &yaml).ok(), read_config(&yaml).ok(), "{}", yaml);
        prop_assert_eq!(read_config_over(&yaml, "").ok(), read_config(&yaml).ok(), "{}", yaml);
    }
}
