use serde_json::json;
use simulator::Assignee;

use crate::world::{NOW, World, only};

const ASSIGNEES: &[&str] = &["admin_assignee_id", "team_assignee_id", "state"];

#[tokio::test]
async fn a_conversation_holds_a_teammate_and_a_team_until_nobody_has_it() {
    let world = World::new().await;
    let id = world.conversation();
    let path = format!("/conversations/{id}/parts");
    let to = |kind: &str, assignee: &str| json!({ "message_type": "assignment", "type": kind, "admin_id": world.bo, "assignee_id": assignee });
    world.post(&path, to("team", &world.support)).await;
    let (_, both) = world.post(&path, to("admin", &world.bo)).await;
    let (bo, support): (i64, i64) = (world.bo.parse().unwrap(), world.support.parse().unwrap());
    assert_eq!(
        only(&both, ASSIGNEES),
        json!({ "admin_assignee_id": bo, "team_assignee_id": support, "state": "open" })
    );
    let (_, nobody) = world.post(&path, to("admin", "0")).await;
    assert_eq!(
        only(&nobody, ASSIGNEES),
        json!({ "admin_assignee_id": 0, "team_assignee_id": 0, "state": "open" })
    );
    assert_eq!(
        world.parts(&id, &["part_type", "assigned_to"]),
        json!([
            { "part_type": "assignment", "assigned_to": { "type": "team", "id": world.support } },
            { "part_type": "assignment", "assigned_to": { "type": "admin", "id": world.bo } },
            { "part_type": "assignment", "assigned_to": { "type": "nobody_admin", "id": null } },
        ]),
    );
}

#[tokio::test]
async fn assigning_a_closed_conversation_reopens_it() {
    let world = World::new().await;
    let id = world.closed_conversation();
    world
        .acme
        .teammate(&world.bo)
        .assigns(&id, &Assignee::Team(world.support.clone()))
        .unwrap();
    assert_eq!(world.read(&id)["state"], "open");
    assert_eq!(
        world.parts(&id, &["part_type"]),
        json!(["close", "assign_and_reopen"])
    );
}

#[tokio::test]
async fn a_reply_that_assigns_is_one_part_with_a_body() {
    let world = World::new().await;
    let id = world.conversation();
    let bo = world.acme.teammate(&world.bo);
    bo.replies_and_assigns(&id, "Over to me.", &Assignee::Admin(world.bo.clone()))
        .unwrap();
    assert_eq!(world.read(&id)["waiting_since"], json!(null));
    assert_eq!(
        world.parts(&id, &["part_type", "body", "assigned_to"]),
        json!([{
            "part_type": "assignment", "body": "<p>Over to me.</p>",
            "assigned_to": { "type": "admin", "id": world.bo },
        }]),
    );
}

#[tokio::test]
async fn a_workflow_can_undo_what_the_app_assigns_but_leaves_people_alone() {
    let world = World::new().await;
    let id = world.conversation();
    world.acme.undo_assignments(1);
    world
        .acme
        .teammate(&world.bo)
        .assigns(&id, &Assignee::Team(world.support.clone()))
        .unwrap();
    let assignment = json!({ "message_type": "assignment", "type": "admin", "admin_id": world.bo, "assignee_id": world.bo });
    let path = format!("/conversations/{id}/parts");
    let (_, undone) = world.post(&path, assignment.clone()).await;
    let support: i64 = world.support.parse().unwrap();
    assert_eq!(
        only(&undone, ASSIGNEES),
        json!({ "admin_assignee_id": 0, "team_assignee_id": support, "state": "open" })
    );
    let (_, kept) = world.post(&path, assignment).await;
    assert_eq!(kept["admin_assignee_id"].to_string(), world.bo);
    assert_eq!(
        world.parts(&id, &["author.type", "assigned_to.type"]),
        json!([
            { "author.type": "admin", "assigned_to.type": "team" },
            { "author.type": "admin", "assigned_to.type": "admin" },
            { "author.type": "bot", "assigned_to.type": "team" },
            { "author.type": "admin", "assigned_to.type": "admin" },
        ]),
    );
}

#[tokio::test]
async fn a_workflow_can_assign_every_new_conversation() {
    let world = World::new().await;
    world
        .acme
        .auto_assign_new_conversations(Some(Assignee::Team(world.support.clone())));
    let id = world.conversation();
    assert_eq!(
        world.read(&id)["team_assignee_id"].to_string(),
        world.support
    );
}

#[tokio::test]
async fn statistics_follow_the_conversation() {
    let world = World::new().await;
    let id = world.conversation();
    let bo = world.acme.teammate(&world.bo);
    world.clock.set(NOW + 10);
    bo.assigns(&id, &Assignee::Admin(world.bo.clone())).unwrap();
    world.clock.set(NOW + 40);
    bo.replies(&id, "Hello").unwrap();
    world.clock.set(NOW + 100);
    bo.closes(&id).unwrap();
    world.clock.set(NOW + 200);
    world.acme.visitor(&world.ana).replies(&id, "Wait").unwrap();
    assert_eq!(
        world.read(&id)["statistics"],
        json!({
            "type": "conversation_statistics",
            "time_to_assignment": 10, "time_to_admin_reply": 40, "time_to_first_close": 100, "time_to_last_close": 100,
            "median_time_to_reply": 40,
            "first_contact_reply_at": NOW, "first_assignment_at": NOW + 10, "first_admin_reply_at": NOW + 40,
            "first_close_at": NOW + 100, "last_assignment_at": NOW + 10, "last_assignment_admin_reply_at": NOW + 40,
            "last_contact_reply_at": NOW + 200, "last_admin_reply_at": NOW + 40, "last_close_at": NOW + 100,
            "last_closed_by_id": world.bo, "count_reopens": 1, "count_assignments": 1, "count_conversation_parts": 4,
            "assigned_team_first_response_time": [], "assigned_team_first_response_time_in_office_hours": [],
            "handling_time": null, "adjusted_handling_time": null,
        }),
    );
}
