//! The acts on which an object rests, with their roles: for centres, statuses, agreements, competitions.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use entity::{CodeEnum, act_basis, act_basis::BasisRole, ids::LegalActId, legal_act};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, Set, SqlErr};
use uuid::Uuid;

use super::query;
use crate::{
    access::{Kind, Viewer},
    db::WriteTx,
    error::{AppError, Failure, Problems, UserError, UserErrorCode},
    service::list::{Stored, by_ids},
};

/// Most acts of one object.
const MOST: usize = 50;

/// An act and its role in what it founds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Basis {
    /// The act.
    pub act: LegalActId,
    /// As what.
    pub role: BasisRole,
}

impl From<&act_basis::Model> for Basis {
    fn from(row: &act_basis::Model) -> Self {
        Self { act: row.act_id, role: row.role }
    }
}

/// Replaces the acts on which an object rests. Every act must be one that the viewer sees; acts that are hidden from
/// the viewer stay as they are. `path` is the member of the input, so that errors stand at `path.i.actId`.
pub async fn set(
    tx: &WriteTx,
    viewer: &Viewer,
    kind: Kind,
    object: Uuid,
    acts: &[Basis],
    path: &str,
    today: NaiveDate,
) -> Result<(), Failure> {
    if acts.len() > MOST {
        return Err(UserError::new(
            UserErrorCode::TooMany,
            path,
            format!("Не больше {MOST} актов"),
            format!("At most {MOST} acts"),
        )
        .into());
    }
    let before = of(tx, object).await?;
    let asked: Vec<Uuid> =
        acts.iter().map(|basis| basis.act).chain(before.iter().map(|row| row.act_id)).map(Into::into).collect();
    let visible = legal_act::Entity::visible(&viewer.scope(Kind::LegalAct), today);
    let seen: BTreeSet<LegalActId> = by_ids(tx, visible, &asked).await?.into_iter().map(|act| act.id).collect();
    let mut problems = Problems::new();
    let mut wanted = BTreeSet::new();
    for (i, basis) in acts.iter().enumerate() {
        if !seen.contains(&basis.act) {
            problems.push(UserError::unknown(&format!("{path}.{i}.actId")));
        } else if !wanted.insert(*basis) {
            problems.add(
                UserErrorCode::Duplicate,
                &format!("{path}.{i}.actId"),
                "Этот акт уже указан в этой роли",
                "This act is given in this role already",
            );
        }
    }
    problems.finish()?;
    let present: BTreeSet<Basis> = before.iter().map(Basis::from).filter(|basis| seen.contains(&basis.act)).collect();
    for gone in present.difference(&wanted) {
        let row = Condition::all()
            .add(act_basis::Column::ObjectId.eq(object))
            .add(act_basis::Column::ActId.eq(gone.act))
            .add(act_basis::Column::Role.eq(gone.role));
        act_basis::Entity::delete_many().filter(row).exec(tx).await?;
    }
    let fresh: Vec<act_basis::ActiveModel> = wanted
        .difference(&present)
        .map(|basis| act_basis::ActiveModel {
            object_id: Set(object),
            act_id: Set(basis.act),
            role: Set(basis.role),
            typename: Set(kind.code().to_owned()),
        })
        .collect();
    if fresh.is_empty() {
        return Ok(());
    }
    match act_basis::Entity::insert_many(fresh).exec_without_returning(tx).await {
        // Another writer deleted the act after it was seen.
        Err(error) if matches!(error.sql_err(), Some(SqlErr::ForeignKeyConstraintViolation(_))) => {
            Err(UserError::unknown(path).into())
        }
        outcome => outcome.map(|_| ()).map_err(Into::into),
    }
}

/// The acts on which an object rests, hidden ones too: for rules, not for show.
pub async fn of(db: &impl ConnectionTrait, object: Uuid) -> Result<Vec<act_basis::Model>, AppError> {
    query::basis_of(db, object).await
}

/// Whether one of the acts has its date, to the day, and its number: what a person grants needs one
/// (`ACT_REQUIRED`). Give the acts of the role that counts.
pub async fn complete(db: &impl ConnectionTrait, acts: &[Basis]) -> Result<bool, AppError> {
    let ids: Vec<LegalActId> = acts.iter().map(|basis| basis.act).collect();
    Ok(query::stored(db, &ids).await?.iter().any(is_complete))
}

/// Whether an act has its date, to the day, and its number.
#[must_use]
pub fn is_complete(act: &legal_act::Model) -> bool {
    act.date.is_some() && act.date_precision == 1 && act.number.is_some()
}
