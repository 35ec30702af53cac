//! [`Agreement`].

use async_graphql::{Context, Object, SimpleObject};
use chrono::NaiveDate;
use entity::{
    agreement::{self, AgreementKind},
    agreement_party,
    ids::{AgreementId, AnyId, TypedId},
};
use futures_util::future::try_join;

use super::{party::AgreementPartyResult, version::AgreementVersionResult};
use crate::{
    access::{Action, Kind},
    db::change::Root,
    error::AppError,
    graphql::{
        act::{BasisActEdge, LegalAct, basis_edges},
        codes::E,
        connection::Shows,
        context::ContextExt,
        external::{ExternalIdResult, external_ids},
        file::{File, files_of},
        ids::Id,
        loaders::{ById, Many},
        open_points::{self, OpenPointStats},
        scalars::{Date, DateTime},
        territory::{Municipality, Region},
        validity::{Precision, ValidityStats},
    },
    service::agreement::{
        actions, lines,
        query::Whole,
        rules,
        state::{self, AgreementState},
    },
    validity::{Precision as Stored, Validity},
    validity_of,
};

/// An agreement as of a day.
#[derive(Clone, Debug)]
pub struct Agreement {
    row: agreement::Model,
    as_of: NaiveDate,
}

impl Shows<agreement::Entity> for Agreement {
    fn show(row: agreement::Model, as_of: NaiveDate) -> Self {
        Self { row, as_of }
    }
}

/// A day on which every amendment has begun.
pub(super) const NEWEST: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

impl Agreement {
    /// The agreement of an id.
    pub async fn load(ctx: &Context<'_>, id: AgreementId, as_of: NaiveDate) -> Result<Option<Self>, AppError> {
        let row = ctx.loaders().load_one(ById::<agreement::Entity>::new(id, as_of)).await?;
        Ok(row.map(|row| Self::show(row, as_of)))
    }

    /// All its parties; none for those who may not read them.
    pub(super) async fn all_parties(&self, ctx: &Context<'_>) -> Result<Vec<agreement_party::Model>, AppError> {
        if ctx.viewer().scope(Kind::Agreement).reads_nothing() {
            return Ok(vec![]);
        }
        let key = Many::<agreement_party::Entity>::new(self.row.id);
        Ok(ctx.loaders().load_one(key).await?.unwrap_or_default())
    }

    /// Whether the viewer may read more than title, kind and state. The same below siblings is one statement.
    async fn is_readable(&self, ctx: &Context<'_>) -> Result<bool, AppError> {
        let scope = ctx.viewer().scope(Kind::Agreement);
        Ok(scope.is_within(&self.row.place()) || !self.all_parties(ctx).await?.is_empty())
    }

    /// A value for those who may read it.
    async fn full<T>(&self, ctx: &Context<'_>, value: Option<T>) -> Option<Result<T, AppError>> {
        match self.is_readable(ctx).await {
            Ok(true) => value.map(Ok),
            Ok(false) => None,
            Err(error) => Some(Err(error)),
        }
    }
}

/// An agreement or a contract. The public reads title, kind and state; everything else is null for those without the
/// right to read at the place of whoever keeps it or of a party (соглашение, договор)
#[Object]
impl Agreement {
    /// Identity (идентификатор)
    pub async fn id(&self) -> Id<AnyId> {
        Id(self.row.id.any())
    }

    /// Counts the changes; goes into `expectedVersion` (версия записи)
    async fn version(&self) -> i32 {
        self.row.version
    }

    /// Title on that day (наименование)
    async fn title(&self) -> &str {
        &self.row.title
    }

    /// Kind (вид)
    async fn kind(&self) -> E<AgreementKind> {
        E(self.row.kind)
    }

    /// State on that day (состояние)
    async fn state(&self) -> E<AgreementState> {
        E(state::state(&self.row, self.as_of))
    }

    /// Number as printed; null also where the source does not print it (номер)
    async fn number(&self, ctx: &Context<'_>) -> Option<Result<&str, AppError>> {
        self.full(ctx, self.row.number.as_deref()).await
    }

    /// Subject on that day (предмет)
    async fn subject(&self, ctx: &Context<'_>) -> Option<Result<&str, AppError>> {
        self.full(ctx, self.row.subject.as_deref()).await
    }

    /// Titles of its programmes on that day (программы)
    async fn programmes(&self, ctx: &Context<'_>) -> Option<Result<Vec<String>, AppError>> {
        self.full(ctx, Some(lines(self.row.programmes.as_deref()))).await
    }

    /// Where it is signed (место заключения)
    async fn place(&self, ctx: &Context<'_>) -> Option<Result<&str, AppError>> {
        self.full(ctx, self.row.place.as_deref()).await
    }

