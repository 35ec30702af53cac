//! Recording and changing regions. Name, kind and ОКТМО come from the list of the Constitution unless given.

use entity::{
    ids::{RegionId, TypedId},
    region::{self, RegionKind},
};
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};

use crate::{
    access::{Action, Verdict},
    db::change::Place,
    error::{AppError, Failure, Problems, UserError, UserErrorCode},
    rules::{registration, subjects::SubjectKind},
    service::{Cx, NAME, Patch, dated::ValidityPatch, line, list::locked_row},
    set_validity, text,
    validity::Validity,
    validity_of,
};

/// A region to record.
#[derive(Clone, Debug)]
pub struct CreateRegion {
    /// Given by the demonstration network alone, so that its ids are the same everywhere.
    pub id: Option<RegionId>,
    /// Two digits of the Constitution's list.
    pub code: String,
    /// Another name than the list has.
    pub name: Option<String>,
    /// The term.
    pub validity: ValidityPatch,
}

/// Records a region.
pub async fn create(cx: &Cx, input: CreateRegion) -> Result<region::Model, Failure> {
    let CreateRegion { id, code, name, validity } = input;
    Verdict::by_right(&cx.viewer, Action::CreateRegion, &Place::federal()).require()?;
    let mut problems = Problems::new();
    let subject = problems.keep(registration::region_code(&code).map_err(|_fault| {
        UserError::new(
            UserErrorCode::UnknownReference,
            "code",
            "Нет субъекта РФ с таким кодом",
            "No federal subject has this code",
        )
    }));
    let name = problems.keep(name.map(|name| line(&name, "name", NAME)).transpose());
    let validity = problems.keep(validity.over(&Validity::default()));
    let (Some(subject), Some(name), Some(validity)) = (subject, name, validity) else { return Err(problems.into()) };
    let name = name.unwrap_or_else(|| subject.name.to_owned());
    let mut tx = cx.write().await?;
    if super::query::region_by_code(&tx, subject.code).await?.is_some() {
        return Err(super::duplicate("code").into());
    }
    let mut row = region::ActiveModel {
        id: Set(id.unwrap_or_else(|| RegionId::new(tx.now()))),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        code: Set(subject.code.to_owned()),
        oktmo: Set(subject.oktmo.to_owned()),
        kind: Set(kind(subject.kind)),
        sort_key: Set(text::sort_key(&name)),
        search_key: Set(text::fold(&format!("{name} {}", subject.code))),
        name: Set(name),
        ..Default::default()
    };
    set_validity!(row, &validity);
    let row = row.insert(&tx).await?;
    tx.created(&row);
    tx.commit().await?;
    Ok(row)
}

/// Changes of a region.
#[derive(Clone, Debug)]
pub struct UpdateRegion {
    /// Which.
    pub id: RegionId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// Name.
    pub name: Patch<String>,
    /// The term.
    pub validity: ValidityPatch,
}

/// Changes a region.
pub async fn update(cx: &Cx, input: UpdateRegion) -> Result<region::Model, Failure> {
    let UpdateRegion { id, expected_version, name, validity } = input;
    let mut tx = cx.write().await?;
    let stored = locked_row::<region::Entity>(&tx, &cx.viewer, id, cx.today()).await?;
    let stored = stored.ok_or_else(AppError::not_found)?;
    Verdict::by_right(&cx.viewer, Action::UpdateRegion, &Place::region(id))
        .require_at(stored.version, expected_version)?;
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

/// The kind of a region, as the list of the Constitution has it.
pub fn kind(kind: SubjectKind) -> RegionKind {
    match kind {
        SubjectKind::Republic => RegionKind::Republic,
        SubjectKind::Krai => RegionKind::Krai,
        SubjectKind::Oblast => RegionKind::Oblast,
        SubjectKind::FederalCity => RegionKind::FederalCity,
        SubjectKind::AutonomousOblast => RegionKind::AutonomousOblast,
        SubjectKind::AutonomousOkrug => RegionKind::AutonomousOkrug,
    }
}
