//! What we write into conversations, as JSON.

use serde::ser::{Serialize, Serializer};
use serde_json::json;

use super::call::Call;
use super::endpoint::Endpoint;
use crate::domain::assignee::Assignee;
use crate::domain::attribute::{Form, Object, Value};
use crate::domain::html::Html;
use crate::domain::names::Kind;
use crate::domain::part::{Author, Part};
use crate::id::{AdminId, ConversationId, TagId};
use crate::ports::intercom::{Error, Post};

/// `admin_reply_conversation_request`
#[derive(serde::Serialize)]
struct Reply<'p> {
    message_type: &'static str,
    #[serde(rename = "type")]
    author: &'static str,
    admin_id: &'p AdminId,
    body: &'p str,
}

/// `assign_conversation_request`
#[derive(serde::Serialize)]
struct Assignment<'p> {
    message_type: &'static str,
    /// What the assignee is.
    #[serde(rename = "type")]
    assignee: &'static str,
    admin_id: &'p AdminId,
    assignee_id: &'p str,
}

/// `snooze_conversation_request`
#[derive(serde::Serialize)]
struct Snooze<'p> {
    message_type: &'static str,
    admin_id: &'p AdminId,
    /// In Unix seconds.
    snoozed_until: i64,
}

/// `open_conversation_request`
#[derive(serde::Serialize)]
struct Open<'p> {
    message_type: &'static str,
    admin_id: &'p AdminId,
}

/// `update_conversation_request`, `update_contact_request`, and the body of `UpdateCompany`
#[derive(serde::Serialize)]
struct Update<'p> {
    custom_attributes: Attributes<'p>,
}

/// The body of `attachTagToConversation`
#[derive(serde::Serialize)]
struct Tagging<'p> {
    id: &'p TagId,
    admin_id: &'p AdminId,
}

struct Attributes<'p>(&'p [(String, Value)]);

impl Serialize for Attributes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

/// The call that posts as `by`.
pub(super) fn call<'c>(
    id: &'c ConversationId,
    by: &AdminId,
    post: &Post,
) -> Result<Call<'c>, Error> {
    let reply = |message_type, html: &Html| {
        let reply = Reply {
            message_type,
            author: "admin",
            admin_id: by,
            body: html.as_str(),
        };
        Ok(Call::of_conversation(Endpoint::Reply, id)?.with_body(&reply))
    };
    let manage = || Call::of_conversation(Endpoint::ManageConversation, id);
    let (assignee, assignee_id) = match post {
        Post::Reply(html) => return reply("comment", html),
        Post::Note(html) => return reply("note", html),
        Post::Snooze(until) => {
            let snooze = Snooze {
                message_type: "snoozed",
                admin_id: by,
                snoozed_until: until.as_second(),
            };
            return manage().map(|call| call.with_body(&snooze));
        }
        Post::Open => {
            let open = Open {
                message_type: "open",
                admin_id: by,
            };
            return manage().map(|call| call.with_body(&open));
        }
        Post::Assign(Assignee::Admin(id)) => ("admin", id.as_str()),
        Post::Assign(Assignee::Team(id)) => ("team", id.as_str()),
        Post::Assign(Assignee::Nobody) => ("admin", "0"),
        // Bots are given conversations by workflows, never through the API.
        Post::Assign(Assignee::Bot) => {
            return Err(Error::Refused {
                status: 422,
                code: "bot_cannot_be_assigned".to_owned(),
            });
        }
    };
    let assignment = Assignment {
        message_type: "assignment",
        assignee,
        admin_id: by,
        assignee_id,
    };
    Ok(manage()?.with_body(&assignment))
}

/// The call that sets custom attributes. Companies are updated by Intercom's id: by the customer's own, Intercom would create
/// one it does not know.
pub(super) fn update<'c>(
    object: &'c Object,
    attributes: &[(String, Value)],
) -> Result<Call<'c>, Error> {
    let update = Update {
        custom_attributes: Attributes(attributes),
    };
    let call = match object {
        Object::Conversation(id) => Call::of_conversation(Endpoint::UpdateConversation, id)?,
        Object::Contact(id) => Call::of_contact(Endpoint::UpdateContact, id)?,
        Object::Company(id) => Call::of_company(Endpoint::UpdateCompany, id)?,
    };
    Ok(call.with_body(&update))
}

