//! Every function, in one process: which one takes which message.

use shared::ports::queue::Lane;
use shared::runtime::{Ports, deliver_dead, deliver_signal, deliver_staff_change, deliver_turn};
use shared::workspace::Delivery;
use shared::{Error, Outcome, Topic};

/// Delivers a message to the function its lane belongs to.
///
/// # Errors
///
/// What the function fails with.
pub async fn deliver(
    ports: &Ports,
    lane: Lane,
    body: &str,
    delivery: Delivery,
) -> Result<Outcome, Error> {
    match lane {
        Lane::Turns | Lane::TurnsBulk => {
            deliver_turn(ports, body, delivery, agent_turn::handle).await
        }
        Lane::Topic(topic) => match topic {
            Topic::ConversationUserCreated => {
                deliver_signal(ports, body, conversation_user_created::handle).await
            }
            Topic::ConversationUserReplied => {
                deliver_signal(ports, body, conversation_user_replied::handle).await
            }
            Topic::ConversationAdminReplied => {
                deliver_signal(ports, body, conversation_admin_replied::handle).await
            }
            Topic::ConversationAdminAssigned => {
                deliver_signal(ports, body, conversation_admin_assigned::handle).await
            }
            Topic::ConversationAdminOpenAssigned => {
                deliver_signal(ports, body, conversation_admin_open_assigned::handle).await
            }
            Topic::ConversationAdminClosed => {
                deliver_signal(ports, body, conversation_admin_closed::handle).await
            }
            Topic::ConversationAdminOpened => {
                deliver_signal(ports, body, conversation_admin_opened::handle).await
            }
            Topic::ConversationAdminSnoozed => {
                deliver_signal(ports, body, conversation_admin_snoozed::handle).await
            }
            Topic::ConversationAdminUnsnoozed => {
                deliver_signal(ports, body, conversation_admin_unsnoozed::handle).await
            }
            Topic::ConversationAdminNoted => {
                deliver_signal(ports, body, conversation_admin_noted::handle).await
            }
            Topic::ConversationOperatorReplied => {
                deliver_signal(ports, body, conversation_operator_replied::handle).await
            }
            Topic::ConversationRatingAdded => {
                deliver_signal(ports, body, conversation_rating_added::handle).await
            }
            Topic::ConversationDeleted => {
                deliver_signal(ports, body, conversation_deleted::handle).await
            }
            Topic::ConversationPartRedacted => {
                deliver_signal(ports, body, conversation_part_redacted::handle).await
            }
            Topic::AdminAwayModeUpdated => {
                deliver_staff_change(ports, body, admin_away_mode_updated::handle).await
            }
            Topic::AdminAddedToWorkspace => {
                deliver_staff_change(ports, body, admin_added_to_workspace::handle).await
            }
            Topic::AdminRemovedFromWorkspace => {
                deliver_staff_change(ports, body, admin_removed_from_workspace::handle).await
            }
        },
    }
}

/// Delivers a dead letter.
///
/// # Errors
///
/// As [`deliver`].
pub async fn deliver_dead_letter(
    ports: &Ports,
    lane: Lane,
    body: &str,
    delivery: Delivery,
) -> Result<Outcome, Error> {
    deliver_dead(ports, lane, body, delivery, dead_letter::handle).await
}
