//! What waits in the stack's queues, of whatever workspace.

use aws_sdk_sqs::Client;
use aws_sdk_sqs::types::QueueAttributeName;
use shared::checkup::Check;
use shared::ports::queue::Lane;

use crate::deployment::Deployment;

/// So many messages of one lane are more than a moment's.
const MANY: u64 = 1_000;

/// How old they are SQS tells `CloudWatch` alone.
const AGES: &str = "see “A queue that is late” in docs/OPERATIONS.md; how old the oldest is, the alarms …-late know";

/// What waits in a lane and among its dead letters.
struct Waiting {
    lane: String,
    messages: u64,
    dead: u64,
}

pub(super) async fn checks(deployment: &Deployment) -> Vec<Check> {
    let mut waiting = Vec::new();
    for lane in Lane::all() {
        match look(&deployment.queues, &deployment.stack.to_string(), lane).await {
            Ok(found) => waiting.push(found),
            Err(error) => {
                let fix = "these AWS credentials need sqs:GetQueueUrl and sqs:GetQueueAttributes on the stack's queues";
                let found = format!("they cannot be looked into: {error}");
                return vec![Check::note("queues", found, fix)];
            }
        }
    }
    of(&waiting)
}

fn of(waiting: &[Waiting]) -> Vec<Check> {
    let named = |is: fn(&Waiting) -> u64, least: u64| {
        let many = waiting.iter().filter(|lane| is(lane) >= least);
        many.map(|lane| format!("{} in {}", is(lane), lane.lane))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let (dead, late) = (
        named(|lane| lane.dead, 1),
        named(|lane| lane.messages, MANY),
    );
    let mut checks = Vec::new();
    if !dead.is_empty() {
        checks.push(Check::trouble(
            "dead letters",
            format!("messages of the stack could not be delivered: {dead}"),
            "see “A dead letter” in docs/OPERATIONS.md",
        ));
    }
    if !late.is_empty() {
        checks.push(Check::note(
            "queues",
            format!("many messages wait: {late}"),
            AGES,
        ));
    }
    if checks.is_empty() {
        let all: u64 = waiting.iter().map(|lane| lane.messages).sum();
        checks.push(Check::good(
            "queues",
            format!("{all} messages wait in the stack, and no dead letter"),
        ));
    }
    checks
}

async fn look(client: &Client, stack: &str, lane: Lane) -> Result<Waiting, aws_sdk_sqs::Error> {
    let fifo = if lane.is_fifo() { ".fifo" } else { "" };
    Ok(Waiting {
        messages: count(client, format!("{stack}-{lane}{fifo}")).await?,
        dead: count(client, format!("{stack}-{lane}-dead{fifo}")).await?,
        lane: lane.to_string(),
    })
}

/// How many messages a queue holds, those that are being delivered and those that are held back among them.
async fn count(client: &Client, name: String) -> Result<u64, aws_sdk_sqs::Error> {
    let url = client.get_queue_url().queue_name(name).send().await?;
    let asked = [
        QueueAttributeName::ApproximateNumberOfMessages,
        QueueAttributeName::ApproximateNumberOfMessagesNotVisible,
        QueueAttributeName::ApproximateNumberOfMessagesDelayed,
    ];
    let told = client
        .get_queue_attributes()
        .set_queue_url(url.queue_url)
        .set_attribute_names(Some(asked.to_vec()))
        .send()
        .await?;
    let told = told.attributes.unwrap_or_default();
    let counts = asked
        .iter()
        .filter_map(|name| told.get(name)?.parse::<u64>().ok());
    Ok(counts.sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(lanes: &[(&str, u64, u64)]) -> String {
        let waiting: Vec<_> = lanes
            .iter()
            .map(|(lane, messages, dead)| Waiting {
                lane: (*lane).to_owned(),
                messages: *messages,
                dead: *dead,
            })
            .collect();
        let checks = of(&waiting);
        let lines = checks
            .iter()
            .map(|check| format!("{:?}: {}", check.state, check.found));
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn dead_letters_are_trouble_and_many_messages_a_note() {
        let all = [
            told(&[("turns", 3, 0), ("turns-bulk", 0, 0)]),
            told(&[("turns", 1_000, 2), ("turns-bulk", 999, 1)]),
        ];
        insta::assert_snapshot!(all.join("\n--\n"), @"
        Good: 3 messages wait in the stack, and no dead letter
        --
        Trouble: messages of the stack could not be delivered: 2 in turns, 1 in turns-bulk
        Note: many messages wait: 1000 in turns
        ");
    }
}
