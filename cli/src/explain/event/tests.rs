//! The recorded notifications under the demo's rules, and what is said of files that do not fit.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::*;
use crate::explain::{Done, Told};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A folder with files of a test's own.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let file = self.0.path().join(name);
        fs::write(&file, text).unwrap();
        file
    }

    fn facts(&self, text: &str) -> Option<PathBuf> {
        Some(self.file("facts.yaml", text))
    }

    fn said(&self, asked: Asked) -> String {
        match asked.rehearse() {
            Ok(rehearsed) => rehearsed.to_string(),
            Err(failure) => shared::error::told(&failure)
                .join("\n")
                .replace(self.0.path().to_str().unwrap(), "FOLDER"),
        }
    }
}

/// A recorded notification under the demo's configuration.
fn acme(event: &str, facts: Option<PathBuf>) -> Asked {
    Asked {
        event: repository().join("events").join(event),
        config: repository().join("local/seed/acme.yaml"),
        defaults: None,
        at: None,
        facts,
    }
}

const CREATED: &str = "conversation.user.created.json";

/// Everything the demo's rules may ask for.
const EVERYTHING: &str = "
contact: { role: user, owner: Cleo, segments: [Champions], tags: [], attributes: {} }
companies: [{ name: Holm, plan: Team }]
teammates: [{ name: Nexora, email: nexora@acmetea.example, id: 9608802 }, { name: Cleo, away: true }]
teams: [{ name: Support }, { name: Success, members: [Cleo] }]
";

