use serde_json::json;

use super::*;
use crate::domain::catalog::Schedule;
use crate::domain::directory::{Team, Teammate};

fn config() -> Config {
    serde_json::from_value(json!({
        "version": 1,
        "agent": { "teammate": "nexora@acme.example" },
        "intents": { "refund": ["money back"] },
        "rules": [
            { "name": "a", "when": { "contact.segment": ["Champions", "absent"], "team.available": "Night desk" },
                "then": { "hand_off": { "to": "teammate:Ada", "cover": "team:Success" } } },
            { "name": "b", "when": { "any": [{ "conversation.tag": "vip" }, { "not": { "company.attribute.Tier": "gold" } }] },
                "then": { "leave_to": "team" } },
            { "name": "c", "then": { "agent": {} } },
        ],
        "hand_off": { "default": "team:Support" },
        "attributes": { "conversation": { "Outcome": "outcome", "Intent": "intent", "Seats": "outcome" } },
    }))
    .unwrap()
}

fn directory() -> Directory {
    let teammate = |id: &str, name: &str, email: &str| Teammate {
        id: id.parse().unwrap(),
        name: name.to_owned(),
        email: email.to_owned(),
        has_inbox_seat: true,
        away: false,
    };
    let team = |id: &str, name: &str| Team::new(id.parse().unwrap(), name, Vec::new());
    Directory {
        teammates: vec![
            teammate("1", "Nexora", "nexora@acme.example"),
            teammate("2", "Ada", "ada@acme.example"),
        ],
        teams: vec![
            team("10", "Support"),
            team("11", "Success"),
            team("12", "Night desk"),
        ],
        names: Names::default(),
        schedules: Vec::new(),
    }
}

fn named(id: &str, name: &str) -> Named {
    Named {
        id: id.to_owned(),
        name: name.to_owned(),
    }
}

fn attribute(id: &str, name: &str, data_type: &str, options: &[&str]) -> Attribute {
    Attribute {
        id: id.to_owned(),
        name: name.to_owned(),
        data_type: data_type.to_owned(),
        options: options.iter().map(ToString::to_string).collect(),
        writable: true,
    }
}

const OUTCOMES: [&str; 5] = [
    "answered",
    "handed_off",
    "resolved",
    "taken_over",
    "abandoned",
];

fn catalog() -> Catalog {
    Catalog {
        segments: Reading::Listed(vec![named("20", "Champions")]),
        tags: Reading::Listed(vec![named("30", "vip")]),
        contact_attributes: Reading::Listed(Vec::new()),
        company_attributes: Reading::Listed(vec![attribute("40", "Tier", "string", &[])]),
        conversation_attributes: Reading::Listed(vec![
            attribute("50", "Outcome", "list", &OUTCOMES),
            attribute("51", "Intent", "string", &[]),
            attribute("52", "Seats", "string", &[]),
        ]),
        office_hours: Reading::Listed(Vec::new()),
    }
}

