//! The template: one regular block a topic, every function with a queue, a role and alarms of its own, and no role that
//! may do more than its function does.

mod document;
mod policies;

use std::collections::BTreeSet;

use document::{Document, text};
use serde_json::{Value, json};
use shared::Topic;
use shared::domain::turn::budget;
use shared::ports::queue::Lane;
use shared::topic::Subject;

/// The part of the template that is a topic's.
fn block(topic: Topic) -> &'static str {
    let begins = |topic: Topic| format!("\n  # {topic}\n  {}:\n", topic.logical_id());
    let start = text()
        .find(&begins(topic))
        .unwrap_or_else(|| panic!("{topic} has no block"));
    let next = Topic::ALL
        .iter()
        .filter_map(|topic| text().find(&begins(*topic)))
        .chain(text().find("\n  # ── Turns"))
        .filter(|next| *next > start)
        .min()
        .unwrap();
    &text()[start..next]
}

/// The first topic about the same.
fn first(subject: Subject) -> Topic {
    let mut topics = Topic::ALL.iter().copied();
    topics.find(|topic| topic.subject() == subject).unwrap()
}

#[test]
fn every_topics_block_is_that_of_the_first_about_the_same_with_its_own_names_and_stands_in_its_place()
 {
    let mut places = Vec::new();
    for &topic in Topic::ALL {
        let first = first(topic.subject());
        let expected = block(first)
            .replace(&first.logical_id(), &topic.logical_id())
            .replace(&first.function(), &topic.function())
            .replace(first.as_str(), topic.as_str());
        assert!(
            block(topic) == expected,
            "the block of {topic} is not regular"
        );
        places.push(text().find(block(topic)));
    }
    assert!(
        places.is_sorted(),
        "the blocks stand in the order of the topics"
    );
}

#[test]
fn a_block_about_teammates_differs_from_the_others_in_its_policy_and_its_description() {
    let [conversations, staff] = [Subject::Conversation, Subject::Teammate].map(first);
    let expected = block(conversations)
        .replace(&conversations.logical_id(), &staff.logical_id())
        .replace(&conversations.function(), &staff.function())
        .replace(conversations.as_str(), staff.as_str())
        .replace("in the conversation's record", "of the workspace's people")
        .replace("!Ref TopicPolicy", "!Ref StaffTopicPolicy");
    assert!(block(staff) == expected);
}

#[test]
fn every_function_is_a_crate_and_every_crate_a_function() {
    let template = Document::read();
    let deployed: BTreeSet<_> = template
        .of_type("AWS::Serverless::Function")
        .map(|(_, function)| {
            let name = function["FunctionName"].as_str().unwrap();
            let name = name.strip_prefix("${AWS::StackName}-").unwrap().to_owned();
            assert_eq!(function["CodeUri"], json!(format!("functions/{name}")));
            name
        })
        .collect();
    assert_eq!(deployed, crate::wiring::names("functions"));
}

#[test]
fn a_lanes_queue_is_what_the_code_takes_it_for() {
    let template = Document::read();
    for lane in Lane::all() {
        let id = match lane {
            Lane::Topic(topic) => topic.logical_id(),
            Lane::Turns => "Turns".to_owned(),
            Lane::TurnsBulk => "TurnsBulk".to_owned(),
        };
        let queue = template.properties(&format!("{id}Queue"));
        let fifo = if lane.is_fifo() { ".fifo" } else { "" };
        let told = json!({
            "name": queue["QueueName"],
            "fifo": queue["FifoQueue"],
            "delay": queue["DelaySeconds"],
            "visibility": queue["VisibilityTimeout"],
            "redrive": queue["RedrivePolicy"],
            "dead": template.properties(&format!("{id}Dead"))["QueueName"],
        });
        let delay = lane.delay().as_secs();
        let expected = json!({
            "name": format!("${{AWS::StackName}}-{lane}{fifo}"),
            "fifo": if lane.is_fifo() { json!(true) } else { Value::Null },
            "delay": if delay == 0 { Value::Null } else { json!(delay) },
            "visibility": lane.visibility().as_secs(),
            "redrive": { "deadLetterTargetArn": format!("{id}Dead.Arn"), "maxReceiveCount": lane.max_receive_count() },
            "dead": format!("${{AWS::StackName}}-{lane}-dead{fifo}"),
        });
        assert_eq!(told, expected);
    }
}