    /// The day of the last signature; null also where it is not known (дата подписания)
    async fn signed_on(&self, ctx: &Context<'_>) -> Option<Result<Date, AppError>> {
        self.full(ctx, self.row.signed_on.map(Date)).await
    }

    /// How exactly that day is known (точность даты подписания)
    async fn signed_on_precision(&self, ctx: &Context<'_>) -> Option<Result<E<Precision>, AppError>> {
        let precision = self.row.signed_on.map(|_| E(Stored::from_stored(self.row.signed_on_precision).into()));
        self.full(ctx, precision).await
    }

    /// The day it went up for approval (направлено на согласование)
    async fn submitted_on(&self, ctx: &Context<'_>) -> Option<Result<Date, AppError>> {
        self.full(ctx, self.row.submitted_on.map(Date)).await
    }

    #[graphql(flatten)]
    async fn validity(&self, ctx: &Context<'_>) -> Result<ValidityStats, AppError> {
        let validity = if self.is_readable(ctx).await? { validity_of!(self.row) } else { Validity::default() };
        Ok((&validity).into())
    }

    /// The rule by which it prolongs itself on that day; null: it does not (автоматическая пролонгация)
    async fn auto_renewal(&self, ctx: &Context<'_>) -> Option<Result<&str, AppError>> {
        self.full(ctx, self.row.auto_renewal.as_deref()).await
    }

    /// The last day to which it may prolong itself; null: without limit (пролонгация не позднее)
    async fn auto_renewal_to(&self, ctx: &Context<'_>) -> Option<Result<Date, AppError>> {
        self.full(ctx, self.row.auto_renewal_to.map(Date)).await
    }

    /// When it was to be concluded (плановый срок заключения)
    async fn planned(&self, ctx: &Context<'_>) -> Option<Result<PlannedWindowStats, AppError>> {
        let row = &self.row;
        self.full(ctx, PlannedWindowStats::of(row.planned_from, row.planned_to, row.planned_text.as_ref())).await
    }

    /// When it was to be amended (плановый срок изменения)
    async fn amendment_planned(&self, ctx: &Context<'_>) -> Option<Result<PlannedWindowStats, AppError>> {
        let row = &self.row;
        let text = row.amendment_planned_text.as_ref();
        self.full(ctx, PlannedWindowStats::of(row.amendment_planned_from, row.amendment_planned_to, text)).await
    }

    /// Its parties on that day (стороны)
    async fn parties(&self, ctx: &Context<'_>) -> Option<Result<Vec<AgreementPartyResult>, AppError>> {
        let parties = match self.all_parties(ctx).await {
            Ok(parties) => parties,
            Err(error) => return Some(Err(error)),
        };
        let scope = ctx.viewer().scope(Kind::Agreement);
        let readable = scope.is_within(&self.row.place()) || !parties.is_empty();
        let on = rules::on(&parties, self.as_of).cloned();
        readable.then(|| Ok(on.map(|party| AgreementPartyResult::show(party, self.as_of)).collect()))
    }

    /// Number of its edition on that day; every amendment makes the next (номер редакции)
    async fn edition(&self, ctx: &Context<'_>) -> Option<Result<i32, AppError>> {
        self.full(ctx, Some(self.row.edition)).await
    }

    /// Every edition with the amendment that began it, the first one first (редакции)
    async fn versions(&self, ctx: &Context<'_>) -> Option<Result<Vec<AgreementVersionResult>, AppError>> {
        let scope = ctx.viewer().scope(Kind::Agreement);
        if scope.reads_nothing() {
            return None;
        }
        let within = scope.is_within(&self.row.place());
        AgreementVersionResult::all(ctx, self, (self.row.id, within), self.as_of).await.transpose()
    }

    /// Its end before its time (расторжение)
    async fn termination(&self, ctx: &Context<'_>) -> Option<Result<AgreementTerminationResult, AppError>> {
        let row = &self.row;
        let ended = self.full(ctx, row.terminated_on.zip(row.termination_ground.clone())).await?;
        let act = match row.termination_act_id {
            Some(id) => LegalAct::load(ctx, id, self.as_of).await,
            None => Ok(None),
        };
        let document = row.termination_document.clone();
        Some(
            ended.and_then(|(on, ground)| Ok(AgreementTerminationResult { on: Date(on), ground, document, act: act? })),
        )
    }

    /// The agreement that it renews (перезаключает)
    async fn renews(&self, ctx: &Context<'_>) -> Option<Result<Self, AppError>> {
        match self.full(ctx, self.row.renews_id).await? {
            Ok(id) => Self::load(ctx, id, self.as_of).await.transpose(),
            Err(error) => Some(Err(error)),
        }
    }

