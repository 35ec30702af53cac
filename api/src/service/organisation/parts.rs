//! The parts of a card in tables of their own, written through it: aliases, addresses, past periods; and the texts that
//! follow from them.

use chrono::NaiveDate;
use entity::{ids::OrganisationId, organisation, organisation_address, organisation_alias, organisation_period};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};

use super::{fields::Address, query, rules::day_before};
use crate::{
    access::{Action, Viewer},
    db::WriteTx,
    error::{AppError, Failure, UserError, UserErrorCode},
    text,
};

/// Replaces the other forms of a name; says whether anything changed.
pub async fn set_aliases(tx: &impl ConnectionTrait, id: OrganisationId, names: &[String]) -> Result<bool, AppError> {
    let before: Vec<String> = query::aliases(tx, &[id]).await?.into_iter().map(|row| row.name).collect();
    let mut after = names.to_vec();
    after.sort_unstable();
    let mut sorted = before.clone();
    sorted.sort_unstable();
    if sorted == after {
        return Ok(false);
    }
    organisation_alias::Entity::delete_many()
        .filter(organisation_alias::COLUMN.organisation_id.eq(id))
        .exec(tx)
        .await?;
    let rows: Vec<_> = after
        .into_iter()
        .map(|name| organisation_alias::ActiveModel { organisation_id: Set(id), name: Set(name) })
        .collect();
    if !rows.is_empty() {
        organisation_alias::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(true)
}

/// Replaces the licensed addresses; says whether anything changed.
pub async fn set_addresses(tx: &WriteTx, id: OrganisationId, addresses: &[Address]) -> Result<bool, AppError> {
    let key = |address: &Address| (address.address.clone(), address.from, address.to);
    let mut before: Vec<_> = query::addresses(tx, &[id])
        .await?
        .into_iter()
        .map(|row| (row.address, row.licensed_from, row.licensed_to))
        .collect();
    let mut after: Vec<_> = addresses.iter().map(key).collect();
    before.sort_unstable();
    after.sort_unstable();
    if before == after {
        return Ok(false);
    }
    organisation_address::Entity::delete_many()
        .filter(organisation_address::COLUMN.organisation_id.eq(id))
        .exec(tx)
        .await?;
    let rows: Vec<_> = after
        .into_iter()
        .map(|(address, from, to)| organisation_address::ActiveModel {
            id: Set(tx.new_id()),
            organisation_id: Set(id),
            address: Set(address),
            licensed_from: Set(from),
            licensed_to: Set(to),
        })
        .collect();
    if !rows.is_empty() {
        organisation_address::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(true)
}

/// Keeps names and place as they were until the day before `since`; the new ones hold since that day. A second change
/// of the same day adds to the first.
pub async fn keep_past(tx: &WriteTx, stored: &organisation::Model, since: NaiveDate) -> Result<(), Failure> {
    if stored.attributes_since == Some(since) {
        return Ok(());
    }
    let from = stored.attributes_since.or(stored.valid_from);
    let to = day_before(since);
    if from.is_some_and(|from| from > to) || to == since || stored.valid_to.is_some_and(|end| since > end) {
        return Err(UserError::new(
            UserErrorCode::DateOrder,
            "since",
            "Дата должна быть позже прежнего изменения и внутри срока деятельности организации",
            "The day must be after the last change and inside the term of the organisation",
        )
        .into());
    }
    let period = organisation_period::ActiveModel {
        id: Set(tx.new_id()),
        organisation_id: Set(stored.id),
        name: Set(stored.name.clone()),
        short_name: Set(stored.short_name.clone()),
        municipality_id: Set(stored.municipality_id),
        sort_key: Set(stored.sort_key.clone()),
        from_day: Set(stored.attributes_since),
        to_day: Set(to),
    };
    organisation_period::Entity::insert(period).exec_without_returning(tx).await?;
    Ok(())
}

/// The folded text of everything that the organisation is or was called, and of its ИНН.
pub async fn search_key(
    tx: &impl ConnectionTrait,
    id: OrganisationId,
    name: &str,
    short_name: Option<&str>,
    inn: Option<&str>,
) -> Result<String, AppError> {
    let periods = query::periods(tx, &[id]).await?;
    let aliases = query::aliases(tx, &[id]).await?;
    let past = periods.iter().flat_map(|row| [Some(row.name.as_str()), row.short_name.as_deref()]);
    let names = [Some(name), short_name].into_iter().chain(past).flatten();
    Ok(search_text(names.chain(aliases.iter().map(|row| row.name.as_str())), inn))
}

/// Names and a number folded for search, each once.
pub fn search_text<'a>(names: impl Iterator<Item = &'a str>, inn: Option<&'a str>) -> String {
    let mut folded: Vec<String> = Vec::new();
    for text in names.chain(inn).map(text::fold) {
        if !folded.contains(&text) {
            folded.push(text);
        }
    }
    folded.join(" ")
}

/// The organisation of a mutation, locked: absent or hidden is `NOT_FOUND`, then right and state decide.
pub async fn target(
    tx: &WriteTx,
    viewer: &Viewer,
    id: OrganisationId,
    action: Action,
    today: NaiveDate,
) -> Result<organisation::Model, Failure> {
    let row = query::stored_for_update(tx, viewer, id).await?.ok_or_else(AppError::not_found)?;
    super::actions::verdict(viewer, action, &row, today).require()?;
    Ok(row)
}
