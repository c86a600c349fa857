//! A server that plays a script, one answer a request, and remembers what it was asked.

use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use crate::adapters::intercom::Host;

/// What the server does with a request.
#[derive(Debug, Clone)]
pub(super) enum Answer {
    /// A whole response.
    Says {
        status: u16,
        headers: Vec<(&'static str, String)>,
        body: String,
    },
    /// The beginning of a 200, then the connection closes.
    BreaksOff,
    /// The request is taken and the connection closed.
    HangsUp,
    /// The connection is reset after the request's head.
    Resets,
    /// Nothing, until the client goes.
    KeepsSilent,
}

/// A request as it arrived.
#[derive(Debug, Clone)]
pub(super) struct Request {
    /// Method and target.
    pub(super) line: String,
    /// The headers as `name: value`, names in lower case.
    pub(super) headers: Vec<String>,
    pub(super) body: String,
}

#[derive(Default)]
struct Played {
    script: VecDeque<Answer>,
    requests: Vec<Request>,
    connections: usize,
}

/// The server. Its threads end with their connections.
pub(super) struct Server {
    address: SocketAddr,
    played: Arc<Mutex<Played>>,
}

impl Answer {
    pub(super) fn json(status: u16, body: impl Into<String>) -> Self {
        Self::Says {
            status,
            headers: Vec::new(),
            body: body.into(),
        }
    }

    pub(super) fn error(status: u16, code: &str) -> Self {
        Self::json(
            status,
            format!(r#"{{"type":"error.list","request_id":"r","errors":[{{"code":"{code}"}}]}}"#),
        )
    }

    pub(super) fn with(self, name: &'static str, value: &str) -> Self {
        match self {
            Self::Says {
                status,
                mut headers,
                body,
            } => {
                headers.push((name, value.to_owned()));
                Self::Says {
                    status,
                    headers,
                    body,
                }
            }
            other => other,
        }
    }
}

impl Server {
    pub(super) fn playing(script: impl IntoIterator<Item = Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let played = Arc::new(Mutex::new(Played {
            script: script.into_iter().collect(),
            ..Played::default()
        }));
        let playing = Arc::clone(&played);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                playing.lock().unwrap().connections += 1;
                let playing = Arc::clone(&playing);
                // An error here is the client going away.
                thread::spawn(move || drop(serve(stream, &playing)));
            }
        });
        Self { address, played }
    }

    pub(super) fn host(&self) -> Host {
        format!("http://{}", self.address).parse().unwrap()
    }

    pub(super) fn requests(&self) -> Vec<Request> {
        self.played.lock().unwrap().requests.clone()
    }

    /// Methods and targets of all requests.
    pub(super) fn lines(&self) -> Vec<String> {
        self.requests()
            .into_iter()
            .map(|request| request.line)
            .collect()
    }

    pub(super) fn connections(&self) -> usize {
        self.played.lock().unwrap().connections
    }
}

fn serve(mut stream: TcpStream, played: &Mutex<Played>) -> io::Result<()> {
    loop {
        let head = head(&mut stream)?;
        let mut lines = head.lines();
        let line = lines
            .next()
            .unwrap_or_default()
            .trim_end_matches(" HTTP/1.1")
            .to_owned();
        let headers = lines.filter_map(|header| header.split_once(": "));
        let headers: Vec<_> = headers
            .map(|(name, value)| format!("{}: {value}", name.to_lowercase()))
            .collect();
        let length = headers
            .iter()
            .find_map(|header| header.strip_prefix("content-length: ")?.parse().ok());
        let answer = {
            let mut played = played.lock().unwrap();
            played.requests.push(Request {
                line,
                headers,
                body: String::new(),
            });
            played
                .script
                .pop_front()
                .expect("the script has an answer for every request")
        };
        if matches!(answer, Answer::Resets) {
            // Closing a socket with unread bytes in it sends a reset: the body stays where it is.
            stream.peek(&mut [0])?;
            return Ok(());
        }
        let mut body = vec![0; length.unwrap_or(0)];
        stream.read_exact(&mut body)?;
        played.lock().unwrap().requests.last_mut().unwrap().body = String::from_utf8(body).unwrap();
        match answer {
            Answer::Says {
                status,
                headers,
                body,
            } => {
                let length = body.len();
                let mut response =
                    format!("HTTP/1.1 {status} Status\r\ncontent-length: {length}\r\n");
                for (name, value) in headers {
                    response += &format!("{name}: {value}\r\n");
                }
                stream.write_all(format!("{response}\r\n{body}").as_bytes())?;
            }
            Answer::BreaksOff => {
                return stream
                    .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n{\"type\":");
            }
            Answer::KeepsSilent => {
                stream.read_to_end(&mut Vec::new())?;
                return Ok(());
            }
            Answer::HangsUp | Answer::Resets => return Ok(()),
        }
    }
}

/// A request up to its empty line, and not a byte further.
fn head(stream: &mut TcpStream) -> io::Result<String> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte)?;
        head.extend(byte);
    }
    Ok(String::from_utf8(head).unwrap())
}
