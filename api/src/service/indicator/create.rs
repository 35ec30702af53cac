//! Defining an indicator: by the federation, a region or a municipality, each for itself.

use entity::{
    ids::{IndicatorId, MunicipalityId, RegionId, TypedId},
    indicator::{self, Aggregation, Better, IndicatorCategory, IndicatorKind},
    shared::{Unit, Visibility},
};
use sea_orm::{ActiveModelTrait, IntoActiveModel};

use super::{denominator, fields::Fields, parts, query};
use crate::{
    access::{Action, Kind, Verdict},
    db::{WriteTx, change::Place},
    error::{Failure, Problems},
    service::{
        Cx, Patch, checked_code,
        external::{self, External},
        lost_race, place, taken_code,
    },
};

/// An indicator to define.
#[derive(Clone, Debug)]
pub struct CreateIndicator {
    /// Given by the demonstration network alone.
    pub id: Option<IndicatorId>,
    /// The region whose indicator it is; absent: everyone's.
    pub region: Option<RegionId>,
    /// The municipality whose indicator it is.
    pub municipality: Option<MunicipalityId>,
    /// Code.
    pub code: String,
    /// What it says.
    pub fields: Fields,
    /// Ids of other systems.
    pub external_ids: Vec<External>,
}

/// Defines an indicator.
pub async fn create(cx: &Cx, input: CreateIndicator) -> Result<indicator::Model, Failure> {
    let CreateIndicator { id, region, municipality, code, mut fields, external_ids } = input;
    place::somewhere(&cx.viewer, Action::CreateIndicator)?;
    let mut tx = cx.write().await?;
    let at = place::of_entry(&tx, &cx.viewer, (region, municipality)).await?;
    Verdict::by_right(&cx.viewer, Action::CreateIndicator, &at).require()?;
    let mut problems = Problems::new();
    let code = problems.keep(checked_code(&code, "code")).unwrap_or_default();
    let blank = blank(&tx, id, at, code);
    let id = blank.id;
    let (methods, sources) = (std::mem::take(&mut fields.methods), std::mem::take(&mut fields.sources));
    let row = fields.over(&blank, &mut problems);
    let methods = parts::methods(&tx, cx, id, given(methods), &mut problems).await?;
    let sources = parts::sources(id, &given(sources), &mut problems);
    let external_ids: Vec<External> = external_ids
        .into_iter()
        .enumerate()
        .filter_map(|(i, of)| problems.keep(of.checked(&format!("externalIds.{i}"))))
        .collect();
    problems.finish()?;
    if query::code_is_taken(&tx, &row.code).await? {
        return Err(taken_code("code").into());
    }
    denominator::check(&tx, &row).await?;
    let row = row.into_active_model().reset_all().insert(&tx).await.map_err(lost_race)?;
    parts::set_methods(&tx, id, methods).await?;
    parts::set_sources(&tx, id, sources).await?;
    for (i, of) in external_ids.iter().enumerate() {
        external::set(&tx, Kind::Indicator, id, of, &format!("externalIds.{i}")).await?;
    }
    tx.created(&row);
    tx.audit("createIndicator", &row, None, serde_json::json!({ "code": row.code }));
    tx.commit().await?;
    Ok(row)
}

fn given<T>(patch: Patch<Vec<T>>) -> Vec<T> {
    match patch {
        Patch::Set(Some(given)) => given,
        _ => vec![],
    }
}

/// An indicator that says nothing yet.
fn blank(tx: &WriteTx, id: Option<IndicatorId>, at: Place, code: String) -> indicator::Model {
    indicator::Model {
        id: id.unwrap_or_else(|| IndicatorId::new(tx.now())),
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
        region_id: at.region,
        municipality_id: at.municipality,
        visibility: Visibility::Public,
        level: at.level,
        code,
        name: String::new(),
        short_name: None,
        aliases: String::new(),
        category: IndicatorCategory::Additional,
        kind: IndicatorKind::Level,
        unit: Unit::Count,
        scale: 0,
        decimals: 0,
        better: Better::More,
        aggregation: Aggregation::Sum,
        numerator: String::new(),
        denominator: None,
        factor: 1,
        denominator_age_from: None,
        denominator_age_to: None,
        denominator_indicator_id: None,
        over_hundred: false,
        sensitive: false,
        period_types: String::new(),
        frequency: None,
        dimensions: String::new(),
        formula: None,
        source_form: None,
        responsible: None,
        due_kind: None,
        due_day: None,
        due_number: None,
        jump_threshold: None,
        tolerance_micros: None,
        tolerance_scale: None,
        open_points: String::new(),
        sort_key: String::new(),
        search_key: String::new(),
        valid_from: None,
        valid_from_precision: 1,
        valid_from_text: None,
        valid_to: None,
        valid_to_precision: 1,
        valid_to_text: None,
    }
}
