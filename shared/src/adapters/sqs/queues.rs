//! The queues' names and addresses.

use crate::ports::queue::Lane;

/// What a queue of dead letters is called, after its lane.
const DEAD: &str = "-dead";
/// What SQS wants a FIFO queue's name to end with.
const FIFO: &str = ".fifo";

/// How one deployment's queues are called: `nexora-conversation-user-replied`, `nexora-turns.fifo`, and their dead
/// letters `nexora-conversation-user-replied-dead`, `nexora-turns-dead.fifo`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queues {
    prefix: String,
}

impl Queues {
    /// By what every queue's URL begins with, up to the lane: `https://sqs.eu-west-1.amazonaws.com/123456789012/nexora-`.
    #[must_use]
    pub fn new(url_prefix: impl Into<String>) -> Self {
        Self {
            prefix: url_prefix.into(),
        }
    }

    /// A lane's URL.
    #[must_use]
    pub fn url(&self, lane: Lane) -> String {
        format!("{}{lane}{}", self.prefix, fifo(lane))
    }

    /// The URL of a lane's dead letters.
    #[must_use]
    pub fn dead_url(&self, lane: Lane) -> String {
        format!("{}{lane}{DEAD}{}", self.prefix, fifo(lane))
    }

    /// The lane of a queue by its ARN, and whether it is that of the lane's dead letters. None for a queue that is not
    /// one of these.
    #[must_use]
    pub fn lane(&self, arn: &str) -> Option<(Lane, bool)> {
        let stack = self.prefix.rsplit('/').next().unwrap_or_default();
        let name = arn.rsplit(':').next()?.strip_prefix(stack)?;
        let name = name.strip_suffix(FIFO).unwrap_or(name);
        let (name, is_dead) = name
            .strip_suffix(DEAD)
            .map_or((name, false), |name| (name, true));
        Lane::all()
            .find(|lane| lane.to_string() == name)
            .map(|lane| (lane, is_dead))
    }
}

const fn fifo(lane: Lane) -> &'static str {
    if lane.is_fifo() { FIFO } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::topic::Topic;

    fn queues() -> Queues {
        Queues::new("https://sqs.eu-west-1.amazonaws.com/123456789012/nexora-")
    }

    #[test]
    fn a_queue_is_called_after_its_stack_and_its_lane() {
        let replied = Lane::Topic(Topic::ConversationUserReplied);
        let urls = [replied, Lane::Turns].map(|lane| [queues().url(lane), queues().dead_url(lane)]);
        insta::assert_debug_snapshot!(urls.concat(), @r#"
        [
            "https://sqs.eu-west-1.amazonaws.com/123456789012/nexora-conversation-user-replied",
            "https://sqs.eu-west-1.amazonaws.com/123456789012/nexora-conversation-user-replied-dead",
            "https://sqs.eu-west-1.amazonaws.com/123456789012/nexora-turns.fifo",
            "https://sqs.eu-west-1.amazonaws.com/123456789012/nexora-turns-dead.fifo",
        ]
        "#);
    }

    #[test]
    fn an_arn_leads_back_to_its_lane_dead_or_alive() {
        for lane in Lane::all() {
            for (url, is_dead) in [(queues().url(lane), false), (queues().dead_url(lane), true)] {
                let name = url.rsplit('/').next().unwrap();
                let arn = format!("arn:aws:sqs:eu-west-1:123456789012:{name}");
                assert_eq!(queues().lane(&arn), Some((lane, is_dead)));
            }
        }
    }

    #[test]
    fn another_stacks_queue_is_no_lane_of_ours() {
        for name in ["other-turns.fifo", "nexora-orders", "turns.fifo", ""] {
            assert_eq!(
                queues().lane(&format!("arn:aws:sqs:eu-west-1:123456789012:{name}")),
                None,
                "{name}"
            );
        }
    }
}
