//! Nothing that anybody wrote and nothing of who they are is in what the functions write: words are planted wherever an
//! input has room for them, and everything that comes out is searched.

use aws_sdk_dynamodb::types::AttributeValue;
use local::seed;
use serde_json::{Value, json};
use shared::Topic;
use shared::ports::queue::{Lane, Letter};
use shared::ports::{Mailbox as _, Queue as _};
use simulator::{Admin, Article, Company, Contact, Fault, FaultKind};

use crate::event;
use crate::function::Function;
use crate::town::Town;

/// Stands in every planted word, and nowhere else.
const PLANTED: &str = "zyzzyva";

/// The functions of these topics run here.
const TOPICS: [Topic; 4] = [
    Topic::ConversationUserCreated,
    Topic::ConversationOperatorReplied,
    Topic::ConversationAdminReplied,
    Topic::ConversationAdminNoted,
];

/// A stack whose functions run, and people with planted names.
struct Place {
    town: Town,
    webhook: Function,
    agent: Function,
    letter: Function,
    topics: Vec<(Lane, Function)>,
    visitor: String,
    teammate: String,
}

impl Place {
    async fn make() -> Self {
        let town = Town::found().await;
        let acme = &town.acme;
        let company = acme.add_company(Company {
            plan: Some(PLANTED.to_owned()),
            ..Company::new(PLANTED)
        });
        let visitor = acme.add_contact(Contact {
            company_ids: vec![company],
            custom_attributes: [(PLANTED.to_owned(), json!(PLANTED))].into(),
            ..Contact::user("Zoe Zyzzyva", "zoe@zyzzyva.example")
        });
        let teammate = acme.add_admin(Admin::new("Tom Zyzzyva", "tom@zyzzyva.example"));
        acme.add_article(Article::published(
            "How to steep zyzzyva",
            "<p>Steep zyzzyva leaves for three minutes in zyzzyva water.</p>",
            "https://help.acmetea.example/en/articles/zyzzyva",
        ));
        let mut topics = Vec::new();
        for topic in TOPICS {
            topics.push((Lane::Topic(topic), town.function(&topic.function()).await));
        }
        Self {
            webhook: town.function("webhook").await,
            agent: town.function("agent-turn").await,
            letter: town.function("dead-letter").await,
            topics,
            visitor,
            teammate,
            town,
        }
    }

    fn asks(&self, text: &str) -> String {
        let page = "https://acmetea.example/zyzzyva?email=zoe@zyzzyva.example";
        let visitor = self.town.acme.visitor(&self.visitor);
        visitor.starts(text, Some(page)).unwrap()
    }

    /// Posts what Intercom has to tell and delivers what is queued, until nothing is left.
    async fn settles(&self) {
        loop {
            let posted = self.town.post_notifications(&self.webhook).await.len();
            let mut delivered = 0;
            for (lane, function) in &self.topics {
                delivered += self.deliver(*lane, function).await;
            }
            self.town.pass(Lane::Turns.delay());
            delivered += self.deliver(Lane::Turns, &self.agent).await;
            if posted + delivered == 0 {
                return;
            }
        }
    }

    async fn deliver(&self, lane: Lane, function: &Function) -> usize {
        let messages = self.town.received(lane).await;
        if !messages.is_empty() {
            self.town.deliver(lane, function, &messages).await;
        }
        messages.len()
    }

    async fn post(&self, path: &str, body: &str, signature: &str) {
        let headers = [
            ("x-hub-signature", signature),
            ("user-agent", PLANTED),
            ("cookie", PLANTED),
        ];
        self.webhook
            .invoke(&event::request(path, &headers, body))
            .await
            .unwrap();
    }

    async fn send(&self, lane: Lane, body: &str) {
        let letter = Letter {
            lane,
            group: PLANTED.to_owned(),
            dedup: None,
            body: body.to_owned(),
        };
        self.town.queues.send(&letter).await.unwrap();
    }

    /// Everything the functions wrote so far.
    fn said(&self) -> String {
        let topics = self.topics.iter().map(|(_, function)| function.log());
        let others = [&self.webhook, &self.agent, &self.letter].map(Function::log);
        topics.chain(others).collect()
    }
}

