//! [`LegalAct`].

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use entity::{
    ids::{AnyId, LegalActId, TypedId},
    legal_act::{self, LegalActKind},
};

use crate::{
    error::AppError,
    graphql::{
        codes::E,
        connection::Shows,
        context::ContextExt,
        ids::Id,
        loaders::ById,
        scalars::{Date, DateTime},
        validity::Precision,
    },
    validity::Precision as Stored,
};

/// An act as of a day.
#[derive(Clone, Debug)]
pub struct LegalAct {
    row: legal_act::Model,
    as_of: NaiveDate,
}

impl Shows<legal_act::Entity> for LegalAct {
    fn show(row: legal_act::Model, as_of: NaiveDate) -> Self {
        Self { row, as_of }
    }
}

impl LegalAct {
    /// The act of an id.
    pub async fn load(ctx: &Context<'_>, id: LegalActId, as_of: NaiveDate) -> Result<Option<Self>, AppError> {
        let row = ctx.loaders().load_one(ById::<legal_act::Entity>::new(id, as_of)).await?;
        Ok(row.map(|row| Self::show(row, as_of)))
    }
}

/// A legal act (правовой акт)
#[Object]
impl LegalAct {
    /// Identity (идентификатор)
    pub async fn id(&self) -> Id<AnyId> {
        Id(self.row.id.any())
    }

    /// Counts the changes; goes into `expectedVersion` (версия)
    async fn version(&self) -> i32 {
        self.row.version
    }

    /// When last changed (изменён)
    async fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }

    /// Kind (вид)
    async fn kind(&self) -> E<LegalActKind> {
        E(self.row.kind)
    }

    /// Who issued it, as printed; null where the source does not print it (кем издан)
    async fn issuer(&self) -> Option<&str> {
        self.row.issuer.as_deref()
    }

    /// Date; with a precision of MONTH or YEAR the first day of it; null where the source does not print it (дата)
    async fn date(&self) -> Option<Date> {
        self.row.date.map(Date)
    }

    /// How exactly the date is known (точность даты)
    async fn date_precision(&self) -> Option<E<Precision>> {
        self.row.date.map(|_| E(Stored::from_stored(self.row.date_precision).into()))
    }

    /// Number as printed; null where the source does not print it (номер)
    async fn number(&self) -> Option<&str> {
        self.row.number.as_deref()
    }

    /// Title (наименование)
    async fn title(&self) -> &str {
        &self.row.title
    }

    /// Link (ссылка)
    async fn url(&self) -> Option<&str> {
        self.row.url.as_deref()
    }
}
