use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

use super::*;
use crate::domain::notification::{Notification, Secret, Signal};
use crate::domain::part::Part;
use crate::topic::Topic;

fn read(json: &str) -> Transcript {
    serde_json::from_str::<Conversation>(json).unwrap().into()
}

/// A conversation with everything in it that Intercom documents or was seen to send.
const FULL: &str = r#"{
  "type":"conversation","id":215472621202693,"created_at":1768031789,"updated_at":1768032400,
  "waiting_since":1768032400,"snoozed_until":null,"title":"","open":true,"state":"open","read":false,"priority":"none",
  "admin_assignee_id":9608799,"team_assignee_id":0,
  "company":{"type":"company","id":"6762f09a1bb69f9f2193bb34","company_id":"1","app_id":"abc123def","name":"Acme",
    "plan":null,"custom_attributes":{"tier":"gold","seats":9}},
  "tags":{"type":"tag.list","tags":[{"type":"tag","id":"123456","name":"vip","applied_at":1663597223,
    "applied_by":{"type":"contact","id":"1a2b3c"}}]},
  "conversation_rating":{"rating":4,"remark":"Took a while","created_at":1768032500,"updated_at":1768032560,
    "contact":{"type":"contact","id":"696205460674dbb9050aa7fd"},"teammate":{"type":"workflow","id":"31"}},
  "source":{"type":"conversation","id":"3381828792","delivered_as":"customer_initiated","subject":"","body":"Where is it?",
    "author":{"type":"lead","id":"696205460674dbb9050aa7fd","name":null,"email":""},"attachments":[],
    "url":"https://shop.acme.example/orders","redacted":false},
  "contacts":{"type":"contact.list","contacts":[{"type":"contact","id":"696205460674dbb9050aa7fd","external_id":"5e68"}]},
  "teammates":{"type":"admin.list","admins":[{"type":"admin","id":"9608799"}]},
  "custom_attributes":{"Has attachments":false,"Order":42,"Language":"en","Related":{"type":"order.list","instances":[]},"Empty":null},
  "first_contact_reply":{"created_at":1768031789,"type":"conversation","url":null},"sla_applied":null,"statistics":null,
  "topics":{"type":"topic.list","topics":[],"total_count":0},"ticket":null,
  "linked_objects":{"type":"list","data":[],"total_count":0,"has_more":false},
  "ai_agent_participated":true,
  "ai_agent":{"source_type":"workflow","resolution_state":"escalated","content_sources":{"content_sources":[]}},
  "sales_agent":null,"channel":{"initial":"messenger","current":"messenger"},"monitor_evaluations":[],"newer":{"than":"this"},
  "conversation_parts":{"type":"conversation_part.list","total_count":6,"conversation_parts":[
    {"type":"conversation_part","id":37358198344,"part_type":"comment","body":"Here you go: receipt (https://x.example/1)",
     "created_at":1768032400,"author":{"type":"user","id":"696205460674dbb9050aa7fd","name":null,"email":""},
     "attachments":[],"redacted":false,"app_package_code":null,"metadata":{},"state":"open","tags":null},
    {"type":"conversation_part","id":"37358198341","part_type":"assignment","body":"On it","created_at":1768032000,
     "assigned_to":{"type":"admin","id":"9608799"},"author":{"type":"admin","id":"9608799","from_ai_agent":false,"is_ai_answer":false},
     "attachments":null,"app_package_code":"nexora"},
    {"type":"conversation_part","id":"37358198340","part_type":"comment","body":"I'm Fin","created_at":1768031790,
     "assigned_to":null,"author":{"type":"bot","id":"77","name":"Fin","from_ai_agent":true,"is_ai_answer":true}},
    {"type":"conversation_part","id":"37358198342","part_type":"note","body":"/nexora stop","created_at":1768032100,
     "author":{"type":"admin","id":5}},
    {"type":"conversation_part","id":"37358198343","part_type":"comment","body":null,"created_at":1768032100,"redacted":true,
     "author":{"type":"user","id":"696205460674dbb9050aa7fd"},"attachments":[{"type":"upload","name":"a.png"}]},
    {"type":"conversation_part","id":"37358198339","part_type":"conversation_attribute_updated_by_admin","body":null,
     "created_at":1768031789,"assigned_to":{"type":"nobody_admin","id":null},"author":null,"event_details":{}}
  ]}
}"#;

