//! Merging records of one organisation that was recorded twice. The duplicates stay as rows that lead to the surviving
//! one; their external ids, names and references go over to it, and what it lacks is taken from them.

use entity::{ids::OrganisationId, organisation, organisation_address, organisation_alias};
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, Set, sea_query::OnConflict};
use serde_json::json;
use uuid::Uuid;

use super::{actions::verdict, clash, parts, query, references, tally};
use crate::{
    access::Action,
    db::WriteTx,
    error::{AppError, Failure, UserError, UserErrorCode},
    service::{Cx, TEXT, access, check_version, contact, external, file, paragraph, report, value},
};

/// Most duplicates merged at once.
const MOST: usize = 20;

/// Records of one organisation.
#[derive(Clone, Debug)]
pub struct MergeOrganisations {
    /// The one that stays.
    pub id: OrganisationId,
    /// Its version that the client has seen.
    pub expected_version: i32,
    /// The others.
    pub duplicates: Vec<OrganisationId>,
    /// Why, for the audit log.
    pub reason: Option<String>,
}

/// Merges duplicates; answers the surviving organisation.
pub async fn merge(cx: &Cx, input: MergeOrganisations) -> Result<organisation::Model, Failure> {
    let MergeOrganisations { id, expected_version, duplicates, reason } = input;
    let shape = shape(id, &duplicates);
    let mut tx = cx.write().await?;
    if shape.is_ok() {
        // In the order of all writers: reports, indicators, organisations; each in the order of their ids, so that two
        // merges, or a merge and whoever reports for one of them, can't wait for each other.
        let all: Vec<Uuid> = duplicates.iter().chain([&id]).map(|id| Uuid::from(*id)).collect();
        report::merger::hold(&tx, &all).await?;
        value::merger::hold(&tx, &all).await?;
        let wanted = Condition::any()
            .add(organisation::COLUMN.id.eq(id))
            .add(organisation::COLUMN.id.is_in(duplicates.iter().copied()));
        query::lock_all(&tx, wanted).await?;
    }
    let stored = parts::target(&tx, &cx.viewer, id, Action::MergeOrganisations, cx.today()).await?;
    check_version(stored.version, expected_version)?;
    shape?;
    let reason = reason.map(|text| paragraph(&text, "reason", TEXT)).transpose()?;
    let mut others = Vec::with_capacity(duplicates.len());
    for (i, other) in duplicates.into_iter().enumerate() {
        let path = format!("duplicateIds.{i}");
        let row = query::stored_for_update(&tx, &cx.viewer, other).await?.ok_or_else(|| UserError::unknown(&path))?;
        verdict(&cx.viewer, Action::MergeOrganisations, &row, cx.today()).require()?;
        different(&stored, &row, &path)?;
        others.push(row);
    }
    let counted = tally::of(&tx, &stored).await?;
    let mut merged = stored.clone();
    for (i, other) in others.iter().enumerate() {
        clash::refuse(&tx, &cx.viewer, other.id, id, &format!("duplicateIds.{i}")).await?;
        absorb(&mut tx, &mut merged, other).await?;
    }
    let names = (merged.name.as_str(), merged.short_name.as_deref());
    merged.search_key = parts::search_key(&tx, id, names.0, names.1, merged.inn.as_deref()).await?;
    merged.version = stored.version + 1;
    merged.updated_at = tx.now();
    let row = merged.into_active_model().reset_all().update(&tx).await.map_err(crate::service::lost_race)?;
    tx.updated(&stored, &row, &["aliases", "addresses", "externalIds"]);
    let counts = tally::of(&tx, &row).await?;
    tx.tally(&counted, &counts);
    let ids: Vec<OrganisationId> = others.iter().map(|other| other.id).collect();
    tx.audit("MERGE_ORGANISATIONS", &row, reason, json!({ "duplicates": ids }));
    tx.commit().await?;
    Ok(row)
}

fn shape(id: OrganisationId, duplicates: &[OrganisationId]) -> Result<(), Failure> {
    let twice = duplicates.iter().enumerate().any(|(i, one)| duplicates.iter().skip(i + 1).any(|other| other == one));
    if duplicates.is_empty() {
        Err(UserError::required("duplicateIds").into())
    } else if duplicates.len() > MOST {
        Err(UserError::new(
            UserErrorCode::TooMany,
            "duplicateIds",
            format!("Не больше {MOST} дублей"),
            format!("At most {MOST} duplicates"),
        )
        .into())
    } else if twice || duplicates.contains(&id) {
        Err(UserError::new(
            UserErrorCode::Contradiction,
            "duplicateIds",
            "Каждая запись называется один раз, остающаяся — не дубль",
            "Each record is named once, and the one that stays is no duplicate",
        )
        .into())
    } else {
        Ok(())
    }
}

/// Records with different numbers, a branch and its head, a successor: different organisations.
fn different(stays: &organisation::Model, other: &organisation::Model, path: &str) -> Result<(), Failure> {
    let differs = |a: &Option<String>, b: &Option<String>| a.is_some() && b.is_some() && a != b;
    let leads = |a: &organisation::Model, b: &organisation::Model| {
        a.head_organisation_id == Some(b.id) || a.merged_into_id == Some(b.id)
    };
    if leads(stays, other) || leads(other, stays) || differs(&stays.inn, &other.inn) {
        return Err(UserError::new(
            UserErrorCode::Contradiction,
            path,
            "Это разные организации: ИНН не совпадают, или одна — филиал либо преемник другой",
            "These are different organisations: the ИНН differ, or one is a branch or the successor of the other",
        )
        .into());
    }
    Ok(())
}

