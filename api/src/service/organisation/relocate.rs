//! Names and places from a day on: what held before is kept in `organisation_period`; without a day it is a correction.

use chrono::NaiveDate;
use entity::{
    ids::{MunicipalityId, OrganisationId, RegionId},
    organisation, organisation_period,
    shared::Visibility,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set, sea_query::Expr};

use super::{create::seat, parts, query, tally};
use crate::{
    access::{Action, Verdict},
    db::{WriteTx, change::Place},
    error::{Failure, Problems, UserErrorCode},
    service::{Cx, NAME, Patch, check_version, line},
    text,
};

/// New names of an organisation.
#[derive(Clone, Debug)]
pub struct RenameOrganisation {
    /// Which.
    pub id: OrganisationId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// First day of the new names; absent corrects what is stored.
    pub since: Option<NaiveDate>,
    /// Full name.
    pub name: Patch<String>,
    /// Short name.
    pub short_name: Patch<String>,
}

/// Renames an organisation.
pub async fn rename(cx: &Cx, input: RenameOrganisation) -> Result<organisation::Model, Failure> {
    let RenameOrganisation { id, expected_version, since, name, short_name } = input;
    let mut tx = cx.write().await?;
    let stored = parts::target(&tx, &cx.viewer, id, Action::RenameOrganisation, cx.today()).await?;
    check_version(stored.version, expected_version)?;
    let mut problems = Problems::new();
    let name = problems
        .keep(name.try_map(|text| line(&text, "name", NAME)).and_then(|n| n.or_required(stored.name.clone(), "name")));
    let short_name = problems.keep(short_name.try_map(|text| line(&text, "shortName", NAME)));
    problems.finish()?;
    let name = name.unwrap_or_default();
    let short_name = short_name.unwrap_or_default().or(stored.short_name.clone());
    let counted = tally::of(&tx, &stored).await?;
    let mut row = stored.clone().into_active_model();
    if let Some(since) = since.filter(|_| (&name, &short_name) != (&stored.name, &stored.short_name)) {
        parts::keep_past(&tx, &stored, since).await?;
        row.attributes_since = Set(Some(since));
    }
    row.version = Set(stored.version + 1);
    row.updated_at = Set(tx.now());
    row.search_key = Set(parts::search_key(&tx, id, &name, short_name.as_deref(), stored.inn.as_deref()).await?);
    row.sort_key = Set(text::sort_key(&name));
    row.name = Set(name);
    row.short_name = Set(short_name);
    let row = row.update(&tx).await?;
    tx.updated(&stored, &row, &[]);
    let counts = tally::of(&tx, &row).await?;
    tx.tally(&counted, &counts);
    tx.commit().await?;
    Ok(row)
}

/// A new place of an organisation.
#[derive(Clone, Debug)]
pub struct MoveOrganisation {
    /// Which.
    pub id: OrganisationId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// First day in the new place; absent corrects what is stored.
    pub since: Option<NaiveDate>,
    /// Region; follows from the municipality when absent.
    pub region: Option<RegionId>,
    /// Municipality; absent: an organisation of the region.
    pub municipality: Option<MunicipalityId>,
}

/// Moves an organisation; both places must be the viewer's to keep.
pub async fn relocate(cx: &Cx, input: MoveOrganisation) -> Result<organisation::Model, Failure> {
    let MoveOrganisation { id, expected_version, since, region, municipality } = input;
    let mut tx = cx.write().await?;
    let stored = parts::target(&tx, &cx.viewer, id, Action::MoveOrganisation, cx.today()).await?;
    check_version(stored.version, expected_version)?;
    let seat = seat(&tx, cx, region, municipality).await?;
    let level = if stored.visibility == Visibility::Draft { stored.level.min(seat.level) } else { seat.level };
    let after = Place { organisation: Some(id), visibility: stored.visibility, level, ..seat };
    Verdict::by_right(&cx.viewer, Action::MoveOrganisation, &after).require()?;
    if let Some(since) = since {
        dated_move(cx, &stored, &after, since)?;
    }
    let row = go(&mut tx, &stored, &after, since).await?;
    tx.commit().await?;
    Ok(row)
}

/// What only a correction may do.
fn dated_move(cx: &Cx, stored: &organisation::Model, after: &Place, since: NaiveDate) -> Result<(), Failure> {
    let mut problems = Problems::new();
    if after.region != stored.region_id {
        problems.add(
            UserErrorCode::Contradiction,
            "since",
            "Организация не переезжает в другой регион: исправление ошибки не имеет даты",
            "An organisation does not move to another region: a correction has no day",
        );
    }
    if since > cx.today() {
        // Rights follow the place; they can't change hands before the day has come.
        problems.add(
            UserErrorCode::DateOrder,
            "since",
            "Переезд записывают, когда он состоялся",
            "A move is recorded when it has happened",
        );
    }
    problems.finish()
}

/// Writes a new place, keeping the old one up to the day before.
async fn go(
    tx: &mut WriteTx,
    stored: &organisation::Model,
    after: &Place,
    since: Option<NaiveDate>,
) -> Result<organisation::Model, Failure> {
    let counted = tally::of(&*tx, stored).await?;
    let mut row = stored.clone().into_active_model();
    if let Some(since) = since.filter(|_| after.municipality != stored.municipality_id) {
        parts::keep_past(&*tx, stored, since).await?;
        row.attributes_since = Set(Some(since));
    }
    if after.region != stored.region_id {
        // The places of the past lie in the region that was corrected: nothing is known of them any more.
        organisation_period::Entity::update_many()
            .col_expr(organisation_period::Column::MunicipalityId, Expr::val(None::<uuid::Uuid>))
            .filter(organisation_period::COLUMN.organisation_id.eq(stored.id))
            .exec(&*tx)
            .await?;
    }
    row.version = Set(stored.version + 1);
    row.updated_at = Set(tx.now());
    row.region_id = Set(after.region);
    row.municipality_id = Set(after.municipality);
    row.level = Set(after.level);
    let row = row.update(&*tx).await?;
    tx.updated(stored, &row, &[]);
    let counts = tally::of(&*tx, &row).await?;
    tx.tally(&counted, &counts);
    Ok(row)
}

/// Carries the organisations of a municipality over to the one that follows it, since a day. The right on the change of
/// borders covers it.
pub async fn carry_over(
    tx: &mut WriteTx,
    from: MunicipalityId,
    to: MunicipalityId,
    day: NaiveDate,
) -> Result<(), Failure> {
    for stored in query::of_municipality(&*tx, from, day).await? {
        let after = Place {
            region: stored.region_id,
            municipality: Some(to),
            organisation: Some(stored.id),
            visibility: stored.visibility,
            level: stored.level,
        };
        // One that began, was renamed or moved since then is at its new place from its own day on.
        let own = stored.attributes_since.max(stored.valid_from);
        let since = if own.is_some_and(|own| own >= day) { None } else { Some(day) };
        go(tx, &stored, &after, since).await?;
    }
    Ok(())
}
