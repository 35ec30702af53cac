//! What stands inside a node of the network: for roots that are asked about one.

use chrono::NaiveDate;
use entity::{
    ids::{AnyId, MunicipalityId, OrganisationId, RegionId, TypedId, ZoneId},
    shared::Level,
};
use sea_orm::{
    Condition,
    sea_query::{Alias, DynIden, Expr, ExprTrait, IntoIden, SelectStatement},
};
use uuid::Uuid;

use crate::{
    access::NodeRef,
    error::{AppError, Failure},
    service::{Cx, access::node, given::subject_id, territory::query::members_of},
};

/// A node by its level and its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Inside {
    /// Its level.
    pub level: Level,
    /// Its id.
    pub id: Uuid,
}

impl From<&NodeRef> for Inside {
    fn from(node: &NodeRef) -> Self {
        Self { level: node.level, id: subject_id(node) }
    }
}

/// The node that is asked about; none where there is no such node, or none for this viewer. Without an id the country.
pub async fn asked(cx: &Cx, id: Option<AnyId>) -> Result<Option<Inside>, AppError> {
    let nodes = [RegionId::PREFIX, ZoneId::PREFIX, MunicipalityId::PREFIX, OrganisationId::PREFIX];
    if id.is_some_and(|id| !nodes.contains(&id.prefix)) {
        return Err(AppError::bad_input(
            "Здесь нужен регион, зона, муниципальное образование или организация",
            "A region, a zone, a municipality or an organisation is expected here",
        ));
    }
    match node::of_id(cx, &cx.db, id, "of").await {
        Ok(node) => Ok(Some((&node).into())),
        Err(Failure::App(error)) => Err(error),
        Err(_) => Ok(None),
    }
}

impl Inside {
    /// Rows of a table with the columns of a place that stand inside the node, by the map of a day.
    pub fn rows(self, table: impl IntoIden, day: NaiveDate) -> Condition {
        let table: DynIden = table.into_iden();
        let column = |name: &'static str| Expr::col((table.clone(), Alias::new(name)));
        let all = Condition::all();
        match self.level {
            Level::Federation => all,
            Level::Region => all.add(column("region_id").eq(self.id)),
            Level::Zone => {
                let members = SelectStatement::new()
                    .column(Alias::new("municipality_id"))
                    .from_subquery(members_of(&[self.id.into()], day), Alias::new("member"))
                    .take();
                all.add(column("municipality_id").in_subquery(members))
            }
            Level::Municipality => all.add(column("municipality_id").eq(self.id)),
            Level::Organisation => all.add(column("organisation_id").eq(self.id)),
        }
    }
}
