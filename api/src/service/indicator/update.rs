//! Changing an indicator. What figures rest on stays once there are any: another definition is another indicator.

use entity::{ids::IndicatorId, indicator};
use sea_orm::{ActiveModelTrait, IntoActiveModel};

use super::{actions::verdict, denominator, fields::Fields, parts, query, rules};
use crate::{
    access::Action,
    error::{AppError, Failure, Problems, UserError, UserErrorCode},
    service::{Cx, Patch, list::locked_row, place::LAST, value::figures},
};

/// Changes of an indicator.
#[derive(Clone, Debug)]
pub struct UpdateIndicator {
    /// Which.
    pub id: IndicatorId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// What it says from now on.
    pub fields: Fields,
}

/// Changes an indicator.
pub async fn update(cx: &Cx, input: UpdateIndicator) -> Result<indicator::Model, Failure> {
    let UpdateIndicator { id, expected_version, mut fields } = input;
    let mut tx = cx.write().await?;
    let stored = locked_row::<indicator::Entity>(&tx, &cx.viewer, id, LAST).await?.ok_or_else(AppError::not_found)?;
    verdict(&cx.viewer, Action::UpdateIndicator, &stored).require_at(stored.version, expected_version)?;
    let mut problems = Problems::new();
    let (methods, sources) = (std::mem::take(&mut fields.methods), std::mem::take(&mut fields.sources));
    let mut row = fields.over(&stored, &mut problems);
    let methods = match methods {
        Patch::Absent => None,
        Patch::Set(given) => Some(parts::methods(&tx, cx, id, given.unwrap_or_default(), &mut problems).await?),
    };
    let sources = match sources {
        Patch::Absent => None,
        Patch::Set(given) => Some(parts::sources(id, &given.unwrap_or_default(), &mut problems)),
    };
    problems.finish()?;
    if let Some(member) = rules::changed(&stored, &row)
        && query::has_numbers(&tx, id).await?
    {
        return Err(fixed(member).into());
    }
    if row.denominator_indicator_id != stored.denominator_indicator_id || row.scale != stored.scale {
        denominator::check(&tx, &row).await?;
    }
    row.version = stored.version + 1;
    row.updated_at = tx.now();
    let row = row.into_active_model().reset_all().update(&tx).await?;
    let mut also = Vec::new();
    if let Some(methods) = methods {
        parts::set_methods(&tx, id, methods).await?;
        also.push("methods");
    }
    if let Some(sources) = sources {
        parts::set_sources(&tx, id, sources).await?;
        // Another source may count now.
        figures::of_indicators(&mut tx, &[id]).await?;
        also.push("sources");
    }
    tx.updated(&stored, &row, &also);
    tx.audit("updateIndicator", &row, None, serde_json::json!({ "code": row.code }));
    tx.commit().await?;
    Ok(row)
}

fn fixed(member: &str) -> UserError {
    UserError::new(
        UserErrorCode::InUse,
        member,
        "На этом определении стоят значения или цели: заведите другой показатель",
        "Values or targets rest on this definition: define another indicator",
    )
}