/// Takes over what a duplicate has, and leaves it as a row that leads to the one that stays.
async fn absorb(tx: &mut WriteTx, stays: &mut organisation::Model, other: &organisation::Model) -> Result<(), Failure> {
    let counted = tally::of(&*tx, other).await?;
    fill(stays, other);
    external::repoint(&*tx, other.id, stays.id).await?;
    file::attach::follow(tx, other, &*stays).await?;
    references::repoint(tx, other.id, stays.id).await?;
    access::grant::follow(tx, stays.id, stays.region_id, stays.municipality_id).await?;
    take_names(tx, stays, other).await?;
    take_addresses(tx, stays, other).await?;
    take_contact(tx, stays, other).await?;
    // Read anew: repointing may have changed the row itself.
    let now = query::lock_all(&*tx, Condition::all().add(organisation::COLUMN.id.eq(other.id))).await?.pop();
    let now = now.ok_or_else(AppError::not_found)?;
    let mut row = now.clone().into_active_model();
    row.version = Set(now.version + 1);
    row.updated_at = Set(tx.now());
    row.duplicate_of_id = Set(Some(stays.id));
    let row = row.update(&*tx).await?;
    tx.updated(&now, &row, &[]);
    tx.tally(&counted, &[]);
    Ok(())
}

/// What the one that stays lacks.
fn fill(stays: &mut organisation::Model, other: &organisation::Model) {
    fn lacking<T: Clone>(own: &mut Option<T>, given: Option<&T>) {
        if own.is_none() {
            *own = given.cloned();
        }
    }
    if stays.inn.is_none() {
        stays.inn.clone_from(&other.inn);
        stays.kpp.clone_from(&other.kpp);
        stays.head_organisation_id = stays.head_organisation_id.or(other.head_organisation_id);
    } else if stays.inn == other.inn {
        lacking(&mut stays.kpp, other.kpp.as_ref());
    }
    lacking(&mut stays.ogrn, other.ogrn.as_ref());
    lacking(&mut stays.short_name, other.short_name.as_ref());
    lacking(&mut stays.department, other.department.as_ref());
    lacking(&mut stays.legal_form, other.legal_form.as_ref());
    lacking(&mut stays.email, other.email.as_ref());
    lacking(&mut stays.website, other.website.as_ref());
    lacking(&mut stays.capacity, other.capacity.as_ref());
    lacking(&mut stays.licence_number, other.licence_number.as_ref());
    lacking(&mut stays.head_position, other.head_position.as_ref());
}

/// Every name of the duplicate becomes another form of the name.
async fn take_names(tx: &WriteTx, stays: &organisation::Model, other: &organisation::Model) -> Result<(), Failure> {
    let aliases = query::aliases(tx, &[other.id]).await?.into_iter().map(|row| row.name);
    let past = query::periods(tx, &[other.id]).await?.into_iter().flat_map(|row| [Some(row.name), row.short_name]);
    let own = [Some(other.name.clone()), other.short_name.clone()];
    let mut names: Vec<String> = own.into_iter().chain(past).flatten().chain(aliases).collect();
    names.retain(|name| *name != stays.name && Some(name) != stays.short_name.as_ref());
    names.sort_unstable();
    names.dedup();
    let rows = names
        .into_iter()
        .map(|name| organisation_alias::ActiveModel { organisation_id: Set(stays.id), name: Set(name) });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        let known = [organisation_alias::Column::OrganisationId, organisation_alias::Column::Name];
        organisation_alias::Entity::insert_many(rows)
            .on_conflict(OnConflict::columns(known).do_nothing().to_owned())
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// Addresses that the one that stays does not have.
async fn take_addresses(tx: &WriteTx, stays: &organisation::Model, other: &organisation::Model) -> Result<(), Failure> {
    let own: Vec<String> = query::addresses(tx, &[stays.id]).await?.into_iter().map(|row| row.address).collect();
    for row in query::addresses(tx, &[other.id]).await?.into_iter().filter(|row| !own.contains(&row.address)) {
        let mut row: organisation_address::ActiveModel = row.into();
        row.organisation_id = Set(stays.id);
        row.update(tx).await?;
    }
    Ok(())
}

/// The contact, when the one that stays has none; a duplicate keeps no telephone.
async fn take_contact(tx: &WriteTx, stays: &organisation::Model, other: &organisation::Model) -> Result<(), Failure> {
    if let Some(row) = contact::of(tx, other.id.into()).await? {
        contact::forget(tx, other.id.into()).await?;
        if contact::of(tx, stays.id.into()).await?.is_none() {
            let given = contact::SetContact {
                position: crate::service::Patch::Set(Some(row.position)),
                phone: crate::service::Patch::Set(row.phone),
                email: crate::service::Patch::Set(row.email),
            };
            contact::store(tx, stays.id.into(), given).await?;
        }
    }
    Ok(())
}
