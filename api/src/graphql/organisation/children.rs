//! The organisations below an object: a region, a zone, a municipality, a head organisation.

use async_graphql::Context;
use chrono::NaiveDate;
use entity::organisation;
use sea_orm::sea_query::SimpleExpr;
use uuid::Uuid;

use super::{Organisation, input::OrganisationFilterInput, input::OrganisationOrder};
use crate::{
    error::AppError,
    graphql::{
        connection::{self, Connection},
        context::ContextExt,
    },
    service::{
        Cx,
        list::{Listing, PageArgs},
        organisation::list::{
            OrganisationList, organisation_head, organisation_municipality, organisation_region, organisation_zone,
            organisations, organisations_of_zones,
        },
    },
};

/// What a list of organisations is asked for, whatever it hangs below.
#[derive(Debug)]
pub struct Asked {
    /// Narrows the list.
    pub filter: Option<OrganisationFilterInput>,
    /// Its order.
    pub order_by: Option<OrganisationOrder>,
    /// Words of a name.
    pub search: Option<String>,
    /// The page.
    pub page: PageArgs,
    /// The day.
    pub day: NaiveDate,
}

/// What the list hangs below.
#[derive(Clone, Copy, Debug)]
pub enum Below {
    /// A region.
    Region,
    /// A zone.
    Zone,
    /// A municipality.
    Municipality,
    /// A head organisation.
    Head,
}

impl Below {
    fn column(self) -> SimpleExpr {
        match self {
            Self::Region => organisation_region(),
            Self::Zone => organisation_zone(),
            Self::Municipality => organisation_municipality(),
            Self::Head => organisation_head(),
        }
    }

    fn listing(self, cx: &Cx, tag: &str, list: &OrganisationList<'_>) -> Listing<organisation::Entity> {
        match self {
            Self::Zone => organisations_of_zones(cx, tag, list),
            Self::Region | Self::Municipality | Self::Head => organisations(cx, tag, list),
        }
    }
}

impl Asked {
    fn list(&self, narrow: bool) -> Result<OrganisationList<'_>, AppError> {
        let (order, descending) = self.order_by.unwrap_or_default().parts();
        let filter = self.filter.clone().unwrap_or_default().try_into()?;
        Ok(OrganisationList { day: self.day, filter, words: self.search.as_deref(), order, descending, narrow })
    }

    /// The list at the root.
    pub async fn root(self, ctx: &Context<'_>) -> Result<Connection<Organisation>, AppError> {
        let listing = organisations(ctx.cx(), &ctx.list_tag(), &self.list(false)?);
        connection::root(ctx, listing, self.page, self.day).await
    }

    /// The list below an object.
    pub async fn below(
        self,
        ctx: &Context<'_>,
        of: Below,
        parent: impl Into<Uuid>,
    ) -> Result<Connection<Organisation>, AppError> {
        // The day is inherited: siblings of different days are different lists.
        let tag = format!("{of:?}|{}|{}", self.day, ctx.list_tag());
        let narrow = matches!(of, Below::Municipality | Below::Head);
        let listing = of.listing(ctx.cx(), &tag, &self.list(narrow)?);
        connection::child(ctx, listing, of.column(), parent, self.page, self.day).await
    }
}
