//! The interface [`Centre`] and its three types. `Node` lists the types, not the interface (DECISIONS 1).
#![expect(clippy::duplicated_attributes, reason = "arguments of different fields have the same types")]

use std::ops::Deref;

use async_graphql::{Context, Interface, Object};
use chrono::NaiveDate;
use entity::{
    centre::{self, CentreKind},
    ids::{AnyId, CentreId, TypedId},
};

use super::{CentreCard, CentreHostResult};
use crate::{
    access::Action,
    error::AppError,
    graphql::{
        act::BasisActEdge,
        codes::E,
        connection::{Connection, Shows},
        context::ContextExt,
        external::ExternalIdResult,
        file::File,
        ids::Id,
        loaders::ById,
        node::Node,
        open_points::OpenPointStats,
        organisation::{ContactResult, Organisation},
        scalars::{Date, DateTime},
        status::{StatusAssignment, StatusFilter, StatusOrder},
        territory::{Municipality, Region, Zone},
        validity::Precision,
    },
};

/// A regional model centre.
#[derive(Clone, Debug)]
pub struct RegionalModelCentre(CentreCard);
/// A zonal centre.
#[derive(Clone, Debug)]
pub struct ZonalCentre(CentreCard);
/// A municipal centre.
#[derive(Clone, Debug)]
pub struct MunicipalCentre(CentreCard);

/// Regional model centre of additional education (региональный модельный центр, РМЦ)
#[Object]
impl RegionalModelCentre {
    /// Identity (идентификатор)
    pub async fn id(&self) -> Id<AnyId> {
        Id(self.0.row.id.any())
    }

    #[graphql(flatten)]
    async fn card(&self) -> CentreCard {
        self.0.clone()
    }
}

/// Zonal centre: serves the municipalities of a zone (зональный опорный центр, ЗОЦ)
#[Object]
impl ZonalCentre {
    /// Identity (идентификатор)
    pub async fn id(&self) -> Id<AnyId> {
        Id(self.0.row.id.any())
    }

    #[graphql(flatten)]
    async fn card(&self) -> CentreCard {
        self.0.clone()
    }

    /// The zone that it serves (территориальная зона)
    async fn zone(&self, ctx: &Context<'_>) -> Result<Zone, AppError> {
        let missing = || AppError::internal("zonal centre's zone");
        let id = self.0.row.zone_id.ok_or_else(missing)?;
        Zone::load(ctx, id, self.0.as_of).await?.ok_or_else(missing)
    }
}

/// Municipal centre (муниципальный опорный центр, МОЦ)
#[Object]
impl MunicipalCentre {
    /// Identity (идентификатор)
    pub async fn id(&self) -> Id<AnyId> {
        Id(self.0.row.id.any())
    }

    #[graphql(flatten)]
    async fn card(&self) -> CentreCard {
        self.0.clone()
    }

    /// The municipality that it serves (муниципальное образование)
    async fn municipality(&self, ctx: &Context<'_>) -> Result<Municipality, AppError> {
        let missing = || AppError::internal("municipal centre's municipality");
        let id = self.0.row.municipality_id.ok_or_else(missing)?;
        Municipality::load(ctx, id, self.0.as_of).await?.ok_or_else(missing)
    }
}

/// The interfaces resolve their fields on the card.
macro_rules! shows_the_card {
    ($($name:ident),+) => {$(
        impl Deref for $name {
            type Target = CentreCard;

            fn deref(&self) -> &CentreCard {
                &self.0
            }
        }
    )+};
}

shows_the_card!(RegionalModelCentre, ZonalCentre, MunicipalCentre);

