//! [`Overview`] and its groups.

use std::sync::Arc;

use async_graphql::{Context, Object, SimpleObject};
use chrono::NaiveDate;
use entity::{CodeEnum, organisation::OrganisationType};

use super::loader::{CountsOf, CoverageOf};
use crate::{
    error::AppError,
    graphql::{codes::E, context::ContextExt, scalars::Date},
    service::{
        application::state::ApplicationOutcome,
        competition::state::CompetitionState,
        overview::{Territory, counts::Counts},
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

/// Declares a count with its groups: the total, and a list of `(key, count)` by a code.
macro_rules! grouped {
    ($stats:ident, $by:ident, $group:ident, $field:literal, $code:ty, $measure:literal, $doc:literal, $key_doc:literal) => {
        #[doc = $doc]
        #[derive(Clone, Debug, SimpleObject)]
        pub struct $stats {
            /// All of them (всего)
            total: i64,
            #[doc = concat!("By group, the largest first; groups of none are left out: ", $key_doc)]
            $by: Vec<$group>,
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
                Self { total: counts.total($measure), $by: counts.of($measure).into_iter().filter_map(group).collect() }
            }
        }
    };
}

grouped!(
    OrganisationCountStats,
    by_type,
    OrganisationTypeStats,
    "type",
    OrganisationType,
    "organisations",
    "Organisations that exist that day (организации)",
    "type of organisation (тип организации)"
);

grouped!(
    CompetitionCountStats,
    by_state,
    CompetitionStateCountStats,
    "state",
    CompetitionState,
    "competitions",
    "Competitions that are known that day (конкурсы)",
    "state that day (состояние)"
);

grouped!(
    ApplicationCountStats,
    by_outcome,
    ApplicationOutcomeStats,
    "outcome",
    ApplicationOutcome,
    "applications",
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

/// The aggregate over a node of the network on a day, of what this viewer may count (сводка)
#[Object]
impl Overview {
    /// The day (на дату)
    async fn as_of(&self) -> Date {
        Date(self.as_of)
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
}