#[test]
fn no_function_may_run_longer_than_its_messages_stay_hidden() {
    let template = Document::read();
    let hidden = |queue: &str| {
        template.properties(queue)["VisibilityTimeout"]
            .as_u64()
            .unwrap()
    };
    let timeout = |function: &str| template.properties(function)["Timeout"].as_u64().unwrap();
    for topic in Topic::ALL {
        let id = topic.logical_id();
        assert!(timeout(&id) < hidden(&format!("{id}Queue")), "{topic}");
        assert!(
            timeout("DeadLetter") < hidden(&format!("{id}Dead")),
            "{topic}"
        );
    }
    for lane in ["Turns", "TurnsBulk"] {
        assert!(
            timeout("AgentTurn") < hidden(&format!("{lane}Queue")),
            "{lane}"
        );
        assert!(
            timeout("DeadLetter") < hidden(&format!("{lane}Dead")),
            "{lane}"
        );
    }
    let budget = budget::FUNCTION.as_secs();
    assert_eq!(
        (timeout("AgentTurn"), timeout("DeadLetter")),
        (budget, budget)
    );
}

#[test]
fn every_queue_is_read_in_batches_whose_failures_are_named_one_by_one() {
    let template = Document::read();
    let mut read: Vec<_> = template
        .of_type("AWS::Lambda::EventSourceMapping")
        .map(|(_, mapping)| {
            (
                mapping["FunctionName"].as_str().unwrap().to_owned(),
                mapping,
            )
        })
        .collect();
    for (id, function) in template.of_type("AWS::Serverless::Function") {
        for event in function["Events"].as_object().into_iter().flatten() {
            read.push((id.to_owned(), &event.1["Properties"]));
        }
    }
    let told: BTreeSet<_> = read
        .into_iter()
        .map(|(function, mapping)| {
            let queue = mapping
                .get("EventSourceArn")
                .or(mapping.get("Queue"))
                .unwrap();
            assert_eq!(
                mapping["FunctionResponseTypes"],
                json!(["ReportBatchItemFailures"])
            );
            (queue.as_str().unwrap().to_owned(), function)
        })
        .collect();
    let lanes = [("Turns", "AgentTurn"), ("TurnsBulk", "AgentTurn")]
        .map(|(lane, function)| (lane.to_owned(), function.to_owned()));
    let topics = Topic::ALL
        .iter()
        .map(|topic| (topic.logical_id(), topic.logical_id()));
    let expected: BTreeSet<_> = topics
        .chain(lanes)
        .flat_map(|(lane, function)| {
            [
                (format!("{lane}Queue.Arn"), function),
                (format!("{lane}Dead.Arn"), "DeadLetter".to_owned()),
            ]
        })
        .collect();
    assert_eq!(told, expected);
}

#[test]
fn every_function_is_watched() {
    let template = Document::read();
    let watched: BTreeSet<_> = template
        .of_type("AWS::CloudWatch::Alarm")
        .map(|(_, alarm)| {
            let dimension = alarm["Dimensions"][0]["Value"].as_str().unwrap_or_default();
            format!("{} {dimension}", alarm["MetricName"].as_str().unwrap())
        })
        .collect();
    for (function, _) in template.of_type("AWS::Serverless::Function") {
        for metric in ["Errors", "Throttles"] {
            assert!(
                watched.contains(&format!("{metric} {function}")),
                "{metric} of {function}"
            );
        }
    }
    for (queue, properties) in template.of_type("AWS::SQS::Queue") {
        // A dead letter that fails is hidden for a quarter of an hour and taken again: it is never visible for long.
        let metrics: &[&str] = if properties["RedrivePolicy"].is_null() {
            &[
                "ApproximateNumberOfMessagesVisible",
                "ApproximateNumberOfMessagesNotVisible",
            ]
        } else {
            &["ApproximateAgeOfOldestMessage"]
        };
        for metric in metrics {
            let watched = watched.contains(&format!("{metric} {queue}.QueueName"));
            assert!(watched, "{metric} of {queue}");
        }
    }
}

#[test]
fn a_stacks_name_may_have_the_characters_the_description_says() {
    let longest = crate::wiring::names("functions")
        .iter()
        .map(String::len)
        .max()
        .unwrap();
    // A function's name has at most 64, a hyphen of which is between the stack's and its own.
    let room = 64 - 1 - longest;
    assert!(
        text().contains(&format!("may have {room} characters")),
        "{room}"
    );
}

#[test]
fn every_alarm_leads_to_a_section_of_the_operations_page() {
    let page = include_str!("../../docs/OPERATIONS.md");
    for (id, alarm) in Document::read().of_type("AWS::CloudWatch::Alarm") {
        let description = alarm["AlarmDescription"].as_str().unwrap();
        let section = description.rsplit('"').nth(1).unwrap_or_default();
        let heading = page.lines().any(|line| {
            line.starts_with('#')
                && line.trim_start_matches([
                    '#', ' ', '.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9',
                ]) == section
        });
        assert!(heading, "{id}: {section}");
    }
}
