//! The campaign that another feeds: organisations report to their municipality, whose report in the campaign of the
//! region begins with the sum.

use std::collections::HashSet;

use entity::{
    campaign,
    ids::{CampaignId, IndicatorId, ReportTemplateId},
    report_field,
};
use sea_orm::ConnectionTrait;

use super::{content::Content, owner};
use crate::{
    access::NodeRef,
    error::{AppError, Failure, UserError, UserErrorCode},
    service::{Cx, given::subject_id, list::visible_row, place::LAST, template::query::fields},
};

/// Checks that the owner of a campaign reports in the parent, about the same period and some of the same indicators.
pub async fn check(
    tx: &impl ConnectionTrait,
    cx: &Cx,
    parent: CampaignId,
    owner: &NodeRef,
    content: &Content,
) -> Result<(), Failure> {
    let parent = visible_row::<campaign::Entity>(tx, &cx.viewer, parent, LAST).await?;
    let parent = parent.filter(|parent| parent.cancelled_on.is_none()).ok_or_else(|| UserError::unknown("parentId"))?;
    let refuse = |ru: &str, en: &str| UserError::new(UserErrorCode::Contradiction, "parentId", ru, en);
    let whole = owner::of(&parent);
    let holds = whole.region.is_none() || whole.region == owner.region;
    if parent.respondents != owner.level || whole.level >= owner.level || !holds {
        return Err(refuse(
            "Владелец сбора не сдаёт отчёта в том сборе",
            "The owner of the campaign does not report in that one",
        )
        .into());
    }
    if parent.opens_on.is_some() && !super::query::subjects(tx, parent.id).await?.contains(&subject_id(owner)) {
        return Err(refuse(
            "Владелец сбора не числится среди тех, кто сдаёт отчёт",
            "The owner of the campaign is not expected there",
        )
        .into());
    }
    let period = (content.period.kind(), content.period.from(), content.period.to());
    if period != (parent.period_type, parent.period_from, parent.period_to) {
        return Err(refuse("Сборы о разных периодах", "The campaigns are about different periods").into());
    }
    if parent.template_id != content.template && !share_indicators(tx, parent.template_id, content.template).await? {
        return Err(refuse("У форм нет общих показателей", "The templates have no indicator in common").into());
    }
    Ok(())
}

async fn share_indicators(
    tx: &impl ConnectionTrait,
    one: ReportTemplateId,
    other: ReportTemplateId,
) -> Result<bool, AppError> {
    let rows = fields(tx, &[one, other]).await?;
    let of = |template: ReportTemplateId| -> HashSet<IndicatorId> {
        let own = |row: &&report_field::Model| row.template_id == template;
        rows.iter().filter(own).filter_map(|row| row.indicator_id).collect()
    };
    Ok(!of(one).is_disjoint(&of(other)))
}
