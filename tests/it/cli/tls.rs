//! The client speaks TLS to PostgreSQL: what `sslmode` asks for is done, or refused.

use std::{
    io::{Read, Write},
    net::TcpListener,
    thread::JoinHandle,
};

use opora::db::connect::reach;

use crate::support::wait;

/// Answers one client that asks for TLS, as a server that has it (`S`) or not (`N`); tells what the client says next.
fn server(answer: u8) -> (String, JoinHandle<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("postgres://opora:secret@{}/opora", listener.local_addr().unwrap());
    let served = std::thread::spawn(move || {
        let (mut client, _) = listener.accept().unwrap();
        let mut request = [0; 8];
        client.read_exact(&mut request).unwrap();
        assert_eq!(request, [0, 0, 0, 8, 4, 210, 22, 47], "SSLRequest");
        client.write_all(&[answer]).unwrap();
        let mut next = vec![0; 5];
        let read = client.read(&mut next).unwrap_or(0);
        next.truncate(read);
        next
    });
    (url, served)
}

/// What connecting says, and what the server heard behind the question for TLS.
fn connected(answer: u8, mode: &str) -> (String, Vec<u8>) {
    let (url, served) = server(answer);
    let refused = wait(reach(&format!("{url}?sslmode={mode}"))).expect_err("it is no database");
    (refused.to_string(), served.join().unwrap())
}

#[test]
fn a_server_with_tls_is_greeted_in_tls() {
    for mode in ["prefer", "require", "verify-full"] {
        let (_, heard) = connected(b'S', mode);
        // A handshake record of TLS 1.x, and no password in the clear.
        assert_eq!(heard.get(..2), Some(&[22, 3][..]), "{mode}");
    }
}

#[test]
fn nothing_is_said_in_the_clear_where_tls_is_required() {
    for mode in ["require", "verify-full"] {
        let (refused, heard) = connected(b'N', mode);
        assert!(refused.contains("TLS"), "{refused}");
        assert!(heard.is_empty(), "{mode}");
    }
    // Where it is only preferred, the start of the protocol follows, in the clear.
    assert!(!connected(b'N', "prefer").1.is_empty());
}
