//! [`AgreementPartyResult`]: a party of an agreement.

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use entity::agreement_party::{self, PartyKind, PartyRole};

use crate::{
    error::AppError,
    graphql::{
        centre::Centre,
        codes::E,
        organisation::Organisation,
        scalars::Date,
        territory::{Municipality, Region},
        validity::Precision,
    },
    validity::Precision as Stored,
};

/// A party on a day.
#[derive(Clone, Debug)]
pub struct AgreementPartyResult {
    row: agreement_party::Model,
    as_of: NaiveDate,
}

impl AgreementPartyResult {
    /// A party on a day.
    pub(super) fn show(row: agreement_party::Model, as_of: NaiveDate) -> Self {
        Self { row, as_of }
    }
}

/// A party of an agreement (сторона соглашения)
#[Object]
impl AgreementPartyResult {
    /// Its place among the parties, by which it is signed for and removed (номер)
    async fn position(&self) -> i32 {
        self.row.position
    }

    /// As what (роль)
    async fn role(&self) -> E<PartyRole> {
        E(self.row.role)
    }

    /// What it is (вид)
    async fn kind(&self) -> E<PartyKind> {
        E(self.row.kind)
    }

    /// What the source calls a party that is not kept here (название)
    async fn name(&self) -> Option<&str> {
        self.row.name.as_deref()
    }

    /// The centre (центр)
    async fn centre(&self, ctx: &Context<'_>) -> Option<Result<Centre, AppError>> {
        Centre::load(ctx, self.row.centre_id?, self.as_of).await.transpose()
    }

    /// The organisation, of parties that are one (организация)
    async fn organisation(&self, ctx: &Context<'_>) -> Option<Result<Organisation, AppError>> {
        let id = self.row.organisation_id.filter(|_| self.row.kind == PartyKind::Organisation)?;
        Organisation::load(ctx, id, self.as_of).await.transpose()
    }

    /// The municipality in which it stands, or which it is (муниципальное образование)
    async fn municipality(&self, ctx: &Context<'_>) -> Option<Result<Municipality, AppError>> {
        Municipality::load(ctx, self.row.municipality_id?, self.as_of).await.transpose()
    }

    /// The region in which it stands (регион)
    async fn region(&self, ctx: &Context<'_>) -> Option<Result<Region, AppError>> {
        Region::load(ctx, self.row.region_id?, self.as_of).await.transpose()
    }

    /// The day of its signature; null: it has not signed, or the source does not say (дата подписания)
    async fn signed_on(&self) -> Option<Date> {
        self.row.signed_on.map(Date)
    }

    /// How exactly that day is known (точность даты)
    async fn signed_on_precision(&self) -> Option<E<Precision>> {
        self.row.signed_on.map(|_| E(Stored::from_stored(self.row.signed_on_precision).into()))
    }

    /// The day it joined by an amendment; null: from the beginning (присоединилась)
    async fn joined_on(&self) -> Option<Date> {
        self.row.from_day.map(Date)
    }

    /// Its last day as a party, where it left by an amendment (вышла)
    async fn left_on(&self) -> Option<Date> {
        self.row.to_day.map(Date)
    }
}
