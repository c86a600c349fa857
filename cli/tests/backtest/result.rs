//! What a run shows.

use std::fs;

use simulator::{Fault, FaultKind, OfficeHoursException, OfficeHoursSchedule};

use crate::office::{BEFORE, MONDAY, Office};

#[tokio::test(flavor = "multi_thread")]
async fn what_would_change_is_a_table_a_picture_and_a_file() {
    let office = Office::with_a_week().await;
    let before = office.intercom.snapshot();
    let done = office
        .tries(&["--against", "before.yaml", "--csv", "rows.csv"])
        .await;
    assert_eq!((done.status, done.errors.as_str()), (0, ""));
    insta::assert_snapshot!(done.output, @"
    Acme Tea (acmetea1), 10 of 10 conversations from 2026-01-05 00:00 to 2026-01-12 00:00 UTC

    rule                        surface      before  after   share
    Enterprise goes to its CSM  owner             2      2  20.0 %  █████
    Careers are for people      team              –      2  20.0 %  ▓▓▓▓▓
    Champions go to Success w…  team              –      2  20.0 %  ▓▓▓▓▓
    Nobody asks about the moon  nobody            –      0   0.0 %
    Everything else             agent reply       –      4  40.0 %  ▓▓▓▓▓▓▓▓▓
    The bot keeps what it is …  bot               1      –       –  ░░
    Everything else             agent draft       7      –       –  ░░░░░░░░░░░░░░░░

    █ as before  ▓ more  ░ less

    8 of 10 conversations would go elsewhere than under before.yaml:

      3  Everything else (agent draft) → Everything else (agent reply)
         215472621202702, 215472621202696, 215472621202693
      2  Everything else (agent draft) → Champions go to Success while somebody is there (team)
         215472621202699, 215472621202697
      2  Everything else (agent draft) → Careers are for people (team)
         215472621202698, 215472621202695
      1  The bot keeps what it is answering (bot) → Everything else (agent reply)
         215472621202700

    - As they are now, and not as they were then, these were looked at: company.plan in 10, contact.segment in 6.
    - Who was away then is not known, so team.available is judged by seats and office hours alone: in 2 of 2 decisions it matters.
    - Only the rules were asked: not who had a conversation already, and not what the agent would have said.
    - It took SOME TIME and 14 calls to Intercom (1 GET /admins, 1 GET /contacts/{id}/companies, 2 GET /contacts/{id}/segments, 1 GET /me, 1 GET /teams, 8 POST /conversations/search).
    ");
    insta::assert_snapshot!(office.text("rows.csv"), @"
    conversation,created_at,rule,surface,rule_before,surface_before,changed,why
    215472621202702,2026-01-08T08:10:00Z,Everything else,agent reply,Everything else,agent draft,yes,company.plan=absent; url.path=/shop; contact.segment=absent
    215472621202701,2026-01-08T08:09:00Z,Enterprise goes to its CSM,owner,Enterprise goes to its CSM,owner,no,company.plan=Enterprise
    215472621202700,2026-01-06T08:08:00Z,Everything else,agent reply,The bot keeps what it is answering,bot,yes,company.plan=absent; url.path=/shop; contact.segment=absent
    215472621202699,2026-01-06T08:07:00Z,Champions go to Success while somebody is there,team,Everything else,agent draft,yes,company.plan=Team; url.path=/shop; contact.segment=Champions; team.available=Success
    215472621202698,2026-01-06T08:06:00Z,Careers are for people,team,Everything else,agent draft,yes,company.plan=absent; url.path=/careers/roasters
    215472621202697,2026-01-06T08:05:00Z,Champions go to Success while somebody is there,team,Everything else,agent draft,yes,company.plan=Team; url.path=/shop; contact.segment=Champions; team.available=Success
    215472621202696,2026-01-06T08:04:00Z,Everything else,agent reply,Everything else,agent draft,yes,company.plan=absent; url.path=/shop; contact.segment=absent
    215472621202695,2026-01-05T08:03:00Z,Careers are for people,team,Everything else,agent draft,yes,company.plan=absent; url.path=/careers/roasters
    215472621202694,2026-01-05T08:02:00Z,Enterprise goes to its CSM,owner,Enterprise goes to its CSM,owner,no,company.plan=Enterprise
    215472621202693,2026-01-05T08:01:00Z,Everything else,agent reply,Everything else,agent draft,yes,company.plan=absent; url.path=/shop; contact.segment=absent
    ");

    // It was only read, and each contact once.
    assert_eq!(office.intercom.snapshot(), before);
    let calls = office.calls();
    let calls: Vec<_> = calls
        .iter()
        .filter(|call| call.path.starts_with("/contacts"))
        .map(|call| {
            call.path
                .replace(&office.ana, "ANA")
                .replace(&office.jonas, "JONAS")
        })
        .collect();
    insta::assert_snapshot!(calls.join("\n"), @"
    /contacts/ANA/companies
    /contacts/ANA/segments
    /contacts/JONAS/segments
    ");
    assert!(!office.file("nexora-backtest-acmetea1.json").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn alone_a_configuration_is_shown_by_itself() {
    let office = Office::with_a_week().await;
    fs::write(office.file("after.yaml"), BEFORE).unwrap();
    let done = office.tries(&[]).await;
    assert_eq!((done.status, done.errors.as_str()), (0, ""));
    insta::assert_snapshot!(done.output, @"
    Acme Tea (acmetea1), 10 of 10 conversations from 2026-01-05 00:00 to 2026-01-12 00:00 UTC

    rule                                surface      count   share
    Enterprise goes to its CSM          owner            2  20.0 %  ████▋
    The bot keeps what it is answering  bot              1  10.0 %  ██▎
    Everything else                     agent draft      7  70.0 %  ████████████████

    - As they are now, and not as they were then, these were looked at: company.plan in 10, bot in 8.
    - Only the rules were asked: not who had a conversation already, and not what the agent would have said.
    - It took SOME TIME and 12 calls to Intercom (1 GET /admins, 1 GET /contacts/{id}/companies, 1 GET /me, 1 GET /teams, 8 POST /conversations/search).
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_by_the_rate_limit_is_sat_out() {
    let office = Office::with_a_week().await;
    let used_up = Fault::new(FaultKind::RateLimited { reset_in: 1 });
    let used_up = used_up.on_path_prefix("/conversations/search").times(1);
    office.intercom.faults().inject(used_up);
    let done = office.tries(&[]).await;
    assert_eq!((done.status, done.errors.as_str()), (0, ""));
    assert!(
        done.output
            .contains("Acme Tea (acmetea1), 10 of 10 conversations")
    );
    let last = done.output.lines().last().unwrap();
    insta::assert_snapshot!(last, @"- It took SOME TIME and 15 calls to Intercom (1 GET /admins, 1 GET /contacts/{id}/companies, 2 GET /contacts/{id}/segments, 1 GET /me, 1 GET /teams, 9 POST /conversations/search). Of that it waited for 1 s, to leave half of the rate limit to others; 1 call was refused all the same.");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_that_cannot_be_read_is_counted_and_named() {
    let office = Office::with_a_week().await;
    let strange = office.asks(&office.ana, "/shop");
    let faults = office.intercom.faults();
    faults.inject(Fault::new(FaultKind::StrangeConversation(strange.clone())));
    let done = office.tries(&["--csv", "rows.csv"]).await;
    assert_eq!((done.status, done.errors.as_str()), (0, ""));
    let said = done.output.lines().find(|line| line.contains("could not"));
    let said = said.unwrap().replace(&strange, "STRANGE");
    insta::assert_snapshot!(said, @"- 1 conversation could not be read: STRANGE at created_at.");
    assert!(done.output.contains("11 of 11 conversations"));
    let rows = office.text("rows.csv");
    let row = rows.lines().find(|line| line.starts_with(&strange));
    insta::assert_snapshot!(row.unwrap().replace(&strange, "STRANGE"), @"STRANGE,,,,,,,cannot be read at created_at");
}

#[tokio::test(flavor = "multi_thread")]
async fn office_hours_are_those_of_the_time_a_visitor_wrote() {
    let office = Office::new().await;
    // Monday at eight, at one and at four; Tuesday at noon, a holiday that is long over.
    for hour in [0, 5, 8, 28] {
        office.clock.set(MONDAY + hour * 60 * 60);
        office.asks(&office.ana, "/shop");
    }
    let nine_to_five = (0..5).map(|day| (day * 1_440 + 540, day * 1_440 + 1_020));
    let mut schedule = OfficeHoursSchedule::new("Office", "UTC", nine_to_five);
    schedule.exceptions.push(OfficeHoursException {
        id: String::new(),
        date: "2026-01-06".to_owned(),
        name: None,
        intervals: None,
        recurring_annually: false,
    });
    office.acme.add_schedule(schedule);
    for hours in [
        r#"{ zone: UTC, open: { mon-fri: "09:00-17:00" }, closed: [2026-01-06] }"#,
        "{ from: Office }",
    ] {
        let config = format!(
            r#"
version: 1
agent: {{ teammate: nexora@acme.example }}
office_hours: {{ default: {hours} }}
rules:
  - name: Open
    when: {{ office.open: true }}
    then: {{ leave_to: team }}
  - name: Everything else
    then: {{ agent: {{ mode: observe }} }}
hand_off: {{ default: "team:Support" }}
"#
        );
        fs::write(office.file("after.yaml"), config).unwrap();
        let done = office.tries(&["--csv", "rows.csv"]).await;
        assert_eq!((done.status, done.errors.as_str()), (0, ""));
        assert!(!done.output.contains("As they are now"), "{}", done.output);
        let rows = office.text("rows.csv");
        let rows = rows.lines().skip(1).map(|row| {
            let (_, row) = row.split_once(',').unwrap();
            row.to_owned()
        });
        let rows: Vec<_> = rows.collect();
        insta::allow_duplicates! {
            insta::assert_snapshot!(rows.join("\n"), @"
            2026-01-06T12:01:00Z,Everything else,agent observe,,,,office.open=false
            2026-01-05T16:01:00Z,Open,team,,,,office.open=true
            2026-01-05T13:01:00Z,Open,team,,,,office.open=true
            2026-01-05T08:01:00Z,Everything else,agent observe,,,,office.open=false
            ");
        }
    }
    office.calls();
}

#[tokio::test(flavor = "multi_thread")]
async fn thousands_are_read_a_page_at_a_time_and_no_more_than_wanted() {
    let office = Office::new().await;
    for day in 0..3 {
        office.clock.set(MONDAY + day * 24 * 60 * 60);
        for _ in 0..500 {
            office.asks(&office.ana, "/shop");
        }
    }
    let done = office.tries(&[]).await;
    assert_eq!((done.status, done.errors.as_str()), (0, ""));
    assert!(
        done.output.contains("1500 of 1500 conversations"),
        "{}",
        done.output
    );
    // One that counts, four empty days, four pages of each of the others.
    assert_eq!(office.searches(), 1 + 4 + 3 * 4);
    let done = office.tries(&["--most", "700"]).await;
    assert!(
        done.output.contains("700 of 1500 conversations"),
        "{}",
        done.output
    );
    // The newest of them: one of an hour in the middle is enough to tell.
    assert_eq!(office.searches(), 1 + 4 + 3 * 4 + 1 + 4 + 4 + 2);
}
