//! What a write of values touches: its indicators, its subjects, and the periods whose figures may change.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use entity::{ids::IndicatorId, shared::Level, value};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use uuid::Uuid;

use crate::{
    access::NodeRef,
    db::sql::{bind, marks},
    error::AppError,
    period::Period,
};

/// The subjects by level and the tables in which they stand, in the order in which they are locked.
const TABLES: [(Level, &str); 4] = [
    (Level::Region, "region"),
    (Level::Zone, "zone"),
    (Level::Municipality, "municipality"),
    (Level::Organisation, "organisation"),
];

/// The lock that stands for the federation, which has no row.
const FEDERATION: &str = "SELECT pg_advisory_xact_lock(7165722)";

/// The subject of a value.
pub fn subject_of(row: &value::Model) -> NodeRef {
    NodeRef {
        level: row.subject,
        region: row.region_id,
        zone: row.zone_id,
        municipality: row.municipality_id,
        organisation: row.organisation_id,
    }
}

/// What is touched.
#[derive(Clone, Debug, Default)]
pub struct Touched {
    /// The indicators whose values change, or what they rest on.
    pub indicators: BTreeSet<IndicatorId>,
    /// The subjects.
    pub subjects: BTreeMap<Uuid, Level>,
    /// The first and the last day of all periods whose figures may change; none is all.
    pub window: Option<(NaiveDate, NaiveDate)>,
}

impl Touched {
    /// By values: the periods are theirs and those that hold them.
    pub fn by(rows: impl IntoIterator<Item = (IndicatorId, Uuid, Level, Period)>) -> Self {
        let mut touched = Self::default();
        for (indicator, subject, level, period) in rows {
            touched.indicators.insert(indicator);
            touched.subjects.insert(subject, level);
            for one in period.containing().into_iter().chain([period]) {
                let (from, to) = touched.window.unwrap_or((one.from(), one.to()));
                touched.window = Some((from.min(one.from()), to.max(one.to())));
            }
        }
        touched
    }

    /// By stored values.
    pub fn by_stored(rows: &[value::Model]) -> Result<Self, AppError> {
        let mut of = Vec::with_capacity(rows.len());
        for row in rows {
            of.push((row.indicator_id, row.subject_id, row.subject, period_of(row)?));
        }
        Ok(Self::by(of))
    }

    /// Whether nothing is.
    pub fn is_empty(&self) -> bool {
        self.indicators.is_empty() || self.subjects.is_empty()
    }

    /// Holds the subjects until the transaction ends, and the indicators as they are: of two writers of one figure the
    /// second sees what the first wrote. SQLite has one writer anyway.
    pub async fn lock(&self, tx: &impl ConnectionTrait) -> Result<(), AppError> {
        if tx.get_database_backend() != DbBackend::Postgres {
            return Ok(());
        }
        hold(tx, "indicator", self.indicators.iter().map(|id| Uuid::from(*id)).collect(), "SHARE").await?;
        for (level, table) in TABLES {
            let ids = self.subjects.iter().filter(|(_, at)| **at == level).map(|(id, _)| *id).collect();
            hold(tx, table, ids, "NO KEY UPDATE").await?;
        }
        if self.subjects.contains_key(&Uuid::nil()) {
            tx.execute_raw(Statement::from_string(DbBackend::Postgres, FEDERATION)).await?;
        }
        Ok(())
    }
}

/// Locks rows in the order of their ids.
async fn hold(tx: &impl ConnectionTrait, table: &str, ids: Vec<Uuid>, how: &str) -> Result<(), AppError> {
    if ids.is_empty() {
        return Ok(());
    }
    let sql = format!("SELECT 1 FROM {table} WHERE id IN ({}) ORDER BY id FOR {how}", marks(ids.len()));
    tx.execute_raw(bind(DbBackend::Postgres, &sql, ids.into_iter().map(Into::into))).await?;
    Ok(())
}

/// The period of a stored value.
pub fn period_of(row: &value::Model) -> Result<Period, AppError> {
    Period::new(row.period_type, row.period_from, row.period_to).map_err(AppError::internal)
}
