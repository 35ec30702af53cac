//! Legal acts in the graph, and the acts on which other objects rest.

pub mod basis;
mod children;
mod founds;
pub mod input;
mod legal_act;
mod mutation;
mod query;

pub use basis::{BasisActEdge, BasisActInput, basis_edges};
pub use children::{Asked, Below};
pub use legal_act::LegalAct;
pub use mutation::ActMutation;
pub use query::ActQuery;