fn assert_free(of_what: &str, text: &str) {
    let line = text.lines().find(|line| {
        let small = line.to_lowercase();
        small.contains(PLANTED) || line.contains(seed::TOKEN) || line.contains(seed::CLIENT_SECRET)
    });
    assert_eq!(line, None, "{of_what}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_people_write_or_are_comes_out_where_all_goes_well() {
    let place = Place::make().await;
    let answered = place.asks("How do I steep zyzzyva? I am zoe@zyzzyva.example");
    let handed = place.asks("zyzzyva! I want to talk to a person");
    place.settles().await;
    let teammate = place.town.acme.teammate(&place.teammate);
    teammate.notes(&handed, "/nexora stop zyzzyva").unwrap();
    teammate.replies(&handed, "It is Tom Zyzzyva here").unwrap();
    place.settles().await;
    let replies = place.town.replies(&answered);
    assert!(
        replies.iter().any(|reply| reply.contains("zyzzyva")),
        "{replies:?}"
    );
    let view = place.town.view(&handed);
    assert_eq!(view.team_assignee.as_deref(), Some("Support"));

    let said = place.said();
    for name in ["replied", "handed_off", "accepted", "noted"] {
        assert!(
            said.contains(&format!(r#""name":"{name}""#)),
            "{name} was not said"
        );
    }
    assert_free("the logs", &said);
    let rows = aws_sdk_dynamodb::Client::new(&place.town.stack.config);
    let table = format!("{}-conversations", place.town.stack.name);
    let kept = rows.scan().table_name(table).send().await.unwrap();
    assert_eq!(kept.count, 2);
    assert_free("the records", &format!("{:?}", kept.items));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_people_write_or_are_comes_out_where_all_goes_wrong() {
    let place = Place::make().await;

    // At the door: signed and malformed, unsigned, elsewhere. An id is an id, whatever stands in it.
    let notification = |topic: &str, item: Value, at: Value| {
        json!({
            "type": "notification_event", "app_id": seed::WORKSPACE, "topic": topic, "id": "notif_1",
            "created_at": at, "data": { "type": PLANTED, "item": item },
        })
        .to_string()
    };
    let created = "conversation.user.created";
    let bodies = [
        PLANTED.to_owned(),
        format!(r#"{{"zyzzyva":"{PLANTED}"}}"#),
        notification(PLANTED, json!({ PLANTED: PLANTED }), json!(1)),
        notification(created, json!(PLANTED), json!(1)),
        notification(
            created,
            json!({ "type": "conversation", "id": { PLANTED: PLANTED } }),
            json!(1),
        ),
        notification(
            created,
            json!({ "type": "conversation", "id": "1", "source": PLANTED }),
            json!(1),
        ),
        notification(
            created,
            json!({ "type": "conversation", "id": "1" }),
            json!(PLANTED),
        ),
        notification(
            "conversation.user.replied",
            json!({ "type": "conversation", "id": "1", "conversation_parts": { PLANTED: [PLANTED] } }),
            json!(1),
        ),
    ];
    for body in &bodies {
        let signature = harness::sign(seed::CLIENT_SECRET, body.as_bytes());
        place.post("/webhooks", body, &signature).await;
        place.post("/webhooks", body, PLANTED).await;
        place
            .post("/webhooks", body, &format!("sha1={PLANTED}"))
            .await;
        place.post("/zyzzyva", body, &signature).await;
    }

    // In the queues and in the rows.
    for (lane, _) in &place.topics {
        place.send(*lane, PLANTED).await;
        place
            .send(
                *lane,
                &json!({ "workspace": [PLANTED], PLANTED: PLANTED }).to_string(),
            )
            .await;
    }
    place.send(Lane::Turns, PLANTED).await;
    let rows = aws_sdk_dynamodb::Client::new(&place.town.stack.config);
    let planted = |text: &str| AttributeValue::S(text.to_owned());
    let conversation = place.asks("zyzzyva?");
    let row = rows
        .put_item()
        .table_name(format!("{}-conversations", place.town.stack.name));
    let row = row.item(
        "pk",
        planted(&format!("{}#{conversation}", seed::WORKSPACE)),
    );
    let row = row
        .item("version", planted(PLANTED))
        .item("record", planted(PLANTED));
    row.send().await.unwrap();

    // At Intercom: it refuses in words of its own, and a letter dies of it.
    let refusal = FaultKind::RefuseWith {
        status: 422,
        code: "parameter_invalid".to_owned(),
        message: format!("{PLANTED} is not zoe@zyzzyva.example"),
    };
    place.town.intercom.faults().inject(Fault::new(refusal));
    let refused = place.asks("How do I steep zyzzyva?");
    for _ in 0..3 {
        place.settles().await;
        place.town.pass(Lane::Turns.visibility());
    }
    let dead =
        json!({ "workspace": seed::WORKSPACE, "topic": created, "at": 1, "conversation": refused });
    place
        .send(
            Lane::Topic(Topic::ConversationUserCreated),
            &dead.to_string(),
        )
        .await;
    let created = Lane::Topic(Topic::ConversationUserCreated);
    let messages = place.town.queues.receive(created, 10).await.unwrap();
    let queue = crate::stack::arn(&place.town.queues.queues().dead_url(created));
    place
        .letter
        .invoke(&event::batch(&queue, &messages))
        .await
        .unwrap();

    let said = place.said();
    for name in [
        "malformed",
        "signature_rejected",
        "no_such_place",
        "unknown_topic",
        "retried",
    ] {
        assert!(
            said.contains(&format!(r#""name":"{name}""#)),
            "{name} was not said"
        );
    }
    assert_free("the logs", &said);
}
