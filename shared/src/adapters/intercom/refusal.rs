//! A status that is no success, as the port's error.

use http::StatusCode;
use http::header::{HeaderMap, LINK};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use crate::id::ContactId;
use crate::ports::intercom::Error;

/// The width of Intercom's rate limit windows; the wait where the header is missing.
const WINDOW: SignedDuration = SignedDuration::from_secs(10);

/// A status by which the request was not taken, or nobody knows whether it was.
#[derive(Debug, thiserror::Error)]
#[error("Intercom answered with {0}")]
struct Failed(u16);

#[derive(Debug, Deserialize)]
struct ErrorList {
    errors: Vec<ErrorItem>,
}

#[derive(Debug, Deserialize)]
struct ErrorItem {
    code: String,
}

/// What a status other than 2xx means for the caller.
pub(super) fn of(status: StatusCode, headers: &HeaderMap, body: &[u8], now: Timestamp) -> Error {
    let code = code(body);
    match (status, code.as_deref()) {
        (StatusCode::TOO_MANY_REQUESTS, _) => Error::RateLimited {
            until: reset(headers).unwrap_or(now + WINDOW),
        },
        // 408: the server gave up waiting for the rest of the request, so nobody knows what it had.
        (StatusCode::REQUEST_TIMEOUT, _) => Error::Unknown(Failed(status.as_u16()).into()),
        // 423, 425: it did not begin with it, and may do so another time.
        (StatusCode::LOCKED | StatusCode::TOO_EARLY, _) => {
            Error::NotSent(Failed(status.as_u16()).into())
        }
        (status, _) if status.is_server_error() => Error::Unknown(Failed(status.as_u16()).into()),
        // A token that is suspended with its workspace is good again when the workspace is; so it has not ended.
        (StatusCode::UNAUTHORIZED, _) | (_, Some("token_revoked")) => Error::Unauthorized,
        (StatusCode::NOT_FOUND | StatusCode::GONE, _) => Error::NotFound,
        (status, _) => {
            let code = code.unwrap_or_else(|| fallback(status).to_owned());
            Error::Refused {
                status: status.as_u16(),
                code,
            }
        }
    }
}

/// The first code of an `error.list`. Only what looks like a code: it goes into errors and logs.
fn code(body: &[u8]) -> Option<String> {
    let list: ErrorList = serde_json::from_slice(body).ok()?;
    let code = list.errors.into_iter().next()?.code;
    let plain = (1..=64).contains(&code.len())
        && code
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b));
    plain.then_some(code)
}

const fn fallback(status: StatusCode) -> &'static str {
    if matches!(status.as_u16(), 300..400) {
        "redirect"
    } else {
        "no_code"
    }
}

/// The contact into which the one that was asked for was merged: `Link: </contacts/{id}>; rel="canonical"` beside a 410.
pub(super) fn canonical(status: StatusCode, headers: &HeaderMap) -> Option<ContactId> {
    let links = headers
        .get(LINK)
        .filter(|_| status == StatusCode::GONE)?
        .to_str()
        .ok()?;
    let link = links
        .split(',')
        .find(|link| link.contains("rel=\"canonical\""))?;
    let (_, target) = link.split_once('<')?;
    let (target, _) = target.split_once('>')?;
    let (path, id) = target.rsplit_once('/')?;
    ContactId::try_from(id)
        .ok()
        .filter(|_| path.ends_with("/contacts"))
}

