//! Regions, zones, municipalities, population in the graph.

mod input;
mod municipality;
mod mutation;
mod query;
mod region;
mod zone;

pub use municipality::Municipality;
pub use mutation::TerritoryMutation;
pub use query::TerritoryQuery;
pub use region::Region;
pub use zone::Zone;
