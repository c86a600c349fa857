//! What the Messenger says by itself while nobody is there.

use serde_json::json;

use crate::world::{NOW, World};

const AWAY: &str = "We are back on Monday.";

/// Monday, 12 January 2026, 10:00 in Berlin. `NOW` is the Saturday before.
const MONDAY: i64 = 1_768_208_400;

fn said(world: &World, id: &str) -> usize {
    let bodies = world.parts(id, &["body"]);
    let bodies = bodies.as_array().unwrap().iter();
    bodies
        .filter(|body| **body == json!(format!("<p>{AWAY}</p>")))
        .count()
}

#[tokio::test]
async fn it_is_said_once_until_the_schedule_has_opened() {
    let world = World::new().await;
    world.acme.send_boilerplate(true);
    world.acme.send_out_of_office(Some(("Office", AWAY)));
    let ana = world.acme.visitor(&world.ana);
    let id = world.conversation();
    assert_eq!(
        world.parts(&id, &["part_type", "author.type", "body"]),
        json!([{ "part_type": "channel_and_reply_time_expectation", "author.type": "bot", "body": format!("<p>{AWAY}</p>") }])
    );
    world.clock.set(NOW + 3_600);
    ana.replies(&id, "Anybody?").unwrap();
    assert_eq!(said(&world, &id), 1);

    world.clock.set(MONDAY);
    ana.replies(&id, "Good morning").unwrap();
    assert_eq!(said(&world, &id), 1, "somebody is there");
    assert_eq!(said(&world, &world.conversation()), 0);

    world.clock.set(MONDAY + 12 * 3_600);
    ana.replies(&id, "Still nobody?").unwrap();
    assert_eq!(said(&world, &id), 2, "another night");

    world.acme.send_out_of_office(None);
    let quiet = world.conversation();
    assert_eq!(said(&world, &quiet), 0);
}

#[tokio::test]
async fn a_day_that_differs_counts_and_so_does_the_zone() {
    let world = World::new().await;
    world.acme.send_out_of_office(Some(("Office", AWAY)));
    let at = |time: &str| {
        let time: jiff::Timestamp = time.parse().unwrap();
        world.clock.set(time.as_second());
        said(&world, &world.conversation()) == 0
    };
    let open = [
        "2026-07-06T07:00:00+02:00",
        "2026-07-06T09:00:00+02:00",
        "2026-07-06T16:59:59+02:00",
        "2026-07-06T17:00:00+02:00",
        "2026-07-07T10:00:00+02:00",
        // Christmas, which is every year's.
        "2028-12-25T10:00:00+01:00",
        "2028-12-18T10:00:00+01:00",
    ]
    .map(at);
    assert_eq!(open, [false, true, true, false, false, false, true]);
}