    /// The agreement that holds in its place (перезаключено соглашением)
    async fn renewed_by(&self, ctx: &Context<'_>) -> Option<Result<Self, AppError>> {
        match self.full(ctx, self.row.superseded_by_id).await? {
            Ok(id) => Self::load(ctx, id, self.as_of).await.transpose(),
            Err(error) => Some(Err(error)),
        }
    }

    /// The first day on which its renewal holds in its place (перезаключено с)
    async fn superseded_on(&self, ctx: &Context<'_>) -> Option<Result<Date, AppError>> {
        self.full(ctx, self.row.superseded_on.map(Date)).await
    }

    /// What the source leaves open (неполнота источника)
    async fn open_points(&self, ctx: &Context<'_>) -> Option<Result<Vec<OpenPointStats>, AppError>> {
        self.full(ctx, Some(open_points::stats(&self.row.open_points))).await
    }

    /// The acts on which it rests, those that the viewer sees (акты-основания)
    async fn acts(&self, ctx: &Context<'_>) -> Option<Result<Vec<BasisActEdge>, AppError>> {
        match self.is_readable(ctx).await {
            Ok(true) => Some(basis_edges(ctx, self.row.id, self.as_of).await),
            Ok(false) => None,
            Err(error) => Some(Err(error)),
        }
    }

    /// The region of whoever keeps the record; null also where it is federal (регион)
    async fn region(&self, ctx: &Context<'_>) -> Option<Result<Region, AppError>> {
        match self.full(ctx, self.row.region_id).await? {
            Ok(id) => Region::load(ctx, id, self.as_of).await.transpose(),
            Err(error) => Some(Err(error)),
        }
    }

    /// The municipality of whoever keeps the record (муниципальное образование)
    async fn municipality(&self, ctx: &Context<'_>) -> Option<Result<Municipality, AppError>> {
        match self.full(ctx, self.row.municipality_id).await? {
            Ok(id) => Municipality::load(ctx, id, self.as_of).await.transpose(),
            Err(error) => Some(Err(error)),
        }
    }

    /// Ids under which other systems know it (внешние идентификаторы)
    async fn external_ids(&self, ctx: &Context<'_>) -> Result<Vec<ExternalIdResult>, AppError> {
        external_ids(ctx, self.row.id).await
    }

    /// When the record was last changed (изменено)
    async fn updated_at(&self, ctx: &Context<'_>) -> Option<Result<DateTime, AppError>> {
        self.full(ctx, Some(DateTime(self.row.updated_at))).await
    }

    /// Its scans, for those who may read it in full (файлы)
    async fn files(&self, ctx: &Context<'_>) -> Result<Vec<File>, AppError> {
        files_of(ctx, self.row.id, self.as_of).await
    }

    /// What this viewer may do with it today (доступные действия)
    async fn allowed_actions(&self, ctx: &Context<'_>) -> Result<Vec<E<Action>>, AppError> {
        if ctx.viewer().scope(Kind::Agreement).reads_nothing() {
            return Ok(vec![]);
        }
        let (newest, parties) = try_join(Self::load(ctx, self.row.id, NEWEST), self.all_parties(ctx)).await?;
        let row = newest.map_or_else(|| self.row.clone(), |newest| newest.row);
        let whole = Whole { row, parties };
        let today = ctx.cx().today();
        let may = |action: &Action| actions::verdict(ctx.viewer(), &whole, *action, today).is_allowed();
        Ok(actions::AGREEMENT.iter().copied().filter(may).map(E).collect())
    }
}

/// A window in which something was to be done (плановый срок)
#[derive(Clone, Debug, SimpleObject)]
pub struct PlannedWindowStats {
    /// First day (с)
    from: Option<Date>,
    /// Last day (по)
    to: Option<Date>,
    /// As printed (как напечатано)
    text: Option<String>,
}

impl PlannedWindowStats {
    fn of(from: Option<NaiveDate>, to: Option<NaiveDate>, text: Option<&String>) -> Option<Self> {
        let said = from.is_some() || to.is_some() || text.is_some();
        said.then(|| Self { from: from.map(Date), to: to.map(Date), text: text.cloned() })
    }
}

/// The end of an agreement before its time (расторжение)
#[derive(Clone, Debug, SimpleObject)]
pub struct AgreementTerminationResult {
    /// First day on which it no longer holds (дата расторжения)
    on: Date,
    /// Why (основание)
    ground: String,
    /// The document, where it is not an act (документ)
    document: Option<String>,
    /// The act (правовой акт)
    act: Option<LegalAct>,
}
