//! Organisations, dictionaries and the search in the graph.

mod card;
mod children;
mod input;
mod input_change;
mod mutation;
mod parts;
mod query;
mod search;

pub use card::Organisation;
pub use children::{Asked, Below};
pub use input::{OrganisationFilterInput, OrganisationOrder};
pub use mutation::OrganisationMutation;
pub use parts::ContactResult;
pub use query::OrganisationQuery;
pub use search::SearchQuery;
