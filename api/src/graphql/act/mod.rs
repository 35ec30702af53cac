//! Legal acts in the graph, and the acts on which other objects rest.

pub mod basis;
mod legal_act;

pub use basis::{BasisActEdge, BasisActInput, basis_edges};
pub use legal_act::LegalAct;
