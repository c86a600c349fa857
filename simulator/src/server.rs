use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use http_body_util::BodyExt;
use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream, ToSocketAddrs};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::MissedTickBehavior;

use crate::intercom::Intercom;
use crate::region::Region;
use crate::rest::{self, BreaksOff, ConnectionDropped};

/// The REST API on a socket. Dropping it closes the socket and every connection.
pub struct Server {
    address: SocketAddr,
    accepting: JoinHandle<()>,
}

impl Server {
    pub(crate) async fn bind(
        intercom: Intercom,
        region: Option<Region>,
        address: impl ToSocketAddrs,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        Ok(Self {
            address,
            accepting: tokio::spawn(accept(listener, intercom, region)),
        })
    }

    /// The address in place of `https://api.intercom.io`, or of its region's.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn accept(listener: TcpListener, intercom: Intercom, region: Option<Region>) {
    let mut connections = JoinSet::new();
    let mut seconds = tokio::time::interval(Duration::from_secs(1));
    seconds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = seconds.tick() => intercom.catch_up(),
            accepted = listener.accept() => {
                if let Ok((stream, _)) = accepted {
                    connections.spawn(serve(stream, intercom.clone(), region));
                }
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn serve(stream: TcpStream, intercom: Intercom, region: Option<Region>) {
    let service = service_fn(|request| exchange(intercom.clone(), region, request));
    let connection =
        hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    // A service that fails makes hyper close the connection without a byte; that is what a fault asks for.
    drop(connection.await);
}

async fn exchange(
    intercom: Intercom,
    region: Option<Region>,
    request: http::Request<Incoming>,
) -> Result<http::Response<Sent>, ConnectionDropped> {
    let (head, body) = request.into_parts();
    let body = body
        .collect()
        .await
        .map_err(|_| ConnectionDropped)?
        .to_bytes();
    let request = http::Request::from_parts(head, body.to_vec());
    let response = rest::answer(&intercom, region, request).await?;
    let breaks_off = response.extensions().get::<BreaksOff>().is_some();
    Ok(response.map(|body| Sent::of(body.into(), breaks_off)))
}

/// A body on its way.
struct Sent {
    rest: Option<Bytes>,
    /// How much is announced.
    length: u64,
    breaks_off: bool,
    /// Whether what there is has had time to leave before it breaks off.
    has_left: bool,
}

impl Sent {
    fn of(whole: Bytes, breaks_off: bool) -> Self {
        let length = whole.len() as u64;
        let rest = if breaks_off {
            whole.slice(..whole.len() / 2)
        } else {
            whole
        };
        Self {
            rest: Some(rest),
            length,
            breaks_off,
            has_left: false,
        }
    }
}

impl Body for Sent {
    type Data = Bytes;
    type Error = ConnectionDropped;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, ConnectionDropped>>> {
        if self.rest.is_none() && self.breaks_off && !self.has_left {
            self.has_left = true;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(match self.rest.take() {
            Some(rest) => Some(Ok(Frame::data(rest))),
            None if self.breaks_off => Some(Err(ConnectionDropped)),
            None => None,
        })
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_none() && !self.breaks_off
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length)
    }
}
