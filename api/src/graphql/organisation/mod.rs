//! Organisations, dictionaries and the search in the graph.

mod children;
mod input;
mod input_change;
mod mutation;
mod organisation;
mod parts;
mod query;
mod search;

pub use children::{Asked, Below};
pub use input::{OrganisationFilterInput, OrganisationOrder};
pub use mutation::OrganisationMutation;
pub use organisation::Organisation;
pub use parts::{ContactResult, ExternalIdInput, ExternalIdResult};
pub use query::OrganisationQuery;
pub use search::SearchQuery;
