//! Preparing a campaign.

use entity::{
    campaign,
    ids::{AnyId, CampaignId, ReportTemplateId, TypedId},
    shared::Level,
};
use sea_orm::{ActiveModelTrait, Set};

use super::{content::Content, owner};
use crate::{
    access::Action,
    error::{Failure, Problems, UserError},
    service::{
        Cx, NAME, TEXT,
        given::{GivenDue, GivenPeriod},
        line, paragraph, place,
    },
    text,
};

/// A campaign to prepare.
#[derive(Clone, Debug)]
pub struct CreateCampaign {
    /// Given by the demonstration network alone.
    pub id: Option<CampaignId>,
    /// The region, zone or municipality whose it is; absent: the federation.
    pub owner: Option<AnyId>,
    /// The edition of the template.
    pub template: ReportTemplateId,
    /// The campaign that it feeds.
    pub parent: Option<CampaignId>,
    /// Name.
    pub name: String,
    /// Who reports.
    pub respondents: Level,
    /// The period.
    pub period: GivenPeriod,
    /// When it is due.
    pub due: GivenDue,
    /// Whether the education department looks first.
    pub department_step: bool,
    /// Whether the zonal centre looks before the owner.
    pub zone_step: bool,
    /// What respondents are told.
    pub instructions: Option<String>,
}

/// Prepares a campaign: a draft of its owner.
pub async fn create(cx: &Cx, input: CreateCampaign) -> Result<campaign::Model, Failure> {
    let CreateCampaign {
        id,
        owner: owner_id,
        template,
        parent,
        name,
        respondents,
        period,
        due,
        department_step,
        zone_step,
        instructions,
    } = input;
    place::somewhere(&cx.viewer, Action::CreateCampaign)?;
    let mut tx = cx.write().await?;
    let owner = owner::find(cx, &tx, owner_id).await?;
    let place = owner::place(&cx.viewer, Action::CreateCampaign, &owner)?;
    let mut problems = Problems::new();
    let name = problems.keep(line(&name, "name", NAME)).unwrap_or_default();
    let instructions = instructions.and_then(|text| problems.keep(paragraph(&text, "instructions", TEXT)));
    let period = problems.keep(period.checked("period"));
    let due = problems.keep(due.checked("due"));
    let (Some(period), Some(due)) = (period, due) else {
        problems.finish()?;
        return Err(UserError::required("period").into());
    };
    let content = Content { template, respondents, period, due, department_step, zone_step, parent };
    let due_on = content.check(&tx, cx, &owner, problems).await?;
    let mut row = campaign::ActiveModel {
        id: Set(id.unwrap_or_else(|| CampaignId::new(tx.now()))),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        region_id: Set(owner.region),
        zone_id: Set(owner.zone),
        municipality_id: Set(owner.municipality),
        visibility: Set(place.visibility),
        level: Set(place.level),
        instructions: Set(instructions),
        sort_key: Set(text::sort_key(&name)),
        search_key: Set(text::fold(&name)),
        name: Set(name),
        ..Default::default()
    };
    content.put(&mut row, due_on);
    let row = row.insert(&tx).await?;
    tx.created(&row);
    tx.commit().await?;
    Ok(row)
}