/// What is found in a workspace that is as it was, but for what `change` does to it.
fn found(change: impl FnOnce(&mut Directory, &mut Catalog)) -> String {
    let config = config();
    let (mut directory, mut catalog) = (directory(), catalog());
    let names = Inventory {
        directory: &directory,
        catalog: &catalog,
    }
    .names(&config, &Names::default());
    change(&mut directory, &mut catalog);
    let inventory = Inventory {
        directory: &directory,
        catalog: &catalog,
    };
    let found = inventory.findings(&config, &names);
    let lines = found
        .iter()
        .map(|finding| format!("{} ({})", finding, finding.name()));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn every_name_of_a_configuration_is_mentioned_where_it_stands() {
    let mentions = config().mentions();
    let lines = mentions.iter().map(ToString::to_string);
    insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"), @"
    agent.teammate names the teammate “nexora@acme.example”
    rule “a” (when) names the segment “Champions”
    rule “a” (when) names the team “Night desk”
    rule “a” (to) names the teammate “Ada”
    rule “a” (cover) names the team “Success”
    rule “b” (when) names the tag “vip”
    rule “b” (when) names the company attribute “Tier”
    hand_off.default names the team “Support”
    attributes.conversation names the conversation attribute “Intent”
    attributes.conversation names the conversation attribute “Outcome”
    attributes.conversation names the conversation attribute “Seats”
    ");
}

#[test]
fn a_workspace_that_is_as_it_was_has_no_findings() {
    assert_eq!(found(|_, _| {}), "");
}

#[test]
fn what_was_renamed_deleted_replaced_or_doubled_since_is_told_apart() {
    let told = found(|directory, catalog| {
        directory.teams[0].name = "Care".to_owned();
        directory.teams.remove(1);
        let mut another = directory.teams[1].clone();
        another.id = "13".parse().unwrap();
        directory.teams[1] = another;
        let mut ada = directory.teammates[1].clone();
        ada.id = "3".parse().unwrap();
        directory.teammates.push(ada);
        catalog.segments = Reading::Listed(Vec::new());
        catalog.conversation_attributes = Reading::Listed(vec![
            attribute("50", "Outcome", "list", &["answered"]),
            attribute("51", "Intent", "string", &[]),
            attribute("53", "Intent", "string", &[]),
            attribute("52", "Seats", "integer", &[]),
        ]);
    });
    insta::assert_snapshot!(told, @"
    rule “a” (when) names the segment “Champions”, which was deleted; write another one, or take it out (gone)
    rule “a” (when) names the team “Night desk”, and that is another one now than when the configuration was published; publish it again if it is meant (replaced)
    rule “a” (to) names the teammate “Ada”, and the workspace has 2 of that name; rename all but one in Intercom, or write the id where one may stand (ambiguous)
    rule “a” (cover) names the team “Success”, which was deleted; write another one, or take it out (gone)
    hand_off.default names the team “Support”, which is called “Care” now; write the new name (renamed)
    attributes.conversation names the conversation attribute “Outcome”, which is a list without the option “handed_off”; add it in Settings → Conversation data (not_writable)
    attributes.conversation names the conversation attribute “Seats”, which is of the type integer and takes no text; make it a text or a list, or name another one (not_writable)
    two conversation attributes are called “Intent”, and Intercom refuses to set any attribute until one is renamed or archived (Settings → Conversation data) (twins)
    ");
}

#[test]
fn a_schedule_that_is_not_there_or_cannot_be_read_or_understood_is_told() {
    let config: Config = serde_json::from_value(json!({
        "version": 1,
        "agent": { "teammate": "Ada" },
        "office_hours": {
            "default": { "from": "Office" },
            "teams": { "Support": { "from": "Desk" }, "Success": { "from": "2" },
                "Night desk": { "zone": "America/New_York", "open": { "sun-thu": "22:00-06:00" } } },
        },
        "rules": [{ "name": "All", "then": { "agent": {} } }],
        "hand_off": { "default": "team:Support" },
    }))
    .unwrap();
    let schedule = |id: &str, name: &str, zone: &str| Schedule {
        id: id.to_owned(),
        name: name.to_owned(),
        zone: zone.to_owned(),
        always: true,
        open: Vec::new(),
        exceptions: Vec::new(),
    };
    let (directory, before) = (directory(), Names::default());
    let told = |office_hours| {
        let catalog = Catalog {
            office_hours,
            ..catalog()
        };
        let inventory = Inventory {
            directory: &directory,
            catalog: &catalog,
        };
        let findings = inventory.findings(&config, &before);
        let lines = findings
            .iter()
            .map(|finding| format!("{finding} ({}, {})", finding.name(), finding.is_trouble()));
        (
            lines.collect::<Vec<_>>().join("\n"),
            inventory.schedules(&config),
        )
    };
    let (told_of, found) = told(Reading::Listed(vec![
        schedule("1", "Office hours", "Europe/Berlin"),
        schedule("2", "Success", "Eastern Time (US & Canada)"),
        schedule("3", "Desk", "Europe/Berlin"),
        schedule("4", "Unused", "Mars/Olympus"),
    ]));
    insta::assert_snapshot!(told_of, @"
    office_hours.default names the schedule of office hours “Office”, and the workspace has none of that name; it has Office hours, Success, Desk, Unused (missing, true)
    office_hours.teams names the schedule of office hours “2”, which is in the time zone “Eastern Time (US & Canada)”, and there is none of that name; choose another zone in Intercom, or write `zone` and `open` instead of `from` (no_zone, true)
    ");
    assert_eq!(found, ["2", "3"]);
    let (told_of, found) = told(Reading::Refused {
        status: 403,
        code: "api_plan_restricted".to_owned(),
    });
    insta::assert_snapshot!(told_of, @"
    office_hours.default names the schedule of office hours “Office”, and no schedule can be read (403, api_plan_restricted): give the app the permission “Read and write office hours” or, on a plan without schedules, write `zone` and `open` instead of `from` (unseen, true)
    office_hours.teams names the schedule of office hours “2”, and no schedule can be read (403, api_plan_restricted): give the app the permission “Read and write office hours” or, on a plan without schedules, write `zone` and `open` instead of `from` (unseen, true)
    office_hours.teams names the schedule of office hours “Desk”, and no schedule can be read (403, api_plan_restricted): give the app the permission “Read and write office hours” or, on a plan without schedules, write `zone` and `open` instead of `from` (unseen, true)
    ");
    assert!(found.is_empty());
    insta::assert_debug_snapshot!(config.mentions().iter().map(ToString::to_string).collect::<Vec<_>>(), @r#"
    [
        "agent.teammate names the teammate “Ada”",
        "office_hours.default names the schedule of office hours “Office”",
        "office_hours.teams names the team “Night desk”",
        "office_hours.teams names the team “Success”",
        "office_hours.teams names the schedule of office hours “2”",
        "office_hours.teams names the team “Support”",
        "office_hours.teams names the schedule of office hours “Desk”",
        "hand_off.default names the team “Support”",
    ]
    "#);
}

#[test]
fn what_may_not_be_read_is_said_and_nothing_is_concluded_from_it() {
    let told = found(|_, catalog| {
        let refused = || ("api_plan_restricted".to_owned(), 403);
        let (code, status) = refused();
        catalog.segments = Reading::Refused { status, code };
        let (code, status) = refused();
        catalog.office_hours = Reading::Refused { status, code };
        catalog.tags = Reading::NotYet;
        let many = (0..3_000).map(|id| attribute(&id.to_string(), "another", "string", &[]));
        catalog.company_attributes = Reading::listed(many.collect());
    });
    insta::assert_snapshot!(told, @"
    segments cannot be read (403, api_plan_restricted): the app has no permission “Read and list users and companies” (unreadable)
    office hours cannot be read (403, api_plan_restricted): the app has no permission “Read and write office hours”, or the plan has no such list (unreadable)
    ");
}

#[test]
fn what_is_set_is_held_against_what_its_attribute_takes_and_kept_for_turns() {
    let config: Config = serde_json::from_value(json!({
        "version": 1,
        "agent": { "teammate": "Ada" },
        "captures": { "order number": { "pattern": "ORD-[0-9]+" } },
        "rules": [{ "name": "a", "then": { "agent": {} } }],
        "hand_off": { "default": "team:Support" },
        "attributes": {
            "contact": {
                "Lead stage": { "set": "MQL", "when": { "contact.segment": "Champions" }, "order": ["Lead", "MQL"] },
                "Order number": { "capture": "order number" },
                "Seats wanted": { "set": 2.5, "when": { "outcome": "answered" } },
                "Since": { "set": "today", "when": { "outcome": "answered" } },
            },
            "company": {
                "CS escalation": { "set": true, "when": { "company.attribute.Tier": "gold" } },
                "Closed": { "set": true, "when": { "outcome": "answered" } },
                "New": { "set": true, "when": { "outcome": "answered" } },
            },
        },
        "tags": { "vip": { "outcome": "handed_off" }, "Escalated": { "reason": "unsure" } },
    }))
    .unwrap();
    let directory = directory();
    let mut catalog = catalog();
    catalog.contact_attributes = Reading::Listed(vec![
        attribute("60", "Lead stage", "string", &["Lead", "SQL"]),
        attribute("61", "Order number", "string", &["1", "2"]),
        attribute("62", "Seats wanted", "integer", &[]),
        attribute("63", "Since", "date", &[]),
    ]);
    let mut closed = attribute("71", "Closed", "boolean", &[]);
    closed.writable = false;
    catalog.company_attributes = Reading::Listed(vec![
        attribute("40", "Tier", "string", &[]),
        attribute("70", "CS escalation", "string", &[]),
        closed,
    ]);
    let inventory = Inventory {
        directory: &directory,
        catalog: &catalog,
    };
    let found = inventory.findings(&config, &Names::default());
    let lines: Vec<_> = found.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(lines.join("\n"), @"
    attributes.contact names the contact attribute “Lead stage”, which is a list without the option “MQL”; add it in Settings → People data
    attributes.contact names the contact attribute “Order number”, which is a list, and visitors write what they like; make it a text, or name another one
    attributes.contact names the contact attribute “Seats wanted”, which is of the type integer and takes no number; write another value, or name another attribute
    attributes.contact names the contact attribute “Since”, which is of the type date and takes no text; make it a text or a list, or name another one
    attributes.company names the company attribute “CS escalation”, which is of the type string and takes no true or false; write another value, or name another attribute
    attributes.company names the company attribute “Closed”, which apps may not write; name another one
    attributes.company names the company attribute “New”, and the workspace has none of that name; it has Tier, CS escalation, Closed
    tags names the tag “Escalated”, and the workspace has none of that name; it has vip
    ");
    let names = inventory.names(&config, &Names::default());
    let takes = names
        .takes(Kind::CompanyAttribute, "CS escalation")
        .unwrap();
    assert!(
        takes
            .refusal(&crate::domain::attribute::Value::Flag(true))
            .is_some()
    );
    assert_eq!(names.takes(Kind::CompanyAttribute, "New"), None);
    let stored = serde_json::to_string(&names).unwrap();
    assert_eq!(serde_json::from_str::<Names>(&stored).unwrap(), names);
    // What is known stays known where the attribute is not to be read.
    catalog.company_attributes = Reading::NotYet;
    let inventory = Inventory {
        directory: &directory,
        catalog: &catalog,
    };
    let again = inventory.names(&config, &names);
    let takes = again.takes(Kind::CompanyAttribute, "CS escalation");
    assert_eq!(takes, names.takes(Kind::CompanyAttribute, "CS escalation"));
}