#[test]
fn a_whole_conversation_is_read() {
    insta::assert_debug_snapshot!(read(FULL), @r#"
    Transcript {
        id: 215472621202693,
        state: "open",
        admin: Some(
            9608799,
        ),
        team: None,
        contact: Some(
            696205460674dbb9050aa7fd,
        ),
        company: Some(
            Company {
                id: 6762f09a1bb69f9f2193bb34,
                name: Some(
                    "Acme",
                ),
                plan: None,
                segments: None,
                tags: None,
                attributes: [
                    (
                        "seats",
                        "9",
                    ),
                    (
                        "tier",
                        "gold",
                    ),
                ],
            },
        ),
        url: Some(
            "https://shop.acme.example/orders",
        ),
        channel: "conversation",
        bot: Escalated,
        waiting_since: Some(
            1768032400,
        ),
        snoozed_until: None,
        attributes: [
            (
                "Has attachments",
                "false",
            ),
            (
                "Language",
                "en",
            ),
            (
                "Order",
                "42",
            ),
        ],
        tags: [
            "vip",
        ],
        rated: Some(
            Rating {
                at: 1768032560,
                score: 4,
            },
        ),
        lines: [
            Line {
                part: Part {
                    stamp: Stamp {
                        at: 1768031789,
                        id: 3381828792,
                        zero: true,
                    },
                    kind: "source",
                    author: Visitor(
                        Some(
                            696205460674dbb9050aa7fd,
                        ),
                    ),
                    has_body: true,
                    assigned_to: None,
                    app_package_code: None,
                    from_ai: false,
                    redacted: false,
                    command: None,
                },
                text: "Where is it?",
            },
            Line {
                part: Part {
                    stamp: Stamp {
                        at: 1768031789,
                        id: 37358198339,
                        zero: false,
                    },
                    kind: "conversation_attribute_updated_by_admin",
                    author: Other,
                    has_body: false,
                    assigned_to: Some(
                        Nobody,
                    ),
                    app_package_code: None,
                    from_ai: false,
                    redacted: false,
                    command: None,
                },
                text: "",
            },
            Line {
                part: Part {
                    stamp: Stamp {
                        at: 1768031790,
                        id: 37358198340,
                        zero: false,
                    },
                    kind: "comment",
                    author: Bot,
                    has_body: true,
                    assigned_to: None,
                    app_package_code: None,
                    from_ai: true,
                    redacted: false,
                    command: None,
                },
                text: "I'm Fin",
            },
            Line {
                part: Part {
                    stamp: Stamp {
                        at: 1768032000,
                        id: 37358198341,
                        zero: false,
                    },
                    kind: "assignment",
                    author: Admin(
                        9608799,
                    ),
                    has_body: true,
                    assigned_to: Some(
                        Admin(
                            9608799,
                        ),
                    ),
                    app_package_code: Some(
                        "nexora",
                    ),
                    from_ai: false,
                    redacted: false,
                    command: None,
                },
                text: "On it",
            },
            Line {
                part: Part {
                    stamp: Stamp {
                        at: 1768032100,
                        id: 37358198342,
                        zero: false,
                    },
                    kind: "note",
                    author: Admin(
                        5,
                    ),
                    has_body: true,
                    assigned_to: None,
                    app_package_code: None,
                    from_ai: false,
                    redacted: false,
                    command: Some(
                        Stop,
                    ),
                },
                text: "/nexora stop",
            },
            Line {
                part: Part {
                    stamp: Stamp {
                        at: 1768032100,
                        id: 37358198343,
                        zero: false,
                    },
                    kind: "comment",
                    author: Visitor(
                        Some(
                            696205460674dbb9050aa7fd,
                        ),
                    ),
                    has_body: true,
                    assigned_to: None,
                    app_package_code: None,
                    from_ai: false,
                    redacted: true,
                    command: None,
                },
                text: "",
            },
            Line {
                part: Part {
                    stamp: Stamp {
                        at: 1768032400,
                        id: 37358198344,
                        zero: false,
                    },
                    kind: "comment",
                    author: Visitor(
                        Some(
                            696205460674dbb9050aa7fd,
                        ),
                    ),
                    has_body: true,
                    assigned_to: None,
                    app_package_code: None,
                    from_ai: false,
                    redacted: false,
                    command: None,
                },
                text: "Here you go: receipt (https://x.example/1)",
            },
        ],
    }
    "#);
}

#[test]
fn a_rating_that_cannot_be_read_is_none_and_the_conversation_is_read_all_the_same() {
    let rated = |rating: &str| {
        let json = format!(r#"{{"id":"1","created_at":2,"conversation_rating":{rating}}}"#);
        read(&json).rated.map(|rating| (rating.at, rating.score))
    };
    assert_eq!(rated(r#"{"rating":1,"created_at":7}"#), Some((7, 1)));
    assert_eq!(rated(r#"{"rating":5}"#), Some((0, 5)));
    for odd in [
        "null",
        "3",
        "\"5\"",
        "[]",
        "{}",
        r#"{"rating":null}"#,
        r#"{"rating":0}"#,
        r#"{"rating":6}"#,
        r#"{"rating":-1}"#,
        r#"{"rating":4.5}"#,
        r#"{"rating":"5"}"#,
        r#"{"rating":"great","remark":{"type":"text"}}"#,
    ] {
        assert_eq!(rated(odd), None, "{odd}");
    }
}

#[test]
fn a_conversation_may_lack_everything_but_id_and_time() {
    let bare = read(r#"{"id":"1","created_at":10}"#);
    let nulls = read(
        r#"{"id":1,"created_at":10,"state":null,"waiting_since":null,"admin_assignee_id":null,"team_assignee_id":"0",
            "company":null,"source":null,"contacts":null,"teammates":null,"tags":null,"custom_attributes":null,
            "ai_agent":null,"ai_agent_participated":null,"conversation_parts":null}"#,
    );
    let empties = read(
        r#"{"id":"1","created_at":10,"waiting_since":0,"admin_assignee_id":0,"team_assignee_id":"","company":{},
            "contacts":{"contacts":[]},"teammates":{"type":"admin.list","teammates":[]},"tags":{"tags":null},
            "custom_attributes":{},"ai_agent":{},"conversation_parts":{"conversation_parts":null}}"#,
    );
    insta::assert_debug_snapshot!(bare, @r#"
    Transcript {
        id: 1,
        state: "",
        admin: None,
        team: None,
        contact: None,
        company: None,
        url: None,
        channel: "",
        bot: Absent,
        waiting_since: None,
        snoozed_until: None,
        attributes: [],
        tags: [],
        rated: None,
        lines: [],
    }
    "#);
    assert_eq!(nulls, bare);
    assert_eq!(empties, bare);
}

#[test]
fn an_assignee_is_an_integer_or_a_string() {
    for (json, team) in [
        ("5017691", Some("5017691")),
        (r#""5017691""#, Some("5017691")),
        ("0", None),
    ] {
        let transcript = read(&format!(
            r#"{{"id":"1","created_at":10,"team_assignee_id":{json}}}"#
        ));
        assert_eq!(transcript.team.as_ref().map(TeamId::as_str), team, "{json}");
    }
}

#[test]
fn an_email_has_its_channel_and_no_page() {
    let transcript = read(
        r#"{"id":"1","created_at":10,"source":{"type":"email","id":null,"url":"","author":{},"body":"Hi"}}"#,
    );
    assert_eq!(
        (transcript.channel.as_str(), &transcript.url),
        ("email", &None)
    );
    insta::assert_debug_snapshot!(transcript.lines, @r#"
    [
        Line {
            part: Part {
                stamp: Stamp {
                    at: 10,
                    id: source,
                    zero: true,
                },
                kind: "source",
                author: Other,
                has_body: true,
                assigned_to: None,
                app_package_code: None,
                from_ai: false,
                redacted: false,
                command: None,
            },
            text: "Hi",
        },
    ]
    "#);
}

/// The parts of a notification with `item`, read as a function reads them.
fn notified(topic: Topic, item: &str) -> Vec<Part> {
    let body = format!(
        r#"{{"type":"notification_event","app_id":"abc123def","id":"notif_1","created_at":1768032401,
            "topic":"{}","data":{{"type":"notification_event_data","item":{item}}}}}"#,
        topic.as_str()
    );
    let mut mac = Hmac::<Sha1>::new_from_slice(b"secret").unwrap();
    mac.update(body.as_bytes());
    let header = format!("sha1={}", hex::encode(mac.finalize().into_bytes()));
    let verified = Secret::new("secret")
        .unwrap()
        .verify(body.as_bytes(), &header)
        .unwrap();
    let notification = Notification::open(verified).unwrap();
    Signal::project(&notification, topic).unwrap().parts
}

#[test]
fn a_part_is_the_same_by_webhook_and_by_rest() {
    let mut notified = notified(Topic::ConversationUserCreated, FULL);
    notified.sort_by(|a, b| a.stamp.cmp(&b.stamp));
    let read: Vec<_> = read(FULL).lines.into_iter().map(|line| line.part).collect();
    assert_eq!(notified.len(), 7);
    assert_eq!(notified, read);
}

#[test]
fn part_zero_without_an_id_is_the_same_by_webhook_and_by_rest() {
    let item = r#"{"id":"1","created_at":10,"source":{"type":"email","id":null,"body":"Hi","author":{"type":"user","id":"69"}}}"#;
    let read: Vec<_> = read(item).lines.into_iter().map(|line| line.part).collect();
    assert_eq!(notified(Topic::ConversationUserCreated, item), read);
}
