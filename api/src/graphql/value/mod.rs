//! Values in the graph: what each source says, recorded and decided by rows; they have a natural key and no id.

mod card;
mod filter;
mod input;
mod mutation;
mod query;

pub use card::Value;
pub use mutation::ValueMutation;
pub use query::ValueQuery;
