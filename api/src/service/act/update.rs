//! Correcting an act, handing it in and publishing it.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use entity::{
    ids::{LegalActId, OrganisationId},
    legal_act::{self, LegalActKind},
    shared::{Level, Visibility},
};
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set, TryIntoModel};
use serde_json::json;

use super::{
    actions::verdict,
    amend,
    basis::{self, Basis},
    create::refuse_self,
    facts::{self, Facts},
    place, query, repeal,
};
use crate::{
    access::{Action, Kind},
    error::{AppError, Failure, Problems, UserError},
    service::{Cx, Patch, lost_race},
    validity::Bound,
};

/// Changes of an act.
#[derive(Clone, Debug)]
pub struct UpdateLegalAct {
    /// Which.
    pub id: LegalActId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// Kind.
    pub kind: Patch<LegalActKind>,
    /// Level of whoever issued it.
    pub level: Patch<Level>,
    /// Who issued it, as printed.
    pub issuer: Patch<String>,
    /// The organisation that issued it.
    pub organisation: Patch<OrganisationId>,
    /// Date.
    pub date: Patch<Bound>,
    /// Number as printed.
    pub number: Patch<String>,
    /// Title.
    pub title: Patch<String>,
    /// Link.
    pub url: Patch<String>,
    /// Upwards only: from draft to submitted and public.
    pub visibility: Patch<Visibility>,
    /// A correction of the recorded repeal; null takes it back.
    pub repealed_on: Patch<NaiveDate>,
    /// A correction of what repealed it.
    pub repealed_by: Patch<LegalActId>,
    /// Replaces the acts that amend it.
    pub amended_by: Patch<Vec<LegalActId>>,
    /// Replaces the acts on which it rests.
    pub basis: Patch<Vec<Basis>>,
}

/// Changes an act.
pub async fn update(cx: &Cx, input: UpdateLegalAct) -> Result<legal_act::Model, Failure> {
    let UpdateLegalAct {
        id,
        expected_version,
        kind,
        level,
        issuer,
        organisation,
        date,
        number,
        title,
        url,
        visibility,
        repealed_on,
        repealed_by,
        amended_by,
        basis,
    } = input;
    let mut tx = cx.write().await?;
    let stored = query::for_update(&tx, &cx.viewer, id, cx.today()).await?.ok_or_else(AppError::not_found)?;
    verdict(&cx.viewer, Action::UpdateLegalAct, &stored).require_at(stored.version, expected_version)?;

    let mut problems = Problems::new();
    let before = Facts::of(&stored);
    let facts = Facts {
        kind: problems.keep(kind.or_required(before.kind, "kind")).unwrap_or(stored.kind),
        level: problems.keep(level.or_required(before.level, "level")).unwrap_or(stored.issuer_level),
        issuer: issuer.or(before.issuer),
        date: date.or(before.date),
        number: number.or(before.number),
        title: problems.keep(title.or_required(before.title, "title")).unwrap_or_else(|| stored.title.clone()),
        url: url.or(before.url),
    }
    .checked(&mut problems);
    let visibility = problems.keep(visibility.or_required(stored.visibility, "visibility"));
    problems.finish()?;

    let mut row = stored.clone().into_active_model();
    row.version = Set(stored.version + 1);
    row.updated_at = Set(tx.now());
    facts.put(&mut row);
    row.visibility = Set(published(cx, &stored, visibility.unwrap_or(stored.visibility))?);
    if let Patch::Set(organisation) = organisation {
        let issuer = match organisation {
            Some(id) => Some(place::issuer(&tx, &cx.viewer, id).await?.id),
            None => None,
        };
        row.organisation_id = Set(issuer);
    }
    let repeal_changes = repealed_on.is_set() || repealed_by.is_set();
    row.repealed_on = Set(repealed_on.or(stored.repealed_on));
    row.repealed_by_id = Set(repealed_by.or(stored.repealed_by_id));

    let wanted = row.clone().try_into_model()?;
    repeal::check(&tx, cx, &wanted, stored.repealed_by_id, "repealedById").await?;
    amend::check_neighbours(&tx, &wanted).await?;
    if let Some(error) = facts::unique(&tx, &cx.viewer, &wanted).await? {
        return Err(error.into());
    }
    let row = row.update(&tx).await.map_err(lost_race)?;
    let mut also = Vec::new();
    if let Patch::Set(basis) = basis {
        let basis = basis.unwrap_or_default();
        refuse_self(&basis, id)?;
        basis::set(&tx, &cx.viewer, Kind::LegalAct, id.into(), &basis, "basis", cx.today()).await?;
        also.push("basis");
    }
    if let Patch::Set(ids) = amended_by {
        let ids: BTreeSet<LegalActId> = ids.unwrap_or_default().into_iter().collect();
        verdict(&cx.viewer, Action::AmendLegalAct, &row).require()?;
        amend::replace(&mut tx, cx, &row, &ids, "amendedByIds").await?;
        also.push("amendedBy");
    }
    tx.updated(&stored, &row, &also);
    if repeal_changes || also.contains(&"amendedBy") {
        let details =
            json!({ "repealedOn": row.repealed_on, "repealedBy": row.repealed_by_id.map(|id| id.to_string()) });
        tx.audit("updateLegalAct", &row, None, details);
    }
    tx.commit().await?;
    Ok(row)
}

/// The visibility after the change: upwards, by those who may.
fn published(cx: &Cx, stored: &legal_act::Model, wanted: Visibility) -> Result<Visibility, Failure> {
    if wanted < stored.visibility {
        return Err(UserError::refused(
            "Опубликованное не возвращают в черновик: ошибочную запись удаляют",
            "What is published does not become a draft again: a mistake is deleted",
        )
        .into());
    }
    if wanted > stored.visibility {
        verdict(&cx.viewer, Action::PublishLegalAct, stored).require()?;
    }
    Ok(wanted)
}
