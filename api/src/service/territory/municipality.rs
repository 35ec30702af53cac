//! Recording municipalities and changing them: a correction changes what is stored, a change that is dated keeps what
//! held before it in `municipality_period`.

use chrono::{Days, NaiveDate};
use entity::{
    ids::{MunicipalityId, RegionId, TypedId, ZoneId},
    municipality::{self, MunicipalityKind},
    municipality_period, region, zone,
};
use sea_orm::{ActiveModelTrait, ConnectionTrait, IntoActiveModel, Set};

use super::query;
use crate::{
    access::{Action, Verdict, Viewer},
    db::{
        WriteTx,
        change::{Place, Root},
    },
    error::{AppError, Failure, Problems, UserError, UserErrorCode},
    rules::registration,
    service::{Cx, NAME, Patch, dated::ValidityPatch, line, list::visible_row},
    set_validity, text,
    validity::Validity,
    validity_of,
};

/// A municipality to record.
#[derive(Clone, Debug)]
pub struct CreateMunicipality {
    /// Given by the demonstration network alone.
    pub id: Option<MunicipalityId>,
    /// The region.
    pub region: RegionId,
    /// The zone.
    pub zone: Option<ZoneId>,
    /// ОКТМО of 8 or 11 digits.
    pub oktmo: Option<String>,
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: MunicipalityKind,
    /// The term.
    pub validity: ValidityPatch,
}

/// Records a municipality.
pub async fn create(cx: &Cx, input: CreateMunicipality) -> Result<municipality::Model, Failure> {
    let mut tx = cx.write().await?;
    let row = insert(&mut tx, cx, input).await?;
    tx.commit().await?;
    Ok(row)
}

/// Records a municipality inside a transaction.
pub(super) async fn insert(
    tx: &mut WriteTx,
    cx: &Cx,
    input: CreateMunicipality,
) -> Result<municipality::Model, Failure> {
    let CreateMunicipality { id, region, zone, oktmo, name, kind, validity } = input;
    let region = visible_row::<region::Entity>(tx, &cx.viewer, region, cx.today()).await?;
    let region = region.ok_or_else(|| UserError::unknown("regionId"))?;
    Verdict::by_right(&cx.viewer, Action::CreateMunicipality, &Place::region(region.id)).require()?;
    let mut problems = Problems::new();
    let name = problems.keep(line(&name, "name", NAME));
    let validity = problems.keep(validity.over(&Validity::default()));
    let zone = problems.gather(zone_of(tx, &cx.viewer, zone, region.id).await)?;
    let codes = problems.keep(split_oktmo(oktmo.as_deref(), &region));
    let (Some(name), Some(validity), Some(zone), Some((oktmo, oktmo11))) = (name, validity, zone, codes) else {
        return Err(problems.into());
    };
    if let Some(oktmo) = &oktmo
        && query::municipality_by_oktmo(tx, oktmo, cx.today()).await?.is_some()
    {
        return Err(super::duplicate("oktmo").into());
    }
    let mut row = municipality::ActiveModel {
        id: Set(id.unwrap_or_else(|| MunicipalityId::new(tx.now()))),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        region_id: Set(region.id),
        zone_id: Set(zone),
        sort_key: Set(text::sort_key(&name)),
        search_key: Set(search_key(&[&name], oktmo.as_deref())),
        oktmo: Set(oktmo),
        oktmo11: Set(oktmo11),
        name: Set(name),
        kind: Set(kind),
        attributes_since: Set(None),
        ..Default::default()
    };
    set_validity!(row, &validity);
    let row = row.insert(tx).await?;
    tx.created(&row);
    Ok(row)
}

/// Changes of a municipality.
#[derive(Clone, Debug)]
pub struct UpdateMunicipality {
    /// Which.
    pub id: MunicipalityId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// The first day of the new name, kind and zone; absent corrects what is stored.
    pub since: Option<NaiveDate>,
    /// Name.
    pub name: Patch<String>,
    /// Kind.
    pub kind: Patch<MunicipalityKind>,
    /// Zone.
    pub zone: Patch<ZoneId>,
    /// The term.
    pub validity: ValidityPatch,
}

