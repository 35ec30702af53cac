//! Files: scans of acts and agreements, evidence. Rights are those of the object that a file hangs on; a file that
//! hangs on nothing is its uploader's.
//!
//! - `sniff.rs`: what content may be; `upload.rs`: keeping it; `attach.rs`: hanging it on an object and taking it off.
//! - `query.rs`: what the viewer sees; `list.rs`: all of it, in pages; `open.rs`: content, by right or by the short signed links of `link.rs`; `actions.rs`: who may when.
//!
//! Bytes are in `file_content`, so that several nodes share them. Content is never opened here.

pub mod actions;
pub mod attach;
pub mod link;
pub mod list;
pub mod open;
pub mod query;
pub mod rows;
pub mod sniff;
pub mod upload;
