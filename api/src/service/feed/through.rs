//! Objects that a viewer sees past the columns of their place: as a party, an expert, a zone, or as one's own. Here as
//! conditions on change rows, so that leaving sight is told to them too.
//!
//! To add a kind whose `visible(&Scope)` asks another table: its ways here. The matrix of rights finds what is missing.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use entity::{
    CodeEnum, agreement_party, application, campaign, change, file, ids::ZoneId, report, role_grant, shared::Level,
    shared::Visibility, value,
};
use sea_orm::{
    ColumnTrait, Condition,
    sea_query::{Expr, ExprTrait, IntoIden, Query, SimpleExpr},
};
use uuid::Uuid;

use crate::{
    access::{Columns, Kind, Scope, Viewer},
    service::{access::query::visible_grants, application::query::through_competition, inside::Inside},
};

/// On which side of a change a way leads to its object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Where it is past draft and not public.
    Submitted,
    /// Where a zone keeps it, drafts too.
    KeptByZone,
    /// Where it stands nowhere yet: a file that hangs on nothing.
    Nowhere,
}

impl When {
    /// The side of a change as a condition.
    pub fn on(self, side: &Columns) -> Condition {
        let visible = |visibility: Visibility| side.expr("visibility").eq(visibility);
        match self {
            Self::Submitted => Condition::all().add(visible(Visibility::Submitted)),
            Self::KeptByZone => Condition::all().add(side.kept_at([Level::Zone])),
            Self::Nowhere => {
                let nowhere = side.expr("region_id").is_null();
                Condition::all().add(visible(Visibility::Draft)).add(nowhere).add(side.kept_at([Level::Organisation]))
            }
        }
    }
}

/// A way to objects of a kind.
#[derive(Clone, Debug)]
pub struct Way {
    /// Of which kind.
    pub kind: Kind,
    /// On which side of a change.
    pub when: When,
    /// Whether it leads to the object of a change row.
    pub leads: Condition,
}

/// The ways of a viewer.
pub fn ways(viewer: &Viewer) -> Vec<Way> {
    let mut ways = Vec::new();
    let mut way = |kind, when, leads| ways.push(Way { kind, when, leads });
    let scope = viewer.scope(Kind::Agreement);
    if !scope.reads_nothing() {
        way(Kind::Agreement, When::Submitted, any(party(&scope, object())));
        let of_agreement = column(file::Column::ObjectTypename).eq(Kind::Agreement.code());
        let leads = of_agreement.and(party(&scope, column(file::Column::ObjectId)));
        way(Kind::File, When::Submitted, any(exists(file::Entity, file::Column::Id, any(leads))));
    }
    let scope = viewer.scope(Kind::Application);
    if viewer.is_signed_in() {
        let leads = exists(application::Entity, application::Column::Id, through_competition(&scope));
        way(Kind::Application, When::Submitted, any(leads));
    }
    let scope = viewer.scope(Kind::Campaign);
    if !scope.reads_nothing() {
        let expected = scope.within(&Columns::of(report::Entity));
        way(Kind::Campaign, When::Submitted, any(exists(report::Entity, report::Column::CampaignId, expected)));
    }
    let in_zones =
        |column: SimpleExpr, zones: &BTreeSet<ZoneId>| any(column.is_in(zones.iter().map(|id| Uuid::from(*id))));
    if !scope.zones().is_empty() {
        let zones = in_zones(column(campaign::Column::ZoneId), scope.zones());
        way(Kind::Campaign, When::Submitted, any(exists(campaign::Entity, campaign::Column::Id, zones)));
    }
    if !scope.draft_zones().is_empty() {
        let zones = in_zones(column(campaign::Column::ZoneId), scope.draft_zones());
        way(Kind::Campaign, When::KeptByZone, any(exists(campaign::Entity, campaign::Column::Id, zones)));
    }
    let scope = viewer.scope(Kind::Value);
    if !scope.zones().is_empty() {
        let zones = in_zones(column(value::Column::ZoneId), scope.zones());
        let leads = any(exists(value::Entity, value::Column::Id, zones));
        way(Kind::Value, When::Submitted, leads.clone());
        way(Kind::Value, When::KeptByZone, leads);
    }
    if let Some(own) = scope.own() {
        let granted = visible_grants(&viewer.scope(Kind::User));
        way(Kind::User, When::Submitted, any(exists(role_grant::Entity, role_grant::Column::UserId, granted)));
        way(Kind::User, When::Submitted, any(object().eq(Uuid::from(own))));
        let grants = visible_grants(&viewer.scope(Kind::Grant));
        way(Kind::Grant, When::Submitted, any(exists(role_grant::Entity, role_grant::Column::Id, grants)));
        way(Kind::File, When::Nowhere, any(column(change::Column::ActorId).eq(Uuid::from(own))));
    }
    ways
}

/// Agreements with a party inside a node that the viewer reads there.
pub fn with_party_inside(viewer: &Viewer, node: Inside, day: NaiveDate) -> Option<SimpleExpr> {
    let scope = viewer.scope(Kind::Agreement);
    let inside = || {
        let read = scope.within(&Columns::of(agreement_party::Entity));
        Condition::all().add(read).add(node.rows(agreement_party::Entity, day))
    };
    let there = || exists(agreement_party::Entity, agreement_party::Column::AgreementId, inside());
    (!scope.reads_nothing()).then(there)
}

/// Whether an agreement has a party in the viewer's nodes.
fn party(scope: &Scope, agreement: SimpleExpr) -> SimpleExpr {
    let inside = scope.within(&Columns::of(agreement_party::Entity));
    exists_with(agreement_party::Entity, agreement_party::Column::AgreementId, agreement, inside)
}

/// The object of the change row.
pub fn object() -> SimpleExpr {
    column(change::Column::ObjectId)
}

fn column<C: ColumnTrait>(column: C) -> SimpleExpr {
    Expr::col(column.as_column_ref())
}

fn any(one: SimpleExpr) -> Condition {
    Condition::any().add(one)
}

/// Whether a table has a row about the object of the change row.
pub fn exists<E: IntoIden, C: ColumnTrait>(table: E, link: C, condition: Condition) -> SimpleExpr {
    exists_with(table, link, object(), condition)
}

fn exists_with<E: IntoIden, C: ColumnTrait>(table: E, link: C, to: SimpleExpr, condition: Condition) -> SimpleExpr {
    let rows = Query::select()
        .expr(Expr::val(1))
        .from(table.into_iden())
        .and_where(column(link).eq(to))
        .cond_where(condition)
        .take();
    Expr::exists(rows)
}
