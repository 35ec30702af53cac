//! Reports of expected nodes in the graph: what is answered, who looked at it, what may be done.

mod answer;
mod card;
mod input;
mod mutation;
mod query;

pub use card::Report;
pub use input::{ReportFilterInput, ReportOrder};
pub use mutation::ReportMutation;
pub use query::{ReportQuery, reports_of_campaign};
