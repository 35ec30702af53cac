//! The demonstration network: what five real documents say, loaded through the same services that people use.
//!
//! The facts are TOML files in `data/`; each says at its head what its fields mean. One file here per domain reads its
//! tables and calls the domain's service as the service itself, with ids that are the same on every machine.
//! To add a domain: its tables, a file with `load`, a line in [`load`].

pub mod account;
mod act;
mod agreement;
mod book;
mod campaign;
mod centre;
mod competition;
pub(crate) mod indicator;
pub(crate) mod organisation;
mod report;
pub(crate) mod status;
mod target;
mod template;
mod territory;
mod value;

pub use book::Book;

use crate::{
    error::Failure,
    service::{Cx, access::demo::Passwords},
};

/// What was loaded: kinds and counts.
pub type DemoReport = Vec<(&'static str, usize)>;

/// Loads the network into an empty database; its accounts get a password that suits the deployment.
pub async fn load(cx: &Cx, passwords: &Passwords) -> Result<DemoReport, Failure> {
    let mut book = Book::open(cx)?;
    territory::load(&mut book).await?;
    organisation::load(&mut book).await?;
    act::load(&mut book).await?;
    centre::load(&mut book).await?;
    competition::load(&mut book).await?;
    status::load(&mut book).await?;
    agreement::load(&mut book).await?;
    indicator::load(&mut book).await?;
    target::load(&mut book).await?;
    template::load(&mut book).await?;
    campaign::load(&mut book).await?;
    report::load(&mut book).await?;
    value::load(&mut book).await?;
    account::load(&mut book, passwords).await?;
    Ok(book.report())
}
