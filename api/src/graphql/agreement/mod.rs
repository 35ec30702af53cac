//! Agreements in the graph. What a partial right hides is null here; lists hide it in `service/agreement/lists.rs`.

mod card;
mod children;
mod graph;
mod input;
mod input_change;
mod mutation;
mod party;
mod query;
mod version;

pub use card::Agreement;
pub use children::TiesBelow;
pub use graph::PartnerGraphResult;
pub use input::{AgreementFilter, AgreementOrder};
pub use mutation::AgreementMutation;
pub use query::AgreementQuery;
