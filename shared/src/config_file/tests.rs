use proptest::prelude::*;

use super::*;

/// Reads a workspace's own configuration over defaults.
fn read_config_over(defaults: &str, own: &str) -> Result<Config, Problems> {
    Document::read(own, Some(defaults)).map(|document| document.config)
}

/// Both as one text, which means what they mean together.
fn merged(defaults: &str, own: &str) -> Result<String, Problems> {
    Document::read(own, Some(defaults)).map(|document| document.text())
}

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
        prop_assert_eq!(read_config(&merged(&own, &own).unwrap()), read_config(&own));
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

    /// Tabs and two colons aside, whatever YAML is: our reader of its tree says what serde's own says.
    #[test]
    fn a_value_means_what_it_means_to_the_reader_of_yaml(written in "[ -~ä\\n]{0,16}", key in 0usize..5) {
        let places = ["nexora@acme.example", "{ turns: 8 }", "0.35", "[refund]", "team:Support"];
        let yaml = DEFAULTS.replace(places[key], &written);
        let by_serde = serde_saphyr::from_str::<Config>(&yaml).ok();
        let by_serde = by_serde.filter(|config| config.flaws().is_empty());
        prop_assert_eq!(read_config(&yaml).ok(), by_serde, "{}", yaml);
        prop_assert_eq!(read_config_over("", &yaml).ok(), read_config(&yaml).ok(), "{}", yaml);
        prop_assert_eq!(read_config_over(&yaml, "").ok(), read_config(&yaml).ok(), "{}", yaml);
    }
}