/// The call that creates an attribute.
pub(super) fn new_attribute(kind: Kind, name: &str, form: &Form) -> Option<Call<'static>> {
    let model = match kind {
        Kind::ConversationAttribute => None,
        Kind::ContactAttribute => Some("contact"),
        Kind::CompanyAttribute => Some("company"),
        Kind::Teammate | Kind::Team | Kind::Segment | Kind::Tag | Kind::Schedule => return None,
    };
    let (data_type, options) = match (form, model) {
        (Form::Text, _) => ("string", None),
        (Form::Integer, _) => ("integer", None),
        (Form::Decimal, None) => ("decimal", None),
        (Form::Decimal, Some(_)) => ("float", None),
        (Form::Flag, _) => ("boolean", None),
        (Form::List(options), None) => ("list", Some(("label", options))),
        (Form::List(options), Some(_)) => ("options", Some(("value", options))),
    };
    let mut body = json!({
        "name": name,
        "data_type": data_type,
        "description": "Set by Nexora",
    });
    if let Some(model) = model {
        body["model"] = model.into();
    }
    if let Some((key, options)) = options {
        body["options"] = options
            .iter()
            .map(|option| json!({ key: option }))
            .collect();
    }
    let endpoint = match model {
        None => Endpoint::CreateConversationAttribute,
        Some(_) => Endpoint::CreateDataAttribute,
    };
    Some(Call::of_workspace(endpoint).with_body(&body))
}

/// The call that creates a tag, or finds the one of that name.
pub(super) fn new_tag(name: &str) -> Call<'static> {
    Call::of_workspace(Endpoint::CreateTag).with_body(&json!({ "name": name }))
}

/// The call that tags a conversation as `by`.
pub(super) fn tag<'c>(
    id: &'c ConversationId,
    by: &AdminId,
    tag: &TagId,
) -> Result<Call<'c>, Error> {
    let tagging = Tagging {
        id: tag,
        admin_id: by,
    };
    Ok(Call::of_conversation(Endpoint::TagConversation, id)?.with_body(&tagging))
}