#[test]
fn every_recorded_notification_is_explained_or_refused_with_what_to_take_instead() {
    let desk = Desk::new();
    let mut events: Vec<_> = fs::read_dir(repository().join("events"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    events.sort();
    let told = events.iter().map(|event| {
        let said = desk.said(acme(event, desk.facts(EVERYTHING)));
        let said = said.replace(repository().to_str().unwrap(), "REPOSITORY");
        format!("── {event}\n{said}")
    });
    insta::assert_snapshot!(told.collect::<Vec<_>>().join("\n"));
}

#[test]
fn what_no_file_tells_is_asked_for_with_the_call_it_would_take() {
    let desk = Desk::new();
    let alone = acme(CREATED, None).rehearse().unwrap();
    insta::assert_snapshot!(alone.to_string(), @"
    conversation.user.created, conversation 215490011873320 of k4t9wq2z
      at 2026-03-10 08:01:00 UTC (the notification's own time)
      the rule “Enterprise goes to its CSM” needs company.plan, which the notification does not tell: --facts FILE can
      ? Enterprise goes to its CSM

    The agent would ask Intercom now: GET /contacts/{id}/companies
    A file for --facts says what it would answer:

        companies: [{ name: NAME, plan: PLAN, segments: [NAME], tags: [NAME], attributes: { NAME: VALUE } }]
    ");
    let done = Done {
        told: Told::Event(Box::new(alone)),
        json: true,
    };
    assert!(done.lacks());
    insta::assert_snapshot!(done.to_string(), @r#"
    {
      "at": "2026-03-10T08:01:00Z",
      "conversation": "215490011873320",
      "needs": {
        "call": "GET /contacts/{id}/companies",
        "facts": [
          "company.plan"
        ],
        "rule": "Enterprise goes to its CSM"
      },
      "outcome": "lacks",
      "rule": null,
      "topic": "conversation.user.created",
      "trace": [],
      "what": "the rule “Enterprise goes to its CSM” needs company.plan, which the notification does not tell: --facts FILE can",
      "workspace": "k4t9wq2z"
    }
    "#);

    let hand_off = "companies: [{ plan: Enterprise }]";
    insta::assert_snapshot!(desk.said(acme(CREATED, desk.facts(hand_off))), @"
    conversation.user.created, conversation 215490011873320 of k4t9wq2z
      at 2026-03-10 08:01:00 UTC (the notification's own time)
      the hand-off needs the contact, which the notification does not tell: --facts FILE can

      ✓ Enterprise goes to its CSM                 its conditions hold
          company.plan  Enterprise  GET /contacts/{id}/companies
      – Resolution Bot keeps what it is answering  an earlier rule matched
      – Careers are for people                     an earlier rule matched
      – Legal pages get drafts only                an earlier rule matched
      – Champions go straight to Success           an earlier rule matched
      – Everything else                            an earlier rule matched
      ? hand-off

    The agent would ask Intercom now: GET /contacts/{id}
    A file for --facts says what it would answer:

        contact: { role: user, owner: NAME, locale: en, attributes: { NAME: VALUE } }
    ");
    let owner = "
companies: [{ plan: Enterprise }]
contact: { owner: Cleo }
teammates: [{ name: Cleo, away: true }]";
    insta::assert_snapshot!(desk.said(acme(CREATED, desk.facts(owner))), @"
    conversation.user.created, conversation 215490011873320 of k4t9wq2z
      at 2026-03-10 08:01:00 UTC (the notification's own time)
      handed off to Success: the rule “Enterprise goes to its CSM” sends it to people

      ✓ Enterprise goes to its CSM                 its conditions hold
          company.plan  Enterprise  GET /contacts/{id}/companies
      – Resolution Bot keeps what it is answering  an earlier rule matched
      – Careers are for people                     an earlier rule matched
      – Legal pages get drafts only                an earlier rule matched
      – Champions go straight to Success           an earlier rule matched
      – Everything else                            an earlier rule matched
      ✗ hand off to contact.owner                  passed over: away
      ✓ hand off to team:Success                   takes it: a team
      – hand off to team:Support                   an earlier one can take it
    ");
}

#[test]
fn the_page_does_not_cost_a_call_and_the_segment_only_where_it_matters() {
    let desk = Desk::new();
    let body = fs::read_to_string(repository().join("events").join(CREATED)).unwrap();
    let on = |page: &str| {
        let body = body.replace("/shop/green-teas", page);
        let event = desk.file("event.json", &body);
        let facts = desk.facts("companies: []");
        let asked = Asked {
            event,
            ..acme(CREATED, facts)
        };
        let said = desk.said(asked);
        said.lines().nth(2).unwrap().to_owned()
    };
    let pages = ["/legal/terms", "/careers", "/pricing", "/shop"];
    insta::assert_snapshot!(pages.map(on).join("\n"), @"
    the agent is asked, and its answer is left as a note; what it says, only a turn shows
    left alone by the rule “Careers are for people”
    the rule “Champions go straight to Success” needs contact.segment, which the notification does not tell: --facts FILE can
    the agent is asked, and answers the visitor; what it says, only a turn shows
    ");
}

#[test]
fn the_last_moment_there_is_is_a_moment_like_any_other() {
    let desk = Desk::new();
    let asked = Asked {
        at: Some("9999-12-30T22:00:00Z".to_owned()),
        ..acme(CREATED, desk.facts(EVERYTHING))
    };
    let said = desk.said(asked);
    let told: Vec<_> = said.lines().skip(1).take(2).collect();
    insta::assert_snapshot!(told.join("\n"), @"
    at 9999-12-30 22:00:00 UTC (--at)
    too little time is left for the agent
    ");
}

#[test]
fn the_hours_at_the_time_that_is_given_decide() {
    let desk = Desk::new();
    let config = "
version: 1
agent: { teammate: Nexora }
office_hours:
  default: { zone: Europe/Berlin, open: { mon-fri: '09:00-18:00' }, closed: [2026-12-24] }
rules:
  - name: At night the agent is alone
    when: { office.open: 'false' }
    then: { agent: {} }
  - name: By day people answer
    then: { hand_off: { to: 'team:Support' } }
hand_off: { default: 'team:Support' }
";
    let at = |text: &str| {
        let said = desk.said(Asked {
            config: desk.file("config.yaml", config),
            at: Some(text.to_owned()),
            ..acme(CREATED, None)
        });
        said.lines().skip(1).collect::<Vec<_>>().join("\n")
    };
    let table = ["2026-12-23T17:59", "2026-12-23T17:59Z", "2026-12-24T12:00"].map(at);
    insta::assert_snapshot!(table.join("\n\n"), @"
    at 2026-12-23 16:59:00 UTC (--at, in the zone of the default office hours, Europe/Berlin)
    handed off to Support: the rule “By day people answer” sends it to people

    ✗ At night the agent is alone  a condition does not hold
        office.open  true  office_hours
    ✓ By day people answer         it applies to everything else
    ✓ hand off to team:Support     takes it: a team
    – hand off to team:Support     an earlier one can take it

    at 2026-12-23 17:59:00 UTC (--at)
    the agent is asked, and answers the visitor; what it says, only a turn shows

    ✓ At night the agent is alone  its conditions hold
        office.open  false  office_hours
    – By day people answer         an earlier rule matched

    at 2026-12-24 11:00:00 UTC (--at, in the zone of the default office hours, Europe/Berlin)
    the agent is asked, and answers the visitor; what it says, only a turn shows

    ✓ At night the agent is alone  its conditions hold
        office.open  false  office_hours
    – By day people answer         an earlier rule matched
    ");
}

#[test]
fn attributes_are_shown_only_if_the_configuration_says_so() {
    let desk = Desk::new();
    let config = |trace: &str| {
        let config = format!(
            "
version: 1
agent: {{ teammate: Nexora }}
rules:
  - name: Large
    when: {{ company.attribute.Seats: {{ above: 20 }}, contact.attribute.Plan: Pro }}
    then: {{ leave_to: team }}
  - name: Everything else
    then: {{ agent: {{ mode: draft }} }}
hand_off: {{ default: 'team:Support' }}
{trace}
"
        );
        desk.file("config.yaml", &config)
    };
    let said = |trace: &str| {
        let facts = "
contact: { attributes: { Plan: Pro } }
companies: [{ attributes: { Seats: 25 } }]";
        desk.said(Asked {
            config: config(trace),
            ..acme(CREATED, desk.facts(facts))
        })
    };
    let table = [
        said(""),
        said("trace: { show: [company.attribute.Seats] }"),
        said("trace: { show: [contact.role] }"),
    ];
    insta::assert_snapshot!(table.join("\n"), @"
    conversation.user.created, conversation 215490011873320 of k4t9wq2z
      at 2026-03-10 08:01:00 UTC (the notification's own time)
      left alone by the rule “Large”

      ✓ Large            its conditions hold
          company.attribute.Seats  present  GET /contacts/{id}/companies
          contact.attribute.Plan   present  GET /contacts/{id}
      – Everything else  an earlier rule matched
      · left alone       the rule leaves it to the team

    conversation.user.created, conversation 215490011873320 of k4t9wq2z
      at 2026-03-10 08:01:00 UTC (the notification's own time)
      left alone by the rule “Large”

      ✓ Large            its conditions hold
          company.attribute.Seats  25       GET /contacts/{id}/companies
          contact.attribute.Plan   present  GET /contacts/{id}
      – Everything else  an earlier rule matched
      · left alone       the rule leaves it to the team

    the configuration is refused, and nothing was stored:
    FOLDER/config.yaml:11:17: error: trace.show[0]: expected an attribute, for example `contact.attribute.Plan`, `company.attribute.Seats` or `conversation.attribute.Topic`, found `contact.role`; the values of other facts are shown anyway
     11 | trace: { show: [contact.role] }
        |                 ^
    docs/CONFIG.md describes every key.
    ");
}

#[test]
fn a_file_that_does_not_fit_is_named_with_what_is_wrong_and_no_word_of_a_notification() {
    let desk = Desk::new();
    let event = |text: &str| {
        let event = desk.file("event.json", text);
        desk.said(Asked {
            event,
            ..acme(CREATED, None)
        })
    };
    let facts = |text: &str| desk.said(acme(CREATED, desk.facts(text)));
    let at = |text: &str| {
        desk.said(Asked {
            at: Some(text.to_owned()),
            ..acme(CREATED, None)
        })
    };
    let table = [
        event("marzipan"),
        event(r#"{"topic":"marzipan"}"#),
        event(
            r#"{"topic":"conversation.user.created","app_id":"a","created_at":1,"data":{"item":{"type":"conversation","created_at":2,"id":{"marzipan":1}}}}"#,
        ),
        facts("contact: { segmnts: [VIP] }"),
        facts("contact: { owner: Cleo }"),
        facts("teams: [{ name: Support, members: [Cleo] }]"),
        at("christmas"),
        desk.said(Asked {
            event: desk.0.path().join("nowhere.json"),
            ..acme(CREATED, None)
        }),
    ];
    let said = table.join("\n\n");
    assert!(
        !said.replace("--at christmas", "").contains("marzipan"),
        "{said}"
    );
    insta::assert_snapshot!(said, @"
    FOLDER/event.json: it is not a notification of Intercom's: not JSON at the body; take a notification about a conversation as Intercom posts it, such as events/conversation.user.created.json

    FOLDER/event.json: it is not a notification of Intercom's: a missing or unexpected value at the body; take a notification about a conversation as Intercom posts it, such as events/conversation.user.created.json

    FOLDER/event.json: it is not a notification of Intercom's: a missing or unexpected value at data.item.id; take a notification about a conversation as Intercom posts it, such as events/conversation.user.created.json

    FOLDER/facts.yaml: error: line 1 column 12: unknown field `segmnts`, expected one of role, owner, locale, segments, tags, attributes
     --> <input>:1:12
      |
    1 | contact: { segmnts: [VIP] }
      |            ^ unknown field `segmnts`, expected one of role, owner, locale, segments, tags, attributes
            docs/CONFIG.md describes every key.

    FOLDER/facts.yaml: contact.owner names “Cleo”, who is not among `teammates`; add them there, with `name` and perhaps `away: true`
            docs/CONFIG.md describes every key.

    FOLDER/facts.yaml: teams.members names “Cleo”, who is not among `teammates`; add them there, with `name` and perhaps `away: true`
            docs/CONFIG.md describes every key.

    --at christmas is no time: write it as 2026-12-24T22:00, or with an offset as 2026-12-24T22:00+01:00

    FOLDER/nowhere.json cannot be opened
    No such file or directory (os error 2)
    ");
}

const BY_NIGHT: &str = "
version: 1
agent: { teammate: nexora@acmetea.example }
office_hours: { default: { zone: Europe/Berlin, open: { daily: \"09:00-18:00\" } } }
out_of_hours: {}
rules:
  - { name: Teas, when: { url.path: /RULED/** }, then: { hand_off: { to: \"team:Success\", cover: contact.owner } } }
  - { name: Rest, then: { agent: {} } }
hand_off: { default: \"team:Support\" }
";

#[test]
fn at_night_it_is_said_that_what_needs_a_person_waits() {
    let desk = Desk::new();
    let said = |path: &str, at: &str| {
        let config = BY_NIGHT.replace("RULED", path);
        let asked = Asked {
            config: desk.file("acme.yaml", &config),
            at: Some(at.to_owned()),
            facts: desk.facts("teams: [{ name: Support }, { name: Success }]"),
            ..acme(CREATED, None)
        };
        let said = desk.said(asked);
        said.lines().nth(2).unwrap_or_default().trim().to_owned()
    };
    let told = [
        said("no", "2026-03-10T22:00"),
        said("no", "2026-03-10T12:00"),
        said("shop", "2026-03-10T22:00"),
        said("shop", "2026-03-10T12:00"),
    ];
    insta::assert_snapshot!(told.join("\n"), @"
    the agent is asked, and answers the visitor; what it says, only a turn shows. What needs a person waits until people are back
    the agent is asked, and answers the visitor; what it says, only a turn shows
    waits until Success opens: the rule “Teas” sends it to people
    handed off to Success: the rule “Teas” sends it to people
    ");
}
