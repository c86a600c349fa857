//! One turn of one conversation: read, route, answer or hand over. The only function on the way of a message that has
//! the workspace's token and its agent.

use shared::domain::turn::TurnRequest;
use shared::workspace::{Delivery, Seat};
use shared::{Error, Outcome};

/// Runs the turn that was asked for.
///
/// # Errors
///
/// See [`Seat::turn`].
pub async fn handle(
    seat: &Seat,
    request: &TurnRequest,
    delivery: Delivery,
) -> Result<Outcome, Error> {
    seat.turn(request, delivery).await
}