/// Whether `part` can be what came of `post` by `by`. A reply may be stored as `open` or another type with a body.
pub(super) fn fits(part: &Part, by: &AdminId, post: &Post) -> bool {
    let ours = matches!(&part.author, Author::Admin(id) if id == by);
    ours && match post {
        Post::Reply(_) => part.is_visible(),
        Post::Note(_) => part.is_note(),
        Post::Assign(_) => part.assigned_to.is_some() || part.kind.contains("assign"),
        Post::Snooze(_) => part.kind == "snoozed",
        Post::Open => matches!(part.kind.as_str(), "open" | "unsnoozed"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(post: &Post) -> String {
        let id = ConversationId::try_from("215").unwrap();
        let by = AdminId::try_from("9608799").unwrap();
        match call(&id, &by, post) {
            Ok(call) => {
                let body = String::from_utf8(call.body().unwrap().to_vec()).unwrap();
                format!("{} {body}", call.path())
            }
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn posts_are_written_as_the_specification_has_them() {
        let mut html = Html::default();
        html.paragraphs("Hello & welcome");
        let lines = [
            Post::Reply(html.clone()),
            Post::Note(html),
            Post::Assign(Assignee::Admin("7".parse().unwrap())),
            Post::Assign(Assignee::Team("8".parse().unwrap())),
            Post::Assign(Assignee::Nobody),
            Post::Assign(Assignee::Bot),
            Post::Snooze("2026-11-24T08:00:00Z".parse().unwrap()),
            Post::Open,
        ]
        .map(|post| sent(&post));
        insta::assert_snapshot!(lines.join("\n"), @r#"
        /conversations/215/reply {"message_type":"comment","type":"admin","admin_id":"9608799","body":"<p>Hello &amp; welcome</p>"}
        /conversations/215/reply {"message_type":"note","type":"admin","admin_id":"9608799","body":"<p>Hello &amp; welcome</p>"}
        /conversations/215/parts {"message_type":"assignment","type":"admin","admin_id":"9608799","assignee_id":"7"}
        /conversations/215/parts {"message_type":"assignment","type":"team","admin_id":"9608799","assignee_id":"8"}
        /conversations/215/parts {"message_type":"assignment","type":"admin","admin_id":"9608799","assignee_id":"0"}
        Intercom refused the request with 422 (bot_cannot_be_assigned)
        /conversations/215/parts {"message_type":"snoozed","admin_id":"9608799","snoozed_until":1795507200}
        /conversations/215/parts {"message_type":"open","admin_id":"9608799"}
        "#);
    }

    fn shown(call: &Call<'_>) -> String {
        let body = String::from_utf8(call.body().unwrap().to_vec()).unwrap();
        format!("{} {} {body}", call.endpoint().method(), call.path())
    }

    #[test]
    fn attributes_are_written_in_their_order_and_types_and_nothing_else_is() {
        let attributes = [
            ("Nexora tier", Value::from("pro")),
            ("AI \"state\"", "done".into()),
            ("Seats", Value::Number(5.into())),
            ("CS escalation", Value::Flag(true)),
        ]
        .map(|(name, value)| (name.to_owned(), value));
        let lines = [
            Object::Conversation("215".parse().unwrap()),
            Object::Contact("63a07ddf05a32042dffac965".parse().unwrap()),
            Object::Company("5f4d3c1c-7b1b-4d7d-a97e-6095715c6632".parse().unwrap()),
        ]
        .map(|object| shown(&update(&object, &attributes).unwrap()));
        insta::assert_snapshot!(lines.join("\n"), @r#"
        PUT /conversations/215 {"custom_attributes":{"Nexora tier":"pro","AI \"state\"":"done","Seats":5,"CS escalation":true}}
        PUT /contacts/63a07ddf05a32042dffac965 {"custom_attributes":{"Nexora tier":"pro","AI \"state\"":"done","Seats":5,"CS escalation":true}}
        PUT /companies/5f4d3c1c-7b1b-4d7d-a97e-6095715c6632 {"custom_attributes":{"Nexora tier":"pro","AI \"state\"":"done","Seats":5,"CS escalation":true}}
        "#);
    }

    #[test]
    fn an_attribute_is_created_as_its_values_need_it() {
        let stages = Form::List(vec!["Lead".to_owned(), "MQL".to_owned()]);
        let forms = [Form::Text, stages, Form::Integer, Form::Decimal, Form::Flag];
        let kinds = [
            Kind::ConversationAttribute,
            Kind::ContactAttribute,
            Kind::CompanyAttribute,
        ];
        let calls = kinds.iter().flat_map(|kind| {
            let calls = forms
                .iter()
                .map(|form| new_attribute(*kind, "Lead stage", form));
            calls.flatten().map(|call| shown(&call)).collect::<Vec<_>>()
        });
        insta::assert_snapshot!(calls.collect::<Vec<_>>().join("\n"), @r#"
        POST /conversations/attributes {"data_type":"string","description":"Set by Nexora","name":"Lead stage"}
        POST /conversations/attributes {"data_type":"list","description":"Set by Nexora","name":"Lead stage","options":[{"label":"Lead"},{"label":"MQL"}]}
        POST /conversations/attributes {"data_type":"integer","description":"Set by Nexora","name":"Lead stage"}
        POST /conversations/attributes {"data_type":"decimal","description":"Set by Nexora","name":"Lead stage"}
        POST /conversations/attributes {"data_type":"boolean","description":"Set by Nexora","name":"Lead stage"}
        POST /data_attributes {"data_type":"string","description":"Set by Nexora","model":"contact","name":"Lead stage"}
        POST /data_attributes {"data_type":"options","description":"Set by Nexora","model":"contact","name":"Lead stage","options":[{"value":"Lead"},{"value":"MQL"}]}
        POST /data_attributes {"data_type":"integer","description":"Set by Nexora","model":"contact","name":"Lead stage"}
        POST /data_attributes {"data_type":"float","description":"Set by Nexora","model":"contact","name":"Lead stage"}
        POST /data_attributes {"data_type":"boolean","description":"Set by Nexora","model":"contact","name":"Lead stage"}
        POST /data_attributes {"data_type":"string","description":"Set by Nexora","model":"company","name":"Lead stage"}
        POST /data_attributes {"data_type":"options","description":"Set by Nexora","model":"company","name":"Lead stage","options":[{"value":"Lead"},{"value":"MQL"}]}
        POST /data_attributes {"data_type":"integer","description":"Set by Nexora","model":"company","name":"Lead stage"}
        POST /data_attributes {"data_type":"float","description":"Set by Nexora","model":"company","name":"Lead stage"}
        POST /data_attributes {"data_type":"boolean","description":"Set by Nexora","model":"company","name":"Lead stage"}
        "#);
        assert!(new_attribute(Kind::Tag, "vip", &Form::Text).is_none());
    }

    #[test]
    fn a_tag_is_named_by_its_id_which_is_a_text() {
        let id = ConversationId::try_from("215").unwrap();
        let (by, of) = ("9608799".parse().unwrap(), "86".parse().unwrap());
        let call = tag(&id, &by, &of).unwrap();
        let body = String::from_utf8(call.body().unwrap().to_vec()).unwrap();
        insta::assert_snapshot!(format!("{} {body}", call.path()), @r#"/conversations/215/tags {"id":"86","admin_id":"9608799"}"#);
    }
}
