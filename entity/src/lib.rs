//! What is stored: one file per table (a sea-orm entity, no rules, no GraphQL), and the value types that tables share.
//!
//! Entities declare no relations: a relation would be a way to data that passes no scope.
//! Rows are reached through `visible(&Scope)` of the service that owns them.
//! To add a table: a file with its entity, a line here, a migration in the `migration` crate.

#![expect(clippy::disallowed_methods, reason = "the model macro writes finders; callers are checked where they are")]

pub mod code_enum;
pub mod decimal;
pub mod ids;
pub mod shared;

pub mod act_basis;
pub mod agreement;
pub mod agreement_amendment;
pub mod agreement_edition;
pub mod agreement_party;
pub mod application;
pub mod application_attachment;
pub mod application_score;
pub mod audit_entry;
pub mod campaign;
pub mod centre;
pub mod centre_host;
pub mod change;
pub mod classifier;
pub mod competition;
pub mod competition_clause;
pub mod competition_expert;
pub mod competition_period;
pub mod competition_tour;
pub mod contact;
pub mod external_ref;
pub mod figure;
pub mod figure_sum;
pub mod file;
pub mod file_content;
pub mod indicator;
pub mod indicator_method;
pub mod indicator_source;
pub mod legal_act;
pub mod legal_act_amendment;
pub mod municipality;
pub mod municipality_period;
pub mod municipality_succession;
pub mod one_time_code;
pub mod organisation;
pub mod organisation_address;
pub mod organisation_alias;
pub mod organisation_period;
pub mod organisation_suspension;
pub mod partnership;
pub mod population;
pub mod region;
pub mod report;
pub mod report_answer;
pub mod report_event;
pub mod report_field;
pub mod report_remark;
pub mod report_template;
pub mod role_grant;
pub mod session;
pub mod sign_in_guess;
pub mod signing_key;
pub mod status_assignment;
pub mod status_kind;
pub mod target;
pub mod target_set;
pub mod user_account;
pub mod value;
pub mod zone;

pub use code_enum::CodeEnum;