/// A centre of the network: the lasting node, whatever its standing on a day (центр: РМЦ, ЗОЦ или МОЦ)
#[derive(Clone, Debug, Interface)]
#[graphql(
    field(name = "id", ty = "Id<AnyId>", desc = "Identity, typed and time-ordered (идентификатор)"),
    field(name = "version", ty = "i32", desc = "Counts the changes; goes into `expectedVersion` (версия)"),
    field(name = "updated_at", ty = "DateTime", desc = "When last changed (изменён)"),
    field(
        name = "allowed_actions",
        ty = "Vec<E<Action>>",
        desc = "What this viewer may do with the centre (доступные действия)"
    ),
    field(name = "kind", ty = "E<CentreKind>", desc = "Kind (вид)"),
    field(name = "name", ty = "&str", desc = "Name (наименование)"),
    field(
        name = "valid_from",
        ty = "Option<Date>",
        desc = "First day of the node, inclusive; null: not known, or since ever (действует с)"
    ),
    field(
        name = "valid_from_precision",
        ty = "Option<E<Precision>>",
        desc = "How exactly the first day is known (точность начала)"
    ),
    field(
        name = "valid_from_text",
        ty = "Option<&str>",
        desc = "The first day as printed in the source (начало, как напечатано)"
    ),
    field(
        name = "valid_to",
        ty = "Option<Date>",
        desc = "Last day of the node, inclusive; null: without end (действует по)"
    ),
    field(
        name = "valid_to_precision",
        ty = "Option<E<Precision>>",
        desc = "How exactly the last day is known (точность окончания)"
    ),
    field(
        name = "valid_to_text",
        ty = "Option<&str>",
        desc = "The last day as printed in the source (окончание, как напечатано)"
    ),
    field(name = "region", ty = "Region", desc = "The region it works in (регион)"),
    field(
        name = "seat",
        ty = "Option<Result<Municipality, AppError>>",
        desc = "The municipality where it is seated; of a МОЦ the one that it serves (место нахождения)"
    ),
    field(
        name = "host",
        ty = "Option<Result<Organisation, AppError>>",
        desc = "The organisation on whose base it works on that day (базовая организация)"
    ),
    field(
        name = "host_since",
        ty = "Option<Date>",
        desc = "Since when it works on the base of its present host; null: not known, or since ever (на базе с)"
    ),
    field(
        name = "past_hosts",
        ty = "Vec<CentreHostResult>",
        desc = "Earlier hosts, the newest first (прежние базовые организации)"
    ),
    field(
        name = "contact",
        ty = "Option<Result<ContactResult, AppError>>",
        desc = "Whom to ask; null for the public and outside the viewer's scope (контакт)"
    ),
    field(
        name = "external_ids",
        ty = "Vec<ExternalIdResult>",
        desc = "Ids under which other systems know it (внешние идентификаторы)"
    ),
    field(name = "parent", ty = "Option<Result<Centre, AppError>>", desc = "The centre above it (вышестоящий центр)"),
    field(
        name = "reports_to",
        ty = "Option<Result<Centre, AppError>>",
        desc = "The centre that its reports go to: the one above unless said otherwise (кому отчитывается)"
    ),
    field(
        name = "children",
        ty = "Connection<Centre>",
        desc = "The centres directly below it (нижестоящие центры)",
        arg(
            name = "first",
            ty = "Option<i32>",
            desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)"
        ),
        arg(name = "after", ty = "Option<String>", desc = "Cursor before the page (после)"),
        arg(name = "last", ty = "Option<i32>", desc = "Page size backwards (с конца)"),
        arg(name = "before", ty = "Option<String>", desc = "Cursor after the page (до)"),
        arg(name = "as_of", ty = "Option<Date>", desc = "The network of that day; inherited when absent (на дату)")
    ),
    field(
        name = "standing",
        ty = "Option<Result<StatusAssignment, AppError>>",
        desc = "Its standing on that day: the status of its kind that is in force; null when it does not stand \
                (действующий статус центра)"
    ),
    field(
        name = "standing_chain",
        ty = "Vec<StatusAssignment>",
        desc = "Everything by which it ever stood, the earliest first (история статуса центра)"
    ),
    field(
        name = "status_assignments",
        ty = "Connection<StatusAssignment>",
        desc = "The statuses that it holds (статусы центра)",
        arg(name = "filter", ty = "Option<StatusFilter>", desc = "Narrows the list (отбор)"),
        arg(
            name = "order_by",
            ty = "Option<StatusOrder>",
            desc = "Order; by first day, the newest first, when absent (порядок)"
        ),
        arg(
            name = "first",
            ty = "Option<i32>",
            desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)"
        ),
        arg(name = "after", ty = "Option<String>", desc = "Cursor before the page (после)"),
        arg(name = "last", ty = "Option<i32>", desc = "Page size backwards (с конца)"),
        arg(name = "before", ty = "Option<String>", desc = "Cursor after the page (до)"),
        arg(name = "as_of", ty = "Option<Date>", desc = "States of that day; inherited when absent (на дату)")
    ),
    field(
        name = "acts",
        ty = "Vec<BasisActEdge>",
        desc = "Acts about the centre other than its standing (акты о центре)"
    ),
    field(name = "files", ty = "Vec<File>", desc = "Its documents (файлы)"),
    field(name = "website", ty = "Option<&str>", desc = "Site (сайт)"),
    field(name = "links", ty = "Vec<&str>", desc = "Accounts in social networks (страницы в социальных сетях)"),
    field(
        name = "open_points",
        ty = "Vec<OpenPointStats>",
        desc = "What the source leaves open (неполнота источника)"
    )
)]
pub enum Centre {
    /// Of a region
    RegionalModelCentre(RegionalModelCentre),
    /// Of a zone
    ZonalCentre(ZonalCentre),
    /// Of a municipality
    MunicipalCentre(MunicipalCentre),
}

impl Shows<centre::Entity> for Centre {
    fn show(row: centre::Model, as_of: NaiveDate) -> Self {
        let kind = row.kind;
        let card = CentreCard { row, as_of };
        match kind {
            CentreKind::Rmc => Self::RegionalModelCentre(RegionalModelCentre(card)),
            CentreKind::Zoc => Self::ZonalCentre(ZonalCentre(card)),
            CentreKind::Moc => Self::MunicipalCentre(MunicipalCentre(card)),
        }
    }
}

impl Centre {
    /// The centre of an id.
    pub async fn load(ctx: &Context<'_>, id: CentreId, as_of: NaiveDate) -> Result<Option<Self>, AppError> {
        let row = ctx.loaders().load_one(ById::<centre::Entity>::new(id, as_of)).await?;
        Ok(row.map(|row| Self::show(row, as_of)))
    }

    /// The centre as an object with an identity.
    pub fn node(self) -> Node {
        match self {
            Self::RegionalModelCentre(centre) => Node::RegionalModelCentre(centre),
            Self::ZonalCentre(centre) => Node::ZonalCentre(centre),
            Self::MunicipalCentre(centre) => Node::MunicipalCentre(centre),
        }
    }
}
