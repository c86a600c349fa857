//! A visitor is told when the team is back, by hours the workspace keeps in Intercom.

use harness::Desk;
use harness::shop::{ANA, SHOP};
use insta::assert_snapshot;
use jiff::SignedDuration;
use local::seed;
use simulator::{Fault, FaultKind, Intercom, OfficeHoursException, OfficeHoursSchedule};

use crate::checkup::found;

const BY_INTERCOM: &str = r#"
version: 1
agent: { teammate: nexora@acmetea.example }
office_hours:
  default: { zone: Europe/Berlin, open: { daily: "00:00-24:00" } }
  teams:
    Support: { from: Support hours }
rules:
  - name: Everything
    then: { agent: {} }
hand_off:
  default: team:Support
  say: { open: { en: One moment. }, closed: { en: "We're back {opens}." } }
"#;

const DAY: u32 = 24 * 60;

/// On Tuesdays from 14:00 to 17:00, on the other workdays from 09:00; but not on the Wednesday of the desk's week.
fn plant(intercom: &Intercom) {
    let acme = seed::plant(intercom);
    let hours = [0, 2, 3, 4].map(|day| (day * DAY + 540, day * DAY + 1_020));
    let tuesday = (DAY + 840, DAY + 1_020);
    let exception = OfficeHoursException {
        id: String::new(),
        date: "2026-03-11".to_owned(),
        name: Some("Stocktaking".to_owned()),
        intervals: None,
        recurring_annually: false,
    };
    acme.add_schedule(OfficeHoursSchedule {
        exceptions: vec![exception],
        ..OfficeHoursSchedule::new(
            "Support hours",
            "Europe/Berlin",
            hours.into_iter().chain([tuesday]),
        )
    });
    acme.add_schedule(OfficeHoursSchedule::new("Another", "Europe/Berlin", []));
}

async fn desk(plant: impl FnOnce(&Intercom)) -> Desk {
    Desk::of(plant, &[(seed::WORKSPACE, seed::TOKEN, BY_INTERCOM)]).await
}

/// What a visitor who wants a person is told.
async fn told(desk: &Desk) -> String {
    let talk = desk.asks(ANA, SHOP, "A human please");
    talk.settled().await;
    assert_eq!(talk.assignee(), "Support", "{}", desk.story());
    let messenger = talk.messenger();
    let last = messenger.lines().rfind(|line| !line.trim().is_empty());
    last.unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_is_told_when_the_team_is_back_by_its_schedule_in_intercom() {
    let desk = desk(plant).await;
    // A Tuesday, 10:00 in Berlin.
    let mut said = vec![told(&desk).await];
    desk.puts_the_clock_forward(SignedDuration::from_hours(4));
    said.push(told(&desk).await);
    desk.puts_the_clock_forward(SignedDuration::from_hours(4));
    said.push(told(&desk).await);
    let calls = |desk: &Desk| {
        let calls = desk.calls().into_iter();
        let calls = calls.filter(|call| call.starts_with("GET /office_hours_schedules"));
        calls.collect::<Vec<_>>().join("\n")
    };
    assert_eq!(calls(&desk), "", "they were read at the install");
    assert_snapshot!(said.join("\n"), @"
    Nexora: <p>We're back 14:00 (Berlin).</p>
    Nexora: <p>One moment.</p>
    Nexora: <p>We're back Thursday 09:00 (Berlin).</p>
    ");
    // They are read again with everything else, and only the exceptions of what the configuration names.
    desk.puts_the_clock_forward(SignedDuration::from_hours(17));
    assert_snapshot!(told(&desk).await, @"Nexora: <p>We're back Thursday 09:00 (Berlin).</p>");
    desk.settled().await;
    assert_snapshot!(calls(&desk), @"
    GET /office_hours_schedules
    GET /office_hours_schedules/{id}/office_hours_exceptions
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn hours_that_may_not_be_read_promise_nothing_and_the_admin_is_told() {
    let desk = desk(|intercom| {
        plant(intercom);
        let kind = FaultKind::RefuseWith {
            status: 403,
            code: "api_plan_restricted".to_owned(),
            message: "Not on this plan".to_owned(),
        };
        let fault = Fault::new(kind).on_path_suffix("/office_hours_exceptions");
        intercom.faults().inject(fault);
    })
    .await;
    assert_snapshot!(told(&desk).await, @"Nexora: <p>One moment.</p>");
    desk.puts_the_clock_forward(SignedDuration::from_hours(25));
    told(&desk).await;
    desk.settled().await;
    let drift = desk
        .rows()
        .into_iter()
        .filter(|row| row.kind == "reading")
        .map(|row| format!("{}: {:?}", row.title, row.details));
    assert_snapshot!(drift.collect::<Vec<_>>().join("\n"), @r#"the workspace is no longer as its configuration says: [("findings", "unseen at office_hours.teams")]"#);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_without_schedules_is_trouble_where_hours_rely_on_them() {
    let desk = desk(plant).await;
    let kind = FaultKind::RefuseWith {
        status: 403,
        code: "api_plan_restricted".to_owned(),
        message: "Not on this plan".to_owned(),
    };
    desk.breaks(Fault::new(kind).on_path_prefix("/office_hours_schedules"));
    let found = found(&desk).await;
    let of_hours: Vec<_> = found
        .lines()
        .filter(|line| line.contains("office hours"))
        .collect();
    assert_snapshot!(of_hours.join("\n"), @"Trouble office hours: office_hours.teams names the schedule of office hours “Support hours”, and no schedule can be read (403, api_plan_restricted): give the app the permission “Read and write office hours” or, on a plan without schedules, write `zone` and `open` instead of `from`");
    // What was read before still holds.
    assert_snapshot!(told(&desk).await, @"Nexora: <p>We're back 14:00 (Berlin).</p>");
}
