//! [`Overview`] and its groups.

use std::sync::Arc;

use async_graphql::{Context, Object, SimpleObject};
use chrono::NaiveDate;
use entity::{CodeEnum, agreement::AgreementKind, centre::CentreKind, organisation::OrganisationType};

use super::loader::{AttainedOf, CountsOf, CoverageOf, KindOf, ReportsOf};
use crate::{
    db::tally::Territory,
    error::AppError,
    graphql::{
        codes::E,
        connection::Shows,
        context::ContextExt,
        scalars::{Date, Year},
        status::StatusKind,
    },
    service::{
        agreement,
        application::{self, state::ApplicationOutcome},
        competition::{self, state::CompetitionState},
        dated::ENDING_SOON,
        organisation,
        overview::{counts::Counts, reports::Reports},
        results::attainment::Attained,
        status,
    },
};

/// The aggregate over a node on a day.
#[derive(Clone, Copy, Debug)]
pub struct Overview {
    territory: Territory,
    as_of: NaiveDate,
}

impl Overview {
    /// Of a node, on a day.
    pub fn of(territory: Territory, as_of: NaiveDate) -> Self {
        Self { territory, as_of }
    }

    async fn counts(&self, ctx: &Context<'_>) -> Result<Arc<Counts>, AppError> {
        Ok(ctx.loaders().load_one(CountsOf(self.territory, self.as_of)).await?.unwrap_or_default())
    }
}

/// Declares a count with its groups: the total, and a list of `(key, count)` by a code; and further counts.
macro_rules! grouped {
    ($stats:ident, $by:ident, $group:ident, $field:literal, $code:ty, $measure:path, $doc:literal, $key_doc:literal
        $(, $more:ident: $counted:path, $more_doc:literal)*) => {
        #[doc = $doc]
        #[derive(Clone, Debug, SimpleObject)]
        pub struct $stats {
            /// All of them (всего)
            total: i64,
            #[doc = concat!("By group, the largest first; groups of none are left out: ", $key_doc)]
            $by: Vec<$group>,
            $(#[doc = $more_doc]
            $more: i64,)*
        }

        #[doc = concat!("One group: ", $key_doc)]
        #[derive(Clone, Debug, SimpleObject)]
        pub struct $group {
            #[doc = $key_doc]
            #[graphql(name = $field)]
            code: E<$code>,
            /// How many (количество)
            count: i64,
        }

        impl From<&Counts> for $stats {
            fn from(counts: &Counts) -> Self {
                let group = |(key, count): (&str, i64)| Some($group { code: E(<$code>::from_code(key)?), count });
                Self {
                    total: counts.total($measure),
                    $by: counts.of($measure).into_iter().filter_map(group).collect(),
                    $($more: counts.total($counted),)*
                }
            }
        }
    };
}

grouped!(
    CentreCountStats,
    by_kind,
    CentreKindStats,
    "kind",
    CentreKind,
    status::tally::CENTRES,
    "Centres whose standing is in force that day (опорные центры)",
    "kind of centre (вид центра)"
);

grouped!(
    AgreementCountStats,
    by_kind,
    AgreementKindStats,
    "kind",
    AgreementKind,
    agreement::tally::AGREEMENTS,
    "Agreements in force that day, each once however many of its parties stand in the node; who may not read where the parties stand counts them in the country alone (соглашения)",
    "kind of agreement (вид соглашения)",
    ending_soon: agreement::tally::ENDING,
    "Of them those whose last day is at most `endingSoonDays` ahead, of what this viewer reads in full (скоро заканчиваются)"
);

/// Statuses in force that day, holders that the source does not name by their number (статусы)
#[derive(Clone, Debug, SimpleObject)]
pub struct StatusCountStats {
    /// All of them (всего)
    total: i64,
    /// By kind, the largest first; kinds of none are left out (по видам)
    by_kind: Vec<StatusKindStats>,
    /// Of them those whose last day is at most `endingSoonDays` ahead (скоро заканчиваются)
    ending_soon: i64,
}

/// Statuses of one kind (статусы одного вида)
#[derive(Clone, Debug, SimpleObject)]
pub struct StatusKindStats {
    /// Kind of status (вид статуса)
    kind: StatusKind,
    /// How many (количество)
    count: i64,
    /// Of them those whose last day is at most `endingSoonDays` ahead (скоро заканчиваются)
    ending_soon: i64,
}

grouped!(
    OrganisationCountStats,
    by_type,
    OrganisationTypeStats,
    "type",
    OrganisationType,
    organisation::tally::ORGANISATIONS,
    "Organisations that exist that day (организации)",
    "type of organisation (тип организации)"
);

grouped!(
    CompetitionCountStats,
    by_state,
    CompetitionStateCountStats,
    "state",
    CompetitionState,
    competition::tally::MEASURE,
    "Competitions that are known that day (конкурсы)",
    "state that day (состояние)"
);

grouped!(
    ApplicationCountStats,
    by_outcome,
    ApplicationOutcomeStats,
    "outcome",
    ApplicationOutcome,
    application::tally::MEASURE,
    "Applications of organisations of the node (заявки)",
    "result, or state where there is none yet (итог или состояние)"
);

