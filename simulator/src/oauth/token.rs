use serde_json::json;

use super::{Call, HIDDEN};
use crate::intercom::Intercom;
use crate::refusal::Refusal;
use crate::region::Region;
use crate::rest::Answer;

/// `POST /auth/eagle/token`: a token for a code.
pub(super) fn exchange(
    intercom: &Intercom,
    region: Option<Region>,
    call: &Call,
) -> Result<Answer, Refusal> {
    let field = |name| call.field(name).unwrap_or_default();
    let now = intercom.now();
    let token = intercom.state().redeem(
        field("code"),
        field("client_id"),
        field("client_secret"),
        region,
        now,
    )?;
    intercom.touch();
    let body =
        |token: &str| json!({ "token_type": "Bearer", "token": token, "access_token": token });
    Ok(Answer::json(200, body(&token)).shown_as(body(HIDDEN)))
}
