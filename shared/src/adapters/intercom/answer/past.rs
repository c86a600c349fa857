//! `POST /conversations/search`: conversations that were, without their parts.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::super::past::{Illegible, Past, PastPage};
use super::Conversation;
use super::listed::{Listed, id_of};
use super::plain;
use crate::domain::notification::mismatch;
use crate::domain::part::Author;
use crate::domain::transcript::Transcript;

#[derive(Debug, Deserialize)]
pub(crate) struct PastConversations(Listed);

/// When it began, and when the visitor first wrote in one that somebody else began.
#[derive(Debug, Deserialize)]
struct Beginning {
    created_at: i64,
    #[serde(default)]
    first_contact_reply: Option<FirstReply>,
}

#[derive(Debug, Deserialize)]
struct FirstReply {
    #[serde(default)]
    created_at: Option<i64>,
}

impl From<PastConversations> for PastPage {
    fn from(PastConversations(list): PastConversations) -> Self {
        Self {
            conversations: list.items().map(read).collect(),
            total: list.total(),
            next: list.next(),
        }
    }
}

fn read(item: &RawValue) -> Result<Past, Illegible> {
    past(item).map_err(|path| Illegible {
        id: id_of(item),
        path,
    })
}

fn past(item: &RawValue) -> Result<Past, String> {
    let json = item.get().as_bytes();
    let beginning: Beginning = mismatch::read(json, "").map_err(|mismatch| mismatch.path)?;
    let conversation: Conversation = mismatch::read(json, "").map_err(|mismatch| mismatch.path)?;
    let created_at =
        Timestamp::from_second(beginning.created_at).map_err(|_| "created_at".to_owned())?;
    let mut transcript = Transcript::from(conversation);
    // A search knows no `display_as`.
    for line in &mut transcript.lines {
        line.text = plain::text(&line.text);
    }
    let by_visitor = transcript
        .lines
        .iter()
        .any(|line| matches!(line.part.author, Author::Visitor(_)));
    let replied = beginning.first_contact_reply.and_then(|it| it.created_at);
    Ok(Past {
        created_at,
        asked_at: if by_visitor {
            Some(created_at)
        } else {
            replied.and_then(|at| Timestamp::from_second(at).ok())
        },
        transcript,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(json: &str) -> PastPage {
        serde_json::from_str::<PastConversations>(json)
            .unwrap()
            .into()
    }

    #[test]
    fn a_conversation_is_read_with_the_message_it_began_with_as_text() {
        let page = page(
            r#"{"type":"conversation.list","total_count":412,"pages":{"type":"pages","page":1,"per_page":1,
                "total_pages":412,"next":{"per_page":1,"starting_after":"WzE3XQ=="}},
                "conversations":[{"type":"conversation","id":"515","created_at":1768031789,"updated_at":1768031999,
                "state":"closed","open":false,"admin_assignee_id":0,"team_assignee_id":5017691,"company":null,
                "tags":{"type":"tag.list","tags":[{"type":"tag","id":"1","name":"urgent"}]},
                "source":{"type":"conversation","id":"403918","delivered_as":"customer_initiated","subject":"",
                "body":"<p>Fish &amp; chips?<br>Now</p>","author":{"type":"user","id":"66","name":"Ada","email":"a@b.example"},
                "attachments":[],"url":"https://acme.example/shop","redacted":false},
                "contacts":{"type":"contact.list","contacts":[{"type":"contact","id":"66"}]},
                "first_contact_reply":null,"custom_attributes":{"Topic":"food"},
                "ai_agent_participated":true,"ai_agent":{"resolution_state":"escalated"}}]}"#,
        );
        insta::assert_debug_snapshot!(page, @r#"
        PastPage {
            conversations: [
                Ok(
                    Past {
                        created_at: 2026-01-10T07:56:29Z,
                        asked_at: Some(
                            2026-01-10T07:56:29Z,
                        ),
                        transcript: Transcript {
                            id: 515,
                            state: "closed",
                            admin: None,
                            team: Some(
                                5017691,
                            ),
                            contact: Some(
                                66,
                            ),
                            company: None,
                            url: Some(
                                "https://acme.example/shop",
                            ),
                            channel: "conversation",
                            bot: Escalated,
                            waiting_since: None,
                            snoozed_until: None,
                            attributes: [
                                (
                                    "Topic",
                                    "food",
                                ),
                            ],
                            tags: [
                                "urgent",
                            ],
                            rated: None,
                            lines: [
                                Line {
                                    part: Part {
                                        stamp: Stamp {
                                            at: 1768031789,
                                            id: 403918,
                                            zero: true,
                                        },
                                        kind: "source",
                                        author: Visitor(
                                            Some(
                                                66,
                                            ),
                                        ),
                                        has_body: true,
                                        assigned_to: None,
                                        app_package_code: None,
                                        from_ai: false,
                                        redacted: false,
                                        command: None,
                                    },
                                    text: "Fish & chips?\nNow",
                                },
                            ],
                        },
                    },
                ),
            ],
            next: Some(
                "WzE3XQ==",
            ),
            total: 412,
        }
        "#);
    }

    #[test]
    fn one_that_cannot_be_read_names_itself_and_the_place() {
        let page = page(
            r#"{"total_count":3,"pages":{"next":null},"conversations":[{"id":"1","created_at":"Ada's"},{"created_at":1},
                {"id":"3","created_at":1,"tags":{"tags":"Ada's"}},"Ada's"]}"#,
        );
        let said: Vec<_> = page
            .conversations
            .into_iter()
            .map(Result::unwrap_err)
            .collect();
        insta::assert_debug_snapshot!(said, @r#"
        [
            Illegible {
                id: Some(
                    1,
                ),
                path: "created_at",
            },
            Illegible {
                id: None,
                path: "the body",
            },
            Illegible {
                id: Some(
                    3,
                ),
                path: "tags.tags",
            },
            Illegible {
                id: None,
                path: "the body",
            },
        ]
        "#);
    }

    #[test]
    fn who_was_written_to_asks_when_they_reply() {
        let asked = |reply: &str| {
            let json = format!(
                r#"{{"conversations":[{{"id":"1","created_at":100,"first_contact_reply":{reply},
                    "source":{{"type":"email","author":{{"type":"admin","id":"7"}},"body":"<p>Hello</p>"}}}}]}}"#
            );
            let past = page(&json).conversations.remove(0).unwrap();
            past.asked_at.map(Timestamp::as_second)
        };
        assert_eq!(asked("null"), None);
        assert_eq!(
            asked(r#"{"created_at":160,"type":"email","url":null}"#),
            Some(160)
        );
    }
}