/// Municipalities of a node (муниципальные образования)
#[derive(Clone, Debug, SimpleObject)]
pub struct MunicipalityCountStats {
    /// All of them that day (всего)
    total: i64,
    /// Those without a municipal centre in force that day (без МОЦ)
    without_centre: i64,
}

/// Reports of the campaigns that collect that day (отчёты)
#[derive(Clone, Debug, SimpleObject)]
pub struct ReportCountStats {
    /// All that are expected (ожидается)
    expected: i64,
    /// Those that were handed in at least once (представлено)
    received: i64,
    /// Those that are accepted (принято)
    accepted: i64,
    /// Those that were not handed in by the day they were due (с опозданием)
    late: i64,
}

/// Targets of municipalities in a year (достижение целей)
#[derive(Clone, Debug, SimpleObject)]
pub struct AttainmentCountStats {
    /// All that hold: of every municipality each of its indicators (целей)
    targets: i64,
    /// Those that are met (достигнуто)
    met: i64,
    /// Those that are missed (не достигнуто)
    missed: i64,
    /// Those without a value, or none for this viewer (нет данных)
    unknown: i64,
}

/// The aggregate over a node of the network on a day, of what this viewer may count (сводка)
#[Object]
impl Overview {
    /// The day (на дату)
    async fn as_of(&self) -> Date {
        Date(self.as_of)
    }

    /// How many days ahead an end is soon (дней до окончания)
    async fn ending_soon_days(&self) -> i32 {
        ENDING_SOON.into()
    }

    /// Centres by kind (опорные центры)
    async fn centres(&self, ctx: &Context<'_>) -> Result<CentreCountStats, AppError> {
        Ok(self.counts(ctx).await?.as_ref().into())
    }

    /// Statuses in force by kind, and those that end soon (статусы)
    async fn statuses(&self, ctx: &Context<'_>) -> Result<StatusCountStats, AppError> {
        let counts = self.counts(ctx).await?;
        let ending = counts.of(status::tally::ENDING);
        let groups = counts.of(status::tally::STATUSES);
        let kinds = ctx.loaders().load_many(groups.iter().map(|(code, _)| KindOf((*code).to_owned()))).await?;
        let group = |(code, count): &(&str, i64)| {
            let row = kinds.get(&KindOf((*code).to_owned()))?.clone();
            let ending_soon = ending.iter().find(|(key, _)| key == code).map_or(0, |(_, count)| *count);
            Some(StatusKindStats { kind: StatusKind::show(row, self.as_of), count: *count, ending_soon })
        };
        Ok(StatusCountStats {
            total: counts.total(status::tally::STATUSES),
            by_kind: groups.iter().filter_map(group).collect(),
            ending_soon: counts.total(status::tally::ENDING),
        })
    }

    /// Agreements in force by kind, and those that end soon (соглашения)
    async fn agreements(&self, ctx: &Context<'_>) -> Result<AgreementCountStats, AppError> {
        Ok(self.counts(ctx).await?.as_ref().into())
    }

    /// Organisations by type (организации)
    async fn organisations(&self, ctx: &Context<'_>) -> Result<OrganisationCountStats, AppError> {
        Ok(self.counts(ctx).await?.as_ref().into())
    }

    /// Competitions by state (конкурсы)
    async fn competitions(&self, ctx: &Context<'_>) -> Result<CompetitionCountStats, AppError> {
        Ok(self.counts(ctx).await?.as_ref().into())
    }

    /// Applications of organisations of the node, by result or state (заявки)
    async fn applications(&self, ctx: &Context<'_>) -> Result<ApplicationCountStats, AppError> {
        Ok(self.counts(ctx).await?.as_ref().into())
    }

    /// Municipalities, and those without a centre (муниципальные образования)
    async fn municipalities(&self, ctx: &Context<'_>) -> Result<MunicipalityCountStats, AppError> {
        let coverage = ctx.loaders().load_one(CoverageOf(self.territory, self.as_of)).await?.unwrap_or_default();
        Ok(MunicipalityCountStats { total: coverage.total, without_centre: coverage.without_centre })
    }

    /// Reports of the campaigns that are open that day and neither closed nor called off, grouped on the fly over what
    /// this viewer may count (отчёты)
    async fn reports(&self, ctx: &Context<'_>) -> Result<ReportCountStats, AppError> {
        let counted = ctx.loaders().load_one(ReportsOf(self.territory, self.as_of)).await?.unwrap_or_default();
        let Reports { expected, received, accepted, late } = counted;
        Ok(ReportCountStats { expected, received, accepted, late })
    }

    /// How many targets of a set the municipalities of the node meet in a year, by accepted figures; null where there is
    /// no such set (достижение целей)
    async fn attainment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Code of the set (набор целей)")] target_set: String,
        #[graphql(desc = "The calendar year (год)")] year: Year,
    ) -> Option<Result<AttainmentCountStats, AppError>> {
        let counted = ctx.loaders().load_one(AttainedOf(self.territory, target_set, year.0)).await.transpose()?;
        Some(counted.map(|Attained { targets, met, missed, unknown }| AttainmentCountStats {
            targets,
            met,
            missed,
            unknown,
        }))
    }
}
