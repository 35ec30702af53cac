//! Requests over a real socket, with nothing added and nothing judged: every status is an answer.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use ureq::Agent;
use ureq::http::{HeaderMap, Request};

/// No answer takes longer; a test that waits in vain should fail.
const PATIENCE: Duration = Duration::from_mins(5);
/// More than any answer, so that the size of one is never cut.
const LARGEST: u64 = 256 * 1024 * 1024;

/// A client of one service.
pub struct Wire {
    agent: Agent,
    address: SocketAddr,
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl Wire {
    /// A client of the service at an address.
    pub fn new(address: SocketAddr) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .allow_non_standard_methods(true)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            // Only the headers that the test names.
            .user_agent("")
            .accept("")
            .accept_encoding("")
            .timeout_global(Some(PATIENCE))
            .build();
        Self { agent: config.new_agent(), address }
    }

    /// Where the service listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Sends a request; an empty body is none.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
        let mut request = Request::builder().method(method).uri(format!("http://{}{path}", self.address));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = if body.is_empty() {
            self.agent.run(request.body(()).expect("a well-formed request"))
        } else {
            self.agent.run(request.body(body).expect("a well-formed request"))
        };
        let mut response = response.unwrap_or_else(|error| panic!("{method} {path}: {error}"));
        let body = response.body_mut().with_config().limit(LARGEST).read_to_vec();
        Reply {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: body.unwrap_or_else(|error| panic!("{method} {path}: {error}")),
        }
    }

    /// Sends bytes as they are and reads to the end (so ask for `Connection: close`), for requests
    /// that no client would make.
    pub fn raw(&self, bytes: &[u8]) -> String {
        let exchange = || {
            let mut socket = TcpStream::connect(self.address)?;
            socket.set_read_timeout(Some(PATIENCE))?;
            socket.write_all(bytes)?;
            let mut answer = Vec::new();
            socket.read_to_end(&mut answer)?;
            std::io::Result::Ok(answer)
        };
        let answer = exchange().unwrap_or_else(|error| panic!("raw request: {error}"));
        String::from_utf8_lossy(&answer).into_owned()
    }
}

impl Reply {
    /// A header's value; empty when it is absent.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("a header of plain text"))
    }

    /// The body as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("a body in UTF-8")
    }
}
