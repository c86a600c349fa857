//! What failed for good ends with a person.

use shared::id::ConversationId;
use shared::workspace::{Delivery, Seat};
use shared::{Error, Outcome};

/// Gives the conversation to people with a note, unless everything in it is covered by now. It takes the same claim as
/// a turn, so the two never act at once.
///
/// # Errors
///
/// See [`Seat::give_to_people`]. Then the letter stays, and an alarm with it.
pub async fn handle(
    seat: &Seat,
    conversation: &ConversationId,
    delivery: Delivery,
) -> Result<Outcome, Error> {
    seat.give_to_people(conversation, delivery).await
}
