//! Which act amends which: a chain without cycles, in the order of dates. Kept and versioned with the amended act.

use std::collections::BTreeSet;

use entity::{ids::LegalActId, legal_act, legal_act_amendment, shared::Visibility};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel, QueryFilter,
    Set, Statement,
};
use serde_json::json;

use super::{AMENDMENTS, actions::verdict, query, rules};
use crate::{
    access::{Action, Kind},
    db::WriteTx,
    error::{AppError, Failure, UserError, UserErrorCode},
    service::{
        Cx, TEXT,
        list::{Stored, by_ids},
        paragraph,
    },
};

/// Another act amends an act.
#[derive(Clone, Debug)]
pub struct AmendLegalAct {
    /// The amended act.
    pub id: LegalActId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// The act that amends it.
    pub amending: LegalActId,
    /// Why it is recorded, for the audit log.
    pub reason: Option<String>,
}

/// Records that another act amends an act.
pub async fn amend(cx: &Cx, input: AmendLegalAct) -> Result<legal_act::Model, Failure> {
    let AmendLegalAct { id, expected_version, amending, reason } = input;
    let mut tx = cx.write().await?;
    let stored = query::for_update(&tx, &cx.viewer, id, cx.today()).await?.ok_or_else(AppError::not_found)?;
    verdict(&cx.viewer, Action::AmendLegalAct, &stored).require_at(stored.version, expected_version)?;
    let reason = reason.map(|reason| paragraph(&reason, "reason", TEXT)).transpose()?;
    let visible = legal_act::Entity::visible(&cx.scope(Kind::LegalAct), cx.today());
    let other = by_ids(&tx, visible, &[amending.into()]).await?.pop();
    let other = other.ok_or_else(|| UserError::unknown("amendingActId"))?;
    let row = link(&mut tx, &stored, &other, "amendingActId").await?;
    tx.audit("amendLegalAct", &row, reason, json!({ "amendedBy": amending.to_string() }));
    tx.commit().await?;
    Ok(row)
}

/// A new act amends another.
pub(super) async fn add(
    tx: &mut WriteTx,
    cx: &Cx,
    amended: LegalActId,
    amending: &legal_act::Model,
    path: &str,
) -> Result<(), Failure> {
    let stored = query::for_update(tx, &cx.viewer, amended, cx.today()).await?;
    let stored = stored.ok_or_else(|| UserError::unknown(path))?;
    verdict(&cx.viewer, Action::AmendLegalAct, &stored).require()?;
    let row = link(tx, &stored, amending, path).await?;
    tx.audit("amendLegalAct", &row, None, json!({ "amendedBy": amending.id.to_string() }));
    Ok(())
}

/// Writes one link, and the amended act with it.
async fn link(
    tx: &mut WriteTx,
    amended: &legal_act::Model,
    amending: &legal_act::Model,
    path: &str,
) -> Result<legal_act::Model, Failure> {
    one_at_a_time(tx).await?;
    let mut links = query::amendments_of(tx, &[amended.id]).await?;
    links.retain(|link| link.amended_id == amended.id);
    if links.iter().any(|link| link.amending_id == amending.id) {
        let (ru, en) = ("Это изменение уже записано", "This amendment is recorded already");
        return Err(UserError::new(UserErrorCode::Duplicate, path, ru, en).into());
    }
    bounded(links.len() + 1, path)?;
    check(tx, amended, amending, path).await?;
    insert(tx, amended.id, amending.id).await?;
    let mut row = amended.clone().into_active_model();
    row.version = Set(amended.version + 1);
    row.updated_at = Set(tx.now());
    let row = row.update(tx).await?;
    tx.updated(amended, &row, &["amendedBy"]);
    Ok(row)
}

/// Replaces the acts that amend one; those hidden from the viewer stay. The caller writes the amended act.
pub(super) async fn replace(
    tx: &mut WriteTx,
    cx: &Cx,
    amended: &legal_act::Model,
    wanted: &BTreeSet<LegalActId>,
    path: &str,
) -> Result<(), Failure> {
    bounded(wanted.len(), path)?;
    one_at_a_time(tx).await?;
    let links = query::amendments_of(tx, &[amended.id]).await?;
    let present: BTreeSet<LegalActId> =
        links.iter().filter(|link| link.amended_id == amended.id).map(|link| link.amending_id).collect();
    let asked: Vec<uuid::Uuid> = present.union(wanted).map(|id| (*id).into()).collect();
    let seen = by_ids(tx, legal_act::Entity::visible(&cx.scope(Kind::LegalAct), cx.today()), &asked).await?;
    for gone in seen.iter().map(|act| act.id).filter(|id| present.contains(id) && !wanted.contains(id)) {
        let row = Condition::all()
            .add(legal_act_amendment::Column::AmendedId.eq(amended.id))
            .add(legal_act_amendment::Column::AmendingId.eq(gone));
        legal_act_amendment::Entity::delete_many().filter(row).exec(tx).await?;
    }
    for (i, id) in wanted.iter().enumerate().filter(|(_, id)| !present.contains(*id)) {
        let path = format!("{path}.{i}");
        let amending = seen.iter().find(|act| act.id == *id).ok_or_else(|| UserError::unknown(&path))?;
        check(tx, amended, amending, &path).await?;
        insert(tx, amended.id, *id).await?;
    }
    Ok(())
}

