//! [`WriteTx`]: one transaction per mutation, and what it leaves behind.
//!
//! Services write their rows through it as through any connection and tell it what changed. At the end it writes the
//! tallies, then takes positions from the counter row, whose lock is held to commit, and writes the change rows:
//! so a position is commit order, without holes, on both databases (DECISIONS 3).

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, Statement, Value};
use uuid::{NoContext, Timestamp, Uuid};

use super::{
    Tx,
    audit::{self, Entry},
    change::{Change, Place, Root, level_number},
    sql::{bind, marks},
    tally::{Contribution, Tallies},
};
use crate::error::Failure;

/// On whose behalf and when a transaction writes.
#[derive(Clone, Debug)]
pub struct Author {
    /// The account, none for the service itself.
    pub id: Option<Uuid>,
    /// How the audit log shows it.
    pub name: String,
    /// The source of a push.
    pub source: Option<String>,
    /// The batch of a push.
    pub batch: Option<Uuid>,
}

/// A writing transaction.
#[derive(Debug)]
pub struct WriteTx {
    tx: Tx,
    now: DateTime<Utc>,
    author: Author,
    changes: Vec<Change>,
    entries: Vec<Entry>,
    tallies: Tallies,
}

impl WriteTx {
    pub(crate) fn new(tx: Tx, now: DateTime<Utc>, author: Author) -> Self {
        Self { tx, now, author, changes: vec![], entries: vec![], tallies: Tallies::default() }
    }

    /// The instant of everything this transaction writes.
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// The id of a small row that has none of the contract's.
    pub fn new_id(&self) -> Uuid {
        let seconds = u64::try_from(self.now.timestamp()).unwrap_or_default();
        Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, self.now.timestamp_subsec_nanos()))
    }

    /// Records a change from one image to the other; `also` names fields that live in other tables.
    pub fn record<R: Root>(&mut self, before: Option<&R>, after: Option<&R>, also: &[&str]) {
        self.changes.extend(Change::between(before, after, also));
    }

    /// Records a change that was told without the rows of the object.
    pub fn push(&mut self, change: Change) {
        self.changes.push(change);
    }

    /// An object began to exist.
    pub fn created<R: Root>(&mut self, after: &R) {
        self.record(None, Some(after), &[]);
    }

    /// An object changed.
    pub fn updated<R: Root>(&mut self, before: &R, after: &R, also: &[&str]) {
        self.record(Some(before), Some(after), also);
    }

    /// An object was removed.
    pub fn deleted<R: Root>(&mut self, before: &R) {
        self.record(Some(before), None, &[]);
    }

    /// Replaces what an object contributes to the aggregates.
    pub fn tally(&mut self, before: &[Contribution], after: &[Contribution]) {
        self.tallies.add(before, -1);
        self.tallies.add(after, 1);
    }

    /// Adds to the audit log.
    pub fn audit<R: Root>(
        &mut self,
        action: &'static str,
        object: &R,
        reason: Option<String>,
        details: serde_json::Value,
    ) {
        self.audit_at(action, entity::CodeEnum::code(R::KIND), object.id(), object.place(), reason, details);
    }

    /// Adds to the audit log what concerns no single stored object.
    pub fn audit_at(
        &mut self,
        action: &'static str,
        typename: &'static str,
        object: Uuid,
        place: Place,
        reason: Option<String>,
        details: serde_json::Value,
    ) {
        self.entries.push(Entry { action, typename, object, place, reason, details });
    }

    /// Writes what was told and makes all of it last.
    pub async fn commit(self) -> Result<(), Failure> {
        let Self { tx, now, author, changes, entries, tallies } = self;
        tallies.flush(&tx).await?;
        if !entries.is_empty() {
            let first = take(&tx, "audit", entries.len()).await?;
            audit::append(&tx, entries, first, now, author.id, &author.name).await?;
        }
        if !changes.is_empty() {
            let first = take(&tx, "change", changes.len()).await?;
            let rows = (first..).zip(changes).map(|(position, change)| change_row(position, now, &author, change));
            insert(&tx, "change", CHANGE, rows.collect()).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

/// Takes positions from a counter; answers the first.
async fn take(tx: &Tx, counter: &str, count: usize) -> Result<i64, DbErr> {
    let count = i64::try_from(count).map_err(|e| DbErr::Custom(e.to_string()))?;
    let backend = tx.get_database_backend();
    let sql = match backend {
        DbBackend::Postgres => "UPDATE counter SET position = position + $1 WHERE name = $2 RETURNING position",
        _ => "UPDATE counter SET position = position + ? WHERE name = ? RETURNING position",
    };
    let statement = Statement::from_sql_and_values(backend, sql, [count.into(), counter.into()]);
    let row = tx.query_one_raw(statement).await?.ok_or_else(|| DbErr::RecordNotFound(counter.to_owned()))?;
    Ok(row.try_get::<i64>("", "position")? - count + 1)
}

/// The columns of a change row, in the order of [`change_row`].
const CHANGE: &str = "position, at, typename, object_id, operation, version, actor_id, source, batch_id, natural_key, \
     changed_fields, region_before, municipality_before, organisation_before, visibility_before, draft_level_before, \
     region_after, municipality_after, organisation_after, visibility_after, draft_level_after";

fn change_row(position: i64, now: DateTime<Utc>, author: &Author, change: Change) -> Vec<Value> {
    let mut values: Vec<Value> = vec![
        position.into(),
        now.into(),
        change.typename.into(),
        change.id.into(),
        change.operation.code().into(),
        change.version.into(),
        author.id.into(),
        author.source.clone().into(),
        author.batch.into(),
        change.natural_key.into(),
        change.fields.into(),
    ];
    for place in [change.before, change.after] {
        values.extend::<[Value; 5]>([
            place.and_then(|p| p.region).map(Uuid::from).into(),
            place.and_then(|p| p.municipality).map(Uuid::from).into(),
            place.and_then(|p| p.organisation).map(Uuid::from).into(),
            place.map(|p| sea_orm::ActiveEnum::to_value(&p.visibility)).into(),
            place.map(|p| level_number(p.level)).into(),
        ]);
    }
    values
}

/// Rows of one `INSERT`.
const ROWS: usize = 500;

/// Inserts rows, many with one statement.
pub(super) async fn insert(
    tx: &impl ConnectionTrait,
    table: &str,
    columns: &str,
    rows: Vec<Vec<Value>>,
) -> Result<(), DbErr> {
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let mut tuples = Vec::new();
        let mut values = Vec::new();
        for row in rows.by_ref().take(ROWS) {
            tuples.push(format!("({})", marks(row.len())));
            values.extend(row);
        }
        let sql = format!("INSERT INTO {table} ({columns}) VALUES {}", tuples.join(", "));
        tx.execute_raw(bind(tx.get_database_backend(), &sql, values)).await?;
    }
    Ok(())
}

#[async_trait]
impl ConnectionTrait for WriteTx {
    fn get_database_backend(&self) -> DbBackend {
        self.tx.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.tx.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.tx.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.tx.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.tx.query_all_raw(statement).await
    }
}
