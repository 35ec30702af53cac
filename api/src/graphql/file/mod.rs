//! Files in the graph: what hangs on other objects. Their content travels over `/files`, not here.

#[expect(clippy::module_inception, reason = "the type of the domain of the same name")]
mod file;
mod mutation;
mod query;

pub use file::{File, files_of};
pub use mutation::FileMutation;
pub use query::FileQuery;
