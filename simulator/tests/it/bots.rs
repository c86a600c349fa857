use serde_json::json;

use crate::world::{NOW, World, only};

const FLAGS: &[&str] = &[
    "part_type",
    "author.type",
    "author.name",
    "author.from_ai_agent",
    "author.is_ai_answer",
];

#[tokio::test]
async fn boilerplate_is_signed_fin_and_is_not_fins() {
    let world = World::new().await;
    world.acme.send_boilerplate(true);
    let id = world.conversation();
    assert_eq!(
        world.parts(&id, FLAGS),
        json!([{
            "part_type": "channel_and_reply_time_expectation",
            "author.type": "bot", "author.name": "Fin", "author.from_ai_agent": false, "author.is_ai_answer": false,
        }]),
    );
    assert_eq!(
        only(
            &world.read(&id),
            &["ai_agent_participated", "ai_agent", "waiting_since"]
        ),
        json!({ "ai_agent_participated": false, "ai_agent": null, "waiting_since": NOW }),
    );
}

#[tokio::test]
async fn fin_answers_and_escalates_without_a_word() {
    let world = World::new().await;
    let id = world.conversation();
    world
        .acme
        .operator()
        .fin_answers(&id, "Have you tried the map?")
        .unwrap();
    world.acme.operator().fin_escalates(&id).unwrap();
    assert_eq!(
        world.parts(&id, FLAGS),
        json!([{
            "part_type": "comment",
            "author.type": "bot", "author.name": "Fin", "author.from_ai_agent": true, "author.is_ai_answer": true,
        }]),
    );
    assert_eq!(
        only(
            &world.read(&id),
            &[
                "ai_agent_participated",
                "ai_agent.resolution_state",
                "ai_agent.last_answer_type"
            ]
        ),
        json!({
            "ai_agent_participated": true,
            "ai_agent.resolution_state": "escalated",
            "ai_agent.last_answer_type": "ai_answer",
        }),
    );
}
