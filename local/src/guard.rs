//! Who may talk to the page: its own browser tab, under its own name.
//!
//! Any web page on the newcomer's machine can send requests to this address, and with a name of its own that leads here
//! it could read the answers too. So the page answers to its own address alone, and takes changes from itself alone.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{HOST, LOCATION, ORIGIN};
use axum::http::{HeaderMap, HeaderName, Method, Response, StatusCode};
use axum::middleware::Next;

/// Lets a request through that is the page's own. `home` is where the page is: `http://127.0.0.1:4400`.
pub async fn guard(State(home): State<String>, request: Request, next: Next) -> Response<Body> {
    let host = home.trim_start_matches("http://");
    let named = text(request.headers(), &HOST);
    if named != Some(host) {
        let is_localhost = named
            .and_then(|named| named.strip_prefix("localhost"))
            .is_some_and(|port| host.ends_with(port));
        return if is_localhost && request.method() == Method::GET {
            // The cookie of an install belongs to the address that Intercom sends the browser back to.
            moved(&format!("{home}{}", request.uri()))
        } else {
            refused(StatusCode::MISDIRECTED_REQUEST)
        };
    }
    let origin = text(request.headers(), &ORIGIN);
    if request.method() == Method::POST && origin.is_some_and(|origin| origin != home) {
        return refused(StatusCode::FORBIDDEN);
    }
    next.run(request).await
}

fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

fn refused(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::from("This address is for the demo's own page.\n"));
    *response.status_mut() = status;
    response
}

fn moved(to: &str) -> Response<Body> {
    let mut response = refused(StatusCode::TEMPORARY_REDIRECT);
    if let Ok(to) = to.parse() {
        response.headers_mut().insert(LOCATION, to);
    }
    response
}
