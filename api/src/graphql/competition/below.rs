//! Competitions below another object: a region, a municipality, an organiser, the whole of which they are stages.

use async_graphql::Context;
use chrono::NaiveDate;
use sea_orm::sea_query::SimpleExpr;
use uuid::Uuid;

use super::{
    Competition,
    input::{CompetitionFilterInput, CompetitionOrder},
};
use crate::{
    access::Kind,
    error::AppError,
    graphql::{
        connection::{self, Connection},
        context::ContextExt,
    },
    service::{competition::listing, list::PageArgs},
};

/// Which parent a list hangs below, and on which day.
pub struct Below {
    /// The column of the parent.
    pub column: SimpleExpr,
    /// The parent.
    pub parent: Uuid,
    /// The day.
    pub day: NaiveDate,
}

/// The competitions below an object.
pub async fn below(
    ctx: &Context<'_>,
    of: Below,
    filter: Option<CompetitionFilterInput>,
    order_by: Option<CompetitionOrder>,
    args: PageArgs,
) -> Result<Connection<Competition>, AppError> {
    let (order, descending) = order_by.unwrap_or_default().parts();
    let filter = filter.unwrap_or_default().try_into()?;
    let scope = ctx.cx().scope(Kind::Competition);
    // The same arguments on another day are another list.
    let tag = format!("{}|{}", ctx.list_tag(), of.day);
    let list = listing::competitions(&tag, &scope, of.day, &filter, None, order, descending);
    connection::child(ctx, list, of.column, of.parent, args, of.day).await
}
