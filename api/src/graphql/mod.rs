//! The graph: thin resolvers over `service`, grouped by domain; nothing here builds SQL or knows a role.
//!
//! - [`schema`] joins the domains; `context.rs` is the only reader of the request's data.
//! - `scalars.rs`, `codes.rs`, `ids.rs`: value types; `validity.rs`: dated fields, in and out.
//! - `period.rs`, `due.rs`, `subject.rs`: what figures and reports have in common.
//! - `connection.rs`: every list; `loaders.rs`: batches by id and by parent; `payload.rs`: every mutation.
//! - `node.rs`: `node`, `nodes`, and the interface.
//!
//! To add a domain: a folder with its types, queries and mutations, a line in [`Query`] and [`Mutation`],
//! and its kind in `node.rs`.

pub mod access;
pub mod act;
pub mod agreement;
pub mod application;
pub mod campaign;
pub mod centre;
pub mod codes;
pub mod competition;
pub mod completeness;
pub mod connection;
pub mod context;
pub mod due;
pub mod external;
pub mod feed;
pub mod file;
pub mod ids;
pub mod indicator;
pub mod limits;
pub mod loaders;
pub mod node;
pub mod open_points;
pub mod organisation;
pub mod overview;
pub mod partnership;
pub mod payload;
pub mod period;
pub mod report;
pub mod results;
pub mod scalars;
pub mod schedule;
pub mod status;
pub mod subject;
pub mod target;
pub mod template;
pub mod territory;
pub mod validity;
pub mod value;

use async_graphql::{EmptySubscription, MergedObject, Schema, SchemaBuilder};

/// The roots of reading (запросы)
#[derive(MergedObject, Default)]
pub struct Query(
    node::NodeQuery,
    access::AccessQuery,
    access::CanDoQuery,
    agreement::AgreementQuery,
    overview::OverviewQuery,
    results::ResultQuery,
    partnership::PartnershipQuery,
    territory::TerritoryQuery,
    competition::CompetitionQuery,
    application::ApplicationQuery,
    act::ActQuery,
    file::FileQuery,
    organisation::OrganisationQuery,
    organisation::SearchQuery,
    centre::CentreQuery,
    status::StatusQuery,
    template::TemplateQuery,
    campaign::CampaignQuery,
    completeness::CompletenessQuery,
    schedule::ScheduleQuery,
    report::ReportQuery,
    indicator::IndicatorQuery,
    target::TargetQuery,
    value::ValueQuery,
    feed::FeedQuery,
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
    template::TemplateMutation,
    campaign::CampaignMutation,
    report::ReportMutation,
    indicator::IndicatorMutation,
    target::TargetMutation,
    value::ValueMutation,
);

/// The schema of the service.
pub type OporaSchema = Schema<Query, Mutation, EmptySubscription>;

/// The schema without data: the server, `opora schema` and the tests all begin here.
pub fn schema() -> SchemaBuilder<Query, Mutation, EmptySubscription> {
    Schema::build(Query::default(), Mutation::default(), EmptySubscription)
        // Depth is limited before; the library's 32 counts selections and would refuse what the contract allows.
        .limit_recursive_depth(64)
}
