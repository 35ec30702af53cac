//! Agreements, partnerships and partners below regions, municipalities, organisations and centres.

use async_graphql::Context;
use chrono::NaiveDate;
use uuid::Uuid;

use super::{
    Agreement,
    graph::{GraphOf, PartnerGraphResult},
    input::{AgreementFilter, AgreementOrder},
};
use crate::{
    error::AppError,
    graphql::{
        connection::{self, Connection},
        context::ContextExt,
        partnership::{Partnership, PartnershipFilter, PartnershipOrder, partnerships_below},
        scalars::Date,
    },
    service::{
        agreement::lists::{self, Asked, Below},
        list::PageArgs,
    },
};

/// What binds those who stand in a territory, an organisation, a centre. Each type declares the fields itself: types
/// that lead to each other can't be flattened into one another.
#[derive(Clone, Copy, Debug)]
pub struct TiesBelow {
    below: Below,
    parent: Uuid,
    as_of: NaiveDate,
}

impl TiesBelow {
    /// Of an object on a day.
    pub fn new(below: Below, parent: impl Into<Uuid>, as_of: NaiveDate) -> Self {
        Self { below, parent: parent.into(), as_of }
    }

    /// Agreements with a party in it on that day.
    pub async fn agreements(
        &self,
        ctx: &Context<'_>,
        filter: Option<AgreementFilter>,
        order_by: Option<AgreementOrder>,
        search: Option<String>,
        args: PageArgs,
        as_of: Option<Date>,
    ) -> Result<Connection<Agreement>, AppError> {
        let day = ctx.day(as_of, Some(self.as_of));
        let (order, descending) = order_by.unwrap_or_default().parts();
        let filter = filter.unwrap_or_default().into();
        // Lists of another day are other lists, also where the day is inherited.
        let tag = format!("{:?}@{day}|{}", self.below, ctx.list_tag());
        let asked = Asked { tag: &tag, day, filter: &filter, words: search.as_deref(), order, descending };
        let listing = lists::agreements_below(ctx.cx(), self.below, asked)?;
        connection::child(ctx, listing, lists::parent(), self.parent, args, day).await
    }

    /// Partnerships in which it stands on either side.
    pub async fn partnerships(
        &self,
        ctx: &Context<'_>,
        filter: Option<PartnershipFilter>,
        order_by: Option<PartnershipOrder>,
        args: PageArgs,
        as_of: Option<Date>,
    ) -> Result<Connection<Partnership>, AppError> {
        let day = ctx.day(as_of, Some(self.as_of));
        partnerships_below(ctx, (self.below, self.parent), filter, order_by, args, day).await
    }

    /// Who is bound to whom in it on that day; the same of siblings costs no further statement.
    pub async fn partner_graph(&self, ctx: &Context<'_>, as_of: Option<Date>) -> Result<PartnerGraphResult, AppError> {
        partner_graph(ctx, self.parent, ctx.day(as_of, Some(self.as_of))).await
    }
}

/// The partner graph of a territory on a day; the same of siblings costs no further statement.
pub(super) async fn partner_graph(
    ctx: &Context<'_>,
    territory: impl Into<Uuid>,
    day: NaiveDate,
) -> Result<PartnerGraphResult, AppError> {
    let graph = ctx.loaders().load_one(GraphOf(territory.into(), day)).await?.unwrap_or_default();
    Ok(PartnerGraphResult::show(&graph, day))
}
