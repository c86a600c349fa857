//! What failed for good ends with a person.

use shared::workspace::{DeadLetter, Delivery, Seat};
use shared::{Error, Outcome};

/// Gives the conversation to people with a note, unless everything in it is covered by now. It takes the same claim as
/// a turn, so the two never act at once. What was about a teammate is made good by reading the people anew.
///
/// # Errors
///
/// See [`Seat::give_to_people`] and [`Seat::look_around`]. Then the letter stays, and an alarm with it.
pub async fn handle(
    seat: &Seat,
    letter: &DeadLetter,
    delivery: Delivery,
) -> Result<Outcome, Error> {
    match letter {
        DeadLetter::Of(conversation) => seat.give_to_people(conversation, delivery).await,
        DeadLetter::OfStaff => seat.look_around().await,
    }
}
