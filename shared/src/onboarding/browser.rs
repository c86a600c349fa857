//! What goes back and forth with a browser: queries, the cookie, redirects.

use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE, HeaderValue, LOCATION,
    REFERRER_POLICY, SET_COOKIE,
};
use http::{HeaderMap, Request, Response, StatusCode};
use url::{Url, form_urlencoded};

use crate::domain::oauth::{LIFETIME, Nonce};

/// The cookie that holds the nonce of an install that was begun. The prefix makes browsers refuse it without TLS, and from
/// any other host.
const COOKIE_NAME: &str = "__Host-nexora-install";

/// A parameter of a request's query, decoded; none where it is missing or empty.
#[must_use]
pub fn parameter<B>(request: &Request<B>, name: &str) -> Option<String> {
    let query = request.uri().query().unwrap_or_default();
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    let found = pairs.find(|(key, _)| key == name);
    found
        .map(|(_, value)| value.into_owned())
        .filter(|value| !value.is_empty())
}

/// The nonce a browser brings back.
#[must_use]
pub fn nonce(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok());
    let mut cookies = cookies.flat_map(|header| header.split(';'));
    cookies.find_map(|cookie| {
        let (name, value) = cookie.trim().split_once('=')?;
        (name == COOKIE_NAME).then_some(value)
    })
}

/// Sends a browser elsewhere and lets it keep a nonce.
#[must_use]
pub fn redirect_with(to: &Url, nonce: &Nonce) -> Response<String> {
    let cookie = format!(
        "{COOKIE_NAME}={nonce}; Max-Age={}; Path=/; HttpOnly; Secure; SameSite=Lax",
        LIFETIME.as_secs()
    );
    with_cookie(redirect(to), &cookie)
}

/// Sends a browser elsewhere.
#[must_use]
pub fn redirect(to: &Url) -> Response<String> {
    let mut response = Response::new(String::new());
    *response.status_mut() = StatusCode::FOUND;
    let to = HeaderValue::from_str(to.as_str()).expect("an address is ASCII");
    response.headers_mut().insert(LOCATION, to);
    private(response)
}

/// Shows a page.
#[must_use]
pub fn show(status: StatusCode, page: String) -> Response<String> {
    let mut response = Response::new(page);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    let header = HeaderValue::from_static;
    headers.insert(CONTENT_TYPE, header("text/html; charset=utf-8"));
    headers.insert(CONTENT_SECURITY_POLICY, header("default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"));
    private(response)
}

/// Addresses here carry codes and states: nobody keeps them, and no other site is told them.
fn private(mut response: Response<String>) -> Response<String> {
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

/// Lets a browser forget the nonce: the install it was for is over, well or not.
#[must_use]
pub fn forget(response: Response<String>) -> Response<String> {
    let cookie = format!("{COOKIE_NAME}=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax");
    with_cookie(response, &cookie)
}

fn with_cookie(mut response: Response<String>, cookie: &str) -> Response<String> {
    let cookie = HeaderValue::from_str(cookie).expect("a cookie of ours is ASCII");
    response.headers_mut().insert(SET_COOKIE, cookie);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nonce_is_found_among_other_cookies() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, HeaderValue::from_static("a=b; nexora=c"));
        assert_eq!(nonce(&headers), None);
        headers.append(
            COOKIE,
            HeaderValue::from_static("x=y;__Host-nexora-install=07; z="),
        );
        assert_eq!(nonce(&headers), Some("07"));
    }

    #[test]
    fn a_parameter_keeps_what_was_encoded() {
        let request = Request::get("/oauth/callback?code=abc%3D%3D&state=a.b&empty=")
            .body(())
            .unwrap();
        assert_eq!(parameter(&request, "code").as_deref(), Some("abc=="));
        assert_eq!(parameter(&request, "state").as_deref(), Some("a.b"));
        assert_eq!(parameter(&request, "empty"), None);
        assert_eq!(parameter(&request, "error"), None);
    }
}
