//! Integration tests: the service runs in the test process on a free port and is asked over a real socket.
//!
//! One binary, so that everything is linked once. Files mirror `api/src/graphql/<domain>`; a new one
//! is a line in the list below. How a test looks, and what it can lean on, is told in [`support`].
#![cfg(test)]

mod cli;
mod support;

mod access;
mod act;
mod file;
mod house;
mod rights;
mod territory;
mod wire;
