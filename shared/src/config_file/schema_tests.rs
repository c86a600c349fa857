//! The schema takes what the reader takes, and refuses what an editor should underline.

use serde_json::Value;

use super::read_config;
use crate::domain::config::Config;

const SEEDS: [&str; 2] = [
    include_str!("../../../local/seed/acme.yaml"),
    include_str!("../../../local/seed/harbour.yaml"),
];

/// Everything a configuration can say.
const WHOLE: &str = "\
version: 1
paused: false
agent: { teammate: Ana, brain: articles, guidance: Be brief., limits: { turns: 3 } }
companies: { tiers: [Free, Team] }
intents:
  delivery: [where is my parcel]
  refunds: { phrases: [money back], mode: draft }
captures: { email: email, tel: phone, order: { pattern: 'ORD-\\d{4,}' } }
office_hours:
  default: { zone: Europe/Berlin, open: { mon-thu: \"09:00-18:00\", fri: [\"09:00-12:00\", \"13:00-16:00\"] }, closed: [2026-12-24, yearly 12-25] }
  teams:
    Support: { from: Support hours }
    Sales: { zone: UTC, open: {}, special: { 2026-12-24: \"09:00-12:00\", yearly 12-31: [\"09:00-12:00\", \"13:00-15:00\"], 2026-08-01..2026-08-31: \"10:00-14:00\" }, holidays: DE }
    Success: { zone: UTC, open: {}, holidays: [DE-BY, AT] }
    Nights: Nights
  schedules: { Nights: { zone: UTC, open: { daily: \"22:00-06:00\" } }, Theirs: { from: Their hours } }
rules:
  - name: Everything
    when:
      url.path: [/shop/**, absent]
      company.attribute.Seats: { above: 20, below: 30.5 }
      contact.attribute.Plan: { exists: true }
      conversation.attribute.Nr: 3
      any: [{ bot: [absent, done] }, { not: { office.open: true } }]
      all: [{ contact.role: user }, { locale: de }, { team.available: Support }, { schedule.open: [Nights, absent] }]
    rollout: 20
    paused: true
    then: { hand_off: { to: contact.owner, cover: [\"teammate:Ben\", \"team:Success\"], even_if_away: true, even_if_closed: true } }
  - name: Left
    when: { channel: email }
    then: { leave_to: bot }
  - name: Quiet
    when: { channel: sms }
    say: none
    then: { agent: {} }
  - name: Other words
    when: { channel: whatsapp }
    say: { open: { en: One moment. }, closed: { en: \"Back {opens}.\" }, unknown: { en: Hm. }, clarify: {} }
    then: { agent: {} }
  - name: Rest
    then: { agent: { mode: observe } }
hand_off:
  default: \"team:Support\"
  when: { asked_for_person: true, confidence_below: 0.3, intents: [refunds] }
  say: { open: { en: One moment. }, closed: { en: \"Back {opens}.\" }, clarify: { en: What about? } }
out_of_hours:
  guidance: Be calm.
  capture: [email, order]
  say: { ask: { en: \"Your {field}?\" }, again: { en: Added. }, beside: { en: Noted. } }
  follow_up: [\"team:Morning\", contact.owner]
  snooze: false
  intercom_says: [The kettle is off]
  digest: true
attributes: { conversation: { Nexora intent: intent } }
";

fn value(yaml: &str) -> Value {
    serde_saphyr::from_str(yaml).expect("YAML")
}

#[test]
fn the_schema_takes_the_seeds_and_all_that_can_be_said() {
    let schema = jsonschema::validator_for(&Config::schema()).unwrap();
    for yaml in SEEDS.into_iter().chain([WHOLE]) {
        read_config(yaml).unwrap();
        let errors: Vec<_> = schema
            .iter_errors(&value(yaml))
            .map(|it| it.to_string())
            .collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
}

#[test]
fn the_schema_refuses_what_the_reader_refuses_key_by_key() {
    let schema = jsonschema::validator_for(&Config::schema()).unwrap();
    for (right, wrong) in [
        ("version: 1\n", ""),
        ("limits: { turns", "limits: { turn"),
        ("say: none", "say: nothing"),
        ("unknown: { en: Hm. }", "unknwon: { en: Hm. }"),
        ("clarify: { en: What about? }", "clarify: What about?"),
        ("brain: articles", "brain: articels"),
        ("mode: draft", "mode: drafts"),
        ("phrases: [money back]", "phrases: money back"),
        ("tel: phone", "tel: telephone"),
        ("pattern: ", "patern: "),
        ("'ORD-\\d{4,}'", "''"),
        ("zone: Europe/Berlin, ", ""),
        ("09:00-18:00", "9-18"),
        ("locale: de", "lokale: de"),
        ("contact.role: user", "contact.role: admin"),
        ("company.attribute.Seats", "company.attribute."),
        ("above: 20", "abov: 20"),
        ("{ exists: true }", "{ exists: yes, above: 3 }"),
        ("any: [{ bot: [absent, done] }, ", "any: [{}, "),
        ("rollout: 20", "rollout: 120"),
        ("to: contact.owner", "to: Support"),
        ("leave_to: bot", "leave_to: fin"),
        ("agent: { mode: observe }", "agnet: { mode: observe }"),
        ("default: \"team:Support\"", "default: Support"),
        ("capture: [email, order]", "capture: email"),
        ("again: { en: Added. }", "agan: { en: Added. }"),
        ("snooze: false", "snooze: never"),
        ("\"team:Morning\", ", "Morning, "),
        ("Nexora intent: intent", "Nexora intent: intents"),
    ] {
        assert!(WHOLE.contains(right), "{right}");
        let yaml = WHOLE.replacen(right, wrong, 1);
        assert!(read_config(&yaml).is_err(), "{wrong}");
        assert!(!schema.is_valid(&value(&yaml)), "{wrong}");
    }
}