/// When the rate limit's window ends.
pub(super) fn reset(headers: &HeaderMap) -> Option<Timestamp> {
    let seconds = headers
        .get("x-ratelimit-reset")?
        .to_str()
        .ok()?
        .trim()
        .parse()
        .ok()?;
    Timestamp::from_second(seconds).ok()
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn shown(status: u16, body: &str) -> String {
        let status = StatusCode::from_u16(status).unwrap();
        of(
            status,
            &HeaderMap::new(),
            body.as_bytes(),
            Timestamp::UNIX_EPOCH,
        )
        .to_string()
    }

    fn list(code: &str) -> String {
        format!(
            r#"{{"type":"error.list","request_id":null,"errors":[{{"code":"{code}","message":"Ada's text"}}]}}"#
        )
    }

    #[test]
    fn every_status_has_its_meaning() {
        let lines = [
            (401, list("unauthorized")),
            (401, String::new()),
            (403, list("token_revoked")),
            (403, list("token_suspended")),
            (403, list("api_plan_restricted")),
            (404, list("not_found")),
            (410, list("contact_merged")),
            (400, list("parameter_invalid")),
            (422, "<html>Ada's text</html>".to_owned()),
            (409, r#"{"type":"error.list","errors":[]}"#.to_owned()),
            (400, list("Ada says hello")),
            (302, String::new()),
            (405, list("method_not_allowed")),
            (406, list("not_acceptable")),
            (413, "<html>Ada's text</html>".to_owned()),
            (415, list("media_type_not_acceptable")),
            (423, String::new()),
            (425, String::new()),
            (408, list("request_timeout")),
            (429, list("rate_limit_exceeded")),
            (500, list("server_error")),
            (503, String::new()),
        ]
        .map(|(status, body)| format!("{status} {}", shown(status, &body)));
        insta::assert_snapshot!(lines.join("\n"), @"
        401 Intercom no longer accepts this workspace's token
        401 Intercom no longer accepts this workspace's token
        403 Intercom no longer accepts this workspace's token
        403 Intercom refused the request with 403 (token_suspended)
        403 Intercom refused the request with 403 (api_plan_restricted)
        404 Intercom has no such object
        410 Intercom has no such object
        400 Intercom refused the request with 400 (parameter_invalid)
        422 Intercom refused the request with 422 (no_code)
        409 Intercom refused the request with 409 (no_code)
        400 Intercom refused the request with 400 (no_code)
        302 Intercom refused the request with 302 (redirect)
        405 Intercom refused the request with 405 (method_not_allowed)
        406 Intercom refused the request with 406 (not_acceptable)
        413 Intercom refused the request with 413 (no_code)
        415 Intercom refused the request with 415 (media_type_not_acceptable)
        423 Intercom could not be reached
        425 Intercom could not be reached
        408 whether Intercom took the request is unknown
        429 Intercom's rate limit is used up until 1970-01-01T00:00:10Z
        500 whether Intercom took the request is unknown
        503 whether Intercom took the request is unknown
        ");
    }

    #[test]
    fn a_merged_contacts_new_id_is_read_from_its_link_alone() {
        let told = |status: u16, link: &'static str| {
            let headers = HeaderMap::from_iter([(LINK, HeaderValue::from_static(link))]);
            let id = canonical(StatusCode::from_u16(status).unwrap(), &headers);
            id.map_or("–".to_owned(), |id| id.to_string())
        };
        let lines = [
            (410, "</contacts/6762f0d0>; rel=\"canonical\""),
            (
                410,
                "<https://api.intercom.io/contacts/6762f0d0>; rel=\"canonical\"",
            ),
            (
                410,
                "</a>; rel=\"next\", </contacts/6762f0d0>; rel=\"canonical\"",
            ),
            (410, "</companies/6762f0d0>; rel=\"canonical\""),
            (410, "</contacts/>; rel=\"canonical\""),
            (410, "</contacts/6762f0d0>; rel=\"next\""),
            (410, "6762f0d0"),
            (404, "</contacts/6762f0d0>; rel=\"canonical\""),
        ]
        .map(|(status, link)| format!("{status} {link}: {}", told(status, link)));
        insta::assert_snapshot!(lines.join("\n"), @r#"
        410 </contacts/6762f0d0>; rel="canonical": 6762f0d0
        410 <https://api.intercom.io/contacts/6762f0d0>; rel="canonical": 6762f0d0
        410 </a>; rel="next", </contacts/6762f0d0>; rel="canonical": 6762f0d0
        410 </companies/6762f0d0>; rel="canonical": –
        410 </contacts/>; rel="canonical": –
        410 </contacts/6762f0d0>; rel="next": –
        410 6762f0d0: –
        404 </contacts/6762f0d0>; rel="canonical": –
        "#);
    }

    #[test]
    fn the_window_ends_when_the_header_says_or_after_ten_seconds() {
        let now = Timestamp::from_second(1_000).unwrap();
        for (header, until) in [
            (Some("1007"), 1_007),
            (Some("soon"), 1_010),
            (Some("99999999999999"), 1_010),
            (None, 1_010),
        ] {
            let headers = header.map(|value| {
                HeaderMap::from_iter([(
                    "x-ratelimit-reset".parse().unwrap(),
                    HeaderValue::from_static(value),
                )])
            });
            let error = of(
                StatusCode::TOO_MANY_REQUESTS,
                &headers.unwrap_or_default(),
                b"",
                now,
            );
            let Error::RateLimited { until: said } = error else {
                panic!("{error:?}")
            };
            assert_eq!(said.as_second(), until, "{header:?}");
        }
    }
}
