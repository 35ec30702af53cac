//! Centres in the graph: one card of fields, three types that show it, the interface over them.

mod below;
mod card;
mod input;
mod kinds;
mod mutation;
mod query;

pub use below::{Above, NetworkBelow, assignments};
pub use card::{CentreCard, CentreHostResult};
pub use input::{CentreFilter, CentreOrder};
pub use kinds::{Centre, MunicipalCentre, RegionalModelCentre, ZonalCentre};
pub use mutation::CentreMutation;
pub use query::CentreQuery;
