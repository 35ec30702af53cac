//! [`Change`] and a page of them.

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use entity::{change::ChangeOperation, ids::AnyId};

use crate::{
    error::AppError,
    graphql::{
        codes::E,
        ids::Id,
        node::{self, Node},
        scalars::DateTime,
    },
    service::feed::{Page, Told},
};

/// A page of the feed.
#[derive(Clone, Debug)]
pub struct ChangesResult {
    changes: Vec<Change>,
    end: i64,
    latest: i64,
}

impl ChangesResult {
    /// A page with its objects of a day.
    pub fn show(page: Page, as_of: NaiveDate) -> Self {
        let changes = page.changes.into_iter().map(|told| Change { told, as_of }).collect();
        Self { changes, end: page.end, latest: page.latest }
    }
}

/// Changes in commit order, and where to go on (изменения)
#[Object]
impl ChangesResult {
    /// The changes; none does not mean that there are no more (изменения)
    async fn nodes(&self) -> &[Change] {
        &self.changes
    }

    /// Up to where the feed was read: the `after` of the next call, whether there was anything or not
    /// (позиция, с которой продолжать)
    async fn end_position(&self) -> String {
        self.end.to_string()
    }

    /// Whether the feed goes on after this page already (есть ли ещё)
    async fn has_more(&self) -> bool {
        self.end < self.latest
    }

    /// Where the feed ended when this was asked: a copy of the lists taken after it goes on from here
    /// (последняя позиция)
    async fn latest_position(&self) -> String {
        self.latest.to_string()
    }
}

/// A change.
#[derive(Clone, Debug)]
pub struct Change {
    told: Told,
    as_of: NaiveDate,
}

/// A committed change of an object (изменение)
#[Object]
impl Change {
    /// Place in the feed; opaque, may be kept for ever (позиция)
    async fn position(&self) -> String {
        self.told.position.to_string()
    }

    /// When (когда)
    async fn at(&self) -> DateTime {
        DateTime(self.told.at)
    }

    /// What happened, as this viewer could see it (вид изменения)
    async fn operation(&self) -> E<ChangeOperation> {
        E(self.told.operation)
    }

    /// The object's type, as `__typename` names it (тип объекта)
    async fn typename(&self) -> &str {
        &self.told.typename
    }

    /// Identity of the object, whether it is still there or not; null of a value, which has only a key
    /// (идентификатор объекта)
    async fn id(&self) -> Option<Id<AnyId>> {
        self.told.id.map(Id)
    }

    /// The object's natural key as it was then; null where it has none, or none for this viewer (естественный ключ)
    async fn natural_key(&self) -> Option<&str> {
        self.told.natural_key.as_deref()
    }

    /// The fields that changed, of an update that this viewer reads whole (изменённые поля)
    async fn changed_fields(&self) -> &[String] {
        &self.told.changed_fields
    }

    /// The source of the push; null: entered by hand (источник)
    async fn source(&self) -> Option<&str> {
        self.told.source.as_deref()
    }

    /// The batch of the push (пакет)
    async fn batch_id(&self) -> Option<String> {
        self.told.batch.map(|batch| batch.to_string())
    }

    /// The object as it is now; null: gone, hidden, or a value (объект)
    async fn node(&self, ctx: &Context<'_>) -> Option<Result<Node, AppError>> {
        node::load(ctx, self.told.id?, self.as_of).await.transpose()
    }
}
