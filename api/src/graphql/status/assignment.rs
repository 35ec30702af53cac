//! [`StatusAssignment`], what ended it, its chain of renewals and the gaps in it.

use async_graphql::{Context, Object, SimpleObject};
use chrono::NaiveDate;
use entity::{
    ids::{AnyId, StatusAssignmentId, TypedId},
    shared::Level,
    status_assignment::{self, StatusEnd},
};

use super::StatusKind;
use crate::{
    access::Action,
    error::AppError,
    graphql::{
        act::{BasisActEdge, LegalAct, basis_edges},
        centre::Centre,
        codes::E,
        competition::Competition,
        connection::Shows,
        context::ContextExt,
        external::{ExternalIdResult, external_ids},
        file::{File, files_of},
        ids::Id,
        loaders::{ById, Many},
        open_points::{self, OpenPointStats},
        organisation::Organisation,
        scalars::{Date, DateTime, Year},
        territory::{Municipality, Region, Zone},
        validity::ValidityStats,
    },
    service::status::{
        actions,
        rules::{StatusState, Term, chain_gaps},
    },
    validity::Validity,
    validity_of,
};

/// A status assignment as of a day.
#[derive(Clone, Debug)]
pub struct StatusAssignment {
    row: status_assignment::Model,
    as_of: NaiveDate,
}

impl Shows<status_assignment::Entity> for StatusAssignment {
    fn show(row: status_assignment::Model, as_of: NaiveDate) -> Self {
        Self { row, as_of }
    }
}

impl StatusAssignment {
    /// The assignment of an id.
    pub async fn load(ctx: &Context<'_>, id: StatusAssignmentId, as_of: NaiveDate) -> Result<Option<Self>, AppError> {
        let row = ctx.loaders().load_one(ById::<status_assignment::Entity>::new(id, as_of)).await?;
        Ok(row.map(|row| Self::show(row, as_of)))
    }

    /// The links of its chain that the viewer sees, the earliest first.
    async fn links(&self, ctx: &Context<'_>) -> Result<Vec<status_assignment::Model>, AppError> {
        let key = Many::<status_assignment::Entity>::new(self.row.chain_id);
        let mut rows = ctx.loaders().load_one(key).await?.unwrap_or_default();
        rows.retain(|row| row.chain_id == self.row.chain_id);
        Ok(rows)
    }
}

/// What ended a status before its term (прекращение статуса)
#[derive(SimpleObject)]
pub struct StatusEndStats {
    /// How (чем прекращён)
    kind: E<StatusEnd>,
    /// The first day without the status (прекращён с)
    on: Date,
    /// The act (акт)
    act: Option<LegalAct>,
    /// The reason that was given (причина)
    reason: Option<String>,
}

/// Days within a chain of renewals on which the status was not in force (перерыв между присвоениями)
#[derive(Clone, Debug, SimpleObject)]
pub struct ChainGapStats {
    /// First day without it (с)
    from: Date,
    /// Last day without it (по)
    to: Date,
    /// Days (дней)
    days: i64,
}

fn gap(days: &Validity) -> Option<ChainGapStats> {
    let (from, to) = (days.from()?, days.to()?);
    Some(ChainGapStats { from: Date(from.date), to: Date(to.date), days: days.days()? })
}

/// A status assigned to a holder (присвоение статуса)
#[Object]
impl StatusAssignment {
    /// Identity (идентификатор)
    pub async fn id(&self) -> Id<AnyId> {
        Id(self.row.id.any())
    }

    /// Counts the changes; goes into `expectedVersion` (версия)
    async fn version(&self) -> i32 {
        self.row.version
    }

