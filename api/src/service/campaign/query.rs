//! Reading campaigns: the only `find()` of their entities.
#![expect(clippy::disallowed_methods, reason = "scoped entry point")]

use std::collections::HashSet;

use chrono::NaiveDate;
use entity::{
    campaign,
    ids::CampaignId,
    report,
    shared::{Level, Visibility},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, QueryTrait, Select,
};
use uuid::Uuid;

use crate::{
    access::{Columns, Kind, Scope},
    error::AppError,
    service::list::Stored,
};

impl Stored for campaign::Entity {
    const KIND: Kind = Kind::Campaign;

    /// Public ones, those of one's own nodes, and, once opened, those in which a node of one's own is expected.
    fn visible(scope: &Scope, _: NaiveDate) -> Select<Self> {
        if scope.is_system() {
            return Self::find();
        }
        // No column of an organisation: nobody holds grants on none, so the region stands for it.
        let mut any = Condition::any().add(scope.visible(&Columns::of(Self).organisation("region_id")));
        if !scope.zones().is_empty() {
            let zones = scope.zones().iter().copied();
            let past_draft = campaign::Column::Visibility.ne(Visibility::Draft);
            any = any.add(Condition::all().add(campaign::Column::ZoneId.is_in(zones)).add(past_draft));
        }
        if !scope.draft_zones().is_empty() {
            let zones = scope.draft_zones().iter().copied();
            let own = campaign::Column::Level.eq(Level::Zone);
            any = any.add(Condition::all().add(campaign::Column::ZoneId.is_in(zones)).add(own));
        }
        if !scope.reads_nothing() {
            let expected = report::Entity::find()
                .select_only()
                .column(report::Column::CampaignId)
                .filter(scope.within(&Columns::of(report::Entity)))
                .into_query();
            let opened = campaign::Column::Visibility.ne(Visibility::Draft);
            any = any.add(Condition::all().add(opened).add(campaign::Column::Id.in_subquery(expected)));
        }
        Self::find().filter(any)
    }

    fn id(model: &campaign::Model) -> Uuid {
        model.id.into()
    }
}

/// Whether other campaigns feed this one, whoever sees them.
pub(super) async fn is_fed(db: &impl ConnectionTrait, id: CampaignId) -> Result<bool, AppError> {
    Ok(campaign::Entity::find().filter(campaign::COLUMN.parent_id.eq(id)).count(db).await? > 0)
}

/// The reports of a campaign, whoever sees them: for the rules of its opening.
pub(super) async fn reports(db: &impl ConnectionTrait, id: CampaignId) -> Result<Vec<report::Model>, AppError> {
    Ok(report::Entity::find().filter(report::COLUMN.campaign_id.eq(id)).all(db).await?)
}

/// The nodes that a campaign expects already.
pub(super) async fn subjects(db: &impl ConnectionTrait, id: CampaignId) -> Result<HashSet<Uuid>, AppError> {
    Ok(reports(db, id).await?.into_iter().map(|report| report.subject_id).collect())
}
