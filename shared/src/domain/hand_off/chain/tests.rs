use super::*;
use crate::domain::config::Config;
use crate::domain::directory::{Directory, Team};
use crate::domain::routing::{Contact, Facts, Fetched};
use crate::domain::transcript::{Company, Transcript};

fn desk() -> Directory {
    let teammate = |id: &str, name: &str, seat, away| Teammate {
        id: AdminId::try_from(id).unwrap(),
        name: name.to_owned(),
        email: format!("{}@acme.example", name.to_lowercase()),
        has_inbox_seat: seat,
        away,
    };
    let team = |id: &str, name: &str| Team::new(id.try_into().unwrap(), name, Vec::new());
    Directory {
        teammates: vec![
            teammate("1", "Ada", true, false),
            teammate("2", "Ben", true, true),
            teammate("3", "Cleo", false, false),
            teammate("9", "Nexora", true, false),
        ],
        teams: vec![team("101", "Support"), team("102", "Success")],
        ..Directory::default()
    }
}

fn facts(owner: Option<&str>, csm: &str) -> Facts {
    let names = |name: &str| vec![("CSM".to_owned(), name.to_owned())];
    let contact = Contact {
        owner: owner.map(|id| id.parse().unwrap()),
        attributes: names("ada@acme.example"),
        ..Contact::default()
    };
    let company = Company {
        id: "7".parse().unwrap(),
        name: None,
        plan: None,
        segments: None,
        tags: None,
        attributes: names(csm),
    };
    Facts {
        contact: Fetched::Have(contact),
        companies: Fetched::Have(vec![company]),
        directory: Fetched::Have(desk()),
        ..Facts::default()
    }
}

fn config() -> Config {
    serde_json::from_str(
        r#"{ "version": 1, "agent": { "teammate": "Nexora" },
             "rules": [{ "name": "All", "then": { "agent": {} } }],
             "hand_off": { "default": "team:Support" } }"#,
    )
    .unwrap()
}

fn chosen_with(facts: &Facts, to: &str) -> Result<String, Source> {
    let to: ToPeople = serde_json::from_str(to).unwrap();
    let (config, directory) = (config(), desk());
    let us = AdminId::try_from("9").unwrap();
    let transcript = Transcript::begun("1".parse().unwrap());
    let scene = Scene {
        config: &config,
        facts,
        transcript: &transcript,
        horizon: None,
        us: &us,
        directory: &directory,
        now: jiff::Timestamp::UNIX_EPOCH,
    };
    let chain = chain(Some(&to), &config.hand_off.default);
    let (chosen, trace) = choose(&chain, &scene)?;
    let tried = trace.0.iter();
    let why: Vec<_> = tried
        .map(|tried| format!("{}: {}", tried.name.replace("hand off to ", ""), tried.why))
        .collect();
    let chosen = chosen.map_or("nobody".to_owned(), |chosen| chosen.to_string());
    Ok(format!("{chosen} — {}", why.join("; ")))
}

fn chosen(owner: Option<&str>, csm: &str, to: &str) -> String {
    chosen_with(&facts(owner, csm), to).unwrap()
}

#[test]
fn the_first_who_can_take_it_gets_it() {
    let owner = r#"{ "to": "contact.owner", "cover": "team:Success" }"#;
    let csm = r#"{ "to": "company.attribute.CSM", "cover": ["teammate:Ben", "team:Success"] }"#;
    let table = [
        chosen(Some("1"), "", owner),
        chosen(Some("2"), "", owner),
        chosen(Some("77"), "", owner),
        chosen(None, "", owner),
        chosen(None, "ada@acme.example", csm),
        chosen(None, "Ada", csm),
        chosen(None, "1", csm),
        chosen(None, "Zoe", csm),
        chosen(None, " ", csm),
        chosen(None, "", r#"{ "to": "contact.attribute.CSM" }"#),
        chosen(None, "", r#"{ "to": "company.attribute.Nobody" }"#),
        chosen(None, "", r#"{ "to": "teammate:ben@acme.example" }"#),
        chosen(
            None,
            "",
            r#"{ "to": "teammate:Ben", "even_if_away": true }"#,
        ),
        chosen(
            None,
            "",
            r#"{ "to": "teammate:Cleo", "even_if_away": true }"#,
        ),
        chosen(
            None,
            "",
            r#"{ "to": "teammate:Cleo", "cover": "teammate:Ben", "even_if_away": true }"#,
        ),
        chosen(
            None,
            "",
            r#"{ "to": "teammate:Nexora", "cover": "team:Night desk" }"#,
        ),
    ];
    insta::assert_snapshot!(table.join("\n"), @"
    teammate 1 — contact.owner: has a seat and is not away; team:Success: an earlier one can take it; team:Support: an earlier one can take it
    team 102 — contact.owner: away; team:Success: a team; team:Support: an earlier one can take it
    team 102 — contact.owner: there is no such teammate in this workspace; team:Success: a team; team:Support: an earlier one can take it
    team 102 — contact.owner: the contact has no owner; team:Success: a team; team:Support: an earlier one can take it
    teammate 1 — company.attribute.CSM: has a seat and is not away; a named teammate: an earlier one can take it; team:Success: an earlier one can take it; team:Support: an earlier one can take it
    teammate 1 — company.attribute.CSM: has a seat and is not away; a named teammate: an earlier one can take it; team:Success: an earlier one can take it; team:Support: an earlier one can take it
    teammate 1 — company.attribute.CSM: has a seat and is not away; a named teammate: an earlier one can take it; team:Success: an earlier one can take it; team:Support: an earlier one can take it
    team 102 — company.attribute.CSM: there is no such teammate in this workspace; a named teammate: away; team:Success: a team; team:Support: an earlier one can take it
    team 102 — company.attribute.CSM: the company's attribute names nobody; a named teammate: away; team:Success: a team; team:Support: an earlier one can take it
    teammate 1 — contact.attribute.CSM: has a seat and is not away; team:Support: an earlier one can take it
    team 101 — company.attribute.Nobody: the company's attribute names nobody; team:Support: a team
    team 101 — a named teammate: away; team:Support: a team
    teammate 2 — a named teammate: away, and the rule says that they get it even so; team:Support: an earlier one can take it
    team 101 — a named teammate: no inbox seat; team:Support: a team
    team 101 — a named teammate: no inbox seat; a named teammate: away; team:Support: a team
    team 101 — a named teammate: that is the agent itself; team:Night desk: there is no such team in this workspace; team:Support: a team
    ");
}

#[test]
fn only_what_the_choice_needs_is_asked_for() {
    let nothing = Facts::default();
    let asked = |to: &str| chosen_with(&nothing, to);
    assert_eq!(asked(r#"{ "to": "contact.owner" }"#), Err(Source::Contact));
    assert_eq!(
        asked(r#"{ "to": "company.attribute.CSM" }"#),
        Err(Source::Companies)
    );
    assert_eq!(asked(r#"{ "to": "teammate:Ada" }"#), Err(Source::Teammates));
    insta::assert_snapshot!(
        asked(r#"{ "to": "team:Success", "cover": "contact.owner" }"#).unwrap(), @"team 102 — team:Success: a team; contact.owner: an earlier one can take it; team:Support: an earlier one can take it");
}

#[test]
fn where_nobody_can_say_who_is_there_a_team_gets_it() {
    let mut facts = facts(Some("1"), "");
    facts.lack(Source::Teammates);
    insta::assert_snapshot!(
        chosen_with(&facts, r#"{ "to": "contact.owner", "even_if_away": true }"#).unwrap(), @"team 101 — contact.owner: who is there cannot be read; team:Support: a team");
}
