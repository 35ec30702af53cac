//! Reading reports: the only `find()` of their entities.
#![expect(clippy::disallowed_methods, reason = "scoped entry point")]

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use entity::{
    campaign,
    ids::{CampaignId, FileId, IndicatorId, ReportId, TargetSetId},
    indicator, indicator_source, report, report_answer, report_event, report_remark,
    shared::PeriodType,
    target, target_set, value,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use uuid::Uuid;

use super::{actions, below, rules};
use crate::{
    access::{Columns, Kind, Scope, Viewer},
    error::AppError,
    service::{
        Cx,
        list::{Parts, Stored, by_ids},
    },
};

impl Stored for report::Entity {
    const KIND: Kind = Kind::Report;
    fn visible(scope: &Scope, _: NaiveDate) -> Select<Self> {
        Self::find().filter(scope.visible(&Columns::of(Self)))
    }
    fn id(model: &report::Model) -> Uuid {
        model.id.into()
    }
}

/// The campaigns of reports that the viewer sees, whoever may read the campaigns themselves.
pub async fn campaigns(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = CampaignId>,
) -> Result<HashMap<CampaignId, campaign::Model>, AppError> {
    let ids: HashSet<CampaignId> = ids.into_iter().collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = campaign::Entity::find().filter(campaign::COLUMN.id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// The campaign of a report that is about to change: it is not closed meanwhile.
pub async fn held_campaign(tx: &impl ConnectionTrait, id: CampaignId) -> Result<campaign::Model, AppError> {
    let row = campaign::Entity::find_by_id(id).lock_shared().one(tx).await?;
    row.ok_or_else(|| AppError::internal("a report without a campaign"))
}

/// The answers of some reports, whoever asks.
pub async fn answers(db: &impl ConnectionTrait, ids: &[ReportId]) -> Result<Vec<report_answer::Model>, AppError> {
    let select = report_answer::Entity::find()
        .filter(report_answer::Column::ReportId.is_in(ids.iter().copied()))
        .order_by_asc(report_answer::Column::RowNumber)
        .order_by_asc(report_answer::Column::FieldId);
    Ok(select.all(db).await?)
}

/// What all sources say of some indicators for a subject and a period, whoever asks: for a report about just that.
pub async fn values(
    db: &impl ConnectionTrait,
    indicators: &[IndicatorId],
    subject: Uuid,
    (kind, from, to): (PeriodType, NaiveDate, NaiveDate),
) -> Result<Vec<value::Model>, AppError> {
    let select = value::Entity::find()
        .filter(value::Column::IndicatorId.is_in(indicators.iter().copied()))
        .filter(value::Column::SubjectId.eq(subject))
        .filter(value::Column::GroupKey.eq(""))
        .filter(value::Column::PeriodType.eq(kind))
        .filter(value::Column::PeriodFrom.eq(from))
        .filter(value::Column::PeriodTo.eq(to));
    Ok(select.all(db).await?)
}

/// Which source counts for some indicators: the least number.
pub async fn source_ranks(
    db: &impl ConnectionTrait,
    indicators: &[IndicatorId],
) -> Result<HashMap<(IndicatorId, String), i16>, AppError> {
    let select = indicator_source::Entity::find()
        .filter(indicator_source::Column::IndicatorId.is_in(indicators.iter().copied()));
    let rows = select.all(db).await?;
    Ok(rows.into_iter().map(|row| ((row.indicator_id, row.source), row.priority)).collect())
}

/// Some indicators, whoever asks: those of a form.
pub async fn indicators(
    db: &impl ConnectionTrait,
    ids: &[IndicatorId],
) -> Result<HashMap<IndicatorId, indicator::Model>, AppError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = indicator::Entity::find().filter(indicator::COLUMN.id.is_in(ids.iter().copied())).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// The reports of two nodes in the same campaigns, of the one and of the other; nobody begins one of them meanwhile.
pub async fn of_both(
    db: &impl ConnectionTrait,
    one: Uuid,
    other: Uuid,
) -> Result<Vec<(report::Model, report::Model)>, AppError> {
    let select = report::Entity::find()
        .filter(report::COLUMN.subject_id.is_in([one, other]))
        .order_by_asc(report::Column::Id)
        .lock_exclusive();
    let (own, others): (Vec<_>, Vec<_>) = select.all(db).await?.into_iter().partition(|row| row.subject_id == one);
    let mut others: HashMap<CampaignId, report::Model> = others.into_iter().map(|row| (row.campaign_id, row)).collect();
    Ok(own.into_iter().filter_map(|row| others.remove(&row.campaign_id).map(|other| (row, other))).collect())
}

/// Holds the reports of some subjects, in the order of their ids.
pub async fn hold_of(tx: &impl ConnectionTrait, subjects: &[Uuid]) -> Result<(), AppError> {
    let of = report::COLUMN.subject_id.is_in(subjects.iter().copied());
    report::Entity::find().filter(of).order_by_asc(report::Column::Id).lock_exclusive().all(tx).await?;
    Ok(())
}

/// Some sets of targets, whoever asks: those that a form is held against.
pub async fn target_sets(db: &impl ConnectionTrait, ids: &[TargetSetId]) -> Result<Vec<target_set::Model>, AppError> {
    Ok(target_set::Entity::find().filter(target_set::COLUMN.id.is_in(ids.iter().copied())).all(db).await?)
}

/// The targets of some sets for some indicators.
pub async fn targets(
    db: &impl ConnectionTrait,
    sets: &[TargetSetId],
    indicators: &[IndicatorId],
) -> Result<Vec<target::Model>, AppError> {
    let select = target::Entity::find()
        .filter(target::Column::TargetSetId.is_in(sets.iter().copied()))
        .filter(target::Column::IndicatorId.is_in(indicators.iter().copied()));
    Ok(select.all(db).await?)
}

/// How often a report was handed in.
pub async fn rounds(db: &impl ConnectionTrait, id: ReportId) -> Result<i32, AppError> {
    let count = report_event::Entity::find()
        .filter(report_event::Column::ReportId.eq(id))
        .filter(report_event::Column::Kind.eq(report_event::ReportEventKind::Submitted))
        .count(db)
        .await?;
    Ok(i32::try_from(count).unwrap_or(i32::MAX))
}

/// Whether a file is the answer of a report.
pub async fn refers_to_file(db: &impl ConnectionTrait, id: FileId) -> Result<bool, AppError> {
    Ok(report_answer::Entity::find().filter(report_answer::Column::FileId.eq(id)).count(db).await? > 0)
}

/// Of some reports those whose answers the viewer reads.
pub async fn readable(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    rows: Vec<report::Model>,
) -> Result<Vec<report::Model>, AppError> {
    let drafts = rows.iter().filter(|row| !rules::handed_in(row.state)).map(|row| row.campaign_id);
    let campaigns = campaigns(db, drafts).await?;
    let reads = |row: &report::Model| {
        rules::handed_in(row.state)
            || campaigns.get(&row.campaign_id).is_some_and(|campaign| actions::reads_answers(viewer, row, campaign))
    };
    Ok(rows.into_iter().filter(reads).collect())
}

/// Answers, of the reports whose answers the viewer reads; of those not handed in with what the level below adds up to now.
impl Parts for report_answer::Entity {
    async fn of_parents(cx: &Cx, parents: &[Uuid]) -> Result<Vec<report_answer::Model>, AppError> {
        let select = report::Entity::visible(&cx.scope(Kind::Report), cx.today());
        let rows = readable(&cx.db, &cx.viewer, by_ids(&cx.db, select, parents).await?).await?;
        if rows.is_empty() {
            return Ok(vec![]);
        }
        let ids: Vec<ReportId> = rows.iter().map(|row| row.id).collect();
        let mut answers = answers(&cx.db, &ids).await?;
        let open: Vec<ReportId> = rows.iter().filter(|row| !rules::counts(row.state)).map(|row| row.id).collect();
        below::refresh(&mut answers, &open, &below::sums(&cx.db, &open).await?);
        Ok(answers)
    }
    fn parents(model: &report_answer::Model) -> Vec<Uuid> {
        vec![model.report_id.into()]
    }
}

/// Remarks, of the reports that the viewer sees.
impl Parts for report_remark::Entity {
    async fn of_parents(cx: &Cx, parents: &[Uuid]) -> Result<Vec<report_remark::Model>, AppError> {
        let select = Self::find()
            .filter(report_remark::Column::ReportId.in_subquery(seen(cx, parents)))
            .order_by_desc(report_remark::Column::Round)
            .order_by_asc(report_remark::Column::Ordinal);
        Ok(select.all(&cx.db).await?)
    }
    fn parents(model: &report_remark::Model) -> Vec<Uuid> {
        vec![model.report_id.into()]
    }
}

/// Events, of the reports that the viewer sees.
impl Parts for report_event::Entity {
    async fn of_parents(cx: &Cx, parents: &[Uuid]) -> Result<Vec<report_event::Model>, AppError> {
        let select = Self::find()
            .filter(report_event::Column::ReportId.in_subquery(seen(cx, parents)))
            .order_by_asc(report_event::Column::Number);
        Ok(select.all(&cx.db).await?)
    }
    fn parents(model: &report_event::Model) -> Vec<Uuid> {
        vec![model.report_id.into()]
    }
}

fn seen(cx: &Cx, ids: &[Uuid]) -> sea_orm::sea_query::SelectStatement {
    use sea_orm::QueryTrait as _;
    report::Entity::visible(&cx.scope(Kind::Report), cx.today())
        .select_only()
        .column(report::Column::Id)
        .filter(report::COLUMN.id.is_in(ids.iter().copied()))
        .into_query()
}
