//! Recording and changing zones. A zone ends by its term; which municipalities belong to it is theirs to say.

use entity::{
    ids::{RegionId, TypedId, ZoneId},
    region, zone,
};
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};

use crate::{
    access::{Action, Verdict},
    db::change::{Place, Root},
    error::{AppError, Failure, Problems, UserError},
    service::{
        CODE, Cx, NAME, Patch,
        dated::ValidityPatch,
        line,
        list::{locked_row, visible_row},
    },
    set_validity, text,
    validity::Validity,
    validity_of,
};

/// A zone to record.
#[derive(Clone, Debug)]
pub struct CreateZone {
    /// Given by the demonstration network alone.
    pub id: Option<ZoneId>,
    /// The region.
    pub region: RegionId,
    /// Code within the region.
    pub code: String,
    /// Name.
    pub name: String,
    /// The term.
    pub validity: ValidityPatch,
}

/// Records a zone.
pub async fn create(cx: &Cx, input: CreateZone) -> Result<zone::Model, Failure> {
    let CreateZone { id, region, code, name, validity } = input;
    let mut tx = cx.write().await?;
    let region = visible_row::<region::Entity>(&tx, &cx.viewer, region, cx.today()).await?;
    let region = region.ok_or_else(|| UserError::unknown("regionId"))?;
    Verdict::by_right(&cx.viewer, Action::CreateZone, &Place::region(region.id)).require()?;
    let mut problems = Problems::new();
    let (code, name) = (problems.keep(line(&code, "code", CODE)), problems.keep(line(&name, "name", NAME)));
    let validity = problems.keep(validity.over(&Validity::default()));
    let (Some(code), Some(name), Some(validity)) = (code, name, validity) else { return Err(problems.into()) };
    if super::query::zone_by_code(&tx, &region.code, &code).await?.is_some() {
        return Err(super::duplicate("code").into());
    }
    let mut row = zone::ActiveModel {
        id: Set(id.unwrap_or_else(|| ZoneId::new(tx.now()))),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        region_id: Set(region.id),
        sort_key: Set(text::sort_key(&name)),
        search_key: Set(text::fold(&format!("{name} {code}"))),
        code: Set(code),
        name: Set(name),
        ..Default::default()
    };
    set_validity!(row, &validity);
    let row = row.insert(&tx).await?;
    tx.created(&row);
    tx.commit().await?;
    Ok(row)
}

/// Changes of a zone.
#[derive(Clone, Debug)]
pub struct UpdateZone {
    /// Which.
    pub id: ZoneId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// Name.
    pub name: Patch<String>,
    /// The term.
    pub validity: ValidityPatch,
}

/// Changes a zone.
pub async fn update(cx: &Cx, input: UpdateZone) -> Result<zone::Model, Failure> {
    let UpdateZone { id, expected_version, name, validity } = input;
    let mut tx = cx.write().await?;
    let stored = locked_row::<zone::Entity>(&tx, &cx.viewer, id, cx.today()).await?;
    let stored = stored.ok_or_else(AppError::not_found)?;
    Verdict::by_right(&cx.viewer, Action::UpdateZone, &stored.place()).require_at(stored.version, expected_version)?;
    let mut problems = Problems::new();
    let name = name.try_map(|name| line(&name, "name", NAME));
    let name = problems.keep(name.and_then(|name| name.or_required(stored.name.clone(), "name")));
    let validity = problems.keep(validity.over(&validity_of!(stored)));
    let (Some(name), Some(validity)) = (name, validity) else { return Err(problems.into()) };
    let mut row = stored.clone().into_active_model();
    row.version = Set(stored.version + 1);
    row.updated_at = Set(tx.now());
    row.sort_key = Set(text::sort_key(&name));
    row.search_key = Set(text::fold(&format!("{name} {}", stored.code)));
    row.name = Set(name);
    set_validity!(row, &validity);
    let row = row.update(&tx).await?;
    tx.updated(&stored, &row, &[]);
    tx.commit().await?;
    Ok(row)
}