    /// When last changed (изменено)
    async fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }

    /// What this viewer may do with it today (доступные действия)
    async fn allowed_actions(&self, ctx: &Context<'_>) -> Vec<E<Action>> {
        let today = ctx.cx().today();
        let may = |action: &Action| actions::verdict(ctx.viewer(), *action, &self.row, today).is_allowed();
        actions::STATUS_ASSIGNMENT.iter().copied().filter(may).map(E).collect()
    }

    /// Kind (вид статуса)
    async fn kind(&self, ctx: &Context<'_>) -> Result<StatusKind, AppError> {
        let kind = StatusKind::load(ctx, self.row.kind_id, self.as_of).await?;
        kind.ok_or_else(|| AppError::internal("status without its kind"))
    }

    /// Level of the status: who grants it (уровень статуса)
    async fn level(&self) -> E<Level> {
        E(self.row.grant_level)
    }

    /// State on that day, from its dates and decisions (состояние на дату)
    async fn state(&self) -> E<StatusState> {
        E(Term::of(&self.row).state(self.as_of))
    }

    /// The centre that holds it (центр)
    async fn centre(&self, ctx: &Context<'_>) -> Option<Result<Centre, AppError>> {
        Centre::load(ctx, self.row.centre_id?, self.as_of).await.transpose()
    }

    /// The organisation that holds it, or through which a centre or an association holds it (организация)
    async fn organisation(&self, ctx: &Context<'_>) -> Option<Result<Organisation, AppError>> {
        Organisation::load(ctx, self.row.organisation_id?, self.as_of).await.transpose()
    }

    /// The competition whose results gave it; null where none did, or none that this viewer sees (конкурс)
    async fn competition(&self, ctx: &Context<'_>) -> Option<Result<Competition, AppError>> {
        Competition::load(ctx, self.row.competition_id?, self.as_of).await.transpose()
    }

    /// Ids under which other systems know it (внешние идентификаторы)
    async fn external_ids(&self, ctx: &Context<'_>) -> Result<Vec<ExternalIdResult>, AppError> {
        external_ids(ctx, self.row.id).await
    }

    /// The unit or circle that holds it (объединение, подразделение)
    async fn association(&self) -> Option<&str> {
        self.row.association.as_deref()
    }

    /// How many holders the source counts without naming them (число держателей, не названных в источнике)
    async fn unnamed_count(&self) -> Option<i32> {
        self.row.unnamed_count
    }

    /// What it is about: the municipality, the zone, the region or the country (территория статуса)
    async fn territory(&self) -> E<Level> {
        E(self.row.territory)
    }

    /// The region; null where federal (регион)
    async fn region(&self, ctx: &Context<'_>) -> Option<Result<Region, AppError>> {
        Region::load(ctx, self.row.region_id?, self.as_of).await.transpose()
    }

    /// The zone that it is about (зона)
    async fn zone(&self, ctx: &Context<'_>) -> Option<Result<Zone, AppError>> {
        Zone::load(ctx, self.row.zone_id?, self.as_of).await.transpose()
    }

    /// The municipality that it is about, or where its holder is seated (муниципальное образование)
    async fn municipality(&self, ctx: &Context<'_>) -> Option<Result<Municipality, AppError>> {
        Municipality::load(ctx, self.row.municipality_id?, self.as_of).await.transpose()
    }

    /// Topic (тема)
    async fn topic(&self) -> Option<&str> {
        self.row.topic.as_deref()
    }

    /// Programme or project (программа, проект)
    async fn programme(&self) -> Option<&str> {
        self.row.programme.as_deref()
    }

    /// Who granted it, as printed (кем присвоен)
    async fn granting_body(&self) -> Option<&str> {
        self.row.granting_body.as_deref()
    }

    /// Day of the decision (дата решения)
    async fn granted_on(&self) -> Option<Date> {
        self.row.granted_on.map(Date)
    }

    /// First year of the academic year that it is granted for (учебный год)
    async fn academic_year(&self) -> Option<Year> {
        self.row.academic_year.map(Year)
    }

    /// Number in a register (реестровый номер)
    async fn registry_number(&self) -> Option<&str> {
        self.row.registry_number.as_deref()
    }

    #[graphql(flatten)]
    async fn validity(&self) -> ValidityStats {
        (&validity_of!(self.row)).into()
    }

    /// Last day in force, by the term or by what ended it; null: without end (последний день действия)
    async fn last_day(&self) -> Option<Date> {
        Term::of(&self.row).last_day().map(Date)
    }

    /// What ended it before its term (прекращение)
    async fn end(&self, ctx: &Context<'_>) -> Option<Result<StatusEndStats, AppError>> {
        let (kind, on) = self.row.end_kind.zip(self.row.end_on)?;
        let act = match self.row.end_act_id {
            Some(id) => match LegalAct::load(ctx, id, self.as_of).await {
                Ok(act) => act,
                Err(error) => return Some(Err(error)),
            },
            None => None,
        };
        Some(Ok(StatusEndStats { kind: E(kind), on: Date(on), act, reason: self.row.end_reason.clone() }))
    }

    /// Recorded from history: in force by its dates, though an act may be lacking (записан из источника)
    async fn recorded(&self) -> bool {
        self.row.recorded
    }

    /// What the source leaves open (неполнота источника)
    async fn open_points(&self) -> Vec<OpenPointStats> {
        open_points::stats(&self.row.open_points)
    }

    /// The acts on which it rests (акты-основания)
    async fn acts(&self, ctx: &Context<'_>) -> Result<Vec<BasisActEdge>, AppError> {
        basis_edges(ctx, self.row.id, self.as_of).await
    }

    /// Its scans and evidence (файлы)
    async fn files(&self, ctx: &Context<'_>) -> Result<Vec<File>, AppError> {
        files_of(ctx, self.row.id, self.as_of).await
    }

    /// The status that it renews (предыдущее присвоение)
    async fn predecessor(&self, ctx: &Context<'_>) -> Option<Result<StatusAssignment, AppError>> {
        Self::load(ctx, self.row.predecessor_id?, self.as_of).await.transpose()
    }

    /// The status that renews it (следующее присвоение)
    async fn successor(&self, ctx: &Context<'_>) -> Option<Result<StatusAssignment, AppError>> {
        Self::load(ctx, self.row.successor_id?, self.as_of).await.transpose()
    }

    /// The whole chain of renewals with this one in it, the earliest first (цепочка присвоений)
    async fn chain(&self, ctx: &Context<'_>) -> Result<Vec<StatusAssignment>, AppError> {
        Ok(self.links(ctx).await?.into_iter().map(|row| Self::show(row, self.as_of)).collect())
    }

    /// Days between the first and the last of the chain on which none was in force (перерывы в цепочке)
    async fn chain_gaps(&self, ctx: &Context<'_>) -> Result<Vec<ChainGapStats>, AppError> {
        let terms: Vec<Term> = self.links(ctx).await?.iter().map(Term::of).collect();
        Ok(chain_gaps(&terms).iter().filter_map(gap).collect())
    }
}
