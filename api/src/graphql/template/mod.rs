//! Templates of reports: editions with their fields.

mod card;
mod input;
mod mutation;
mod query;

pub use card::{ReportFieldStats, ReportTemplate};
pub use mutation::TemplateMutation;
pub use query::TemplateQuery;