/// Refuses what can't amend: the act itself, an act of a lower level, an earlier one, one that it amends itself.
async fn check(
    tx: &WriteTx,
    amended: &legal_act::Model,
    amending: &legal_act::Model,
    path: &str,
) -> Result<(), Failure> {
    let contradiction = |ru: &str, en: &str| Err(UserError::new(UserErrorCode::Contradiction, path, ru, en).into());
    if amending.visibility == Visibility::Draft {
        return contradiction("Черновик акта ничего не изменяет", "A draft amends nothing");
    }
    if amending.issuer_level > amended.issuer_level {
        return Err(levels(path).into());
    }
    if !rules::may_follow(amending, amended) {
        return Err(dates(path).into());
    }
    let mut seen = BTreeSet::from([amended.id]);
    let mut edge = vec![amended.id];
    // What the amended act amends itself, step by step: the amending act must not be there.
    while !edge.is_empty() {
        if edge.contains(&amending.id) {
            return contradiction(
                "Акт изменяет сам себя: получился бы круг",
                "An act would amend itself: the chain would be a circle",
            );
        }
        let steps = query::amended_by(tx, &edge).await?;
        edge = steps.into_iter().filter(|id| seen.insert(*id)).collect();
    }
    Ok(())
}

/// Refuses a date or a level that does not fit the acts around: those that it amends or repeals, and that amend it.
pub(super) async fn check_neighbours(db: &impl ConnectionTrait, act: &legal_act::Model) -> Result<(), Failure> {
    let links = query::amendments_of(db, &[act.id]).await?;
    let others: Vec<LegalActId> =
        links.iter().map(|link| if link.amended_id == act.id { link.amending_id } else { link.amended_id }).collect();
    for other in query::stored(db, &others).await? {
        let amends = links.iter().any(|link| link.amending_id == other.id);
        let (later, earlier) = if amends { (&other, act) } else { (act, &other) };
        if !rules::may_follow(later, earlier) {
            return Err(dates("date").into());
        }
        if later.issuer_level > earlier.issuer_level {
            return Err(levels("level").into());
        }
    }
    let repealed = query::repealed_by(db, act.id).await?;
    if repealed.iter().all(|other| rules::may_follow(act, other)) { Ok(()) } else { Err(dates("date").into()) }
}

fn levels(path: &str) -> UserError {
    UserError::new(
        UserErrorCode::Contradiction,
        path,
        "Акт нижестоящего уровня не изменяет вышестоящий",
        "An act of a lower level does not amend one of a higher",
    )
}

fn dates(path: &str) -> UserError {
    UserError::new(
        UserErrorCode::DateOrder,
        path,
        "Изменяющий или отменяющий акт не может быть раньше того, что изменяет или отменяет",
        "An act can't be amended or repealed before it was issued",
    )
}

fn bounded(number: usize, path: &str) -> Result<(), UserError> {
    if number <= AMENDMENTS {
        return Ok(());
    }
    Err(UserError::new(
        UserErrorCode::TooMany,
        path,
        format!("Не больше {AMENDMENTS} изменений"),
        format!("At most {AMENDMENTS} amendments"),
    ))
}

async fn insert(tx: &WriteTx, amended: LegalActId, amending: LegalActId) -> Result<(), Failure> {
    let link = legal_act_amendment::ActiveModel { amending_id: Set(amending), amended_id: Set(amended) };
    legal_act_amendment::Entity::insert(link).exec_without_returning(tx).await?;
    Ok(())
}

/// Several writers could each add one step of a circle: links are written one at a time. SQLite has one writer.
async fn one_at_a_time(tx: &WriteTx) -> Result<(), Failure> {
    if tx.get_database_backend() == DbBackend::Postgres {
        let lock = "SELECT pg_advisory_xact_lock(hashtext('opora legal_act_amendment'))";
        tx.execute_raw(Statement::from_string(DbBackend::Postgres, lock)).await?;
    }
    Ok(())
}
