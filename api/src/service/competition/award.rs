//! The status that a result gives: the one place where competitions call the statuses.

use chrono::NaiveDate;
use entity::{act_basis::BasisRole, application, competition, ids::LegalActId};
use sea_orm::ConnectionTrait;

use crate::{
    access::Kind,
    db::WriteTx,
    error::{Failure, UserError},
    service::{
        CODE, Cx, Patch,
        act::basis::Basis,
        dated::ValidityPatch,
        line,
        status::{
            self,
            content::{Subject, Terms},
            grant::award,
        },
    },
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

/// Gives the applicant the status of the competition, in the transaction of its results: at the level that keeps the
/// competition, from the day of the results unless the term says otherwise. Nothing where the competition awards none.
pub async fn grant(
    tx: &mut WriteTx,
    cx: &Cx,
    competition: &competition::Model,
    application: &application::Model,
    act: Option<LegalActId>,
    on: NaiveDate,
    term: ValidityPatch,
) -> Result<(), Failure> {
    let Some(code) = competition.award_kind_code.as_deref() else { return Ok(()) };
    let kind = status::query::kind_by_code(tx, &cx.scope(Kind::StatusKind), code).await?;
    let kind = kind.ok_or_else(|| UserError::unknown("awardKindCode"))?;
    let subject = Subject {
        kind: kind.id,
        level: competition.level,
        centre: application.centre_id,
        organisation: Some(application.organisation_id),
        association: None,
        unnamed: None,
        region: None,
        zone: None,
        municipality: None,
    };
    let terms = Terms {
        topic: application
            .title
            .clone()
            .filter(|_| kind.topic_in_key)
            .map_or(Patch::Absent, |title| Patch::Set(Some(title))),
        granted_on: Patch::Set(Some(on)),
        validity: term,
        acts: Patch::Set(Some(act.map(|act| Basis { act, role: BasisRole::Grants }).into_iter().collect())),
        ..Terms::default()
    };
    award(tx, cx, subject, terms, competition.id).await?;
    Ok(())
}