/// Changes a municipality.
pub async fn update(cx: &Cx, input: UpdateMunicipality) -> Result<municipality::Model, Failure> {
    let UpdateMunicipality { id, expected_version, since, name, kind, zone, validity } = input;
    let mut tx = cx.write().await?;
    let stored = query::locked_municipality(&tx, id).await?.ok_or_else(AppError::not_found)?;
    Verdict::by_right(&cx.viewer, Action::UpdateMunicipality, &stored.place())
        .require_at(stored.version, expected_version)?;
    let mut problems = Problems::new();
    let name = name.try_map(|name| line(&name, "name", NAME));
    let name = problems.keep(name.and_then(|name| name.or_required(stored.name.clone(), "name")));
    let kind = problems.keep(kind.or_required(stored.kind, "kind"));
    let zone = match zone {
        Patch::Absent => Some(stored.zone_id),
        Patch::Set(zone) => problems.gather(zone_of(&tx, &cx.viewer, zone, stored.region_id).await)?,
    };
    let validity = problems.keep(validity.over(&validity_of!(stored)));
    let (Some(name), Some(kind), Some(zone), Some(validity)) = (name, kind, zone, validity) else {
        return Err(problems.into());
    };
    let mut row = stored.clone().into_active_model();
    let dated = (&name, kind, zone) != (&stored.name, stored.kind, stored.zone_id);
    if let Some(since) = since.filter(|_| dated) {
        keep_past(&tx, &stored, &validity, since).await?;
        row.attributes_since = Set(Some(since));
    }
    let past = query::periods(&tx, &[id]).await?;
    let names: Vec<&str> = std::iter::once(name.as_str()).chain(past.iter().map(|p| p.name.as_str())).collect();
    row.version = Set(stored.version + 1);
    row.updated_at = Set(tx.now());
    row.search_key = Set(search_key(&names, stored.oktmo.as_deref()));
    row.sort_key = Set(text::sort_key(&name));
    row.name = Set(name);
    row.kind = Set(kind);
    row.zone_id = Set(zone);
    set_validity!(row, &validity);
    let row = row.update(&tx).await?;
    tx.updated(&stored, &row, &[]);
    // What was changed from a later day on is answered as it is today.
    let shown = visible_row::<municipality::Entity>(&tx, &cx.viewer, id, cx.today()).await?;
    tx.commit().await?;
    Ok(shown.unwrap_or(row))
}

/// Keeps the attributes that held until the day before.
async fn keep_past(
    tx: &WriteTx,
    stored: &municipality::Model,
    validity: &Validity,
    since: NaiveDate,
) -> Result<(), Failure> {
    let order = || {
        UserError::new(
            UserErrorCode::DateOrder,
            "since",
            "Дата должна быть позже прежнего изменения и начала действия",
            "The day must be after the last change and the first day of the municipality",
        )
    };
    let from = stored.attributes_since.max(validity.from().map(|from| from.date));
    let to = since.checked_sub_days(Days::new(1)).ok_or_else(order)?;
    if from.is_some_and(|from| from > to) || validity.to().is_some_and(|end| since > end.date) {
        return Err(order().into());
    }
    let period = municipality_period::ActiveModel {
        id: Set(tx.new_id()),
        municipality_id: Set(stored.id),
        name: Set(stored.name.clone()),
        kind: Set(stored.kind),
        zone_id: Set(stored.zone_id),
        sort_key: Set(stored.sort_key.clone()),
        from_day: Set(stored.attributes_since),
        to_day: Set(to),
    };
    period.insert(tx).await?;
    Ok(())
}

async fn zone_of(
    tx: &impl ConnectionTrait,
    viewer: &Viewer,
    zone: Option<ZoneId>,
    region: RegionId,
) -> Result<Option<ZoneId>, Failure> {
    let Some(id) = zone else { return Ok(None) };
    let zone = visible_row::<zone::Entity>(tx, viewer, id, NaiveDate::MIN).await?;
    match zone {
        Some(zone) if zone.region_id == region => Ok(Some(zone.id)),
        _ => Err(UserError::unknown("zoneId").into()),
    }
}

/// The 8 and the 11 digits of an ОКТМО of a region.
fn split_oktmo(oktmo: Option<&str>, region: &region::Model) -> Result<(Option<String>, Option<String>), UserError> {
    let Some(text) = oktmo else { return Ok((None, None)) };
    let wrong = |ru: &str, en: &str| UserError::new(UserErrorCode::Invalid, "oktmo", ru, en);
    let oktmo = registration::oktmo(text.trim()).map_err(|_fault| {
        wrong("ОКТМО: 8 или 11 цифр кода субъекта РФ", "ОКТМО: 8 or 11 digits of a subject's code")
    })?;
    if oktmo.subject.code != region.code {
        return Err(wrong("ОКТМО другого региона", "The ОКТМО is of another region"));
    }
    let eleven = oktmo.settlement.map(|settlement| format!("{}{settlement}", oktmo.municipality));
    Ok((Some(oktmo.municipality.to_owned()), eleven))
}

/// The folded text by which a municipality is found: what it is and was called, and its ОКТМО.
pub fn search_key(names: &[&str], oktmo: Option<&str>) -> String {
    text::fold(&format!("{} {}", names.join(" "), oktmo.unwrap_or_default()))
}
