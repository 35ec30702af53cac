//! The acts below an object: a region or a municipality that keeps them, an organisation that issued them.

use async_graphql::Context;
use chrono::NaiveDate;
use sea_orm::sea_query::SimpleExpr;
use uuid::Uuid;

use super::{
    LegalAct,
    input::{LegalActFilter, LegalActOrderBy, order},
};
use crate::{
    error::AppError,
    graphql::{
        codes::E,
        connection::{self, Connection},
        context::ContextExt,
    },
    service::{act::list, list::PageArgs},
};

/// What a list of acts is asked for, whatever it hangs below.
#[derive(Debug)]
pub struct Asked {
    /// Narrows the list.
    pub filter: Option<LegalActFilter>,
    /// Its order.
    pub order_by: Option<E<LegalActOrderBy>>,
    /// Words of title, issuer, number.
    pub search: Option<String>,
    /// The page.
    pub page: PageArgs,
    /// The day.
    pub day: NaiveDate,
}

/// What the list hangs below.
#[derive(Clone, Copy, Debug)]
pub enum Below {
    /// The region that keeps them.
    Region,
    /// The municipality that keeps them.
    Municipality,
    /// The organisation that issued them.
    Organisation,
}

impl Below {
    fn column(self) -> SimpleExpr {
        match self {
            Self::Region => list::act_region(),
            Self::Municipality => list::act_municipality(),
            Self::Organisation => list::act_organisation(),
        }
    }
}

impl Asked {
    /// The list below an object. The day is inherited and the field has one name below every kind of object: both tell
    /// lists apart.
    pub async fn below(
        self,
        ctx: &Context<'_>,
        of: Below,
        parent: impl Into<Uuid>,
    ) -> Result<Connection<LegalAct>, AppError> {
        let Self { filter, order_by, search, page, day } = self;
        let tag = format!("{of:?}|{day}|{}", ctx.list_tag());
        let filter = filter.unwrap_or_default().into();
        let listing = list::legal_acts(ctx.cx(), &tag, day, &filter, search.as_deref(), order(order_by))?;
        connection::child(ctx, listing, of.column(), parent, page, day).await
    }
}
