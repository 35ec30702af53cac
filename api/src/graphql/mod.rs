//! The graph: thin resolvers over `service`, grouped by domain; nothing here builds SQL or knows a role.
//!
//! - [`schema`] joins the domains; `context.rs` is the only reader of the request's data.
//! - `scalars.rs`, `codes.rs`, `ids.rs`: value types; `validity.rs`: dated fields, in and out.
//! - `connection.rs`: every list; `loaders.rs`: batches by id and by parent; `payload.rs`: every mutation.
//! - `node.rs`: `node`, `nodes`, and the interface.
//!
//! To add a domain: a folder with its types, queries and mutations, a line in [`Query`] and [`Mutation`],
//! and its kind in `node.rs`.

pub mod access;
pub mod act;
pub mod agreement;
pub mod application;
pub mod centre;
pub mod codes;
pub mod competition;
pub mod connection;
pub mod context;
pub mod external;
pub mod file;
pub mod ids;
pub mod limits;
pub mod loaders;
pub mod node;
pub mod open_points;
pub mod organisation;
pub mod overview;
pub mod partnership;
pub mod payload;
pub mod scalars;
pub mod status;
pub mod territory;
pub mod validity;

use async_graphql::{EmptySubscription, MergedObject, Schema, SchemaBuilder};

/// The roots of reading (запросы)
#[derive(MergedObject, Default)]
pub struct Query(
    node::NodeQuery,
    access::AccessQuery,
    access::CanDoQuery,
    agreement::AgreementQuery,
    overview::OverviewQuery,
    partnership::PartnershipQuery,
    territory::TerritoryQuery,
    competition::CompetitionQuery,
    application::ApplicationQuery,
    act::ActQuery,
    organisation::OrganisationQuery,
    organisation::SearchQuery,
    centre::CentreQuery,
    status::StatusQuery,
);

/// The roots of writing (изменения)
#[derive(MergedObject, Default)]
pub struct Mutation(
    territory::TerritoryMutation,
    organisation::OrganisationMutation,
    access::SessionMutation,
    access::AccessMutation,
    act::ActMutation,
    file::FileMutation,
    agreement::AgreementMutation,
    partnership::PartnershipMutation,
    centre::CentreMutation,
    status::StatusKindMutation,
    status::StatusMutation,
    competition::CompetitionMutation,
    competition::CompetitionDecisionMutation,
    application::ApplicationMutation,
);

/// The schema of the service.
pub type OporaSchema = Schema<Query, Mutation, EmptySubscription>;

/// The schema without data: the server, `opora schema` and the tests all begin here.
pub fn schema() -> SchemaBuilder<Query, Mutation, EmptySubscription> {
    Schema::build(Query::default(), Mutation::default(), EmptySubscription)
        // Depth is limited before; the library's 32 counts selections and would refuse what the contract allows.
        .limit_recursive_depth(64)
}
