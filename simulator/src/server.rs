use std::io;
use std::net::SocketAddr;

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream, ToSocketAddrs};
use tokio::task::{JoinHandle, JoinSet};

use crate::intercom::Intercom;
use crate::region::Region;
use crate::rest::{self, ConnectionDropped};

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
    loop {
        tokio::select! {
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
) -> Result<http::Response<Full<Bytes>>, ConnectionDropped> {
    let (head, body) = request.into_parts();
    let body = body
        .collect()
        .await
        .map_err(|_| ConnectionDropped)?
        .to_bytes();
    let request = http::Request::from_parts(head, body.to_vec());
    let response = rest::answer(&intercom, region, request).await?;
    Ok(response.map(|body| Full::new(Bytes::from(body))))
}
